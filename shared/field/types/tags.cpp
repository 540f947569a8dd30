// Words of one's own; Field::choices are suggestions.
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/word_list.h"

namespace kedang {
namespace {

constexpr std::int32_t kMaxTag = 50;

void CheckTags(const TextList& tags, Issues& issues) {
  Field limit;
  limit.max_length = kMaxTag;
  for (const std::string& tag : tags) CheckLength(limit, tag, issues);
}

Parsed Parse(const Field&, std::string_view text, const CheckContext&) {
  Parsed parsed;
  TextList tags = SplitWords(text);
  LimitList(tags, parsed.issues);
  CheckTags(tags, parsed.issues);
  parsed.value = Value::List(std::move(tags));
  return parsed;
}

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  return JoinWords(value.list(), ListSeparator(context.is_english));
}
// A lone tag such as "无" keeps a separator, else it would be read as nothing.
std::string Edit(const Field&, const Value& value, const FormatContext&) {
  std::string text = JoinWords(value.list(), ";");
  if (IsPlaceHolder(text)) text += ';';
  return text;
}
void Search(const Field&, const Value& value, const FormatContext&, std::string& out) {
  out += JoinWords(value.list(), " ");
}

void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  CheckListSize(value.list(), issues);
  CheckTags(value.list(), issues);
}

}  // namespace

const FieldTypeRow kTagsType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = ListForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kTags,
               .expression = ExpressionForm::kTexts,
               .icon = "tags",
               .example = "战略、长三角",
               .merge = MergePolicy::kThreeWay,
               .joins_columns = true,
               .has_choices = true},
};

}  // namespace kedang
