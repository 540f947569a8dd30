#include "shared/facet/sort_key.h"

#include <algorithm>
#include <numeric>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"

namespace kedang {
namespace {

constexpr std::size_t kTextLength = 60;  // bytes; fifteen hanzi

void AppendDecimal(Decimal decimal, std::string& key) {
  std::int64_t power = 1;
  for (std::int32_t i = 0; i < decimal.scale; ++i) power *= 10;
  std::int64_t whole = decimal.units / power, rest = decimal.units % power;
  if (rest < 0) {
    rest += power;
    --whole;
  }
  for (std::int32_t i = decimal.scale; i < kMaxDecimalScale; ++i) rest *= 10;
  AppendOrdered(whole, key);
  AppendOrdered(rest, key);
}

void AppendBytes(std::uint32_t number, int count, std::string& key) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) key.push_back(static_cast<char>(number >> shift & 0xFF));
}

std::size_t PlaceOf(const Field& field, std::string_view choice) {
  const auto found = std::find_if(field.choices.begin(), field.choices.end(), [choice](const Choice& one) { return one.key == choice; });
  return static_cast<std::size_t>(found - field.choices.begin());
}

}  // namespace

void AppendOrdered(std::int64_t number, std::string& key) {
  const std::uint64_t bits = static_cast<std::uint64_t>(number) ^ std::uint64_t{1} << 63;
  AppendBytes(static_cast<std::uint32_t>(bits >> 32), 4, key);
  AppendBytes(static_cast<std::uint32_t>(bits), 4, key);
}

SortKeyMaker::SortKeyMaker(const PinyinTable& pinyin) : pinyin_(pinyin) {
  std::vector<SyllableId> order(pinyin.SyllableCount());
  std::iota(order.begin(), order.end(), SyllableId{0});
  std::sort(order.begin(), order.end(), [&](SyllableId a, SyllableId b) { return pinyin.SyllableText(a) < pinyin.SyllableText(b); });
  rank_.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank_[order[i]] = static_cast<std::uint16_t>(i);
}

void SortKeyMaker::Append(const Field& shown, const Value& value, const FormatContext& format, std::string& key) const {
  switch (value.kind()) {
    case Value::Kind::kNull: return;
    case Value::Kind::kInteger: return AppendOrdered(value.integer(), key);
    case Value::Kind::kDate: return AppendOrdered(value.date().days, key);
    case Value::Kind::kDecimal: return AppendDecimal(value.decimal(), key);
    case Value::Kind::kBoolean: return AppendOrdered(value.boolean() ? 0 : 1, key);
    default: break;
  }
  const EditorKind editor = TraitsOf(shown.type).editor;
  if (editor == EditorKind::kChoice) return AppendOrdered(static_cast<std::int64_t>(PlaceOf(shown, value.text())), key);
  const std::string text = FormatField(shown, value, format);
  const std::size_t limit = key.size() + kTextLength;
  for (std::size_t at = 0; at < text.size() && key.size() < limit;) {
    const char32_t character = DecodeUtf8(text, at);
    if (character < 0x80) {
      key.push_back(static_cast<char>(character));
      continue;
    }
    // A syllable sorts as letters would: behind digits and letters, before what is no hanzi.
    const auto readings = pinyin_.ReadingsOf(character);
    if (!readings.empty()) {
      AppendBytes(0x8000u + rank_[readings[0]], 2, key);
      AppendBytes(static_cast<std::uint32_t>(character), character > 0xFFFF ? 3 : 2, key);
    } else {
      AppendBytes(0xFF000000u | static_cast<std::uint32_t>(character), 4, key);
    }
  }
}

}  // namespace kedang
