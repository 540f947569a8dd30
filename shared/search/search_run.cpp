#include "shared/search/search_run.h"

#include <algorithm>
#include <numeric>

namespace kedang {
namespace {

enum BlockName { kWithin, kFound, kNamed, kTermFound, kTermNamed };

constexpr std::size_t kSegmentWords = Block::kWords;

// Words of a row set that belong to a segment.
void ReadSegment(const RowSet& rows, std::size_t segment, Block& block) {
  const std::vector<std::uint64_t>& words = rows.words();
  const std::size_t begin = std::min(words.size(), segment * kSegmentWords);
  const std::size_t count = std::min(words.size() - begin, kSegmentWords);
  for (std::size_t group = 0; group < Block::kGroups; ++group) {
    std::uint64_t used = 0;
    for (std::size_t w = 0; w < 64; ++w) {
      const std::size_t i = group * 64 + w;
      const std::uint64_t word = i < count ? words[begin + i] : 0;
      block.words[i] = word;
      used |= std::uint64_t{word != 0} << w;
    }
    block.used[group] = used;
  }
}

void AddSegment(const Block& block, std::size_t segment, RowSet& rows) {
  std::uint64_t* words = rows.MutableWords();
  const std::size_t begin = segment * kSegmentWords;
  const std::size_t count = begin < rows.words().size() ? std::min(rows.words().size() - begin, kSegmentWords) : 0;
  for (std::size_t group = 0; group * 64 < count; ++group) {
    if (block.used[group] == 0) continue;
    const std::size_t stop = std::min(count, group * 64 + 64);
    for (std::size_t i = group * 64; i < stop; ++i) words[begin + i] |= block.words[i];
  }
}

// ---- close spellings --------------------------------------------------------------------------------------------------

// Shorter terms are close to nearly everything.
constexpr std::size_t kLeastCharacters = 3;
constexpr std::size_t kLeastLetters = 5;
constexpr std::size_t kMostCharacters = 16;

bool HasCloseSpellings(const SearchTerm& term) {
  const bool is_ascii = std::all_of(term.text.begin(), term.text.end(), [](char32_t c) { return c < 0x80; });
  return !term.is_phrase && !term.is_suffix && term.text.size() >= (is_ascii ? kLeastLetters : kLeastCharacters) &&
         term.text.size() <= kMostCharacters;
}

void AddVariants(const SearchWords& words, std::size_t index, std::vector<SearchWords>& variants) {
  const std::u32string& text = words.terms[index].text;
  const auto add = [&](std::u32string changed) {
    SearchWords variant = words;
    variant.terms[index].text = std::move(changed);
    variants.push_back(std::move(variant));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::u32string changed = text;
    changed[i] = kAnyCharacter;
    add(changed);
    if (i + 1 < text.size() && text[i] != text[i + 1]) {
      changed = text;
      std::swap(changed[i], changed[i + 1]);
      add(changed);
    }
    if (i > 0) {
      changed = text;
      changed.insert(i, 1, kAnyCharacter);
      add(changed);
    }
    if (i == 0 || text[i] != text[i - 1]) {
      changed = text;
      changed.erase(i, 1);
      add(changed);
    }
  }
}

// ---- ranking ----------------------------------------------------------------------------------------------------------

// Whether a value of these begins with what may take the term's first character.
bool StartsValue(std::span<const std::uint8_t> text, const SearchTerm& term, const SearchTables& tables) {
  std::u32string characters;
  SpellOut(text, tables.symbols, tables.endings, characters);
  const char32_t wanted = term.text[0];
  for (std::size_t i = 1; i < characters.size(); ++i) {
    if (!IsMark(characters[i - 1])) continue;
    if (characters[i] == wanted) return true;
    const bool is_letter = wanted >= U'a' && wanted <= U'z';
    if (is_letter && (tables.matcher.LettersOf(characters[i]) >> (wanted - U'a') & 1) != 0) return true;
  }
  return false;
}

}  // namespace

void SearchRun::Prepare(const SearchIndex& index, const SearchWords& words) {
  if (plans_.size() < words.terms.size()) plans_.resize(words.terms.size());
  for (std::size_t i = 0; i < words.terms.size(); ++i) plans_[i].Prepare(words.terms[i], index.tables());
  order_.resize(words.terms.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  // What postings answer alone comes first, and short numbers, which many rows may hold, last.
  const auto price = [&](std::size_t i) {
    const SearchTerm& term = words.terms[i];
    if (term.text.size() <= 2 && !term.is_suffix) return std::size_t{0};
    return (term.is_digits ? std::size_t{2'000} : std::size_t{1'000}) - std::min<std::size_t>(term.text.size(), 900);
  };
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return price(a) < price(b); });
}

void SearchRun::Start(const SearchIndex& index, SearchWords words, SchemaId schema) {
  const bool is_refinable = is_done_ && !is_approximate_ && revision_ == index.revision() && schema == schema_ &&
                            !words_.is_empty() && words.Narrows(words_);
  if (is_refinable) {
    std::swap(candidates_, found_);
  } else {
    candidates_ = index.RowsOf(schema);
  }
  words_ = std::move(words);
  std::erase_if(words_.terms, [](const SearchTerm& term) { return term.text.empty(); });
  schema_ = schema;
  revision_ = index.revision();
  found_.Reset(index.row_limit());
  named_.Reset(index.row_limit());
  best_.clear();
  variants_.clear();
  next_variant_ = 0;
  next_segment_ = 0;
  is_done_ = false;
  is_approximate_ = false;
  if (blocks_ == nullptr) blocks_ = std::make_unique<std::array<Block, 5>>();
  Prepare(index, words_);
}

