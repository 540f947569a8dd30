#include "shared/search/term_plan.h"

#include <algorithm>

namespace kedang {
namespace {

// Further characters of a term are left to reading the rows.
constexpr std::size_t kMostPlanned = 12;
constexpr std::size_t kLongestSyllable = 6;
// Pairs of characters that are asked for one by one.
constexpr std::size_t kMostAsked = 512;
// Endings that are looked for one by one before anything else is done.
constexpr std::size_t kFewEndings = 16;

// So many lists are read in the time in which one row is looked at.
constexpr std::size_t kListsPerRow = 2;

bool IsLetter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
PairKey LetterOf(char32_t c) { return LetterKey(static_cast<unsigned>(c - U'a')); }
PairKey DigitOf(char32_t c) { return DigitKey(static_cast<unsigned>(c - U'0')); }

}  // namespace

struct TermPlan::Scratch {
  std::vector<Block> taken;  // by edge: rows where a path up to and with it may stand in a head
  std::vector<bool> is_taken;
  Rows pair;
  Block exact;
  Block unsure;
  Block crossing;  // unsure, and reaching into an ending
  Block list;
  Block reached;
  std::u32string text;
};

TermPlan::TermPlan() : scratch_(std::make_unique<Scratch>()) {}
TermPlan::~TermPlan() = default;
TermPlan::TermPlan(TermPlan&&) noexcept = default;
TermPlan& TermPlan::operator=(TermPlan&&) noexcept = default;

// ---- once a term ------------------------------------------------------------------------------------------------------

void TermPlan::Prepare(const SearchTerm& term, const SearchTables& tables) {
  term_ = term;
  tables_ = &tables;
  symbols_.clear();
  bytes_.clear();
  has_unknown_ = has_letter_ = false;
  bool has_any = false;
  for (const char32_t c : term.text) {
    symbols_.push_back(tables.symbols.Find(c));
    has_any = has_any || c == kAnyCharacter;
    has_letter_ = has_letter_ || (IsLetter(c) && !term.is_phrase);
    if (symbols_.back() == kNoSymbol && c != kAnyCharacter) has_unknown_ = true;
  }
  if (!has_unknown_ && !has_any && !term.is_digits) {
    for (const Symbol symbol : symbols_) SymbolTable::Append(symbol, bytes_);
  }
  planned_ = std::min(term.text.size(), kMostPlanned);
  PlanEdges();
  PlanEndings();
}

void TermPlan::PlanEdges() {
  edges_.clear();
  const std::u32string& text = term_.text;
  for (std::size_t from = 0; from < planned_; ++from) {
    edges_.push_back({from, from + 1, {}});
    if ((!IsLetter(text[from]) && text[from] != kAnyCharacter) || term_.is_phrase) continue;
    const std::size_t most = std::min(text.size() - from, kLongestSyllable);
    for (std::size_t length = 2; length <= most; ++length) {
      const std::size_t to = from + length;
      Edge edge{from, to, {}};
      for (SyllableId id = 0; id < tables_->spelled.size(); ++id) {
        if (tables_->spelled[id].empty()) continue;
        const std::string_view syllable = tables_->matcher.pinyin().SyllableText(id);
        std::size_t common = 0;
        while (common < length && common < syllable.size() &&
               (text[from + common] == static_cast<unsigned char>(syllable[common]) || text[from + common] == kAnyCharacter)) {
          ++common;
        }
        const bool is_long_initial = length == 2 && syllable.size() > 1 && syllable[1] == 'h';
        if (common < length || !(syllable.size() == length || to == text.size() || is_long_initial)) continue;
        for (const Symbol symbol : tables_->spelled[id]) edge.spelled.push_back(SymbolKey(symbol));
      }
      if (edge.spelled.empty()) continue;
      std::sort(edge.spelled.begin(), edge.spelled.end());
      edge.spelled.erase(std::unique(edge.spelled.begin(), edge.spelled.end()), edge.spelled.end());
      edges_.push_back(std::move(edge));
    }
  }
  if (scratch_->taken.size() < edges_.size()) scratch_->taken.resize(edges_.size());
}

void TermPlan::PlanEndings() {
  const EndingTable& endings = tables_->endings;
  planned_endings_ = endings.size();
  inside_.clear();
  crossing_.assign(planned_ + 1, {});
  const auto may_begin = [&](char32_t wanted, char32_t c) {
    if (wanted == c || wanted == kAnyCharacter) return true;
    return IsLetter(wanted) && (tables_->matcher.LettersOf(c) >> (wanted - U'a') & 1) != 0;
  };
  std::vector<std::uint8_t> holds(endings.size());
  bool has_any = false;
  for (const EndingTable::Beginning& beginning : endings.beginnings()) {
    for (std::size_t at = 0; at < planned_; ++at) {
      if (!may_begin(term_.text[at], beginning.character)) continue;
      for (const EndingTable::Ending ending : beginning.endings) {
        if (tables_->matcher.MatchAt(term_, endings.TextOf(ending), 0, at) == Matcher::kNoMatch) continue;
        if (at > 0) {
          crossing_[at].push_back(EndingKey(ending));
        } else {
          holds[ending] = 1;
          has_any = true;
        }
      }
    }
  }
  for (std::vector<PairKey>& crossing : crossing_) std::sort(crossing.begin(), crossing.end());
  if (!has_any) return;
  std::vector<std::uint32_t> root_of(endings.size());
  for (std::size_t i = 0; i < endings.size(); ++i) {
    const auto ending = static_cast<EndingTable::Ending>(i);
    const EndingTable::Ending parent = endings.ParentOf(ending);
    if (parent != EndingTable::kNone && holds[parent] != 0) {
      holds[i] = 1;
      root_of[i] = root_of[parent];
    } else if (holds[i] != 0) {
      root_of[i] = static_cast<std::uint32_t>(inside_.size());
      inside_.push_back({ending, {}});
    }
    if (holds[i] != 0) inside_[root_of[i]].endings.push_back(EndingKey(ending));
  }
}

// ---- once a segment ---------------------------------------------------------------------------------------------------

// Rows whose heads hold what takes the edge.
void TermPlan::AddOne(const PairPostings& postings, std::size_t zone, const Edge& edge, Rows& rows) const {
  const char32_t c = term_.text[edge.from];
  if (!edge.is_one()) {
    postings.AddFirsts(edge.spelled, rows.exact);
  } else if (c == kAnyCharacter) {
    rows.unsure.Fill();
  } else if (IsLetter(c)) {
    postings.AddFirst(LetterOf(c), term_.is_phrase && zone != kAsciiZone ? rows.unsure : rows.exact);
  } else if (IsDigit(c)) {
    postings.AddFirst(DigitOf(c), rows.exact);
  } else if (symbols_[edge.from] != kNoSymbol) {
    postings.AddFirst(SymbolKey(symbols_[edge.from]), rows.exact);
  }
}

// Rows where what takes `first` may stand in a head before what takes `second`.
void TermPlan::AddPair(const PairPostings& postings, std::size_t zone, const Edge& first, const Edge& second, Rows& rows) {
  const char32_t a = term_.text[first.from], b = term_.text[second.from];
  if (b == kAnyCharacter && second.is_one()) {
    AddOne(postings, zone, first, rows);
    rows.unsure.Or(rows.exact);
    rows.exact.Clear();
    return;
  }
  if (a == kAnyCharacter && first.is_one()) {
    AddOne(postings, zone, second, rows);
    rows.unsure.Or(rows.exact);
    rows.exact.Clear();
    return;
  }
  const bool is_read = has_letter_ && zone != kAsciiZone;
  const bool is_first_read = is_read && IsLetter(a), is_second_read = is_read && IsLetter(b);
  const PairKey first_symbol = SymbolKey(symbols_[first.from]), second_symbol = SymbolKey(symbols_[second.from]);
  const std::span<const PairKey> firsts = first.is_one() ? std::span<const PairKey>(&first_symbol, 1) : first.spelled;
  const std::span<const PairKey> seconds = second.is_one() ? std::span<const PairKey>(&second_symbol, 1) : second.spelled;
  const bool is_whole = first.from == 0 && second.to == term_.text.size();
  if (IsLetter(a) && IsLetter(b)) {
    // Whole syllables have the letters they begin with. Where these two characters are all, the characters themselves say
    // which rows need not be looked at.
    const bool is_one_letter_each = first.is_one() && second.is_one();
    if (is_whole && !first.is_one() && !second.is_one() && firsts.size() * seconds.size() <= kMostAsked) {
      for (const PairKey one : firsts) {
        for (const PairKey other : seconds) postings.AddPair(one, other, rows.exact, rows.unsure);
      }
      AndLetters(postings, 1u << (a - U'a'), b, rows.unsure);
      return;
    }
    const bool is_exact = is_one_letter_each && (!term_.is_phrase || zone == kAsciiZone);
    postings.AddPair(LetterOf(a), LetterOf(b), is_exact ? rows.exact : rows.unsure, rows.unsure);
    if (is_whole && !is_one_letter_each) AndSpelled(postings, first.is_one() ? second : first, rows.unsure);
  } else if (IsDigit(a) && IsDigit(b)) {
    postings.AddPair(DigitOf(a), DigitOf(b), term_.is_digits ? rows.exact : rows.unsure, rows.unsure);
  } else if (is_second_read) {
    const auto begins_so = [&](PairKey key) {
      return key >= SymbolKey(0) && (tables_->matcher.LettersOf(tables_->symbols.CharacterOf(key - SymbolKey(0))) >> (b - U'a') & 1) != 0;
    };
    for (const PairKey one : firsts) postings.AddPairsIf(one, begins_so, rows.exact, rows.unsure);
    if (const std::uint32_t letters = tables_->matcher.LettersOf(a); letters != 0) AndLetters(postings, letters, b, rows.unsure);
    if (!second.is_one()) {
      rows.unsure.Or(rows.exact);
      rows.exact.Clear();
    }
  } else if (is_first_read) {
    std::uint32_t letters = tables_->matcher.LettersOf(b);
    if (letters == 0) {
      postings.AddPair(LetterOf(a), second_symbol, first.is_one() ? rows.exact : rows.unsure, rows.unsure);
    }
    for (; letters != 0; letters &= letters - 1) {
      postings.AddPair(LetterOf(a), LetterKey(static_cast<unsigned>(__builtin_ctz(letters))), rows.unsure);
    }
    if (is_whole && !first.is_one()) AndSpelled(postings, first, rows.unsure);
  } else {
    for (const PairKey one : firsts) postings.AddPair(one, second_symbol, rows.exact, rows.unsure);
  }
}

// Leaves the rows whose heads hold what is read as one of the letters before what is read as the other.
void TermPlan::AndLetters(const PairPostings& postings, std::uint32_t letters, char32_t second, Block& rows) const {
  Block& read = scratch_->reached;
  read.Clear();
  for (; letters != 0; letters &= letters - 1) {
    postings.AddPair(LetterKey(static_cast<unsigned>(__builtin_ctz(letters))), LetterOf(second), read);
  }
  rows.And(read);
}

// Leaves the rows whose heads hold one of the edge's characters, or all when looking at them is quicker.
void TermPlan::AndSpelled(const PairPostings& postings, const Edge& edge, Block& rows) const {
  if (!rows.HasMoreThan(edge.spelled.size() / kListsPerRow)) return;
  Block& spelled = scratch_->reached;
  spelled.Clear();
  postings.AddFirsts(edge.spelled, spelled);
  rows.And(spelled);
}

// Neither a head nor what a head may reach into holds some symbol of the term.
bool TermPlan::LacksSymbol(const PairPostings& postings) const {
  for (std::size_t at = 0; at < planned_; ++at) {
    const std::vector<PairKey>& endings = crossing_[at];
    if (endings.size() > kFewEndings) return false;
    for (const PairKey ending : endings) {
      if (postings.HasFirst(ending)) return false;
    }
    const char32_t c = term_.text[at];
    if (!IsLetter(c) && !IsDigit(c) && c != kAnyCharacter && !postings.HasFirst(SymbolKey(symbols_[at]))) return true;
  }
  return false;
}

void TermPlan::Candidates(const SearchSegment& segment, std::size_t zone) {
  const PairPostings& postings = segment.postings(zone);
  Scratch& s = *scratch_;
  s.exact.Clear();
  s.unsure.Clear();
  s.crossing.Clear();
  for (const Inside& inside : inside_) {
    if (!segment.ending_rows(zone).Add(inside.root, s.exact)) postings.AddFirsts(inside.endings, s.exact);
  }
  if (has_unknown_ || LacksSymbol(postings)) return;
  const std::size_t length = term_.text.size();
  s.is_taken.assign(edges_.size(), false);
  for (std::size_t f = 0; f < edges_.size(); ++f) {
    const Edge& edge = edges_[f];
    if (!edge.is_one() && zone == kAsciiZone) continue;
    Block& taken = s.taken[f];
    if (edge.from == 0) {
      if (edge.to == length) {
        s.pair.Clear();
        AddOne(postings, zone, edge, s.pair);
        s.exact.Or(s.pair.exact);
        s.unsure.Or(s.pair.unsure);
        continue;
      }
      s.is_taken[f] = true;  // everywhere: its pairs with what may follow say more
    } else {
      taken.Clear();
      const bool may_cross = edge.is_one() && !crossing_[edge.from].empty();
      bool is_listed = false;
      for (std::size_t e = 0; e < f; ++e) {
        if (edges_[e].to != edge.from || !s.is_taken[e]) continue;
        s.pair.Clear();
        AddPair(postings, zone, edges_[e], edge, s.pair);
        // The last character of a head is listed before the first of its ending.
        if (may_cross) {
          s.reached = s.pair.exact;
          s.reached.Or(s.pair.unsure);
          if (edges_[e].from > 0) s.reached.And(s.taken[e]);
          if (!is_listed && s.reached.HasMoreThan(crossing_[edge.from].size() / kListsPerRow)) {
            is_listed = true;
            s.list.Clear();
            postings.AddFirsts(crossing_[edge.from], s.list);
          }
          if (is_listed) {
            s.crossing.OrBoth(s.reached, s.list);
          } else {
            s.crossing.Or(s.reached);
          }
        }
        if (edges_[e].from == 0 && edge.to == length) {  // two characters are all
          s.exact.Or(s.pair.exact);
          s.unsure.Or(s.pair.unsure);
          continue;
        }
        s.pair.exact.Or(s.pair.unsure);
        if (edges_[e].from == 0) {
          taken.Or(s.pair.exact);
        } else {
          taken.OrBoth(s.taken[e], s.pair.exact);
        }
      }
      if (!edge.is_one() && edge.to == length && !taken.IsEmpty()) AndSpelled(postings, edge, taken);
      s.is_taken[f] = !taken.IsEmpty();
      if (s.is_taken[f] && edge.to >= std::min(length, planned_)) s.unsure.Or(taken);  // the rest is read
    }
  }
  if (term_.is_suffix) {  // whether a digit follows is not in the postings
    s.unsure.Or(s.exact);
    s.exact.Clear();
  }
}

// The same as Matcher, for digits, without spelling anything out.
bool TermPlan::HoldsDigits(std::span<const std::uint8_t> text) const {
  const std::u32string& wanted = term_.text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] >= 0x80) {
      at += SymbolTable::LengthAt(text[at]) - 1;
      continue;
    }
    if (text[at] == kEndingByte) {
      at += 2;  // what an ending holds, the postings know
      continue;
    }
    if (text[at] != wanted[0]) continue;
    std::size_t taken = 1, next = at + 1;
    for (; next < text.size() && taken < wanted.size(); ++next) {
      if (text[next] == wanted[taken]) {
        ++taken;
      } else if (text[next] >= 0x80 || !IsDigitSeparator(text[next])) {
        break;
      }
    }
    if (taken == wanted.size()) return true;
  }
  return false;
}

