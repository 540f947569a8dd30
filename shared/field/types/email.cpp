// E-mail addresses.
#include "shared/field/email.h"

#include "shared/field/mask.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckEmail(text, context.changes));
}
std::string Form(const Field&, const Value& value) { return LowerAscii(value.text()); }
void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  TakeIssues(CheckEmail(value.text()), issues);
}
std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskEmail(value.text()); }

bool LooksLike(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos;
}

}  // namespace

const FieldTypeRow kEmailType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = Check,
    .traits = {.keyboard = Keyboard::kEmail,
               .action = FieldAction::kMail,
               .palette = Palette::kCustomer,
               .icon = "mail",
               .example = "zhang@example.com"},
    .mask = Mask,
    .looks_like = LooksLike,
};

}  // namespace kedang
