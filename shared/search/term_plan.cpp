#include "shared/search/term_plan.h"

#include <algorithm>

namespace kedang {
namespace {

// Further characters of a term are left to reading the rows.
constexpr std::size_t kMostPlanned = 12;
constexpr std::size_t kLongestSyllable = 6;

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
  inside_.clear();
  crossing_.assign(planned_ + 1, {});
  const auto may_begin = [&](char32_t wanted, char32_t c) {
    if (wanted == c || wanted == kAnyCharacter) return true;
    return IsLetter(wanted) && (tables_->matcher.LettersOf(c) >> (wanted - U'a') & 1) != 0;
  };
  std::vector<bool> holds(endings.size());
  for (std::size_t i = 0; i < endings.size(); ++i) {
    const auto ending = static_cast<EndingTable::Ending>(i);
    const std::u32string_view text = endings.TextOf(ending);
    const EndingTable::Ending parent = endings.ParentOf(ending);
    holds[i] = (parent != EndingTable::kNone && holds[parent]) ||
               (may_begin(term_.text[0], text[0]) && tables_->matcher.MatchAt(term_, text, 0) != Matcher::kNoMatch);
    if (holds[i]) inside_.push_back(EndingKey(ending));
    for (std::size_t at = 1; at < planned_; ++at) {
      if (!may_begin(term_.text[at], text[0])) continue;
      if (tables_->matcher.MatchAt(term_, text, 0, at) != Matcher::kNoMatch) crossing_[at].push_back(EndingKey(ending));
    }
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
  const bool is_first_read = is_read && first.is_one() && IsLetter(a), is_second_read = is_read && second.is_one() && IsLetter(b);
  const PairKey first_symbol = SymbolKey(symbols_[first.from]), second_symbol = SymbolKey(symbols_[second.from]);
  if (first.is_one() && second.is_one() && IsLetter(a) && IsLetter(b)) {
    postings.AddPair(LetterOf(a), LetterOf(b), term_.is_phrase && zone != kAsciiZone ? rows.unsure : rows.exact, rows.unsure);
  } else if (first.is_one() && second.is_one() && IsDigit(a) && IsDigit(b)) {
    postings.AddPair(DigitOf(a), DigitOf(b), term_.is_digits ? rows.exact : rows.unsure, rows.unsure);
  } else if (is_second_read) {
    const auto begins_so = [&](PairKey key) {
      return key >= SymbolKey(0) && (tables_->matcher.LettersOf(tables_->symbols.CharacterOf(key - SymbolKey(0))) >> (b - U'a') & 1) != 0;
    };
    if (first.is_one()) {
      postings.AddPairsIf(first_symbol, begins_so, rows.exact, rows.unsure);
    } else {
      for (const PairKey key : first.spelled) postings.AddPairsIf(key, begins_so, rows.exact, rows.unsure);
    }
  } else if (is_first_read && !second.is_one()) {
    // Too many pairs to ask for: the initials before each other, and the second character anywhere.
    const char32_t initial = b == kAnyCharacter ? U'a' : b;
    postings.AddFirsts(second.spelled, rows.unsure);
    if (b == kAnyCharacter) return;
    scratch_->reached.Clear();
    postings.AddPair(LetterOf(a), LetterOf(initial), scratch_->reached);
    rows.unsure.And(scratch_->reached);
  } else if (is_first_read) {
    postings.AddPair(first_symbol, second_symbol, rows.exact, rows.unsure);
    for (const Symbol symbol : tables_->by_letter[static_cast<std::size_t>(a - U'a')]) {
      postings.AddPair(SymbolKey(symbol), second_symbol, rows.exact, rows.unsure);
    }
  } else {
    const std::span<const PairKey> firsts = first.is_one() ? std::span<const PairKey>(&first_symbol, 1) : first.spelled;
    const std::span<const PairKey> seconds = second.is_one() ? std::span<const PairKey>(&second_symbol, 1) : second.spelled;
    for (const PairKey one : firsts) {
      for (const PairKey other : seconds) postings.AddPair(one, other, rows.exact, rows.unsure);
    }
  }
}

void TermPlan::Candidates(const PairPostings& postings, std::size_t zone) {
  Scratch& s = *scratch_;
  s.exact.Clear();
  s.unsure.Clear();
  s.crossing.Clear();
  postings.AddFirsts(inside_, s.exact);
  if (has_unknown_) return;
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
      taken.Fill();  // its pairs with what may follow say more
      s.is_taken[f] = true;
    } else {
      taken.Clear();
      const bool may_cross = edge.is_one() && !crossing_[edge.from].empty();
      if (may_cross) {
        s.list.Clear();
        postings.AddFirsts(crossing_[edge.from], s.list);
      }
      for (std::size_t e = 0; e < f; ++e) {
        if (edges_[e].to != edge.from || !s.is_taken[e]) continue;
        s.pair.Clear();
        AddPair(postings, zone, edges_[e], edge, s.pair);
        // The last character of a head is listed before the first of its ending.
        if (may_cross) {
          s.reached = s.pair.exact;
          s.reached.Or(s.pair.unsure);
          s.reached.And(s.taken[e]);
          s.crossing.OrBoth(s.reached, s.list);
        }
        if (edges_[e].from == 0 && edge.to == length) {  // two characters are all
          s.exact.Or(s.pair.exact);
          s.unsure.Or(s.pair.unsure);
          continue;
        }
        s.pair.exact.Or(s.pair.unsure);
        taken.OrBoth(s.taken[e], s.pair.exact);
      }
      s.is_taken[f] = !taken.IsEmpty();
      if (s.is_taken[f] && edge.to >= std::min(length, planned_)) s.unsure.Or(taken);  // the rest is read
    }
  }
  if (term_.is_suffix) {  // whether a digit follows is not in the postings
    s.unsure.Or(s.exact);
    s.exact.Clear();
  }
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
  const auto look = [&](Block& rows, bool is_by_bytes) {
    rows.And(segment.live());
    rows.And(within);
    rows.AndNot(hits);
    rows.ForEach([&](std::uint32_t row) {
      const auto text = segment.TextOf(row, zone);
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
  named.Clear();
  Candidates(segment.postings(kNameZone), kNameZone);
  Verify(segment, kNameZone, within, named);
  found = named;
  for (std::size_t zone = kTextZone; zone < kZones; ++zone) {
    Candidates(segment.postings(zone), zone);
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