bool TermPlan::Holds(std::span<const std::uint8_t> text) {
  std::u32string& characters = scratch_->text;
  characters.clear();
  SpellOut(text, tables_->symbols, tables_->endings, characters);
  std::size_t end = 0;
  return tables_->matcher.Find(term_, characters, 0, end) != Matcher::kNoMatch;
}

void TermPlan::Verify(const SearchSegment& segment, std::size_t zone, const Block& within, Block& hits) {
  Scratch& s = *scratch_;
  s.exact.And(segment.live());
  hits.Or(s.exact);
  // Where the term can only stand as it is, its bytes are in the text or it is not there. They may be there by chance.
  const bool is_literal = !bytes_.empty() && (!has_letter_ || zone == kAsciiZone);
  const bool is_digits = term_.is_digits && !term_.is_suffix && std::all_of(term_.text.begin(), term_.text.end(), IsDigit);
  const auto look = [&](Block& rows, bool is_by_bytes) {
    rows.And(segment.live());
    rows.And(within);
    rows.AndNot(hits);
    rows.ForEach([&](std::uint32_t row) {
      const auto text = segment.TextOf(row, zone);
      if (is_digits) {
        if (HoldsDigits(text)) hits.Add(row);
        return;
      }
      if (is_by_bytes) {
        const std::string_view bytes(reinterpret_cast<const char*>(text.data()), text.size());
        if (bytes.find(bytes_) == std::string_view::npos) return;
      }
      if (Holds(text)) hits.Add(row);
    });
  };
  look(s.crossing, false);
  look(s.unsure, is_literal);
}

void TermPlan::Evaluate(const SearchSegment& segment, const Block& within, Block& found, Block& named) {
  // A segment that was built since then may name endings learned since then.
  if (planned_endings_ != tables_->endings.size()) PlanEndings();
  named.Clear();
  Candidates(segment, kNameZone);
  Verify(segment, kNameZone, within, named);
  found = named;
  for (std::size_t zone = kTextZone; zone < kZones; ++zone) {
    Candidates(segment, zone);
    Verify(segment, zone, within, found);
  }
  if (segment.waiting_count() > 0) {
    scratch_->unsure = segment.waiting();
    scratch_->unsure.And(within);
    scratch_->unsure.ForEach([&](std::uint32_t row) {
      for (std::size_t zone = 0; zone < kZones; ++zone) {
        if (!Holds(segment.TextOf(row, zone))) continue;
        found.Add(row);
        if (zone == kNameZone) named.Add(row);
        break;
      }
    });
  }
  found.And(within);
  named.And(within);
}

}  // namespace kedang
