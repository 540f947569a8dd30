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
  std::array<Block, kMostPlanned + 1> reached;
  std::array<bool, kMostPlanned + 1> is_reached;
  Block exact;
  Block unsure;
  Block list;
  Block spelled;
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
  has_unknown_ = false;
  for (const char32_t c : term.text) {
    symbols_.push_back(tables.symbols.Find(c));
    // A letter may be read in a character; anything else must be there as it is.
    if (symbols_.back() == kNoSymbol && c != kAnyCharacter && (!IsLetter(c) || term.is_phrase)) has_unknown_ = true;
  }
  planned_ = std::min(term.text.size(), kMostPlanned);
  PlanEdges(tables);
  PlanEndings(tables);
}

void TermPlan::PlanEdges(const SearchTables& tables) {
  edges_.assign(planned_, {});
  const std::u32string& text = term_.text;
  for (std::size_t from = 0; from < planned_; ++from) {
    edges_[from].push_back({from, from + 1, {}});
    if ((!IsLetter(text[from]) && text[from] != kAnyCharacter) || term_.is_phrase) continue;
    const std::size_t most = std::min(text.size() - from, kLongestSyllable);
    for (std::size_t length = 2; length <= most; ++length) {
      const std::size_t to = from + length;
      Edge edge{from, to, {}};
      for (SyllableId id = 0; id < tables.spelled.size(); ++id) {
        if (tables.spelled[id].empty()) continue;
        const std::string_view syllable = tables.matcher.pinyin().SyllableText(id);
        std::size_t common = 0;
        while (common < length && common < syllable.size() &&
               (text[from + common] == static_cast<unsigned char>(syllable[common]) || text[from + common] == kAnyCharacter)) {
          ++common;
        }
        const bool is_long_initial = length == 2 && syllable.size() > 1 && syllable[1] == 'h';
        if (common < length || !(syllable.size() == length || to == text.size() || is_long_initial)) continue;
        for (const Symbol symbol : tables.spelled[id]) edge.spelled.push_back(SymbolKey(symbol));
      }
      if (edge.spelled.empty()) continue;
      std::sort(edge.spelled.begin(), edge.spelled.end());
      edge.spelled.erase(std::unique(edge.spelled.begin(), edge.spelled.end()), edge.spelled.end());
      edges_[from].push_back(std::move(edge));
    }
  }
}

void TermPlan::PlanEndings(const SearchTables& tables) {
  const EndingTable& endings = tables.endings;
  inside_.clear();
  crossing_.assign(planned_ + 1, {});
  const auto may_begin = [&](char32_t wanted, char32_t c) {
    if (wanted == c || wanted == kAnyCharacter) return true;
    return IsLetter(wanted) && (tables.matcher.LettersOf(c) >> (wanted - U'a') & 1) != 0;
  };
  std::vector<bool> holds(endings.size());
  for (std::size_t i = 0; i < endings.size(); ++i) {
    const auto ending = static_cast<EndingTable::Ending>(i);
    const std::u32string_view text = endings.TextOf(ending);
    const EndingTable::Ending parent = endings.ParentOf(ending);
    holds[i] = (parent != EndingTable::kNone && holds[parent]) ||
               (may_begin(term_.text[0], text[0]) && tables.matcher.MatchAt(term_, text, 0) != Matcher::kNoMatch);
    if (holds[i]) inside_.push_back(EndingKey(ending));
    for (std::size_t at = 1; at < planned_; ++at) {
      if (!may_begin(term_.text[at], text[0])) continue;
      if (tables.matcher.MatchAt(term_, text, 0, at) != Matcher::kNoMatch) crossing_[at].push_back(EndingKey(ending));
    }
  }
}

// ---- once a segment ---------------------------------------------------------------------------------------------------

