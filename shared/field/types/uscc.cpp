// 统一社会信用代码.
#include "shared/field/uscc.h"

#include <algorithm>

#include "shared/field/mask.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckUscc(text, context.changes));
}
std::string Form(const Field&, const Value& value) { return UpperAscii(value.text()); }
void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (!IsGoodUscc(value.text())) TakeIssues(CheckUscc(value.text()), issues);
}
std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskMiddle(value.text(), 4, 4); }

bool LooksLike(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), IsDigit);
  if (text.size() != 18 || digits < 9) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return IsDigit(c) || (c >= 'A' && c <= 'Z'); }) &&
         std::any_of(text.begin(), text.begin() + 2, [](char c) { return c == '9' || c == '1' || c == '5'; });
}

}  // namespace

const FieldTypeRow kUsccType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = Check,
    .traits = {.action = FieldAction::kCopy,
               .palette = Palette::kCustomer,
               .icon = "shield",
               .example = "91330100799655058B"},
    .mask = Mask,
    .looks_like = LooksLike,
};

}  // namespace kedang
