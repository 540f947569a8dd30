#include "shared/field/percent_text.h"

#include "shared/base/decimal_math.h"
#include "shared/field/checked.h"
#include "shared/field/chinese_number.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

bool TakeEnd(std::string& text, std::string_view end) {
  if (text.size() <= end.size() || !text.ends_with(end)) return false;
  text.erase(text.size() - end.size());
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return true;
}

NumberText Refuse(std::string_view code, IssueDetails details = {}) {
  return NumberText{std::nullopt, {MakeIssue(Severity::kBlock, code, details)}};
}

}  // namespace

NumberText ReadPercent(std::string_view typed) {
  std::string text = LowerAscii(PlainText(typed));
  std::int32_t places = 0;
  for (const std::string_view end : {"%", "个百分点", "百分点", "percent", "pct"}) {
    if (TakeEnd(text, end)) places = 2;
    if (places > 0) break;
  }
  if (places == 0 && (TakeEnd(text, "‰") || TakeEnd(text, "个千分点"))) places = 3;
  for (const auto& [head, count] : {std::pair{std::string_view("百分之"), 2}, std::pair{std::string_view("千分之"), 3}}) {
    if (places > 0 || !text.starts_with(head)) continue;
    places = count;
    text.erase(0, head.size());
    if (const auto number = ReadChineseNumber(text)) text = std::to_string(*number);
  }
  NumberText read = ReadNumber(text);
  if (!read.number.has_value()) return read;
  const Decimal number = *read.number;
  const Decimal size = number.units < 0 ? Decimal{-number.units, number.scale} : number;
  const bool is_fraction = places == 0 && number.units != 0 && CompareDecimal(size, Decimal{1, 0}) < 0;
  if (places == 0 && !is_fraction) places = 2;
  Decimal fraction = number;
  for (; places > 0; --places) {
    // Lowest terms at every step, so that 100% does not run out of places.
    if (fraction.units % 10 == 0 && fraction.scale == 0) fraction.units /= 10;
    else ++fraction.scale;
    if (fraction.scale > kMaxDecimalScale) return Refuse("number_scale", {{"limit", std::to_string(kMaxDecimalScale - 2)}});
  }
  read.number = NormalizeDecimal(fraction);
  const std::string text_of_it = PercentText(*read.number);
  if (text_of_it.empty()) return Refuse("number_too_large");
  if (is_fraction) read.issues.push_back(MakeIssue(Severity::kWarn, "percent_fraction", {{"value", text_of_it}}));
  return read;
}

std::string PercentText(Decimal fraction) {
  const auto number = MultiplyDecimal(fraction, Decimal{100, 0});
  return number.has_value() && number->units != INT64_MIN ? FormatDecimal(*number) + "%" : std::string();
}

}  // namespace kedang
