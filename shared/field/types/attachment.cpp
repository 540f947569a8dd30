// Attached files: a list of FileRefs. Their bytes are kept and sent by others; here are only the names.
#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/model/file_ref.h"

namespace kedang {
namespace {

// One a line, as EditText writes them. A name alone is no file: bytes do not come with a text.
Parsed ParseAttachment(const Field&, std::string_view text, const CheckContext&) {
  TextList files;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto file = ParseFileRef(line);
    if (!file) return Parsed{Value(), {MakeIssue(Severity::kWarn, "attachment_text", {{"value", line}})}};
    files.push_back(FormatFileRef(*file));
  }
  Parsed parsed;
  if (files.size() > kMaxFilesInField) {
    parsed.issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxFilesInField)}}));
  }
  parsed.value = Value::List(std::move(files));
  return parsed;
}

std::string NamesOf(const Value& value, std::string_view separator) {
  std::string names;
  for (const std::string& text : value.list()) {
    const auto file = ParseFileRef(text);
    if (!file) continue;
    if (!names.empty()) names += separator;
    names += file->name;
  }
  return names;
}

std::string FormatAttachment(const Field&, const Value& value, const FormatContext& context) {
  return NamesOf(value, context.is_english ? ", " : "、");
}
std::string EditAttachment(const Field&, const Value& value, const FormatContext&) {
  std::string text;
  for (const std::string& file : value.list()) {
    if (!text.empty()) text += '\n';
    text += file;
  }
  return text;
}
std::string AttachmentForm(const Field&, const Value& value) { return FormatPlain(value); }
void SearchAttachment(const Field&, const Value& value, const FormatContext&, std::string& out) { out += NamesOf(value, " "); }

void CheckAttachment(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (value.list().size() > kMaxFilesInField) {
    issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxFilesInField)}}));
  }
  for (const std::string& text : value.list()) {
    if (ParseFileRef(text)) continue;
    issues.push_back(MakeIssue(Severity::kBlock, "attachment_format"));
    return;
  }
}

}  // namespace

const FieldTypeRow kAttachmentType = {
    .parse = ParseAttachment,
    .format = FormatAttachment,
    .edit = EditAttachment,
    .normal_form = AttachmentForm,
    .search = SearchAttachment,
    .check = CheckAttachment,
    .traits = {.editor = EditorKind::kFile,
               .expression = ExpressionForm::kTexts,
               .icon = "paperclip",
               .merge = MergePolicy::kThreeWay},
};

}  // namespace kedang