// Rows where the character that takes term[from] may stand before the one that takes term[to]. False when the postings
// cannot tell: any row may.
bool TermPlan::AddPair(const PairPostings& postings, std::size_t zone, std::size_t from, std::size_t to, Block& block,
                       bool& is_exact) const {
  const char32_t a = term_.text[from], b = term_.text[to];
  is_exact = false;
  if (a == kAnyCharacter || b == kAnyCharacter) return false;
  const bool is_literal = zone == kAsciiZone || term_.is_phrase;
  PairPostings::Answer answer = PairPostings::Answer::kNone;
  if (IsLetter(a) && IsLetter(b)) {
    answer = postings.AddPair(LetterOf(a), LetterOf(b), block);
    is_exact = !term_.is_phrase || zone == kAsciiZone;
  } else if (IsDigit(a) && IsDigit(b)) {
    answer = postings.AddPair(DigitOf(a), DigitOf(b), block);
    is_exact = term_.is_digits;
  } else if (is_literal || (!IsLetter(a) && !IsLetter(b))) {
    answer = postings.AddPair(SymbolKey(symbols_[from]), SymbolKey(symbols_[to]), block);
    is_exact = true;
  } else {
    // A letter, be it itself or read, beside something else: only what stands first is known to be in the head.
    return AddOne(postings, from, block);
  }
  is_exact = is_exact && answer == PairPostings::Answer::kAll;
  return true;
}

// Rows whose heads hold what takes the one character at `at`; true.
bool TermPlan::AddOne(const PairPostings& postings, std::size_t at, Block& block) const {
  const char32_t c = term_.text[at];
  if (IsLetter(c)) {
    postings.AddFirst(LetterOf(c), block);
  } else if (IsDigit(c)) {
    postings.AddFirst(DigitOf(c), block);
  } else {
    postings.AddFirst(SymbolKey(symbols_[at]), block);
  }
  return true;
}

void TermPlan::Candidates(const PairPostings& postings, std::size_t zone) {
  Scratch& s = *scratch_;
  s.exact.Clear();
  s.unsure.Clear();
  postings.AddFirsts(inside_, s.exact);
  if (has_unknown_) return;
  const std::size_t length = term_.text.size();
  s.is_reached.fill(false);
  s.is_reached[0] = true;  // any row: reached[0] is not kept
  for (std::size_t from = 0; from < planned_; ++from) {
    if (!s.is_reached[from]) continue;
    if (from > 0) {
      if (s.reached[from].IsEmpty()) continue;
      if (!crossing_[from].empty()) {
        s.list.Clear();
        postings.AddFirsts(crossing_[from], s.list);
        s.unsure.OrBoth(s.reached[from], s.list);
      }
    }
    for (const Edge& edge : edges_[from]) {
      const bool is_one = edge.to == edge.from + 1;
      if (!is_one && zone == kAsciiZone) continue;
      if (!is_one) {
        s.spelled.Clear();
        postings.AddFirsts(edge.spelled, s.spelled);
        if (from > 0) s.spelled.And(s.reached[from]);
      }
      if (edge.to >= length) {  // the last character
        if (from > 0) {
          const char32_t last = term_.text[from];
          const bool is_weak = is_one && !IsLetter(last) && last != kAnyCharacter && IsLetter(term_.text[from - 1]);
          if (is_weak) {
            s.spelled.Clear();
            AddOne(postings, from, s.spelled);
            s.spelled.And(s.reached[from]);
          }
          s.unsure.Or(is_one && !is_weak ? s.reached[from] : s.spelled);
        } else if (is_one) {
          AddOne(postings, 0, term_.is_phrase && IsLetter(term_.text[0]) && zone != kAsciiZone ? s.unsure : s.exact);
        } else {
          s.exact.Or(s.spelled);
        }
        continue;
      }
      if (edge.to >= planned_) {  // further characters are read
        if (from > 0) s.unsure.Or(s.reached[from]);
        continue;
      }
      s.list.Clear();
      bool is_exact = false;
      const bool is_known = AddPair(postings, zone, edge.from, edge.to, s.list, is_exact);
      if (is_exact && is_one && length == 2 && !term_.is_suffix) {
        s.exact.Or(s.list);
        continue;
      }
      if (!is_one) {
        if (is_known) {
          s.list.And(s.spelled);
        } else {
          s.list = s.spelled;
        }
      } else if (from > 0) {
        if (is_known) {
          s.list.And(s.reached[from]);
        } else {
          s.list = s.reached[from];
        }
      } else if (!is_known) {
        s.list.Fill();
      }
      if (s.is_reached[edge.to]) {
        s.reached[edge.to].Or(s.list);
      } else {
        s.reached[edge.to] = s.list;
        s.is_reached[edge.to] = true;
      }
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
  s.unsure.And(segment.live());
  s.unsure.And(within);
  s.unsure.AndNot(hits);
  s.unsure.ForEach([&](std::uint32_t row) {
    if (Holds(segment.TextOf(row, zone))) hits.Add(row);
  });
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
