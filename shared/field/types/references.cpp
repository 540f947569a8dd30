// Several records of the schema Field::target names, in the order they were chosen.
#include "shared/field/types/plain_value.h"
#include "shared/field/types/record_title.h"
#include "shared/field/types/word_list.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  // A title may hold a separator itself.
  Parsed whole = ParseRecordTitle(field, text, context);
  if (!HasBlock(whole.issues)) return Parsed{Value::List({whole.value.text()}), std::move(whole.issues)};
  Parsed parsed;
  TextList ids;
  for (const std::string& word : SplitWords(text)) {
    Parsed one = ParseRecordTitle(field, word, context);
    if (!one.value.is_null()) AppendOnce(ids, one.value.text());
    for (Issue& issue : one.issues) parsed.issues.push_back(std::move(issue));
  }
  LimitList(ids, parsed.issues);
  parsed.value = Value::List(std::move(ids));
  return parsed;
}

std::string Format(const Field& field, const Value& value, const FormatContext& context) {
  TextList titles;
  for (const std::string& id : value.list()) titles.push_back(FormatRecord(field, Value::Text(id), context));
  return JoinWords(titles, ListSeparator(context.is_english));
}

// Titles that would be cut or are not unique are their ids.
std::string Edit(const Field& field, const Value& value, const FormatContext& context) {
  TextList words;
  for (const std::string& id : value.list()) {
    std::string title = EditRecordTitle(field, id, context);
    const TextList pieces = SplitWords(title);
    words.push_back(pieces.size() == 1 && pieces.front() == title ? std::move(title) : id);
  }
  return JoinWords(words, ";");
}

void Search(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  std::string_view separator;
  for (const std::string& id : value.list()) {
    const std::string title = RecordTitleOf(field, id, context);
    if (title.empty()) continue;
    out.append(separator).append(title);
    separator = " ";
  }
}

void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  CheckListSize(value.list(), issues);
  for (const std::string& id : value.list()) CheckRecordId(id, issues);
}

}  // namespace

const FieldTypeRow kReferencesType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = ListForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kRecords,
               .expression = ExpressionForm::kRecords,
               .icon = "link",
               .example = "西湖大桥；之江实验室二期",
               .merge = MergePolicy::kThreeWay,
               .joins_columns = true,
               .has_target = true},
};

}  // namespace kedang
