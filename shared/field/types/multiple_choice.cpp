// Several of a list of choices, kept by their keys.
#include "shared/field/types/choice_words.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/word_list.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed;
  // A label may hold a separator itself.
  if (const Choice* whole = FindChoiceWord(field, text)) return Parsed{Value::List({whole->key}), {}};
  TextList keys;
  for (const std::string& word : SplitWords(text)) {
    if (const Choice* choice = FindChoiceWord(field, word)) {
      AppendOnce(keys, choice->key);
    } else {
      parsed.issues.push_back(MakeIssue(Severity::kWarn, "choice_unknown", {{"value", word}}));
    }
  }
  LimitList(keys, parsed.issues);
  parsed.value = Value::List(std::move(keys));
  return parsed;
}

std::string Format(const Field& field, const Value& value, const FormatContext& context) {
  TextList labels;
  for (const std::string& key : value.list()) labels.push_back(ChoiceLabel(field, key, context.is_english));
  return JoinWords(labels, ListSeparator(context.is_english));
}

// Keys: labels may hold separators.
std::string Edit(const Field&, const Value& value, const FormatContext&) { return JoinWords(value.list(), ";"); }

void Search(const Field& field, const Value& value, const FormatContext&, std::string& out) {
  for (std::size_t i = 0; i < value.list().size(); ++i) {
    if (i > 0) out += ' ';
    AppendChoiceWords(field, value.list()[i], out);
  }
}

void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  CheckListSize(value.list(), issues);
  for (const std::string& key : value.list()) CheckChoiceKey(field, key, issues);
}

}  // namespace

const FieldTypeRow kMultipleChoiceType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = ListForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kChoices,
               .expression = ExpressionForm::kClosedTexts,
               .icon = "list-checks",
               .example = "展会、转介绍",
               .merge = MergePolicy::kThreeWay,
               .joins_columns = true,
               .has_choices = true,
               .needs_choices = true},
};

}  // namespace kedang
