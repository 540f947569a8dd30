#include "wasm/app/record_list.h"

#include <algorithm>
#include <numeric>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"

namespace kedang {
namespace {

constexpr std::size_t kRowsPerLook = 500;  // between two looks at the clock
constexpr std::size_t kKeyLength = 16;

}  // namespace

void RecordList::ShowSchema(SchemaId schema) {
  if (schema == schema_) return;
  schema_ = schema;
  rows_.clear();
  name_count_ = 0;
  Restart();
}

void RecordList::SetQuery(std::string_view text) {
  SearchWords query = ParseWords(text);
  if (query == query_) return;
  query_ = std::move(query);
  Restart();
}

void RecordList::SetSort(FieldId field, bool is_descending) {
  if (field == sort_field_ && is_descending == is_descending_) return;
  sort_field_ = field;
  is_descending_ = is_descending;
  Restart();
}

void RecordList::Restart() {
  is_settled_ = false;
  is_started_ = false;
}

bool RecordList::Step(const std::function<bool()>& is_over) {
  if (is_settled_ && revision_ == workspace_.revision()) return true;
  if (!is_started_ || revision_ != workspace_.revision()) {
    revision_ = workspace_.revision();
    is_started_ = true;
    is_settled_ = false;
    collected_.clear();
    next_ = 0;
    if (has_query()) run_.Start(workspace_.index(), query_, schema_);
  }
  if (has_query() && !run_.is_done() && !StepSearch(is_over)) return false;
  const bool must_collect = !has_query() || sort_field_ != 0;
  if (must_collect && !StepCollect(is_over)) return false;
  if (must_collect) {
    SortCollected();
  } else {
    rows_.clear();
    const HitList hits = run_.Hits();
    rows_.reserve(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) rows_.push_back(hits.At(i));
    name_count_ = hits.name_count();
  }
  if (schema_ != 0) {
    total_ = workspace_.records().LiveCount(schema_);
  } else {
    total_ = workspace_.records().size();
  }
  is_settled_ = true;
  ++settled_count_;
  return true;
}

bool RecordList::StepSearch(const std::function<bool()>& is_over) {
  while (!run_.Step(workspace_.index(), kRowsPerLook)) {
    if (is_over()) return false;
  }
  return true;
}

bool RecordList::StepCollect(const std::function<bool()>& is_over) {
  const Schema* schema = workspace_.schemas().Find(schema_);
  const Field* field = schema != nullptr && sort_field_ != 0 ? schema->Find(sort_field_) : nullptr;
  if (field != nullptr) field = &workspace_.ShownField(schema_, *field);
  const std::size_t limit = has_query() ? run_.found().Count() : workspace_.records().row_limit();
  while (next_ < limit) {
    const std::size_t stop = std::min(limit, next_ + kRowsPerLook);
    for (; next_ < stop; ++next_) {
      CollectRow(has_query() ? run_.found().Select(next_) : static_cast<Row>(next_), field);
    }
    if (next_ < limit && is_over()) return false;
  }
  return true;
}

void RecordList::CollectRow(Row row, const Field* field) {
  const MemoryStore& records = workspace_.records();
  const auto header = records.HeaderAt(row);
  if (!header || header->is_deleted || (schema_ != 0 && header->schema != schema_)) return;
  Keyed keyed{row, header->changed_ms, {}};
  if (field != nullptr) {
    if (const auto record = records.RecordAt(row)) keyed.key = SortKey(*record, *field);
  }
  collected_.push_back(std::move(keyed));
}

void RecordList::SortCollected() {
  const bool has_key = sort_field_ != 0;
  std::stable_sort(collected_.begin(), collected_.end(), [&](const Keyed& a, const Keyed& b) {
    if (has_key && a.key != b.key) {
      if (a.key.empty() || b.key.empty()) return b.key.empty();  // empty cells last, whichever way
      return is_descending_ ? b.key < a.key : a.key < b.key;
    }
    return a.changed_ms > b.changed_ms;
  });
  rows_.clear();
  rows_.reserve(collected_.size());
  for (const Keyed& keyed : collected_) rows_.push_back(keyed.row);
  name_count_ = 0;
  collected_.clear();
}

// Text sorts by pinyin as people expect of a Chinese list, choices by their order, numbers and dates by size.
std::u16string RecordList::SortKey(const Record& record, const Field& field) const {
  const Value value = workspace_.ValueOf(record, field.id);
  std::u16string key;
  if (value.is_null()) return key;
  const auto append_number = [&key](std::uint64_t number) {
    for (int shift = 48; shift >= 0; shift -= 16) key.push_back(static_cast<char16_t>(number >> shift & 0xFFFF));
  };
  constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
  switch (value.kind()) {
    case Value::Kind::kInteger: append_number(static_cast<std::uint64_t>(value.integer()) ^ kSignBit); return key;
    case Value::Kind::kDate: append_number(static_cast<std::uint64_t>(std::int64_t{value.date().days}) ^ kSignBit); return key;
    case Value::Kind::kDecimal: {
      const Decimal decimal = value.decimal();
      std::int64_t power = 1;
      for (std::int32_t i = 0; i < decimal.scale; ++i) power *= 10;
      std::int64_t whole = decimal.units / power, rest = decimal.units % power;
      if (rest < 0) {
        rest += power;
        --whole;
      }
      for (std::int32_t i = decimal.scale; i < kMaxDecimalScale; ++i) rest *= 10;
      append_number(static_cast<std::uint64_t>(whole) ^ kSignBit);
      append_number(static_cast<std::uint64_t>(rest));
      return key;
    }
    case Value::Kind::kBoolean: append_number(value.boolean() ? 0 : 1); return key;
    default: break;
  }
  if (TraitsOf(field.type).editor == EditorKind::kChoice) {
    const auto found = std::find_if(field.choices.begin(), field.choices.end(),
                                    [&](const Choice& choice) { return choice.key == value.text(); });
    append_number(static_cast<std::uint64_t>(found - field.choices.begin()));
    return key;
  }
  const PinyinTable& pinyin = workspace_.lexicon().pinyin();
  if (syllable_rank_.empty()) {
    std::vector<SyllableId> order(pinyin.SyllableCount());
    std::iota(order.begin(), order.end(), SyllableId{0});
    std::sort(order.begin(), order.end(),
              [&](SyllableId a, SyllableId b) { return pinyin.SyllableText(a) < pinyin.SyllableText(b); });
    syllable_rank_.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) syllable_rank_[order[i]] = static_cast<std::uint16_t>(i);
  }
  const std::string text = FormatField(field, value, workspace_.Format(false));
  for (std::size_t at = 0; at < text.size() && key.size() < 2 * kKeyLength;) {
    const char32_t character = DecodeUtf8(text, at);
    const auto readings = pinyin.ReadingsOf(character);
    // A syllable sorts as letters would: behind digits, before what is no hanzi and no letter.
    if (!readings.empty()) {
      key.push_back(static_cast<char16_t>(0x80 + syllable_rank_[readings[0]]));
      key.push_back(static_cast<char16_t>(character & 0xFFFF));
    } else {
      key.push_back(static_cast<char16_t>(std::min<char32_t>(character, 0xFFFF) + (character < 0x80 ? 0 : 0x1000)));
    }
  }
  return key;
}

}  // namespace kedang
