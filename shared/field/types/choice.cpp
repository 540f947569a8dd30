// One of a list of choices, kept by its key.
#include "shared/field/types/choice_words.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  if (const Choice* choice = FindChoiceWord(field, text)) {
    Note(context.changes, TextChange::kWord);
    return Parsed{Value::Text(choice->key), {}};
  }
  return Parsed{Value(), {MakeIssue(Severity::kWarn, "choice_unknown", {{"value", text}})}};
}

std::string Format(const Field& field, const Value& value, const FormatContext& context) {
  return ChoiceLabel(field, value.text(), context.is_english);
}

// The label where it leads back to the same choice.
std::string Edit(const Field& field, const Value& value, const FormatContext& context) {
  std::string label = Format(field, value, context);
  const Choice* choice = FindChoiceWord(field, label);
  return choice != nullptr && choice->key == value.text() ? label : value.text();
}

void Search(const Field& field, const Value& value, const FormatContext&, std::string& out) {
  AppendChoiceWords(field, value.text(), out);
}

void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  CheckChoiceKey(field, value.text(), issues);
}

// By the place in the list; keys it does not have behind, by code point.
int Compare(const Field& field, const Value& a, const Value& b) {
  const Choice *first = FindChoiceKey(field, a.text()), *second = FindChoiceKey(field, b.text());
  if (first == nullptr && second == nullptr) return CompareValues(a, b);
  if (first == nullptr || second == nullptr) return first == nullptr ? 1 : -1;
  return first < second ? -1 : second < first ? 1 : 0;
}

}  // namespace

const FieldTypeRow kChoiceType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kChoice,
               .expression = ExpressionForm::kClosedText,
               .icon = "circle-check",
               .example = "谈判",
               .has_choices = true,
               .needs_choices = true},
    .compare = Compare,
};

}  // namespace kedang
