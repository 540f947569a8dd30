#include "shared/search/search_index.h"

#include <algorithm>
#include <array>

#include "shared/base/byte_scan.h"
#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::uint8_t kMaxWeight = 3;
// Fewer waiting rows are looked through faster than a segment is built.
constexpr std::size_t kFewRows = 256;

char32_t MarkOf(FieldId field, std::uint8_t weight) {
  return kFirstMark + (static_cast<char32_t>(std::min(weight, kMaxWeight)) << 16) + (field & 0xFFFF);
}
std::uint8_t WeightOf(char32_t mark) { return static_cast<std::uint8_t>((mark - kFirstMark) >> 16); }
FieldId FieldOf(char32_t mark) { return static_cast<FieldId>((mark - kFirstMark) & 0xFFFF); }

// The mark before a place, for places that only go forward: looking back from each match would read a long text once a match.
class MarkFinder {
 public:
  explicit MarkFinder(std::u32string_view text) : text_(text) {}
  std::size_t Before(std::size_t at) {
    for (; next_ <= at; ++next_) {
      if (IsMark(text_[next_])) mark_ = next_;
    }
    return mark_;
  }

 private:
  std::u32string_view text_;
  std::size_t mark_ = 0, next_ = 0;
};

std::size_t SegmentOf(Row row) { return row / kSegmentRows; }
std::uint32_t RowIn(Row row) { return static_cast<std::uint32_t>(row % kSegmentRows); }

}  // namespace

SearchIndex::SearchIndex(const PinyinTable& pinyin)
    : matcher_(pinyin), spelled_(pinyin.SyllableCount()), tables_{matcher_, symbols_, endings_, spelled_} {}

void SearchIndex::AddSymbol(char32_t c) {
  const Symbol symbol = symbols_.Add(c);
  if (IsMark(c)) return;
  for (const SyllableId id : matcher_.pinyin().ReadingsOf(c)) spelled_[id].push_back(symbol);
}

// Into a block that is appended when it is full: a string that grows by one or two bytes asks for its room every time.
void SearchIndex::AppendSymbols(std::string_view folded, std::string& bytes) {
  std::array<char, 256> block;
  std::size_t used = 0;
  const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(folded[i]); };
  for (std::size_t at = 0; at < folded.size();) {
    if (used + SymbolTable::kMaxBytes > block.size()) {
      bytes.append(block.data(), used);
      used = 0;
    }
    const unsigned char first = byte_at(at);
    if (first >= 0x20 && first < 0x7F) {
      block[used++] = folded[at++];
      continue;
    }
    char32_t c = 0;
    if ((first & 0xF0) == 0xE0) {  // nearly all that is no ASCII; folded text is well-formed
      c = (first & 0x0Fu) << 12 | (byte_at(at + 1) & 0x3Fu) << 6 | (byte_at(at + 2) & 0x3Fu);
      at += 3;
    } else {
      c = DecodeUtf8(folded, at);
    }
    Symbol symbol = symbols_.Find(c);
    if (symbol == kNoSymbol) {
      AddSymbol(c);
      symbol = symbols_.Find(c);
    }
    used += SymbolTable::Write(symbol, block.data() + used);
  }
  bytes.append(block.data(), used);
}

void SearchIndex::Set(Row row, SchemaId schema, std::span<const FieldText> fields) {
  Remove(row);
  row_limit_ = std::max(row_limit_, row + 1);
  if (SegmentOf(row) >= segments_.size()) segments_.resize(SegmentOf(row) + 1);
  auto& segment = segments_[SegmentOf(row)];
  if (segment == nullptr) segment = std::make_unique<SearchSegment>();
  for (std::string& text : texts_) text.clear();
  for (const FieldText& field : fields) {
    if (field.weight == 0 || field.text.empty()) continue;
    if (IsPlainFolded(field.text)) {
      folded_.assign(field.text);
    } else {
      folded_ = Fold(field.text);
    }
    const bool is_ascii = FindOutside(folded_.data(), 0, folded_.size(), 0) == folded_.size();
    std::string& text = texts_[field.weight >= kMaxWeight ? kNameZone : is_ascii ? kAsciiZone : kTextZone];
    SymbolTable::Append(symbols_.Add(MarkOf(field.field, field.weight)), text);
    AppendSymbols(folded_, text);
  }
  segment->Set(RowIn(row), texts_);
  rows_.Add(row);
  rows_of_[schema].Add(row);
  ++revision_;
}

void SearchIndex::Remove(Row row) {
  if (!rows_.Has(row)) return;
  segments_[SegmentOf(row)]->Remove(RowIn(row));
  rows_.Remove(row);
  for (auto& [schema, rows] : rows_of_) rows.Remove(row);
  ++revision_;
}

void SearchIndex::Clear() {
  builder_ = nullptr;
  segments_.clear();
  waiting_before_.clear();
  rows_of_.clear();
  rows_.Reset(0);
  row_limit_ = 0;
  ++revision_;
}

