// People of the instance, kept by id.
#include "shared/field/mask.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/record_title.h"
#include "shared/model/id.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  if (const auto id = ParseId(text)) return Parsed{Value::Text(FormatId(*id)), {}};
  const auto ids = context.names == nullptr ? std::vector<Id>() : context.names->UsersNamed(text);
  if (ids.size() == 1) return Parsed{Value::Text(FormatId(ids.front())), {}};
  const std::string_view code = ids.empty() ? "user_unknown" : "user_ambiguous";
  return Parsed{Value(), {MakeIssue(Severity::kWarn, code, {{"value", text}})}};
}

std::string NameOf(const Value& value, const FormatContext& context) {
  const auto id = ParseId(value.text());
  return id.has_value() && context.names != nullptr ? context.names->UserName(*id) : std::string();
}

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  std::string name = NameOf(value, context);
  return name.empty() ? value.text() : name;
}

// Two people may share a name: then only the id leads back for certain.
std::string Edit(const Field&, const Value& value, const FormatContext& context) {
  std::string name = NameOf(value, context);
  const bool is_certain = !name.empty() && context.names->UsersNamed(name).size() == 1;
  return is_certain ? name : value.text();
}

void Search(const Field&, const Value& value, const FormatContext& context, std::string& out) {
  out += NameOf(value, context);
}

std::string Mask(const Field& field, const Value& value, const FormatContext& context) {
  return MaskName(Format(field, value, context));
}

}  // namespace

const FieldTypeRow kUserType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = PlainForm,
    .search = Search,
    .check = CheckRecordValue,
    .traits = {.editor = EditorKind::kPerson,
               .expression = ExpressionForm::kClosedText,
               .palette = Palette::kCustomer,
               .icon = "user",
               .example = "王芳"},
    .mask = Mask,
};

}  // namespace kedang
