// 公民身份号码. Personal: a new field of this type is sensitive.
#include "shared/field/identity_card.h"

#include "shared/field/mask.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckIdentityCard(text, context.today, context.changes));
}
std::string Form(const Field&, const Value& value) { return UpperAscii(value.text()); }
void Check(const Field&, const Value& value, const CheckContext& context, Issues& issues) {
  TakeIssues(CheckIdentityCard(value.text(), context.today), issues);
}
std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskMiddle(value.text(), 4, 4); }

bool LooksLike(std::string_view text) {
  return text.size() == 18 && IsAllDigits(text.substr(0, 17)) && (text.substr(6, 2) == "19" || text.substr(6, 2) == "20");
}

}  // namespace

const FieldTypeRow kIdentityCardType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = Check,
    .traits = {.action = FieldAction::kCopy,
               .palette = Palette::kCustomer,
               .icon = "shield-check",
               .example = "11010519491231002X",
               .is_personal = true},
    .mask = Mask,
    .looks_like = LooksLike,
};

}  // namespace kedang