void SearchRun::SearchSegmentNumber(const SearchIndex& index, std::size_t number) {
  const SearchSegment* segment = index.segment(number);
  if (segment == nullptr) return;
  std::array<Block, 5>& blocks = *blocks_;
  ReadSegment(candidates_, number, blocks[kWithin]);
  if (blocks[kWithin].IsEmpty()) return;
  if (words_.is_empty()) {
    AddSegment(blocks[kWithin], number, found_);
    return;
  }
  blocks[kNamed] = blocks[kWithin];
  for (const std::size_t i : order_) {
    plans_[i].Evaluate(*segment, blocks[kWithin], blocks[kTermFound], blocks[kTermNamed]);
    blocks[kWithin] = blocks[kTermFound];
    blocks[kNamed].And(blocks[kTermNamed]);
    if (blocks[kWithin].IsEmpty()) return;
  }
  AddSegment(blocks[kWithin], number, found_);
  AddSegment(blocks[kNamed], number, named_);
}

bool SearchRun::Step(const SearchIndex& index, std::size_t max_rows) {
  if (is_done_) return true;
  std::size_t rows = 0;
  while (next_segment_ < index.segment_count()) {
    if (rows > 0 && rows >= max_rows) return false;
    SearchSegmentNumber(index, next_segment_++);
    rows += kSegmentRows;
  }
  if (found_.empty() && NextVariant(index)) return false;
  if (is_approximate_ && next_variant_ < variants_.size() && NextVariant(index)) return false;
  Rank(index);
  is_done_ = true;
  return true;
}

// Begins to look for the next close spelling; false when there is none.
bool SearchRun::NextVariant(const SearchIndex& index) {
  if (!is_approximate_) {
    is_approximate_ = true;
    candidates_ = index.RowsOf(schema_);
    for (std::size_t i = 0; i < words_.terms.size(); ++i) {
      if (HasCloseSpellings(words_.terms[i])) AddVariants(words_, i, variants_);
    }
  }
  if (next_variant_ >= variants_.size()) {
    is_approximate_ = !found_.empty();
    return false;
  }
  Prepare(index, variants_[next_variant_++]);
  next_segment_ = 0;
  return true;
}

void SearchRun::Rank(const SearchIndex& index) {
  const SearchTables& tables = index.tables();
  std::vector<Row> chosen;
  // The first rows of `rows`, or of those of them that are not named.
  const auto fill = [&](const RowSet& rows, bool is_named) {
    const std::vector<std::uint64_t>& named = named_.words();
    for (std::size_t w = 0; w < rows.words().size() && chosen.size() < kRankedHits; ++w) {
      std::uint64_t word = is_named || w >= named.size() ? rows.words()[w] : rows.words()[w] & ~named[w];
      for (; word != 0 && chosen.size() < kRankedHits; word &= word - 1) {
        const auto row = static_cast<Row>(w * 64 + static_cast<std::size_t>(__builtin_ctzll(word)));
        if (std::find(chosen.begin(), chosen.end(), row) == chosen.end()) chosen.push_back(row);
      }
    }
  };
  const auto rank = [&] {
    const std::size_t begin = best_.size();
    std::sort(chosen.begin(), chosen.end());
    for (const Row row : chosen) {
      Hit hit{row, named_.Has(row) ? kNameScore : std::uint8_t{0}};
      if (!is_approximate_) index.Matches(words_, row, hit.score);
      best_.push_back(hit);
    }
    std::stable_sort(best_.begin() + static_cast<std::ptrdiff_t>(begin), best_.end(),
                     [](const Hit& a, const Hit& b) { return a.score > b.score; });
    chosen.clear();
  };
  if (words_.is_empty()) return;
  const std::size_t named_count = named_.Count();
  if (named_count > kRankedHits && !is_approximate_) {
    const SearchTerm& term = words_.terms[0];
    const char32_t wanted = term.text[0];
    const bool is_letter = wanted >= U'a' && wanted <= U'z';
    const Symbol symbol = tables.symbols.Find(wanted);
    Block& starts = (*blocks_)[kTermFound];
    for (std::size_t i = 0; i < index.segment_count() && chosen.size() < kRankedHits; ++i) {
      const SearchSegment* segment = index.segment(i);
      if (segment == nullptr || (!is_letter && symbol == kNoSymbol)) continue;
      starts.Clear();
      const PairKey key = is_letter ? LetterKey(static_cast<unsigned>(wanted - U'a')) : SymbolKey(symbol);
      segment->postings(kNameZone).AddPair(kStartKey, key, starts);
      starts.Or(segment->waiting());
      Block& named = (*blocks_)[kTermNamed];
      ReadSegment(named_, i, named);
      starts.And(named);
      starts.ForEach([&](std::uint32_t row) {
        if (chosen.size() < kRankedHits && StartsValue(segment->TextOf(row, kNameZone), term, tables)) {
          chosen.push_back(static_cast<Row>(i * kSegmentRows) + row);
        }
      });
    }
  }
  fill(named_, true);
  rank();
  fill(found_, false);
  rank();
}

void SearchRun::Finish(const SearchIndex& index) {
  while (!Step(index, ~std::size_t{0})) {
  }
}

}  // namespace kedang
