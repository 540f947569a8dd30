#include "shared/field/types/record_title.h"

#include "shared/field/checked.h"
#include "shared/model/id.h"

namespace kedang {

Parsed ParseRecordTitle(const Field& field, std::string_view text, const CheckContext& context) {
  if (const auto id = ParseId(text)) return Parsed{Value::Text(FormatId(*id)), {}};
  const auto ids = context.names == nullptr ? std::vector<Id>() : context.names->RecordsTitled(field.target, text);
  if (ids.size() == 1) return Parsed{Value::Text(FormatId(ids.front())), {}};
  const std::string_view code = ids.empty() ? "reference_unknown" : "reference_ambiguous";
  return Parsed{Value(), {MakeIssue(Severity::kBlock, code, {{"value", text}})}};
}

std::string RecordTitleOf(const Field& field, const std::string& text, const FormatContext& context) {
  const auto id = ParseId(text);
  return id.has_value() && context.names != nullptr ? context.names->RecordTitle(field.target, *id) : std::string();
}

std::string EditRecordTitle(const Field& field, const std::string& text, const FormatContext& context) {
  std::string title = RecordTitleOf(field, text, context);
  // Two records may share a title: then only the id leads back for certain.
  const bool is_certain = !title.empty() && context.names->RecordsTitled(field.target, title).size() == 1;
  return is_certain ? title : text;
}

void CheckRecordId(const std::string& text, Issues& issues) {
  const auto id = ParseId(text);
  if (id.has_value() && FormatId(*id) == text) return;
  issues.push_back(MakeIssue(Severity::kBlock, "reference_format"));
}

std::string FormatRecord(const Field& field, const Value& value, const FormatContext& context) {
  std::string title = RecordTitleOf(field, value.text(), context);
  return title.empty() ? value.text() : title;
}
std::string EditRecord(const Field& field, const Value& value, const FormatContext& context) {
  return EditRecordTitle(field, value.text(), context);
}
void SearchRecord(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  out += RecordTitleOf(field, value.text(), context);
}
void CheckRecordValue(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  CheckRecordId(value.text(), issues);
}

}  // namespace kedang
