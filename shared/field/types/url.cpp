// Web addresses.
#include "shared/field/url.h"

#include "shared/field/mask.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckUrl(text, context.changes));
}
std::string Form(const Field&, const Value& value) { return UrlNormalForm(value.text()); }
void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  TakeIssues(CheckUrl(value.text()), issues);
  CheckLength(field, value.text(), issues);
}
std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskText(value.text()); }

bool LooksLike(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.substr(0, 4) == "www.";
}

}  // namespace

const FieldTypeRow kUrlType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = Check,
    .traits = {.keyboard = Keyboard::kUrl,
               .action = FieldAction::kOpen,
               .palette = Palette::kCustomer,
               .icon = "globe",
               .example = "www.example.com"},
    .mask = Mask,
    .looks_like = LooksLike,
};

}  // namespace kedang