const RowSet& SearchIndex::RowsOf(SchemaId schema) const {
  static const RowSet none;
  if (schema == 0) return rows_;
  const auto found = rows_of_.find(schema);
  return found != rows_of_.end() ? found->second : none;
}

std::size_t SearchIndex::memory_bytes() const {
  std::size_t bytes = symbols_.memory_bytes() + endings_.memory_bytes();
  for (const auto& segment : segments_) bytes += segment != nullptr ? segment->memory_bytes() : 0;
  return bytes + (rows_of_.size() + 1) * (row_limit_ / 8);
}

// A segment that is being filled is built when it is full or has doubled; one at rest as soon as enough rows wait.
std::size_t SearchIndex::NextToBuild() {
  waiting_before_.resize(segments_.size(), 0);
  std::size_t next = segments_.size();
  for (std::size_t i = segments_.size(); i-- > 0;) {
    if (segments_[i] == nullptr) continue;
    const std::size_t waiting = segments_[i]->waiting_count(), base = segments_[i]->base_count();
    const bool is_at_rest = maintained_ == revision_ || waiting_before_[i] == waiting;
    const bool is_full = waiting + base == kSegmentRows;
    if (waiting >= kFewRows && (is_at_rest || is_full || waiting >= std::max(base, 16 * kFewRows))) next = i;
    waiting_before_[i] = waiting;
  }
  maintained_ = revision_;
  return next;
}

bool SearchIndex::Maintain(std::size_t max_rows) {
  if (builder_ == nullptr) {
    const std::size_t next = NextToBuild();
    if (next == segments_.size()) return true;
    builder_ = std::make_unique<SegmentBuilder>(*segments_[next], matcher_, symbols_, endings_);
  }
  if (builder_->Step(max_rows)) builder_ = nullptr;
  return false;
}

std::u32string SearchIndex::SpellOutRow(Row row) const {
  std::u32string text;
  if (!rows_.Has(row)) return text;
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    SpellOut(segments_[SegmentOf(row)]->TextOf(RowIn(row), zone), symbols_, endings_, text);
  }
  return text;
}

std::u32string SearchIndex::TextOf(Row row, FieldId field) const {
  const std::u32string text = SpellOutRow(row);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!IsMark(text[at]) || FieldOf(text[at]) != (field & 0xFFFF)) continue;
    std::size_t end = at + 1;
    while (end < text.size() && !IsMark(text[end])) ++end;
    return text.substr(at + 1, end - at - 1);
  }
  return {};
}

bool SearchIndex::Matches(const SearchWords& words, Row row, std::uint8_t& score) const {
  if (!rows_.Has(row)) return false;
  const std::u32string text = SpellOutRow(row);
  unsigned lowest_weight = kMaxWeight;
  unsigned literal = 0, at_start = 0, whole = 0;
  for (const SearchTerm& term : words.terms) {
    unsigned best_weight = 0;
    bool is_literal = false, is_at_start = false, is_whole = false, is_found = false;
    std::size_t end = 0;
    MarkFinder marks(text);
    for (std::size_t at = matcher_.Find(term, text, 0, end); at != Matcher::kNoMatch;
         at = matcher_.Find(term, text, at + 1, end)) {
      is_found = true;
      const std::size_t mark = marks.Before(at);
      const unsigned weight = WeightOf(text[mark]);
      if (weight < best_weight) continue;
      if (weight > best_weight) is_literal = is_at_start = is_whole = false;
      best_weight = weight;
      is_literal = is_literal || std::u32string_view(text).substr(at, end - at) == term.text;
      is_at_start = is_at_start || mark + 1 == at;
      is_whole = is_whole || (mark + 1 == at && (end == text.size() || IsMark(text[end])));
      if (best_weight == kMaxWeight && is_literal && is_whole) break;
    }
    if (!is_found) return false;
    lowest_weight = std::min(lowest_weight, best_weight);
    literal += is_literal ? 1 : 0;
    at_start += is_at_start ? 1 : 0;
    whole += is_whole ? 1 : 0;
  }
  const auto count = static_cast<unsigned>(words.terms.size());
  unsigned value = lowest_weight == kMaxWeight ? kNameScore : lowest_weight * 16;
  if (count > 0) value += literal * 8 / count + at_start * 4 / count + whole * 2 / count;
  score = static_cast<std::uint8_t>(value);
  return true;
}

FieldId SearchIndex::WhereHit(const SearchWords& words, Row row) const {
  const std::u32string text = SpellOutRow(row);
  FieldId best = 0;
  unsigned best_weight = 0;
  for (const SearchTerm& term : words.terms) {
    std::size_t end = 0;
    MarkFinder marks(text);
    for (std::size_t at = matcher_.Find(term, text, 0, end); at != Matcher::kNoMatch;
         at = matcher_.Find(term, text, at + 1, end)) {
      const char32_t mark = text[marks.Before(at)];
      const unsigned weight = WeightOf(mark);
      if (weight < kMaxWeight && weight > best_weight) {
        best = FieldOf(mark);
        best_weight = weight;
      }
    }
  }
  return best;
}

}  // namespace kedang
