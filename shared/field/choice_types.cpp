#include <algorithm>

#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxList = 200;
constexpr std::int32_t kMaxTag = 50;

const Choice* FindKey(const Field& field, std::string_view key) {
  for (const Choice& choice : field.choices) {
    if (choice.key == key) return &choice;
  }
  return nullptr;
}

// By key, label or synonym, as written first and folded only when that finds nothing: imports bring the same few words
// hundreds of thousands of times.
const Choice* FindChoice(const Field& field, std::string_view text) {
  for (const Choice& choice : field.choices) {
    if (choice.key == text || choice.label.zh == text || choice.label.en == text) return &choice;
    for (const std::string& synonym : choice.synonyms) {
      if (synonym == text) return &choice;
    }
  }
  const std::string folded = Fold(text);
  for (const Choice& choice : field.choices) {
    if (Fold(choice.key) == folded || Fold(choice.label.zh) == folded || Fold(choice.label.en) == folded) return &choice;
    for (const std::string& synonym : choice.synonyms) {
      if (Fold(synonym) == folded) return &choice;
    }
  }
  return nullptr;
}

std::string LabelOf(const Field& field, const std::string& key, bool is_english) {
  const Choice* choice = FindKey(field, key);
  return choice == nullptr ? key : choice->label.In(is_english);
}

// Words between , ; 、 ， ； | and line breaks.
std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::size_t start = 0;
  const auto take = [&](std::size_t end) {
    std::string word = NormalizeText(text.substr(start, end - start));
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    const std::string_view wide = text.substr(at, 3);
    if (std::string_view(",;|\n\r").find(text[at]) != std::string_view::npos) size = 1;
    if (wide == "、" || wide == "，" || wide == "；" || wide == "｜") size = 3;
    if (size == 0) {
      ++at;
      continue;
    }
    take(at);
    at += size;
    start = at;
  }
  take(text.size());
  return words;
}

Parsed ParseChoice(const Field& field, std::string_view text, const CheckContext&) {
  if (const Choice* choice = FindChoice(field, text)) return Parsed{Value::Text(choice->key), {}};
  return Parsed{Value(), {MakeIssue(Severity::kWarn, "choice_unknown", {{"value", text}})}};
}

void LimitList(TextList& list, Issues& issues) {
  if (list.size() <= kMaxList) return;
  list.resize(kMaxList);
  issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxList)}}));
}

Parsed ParseMultipleChoice(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed;
  TextList keys;
  // A label may hold a separator itself.
  if (const Choice* whole = FindChoice(field, text)) return Parsed{Value::List({whole->key}), {}};
  for (const std::string& word : SplitWords(text)) {
    if (const Choice* choice = FindChoice(field, word)) {
      if (std::find(keys.begin(), keys.end(), choice->key) == keys.end()) keys.push_back(choice->key);
    } else {
      parsed.issues.push_back(MakeIssue(Severity::kWarn, "choice_unknown", {{"value", word}}));
    }
  }
  LimitList(keys, parsed.issues);
  parsed.value = Value::List(std::move(keys));
  return parsed;
}

void CheckTagLength(const std::string& tag, Issues& issues) {
  Field limit;
  limit.max_length = kMaxTag;
  CheckLength(limit, tag, issues);
}

Parsed ParseTags(const Field&, std::string_view text, const CheckContext&) {
  Parsed parsed;
  TextList tags = SplitWords(text);
  LimitList(tags, parsed.issues);
  for (const std::string& tag : tags) CheckTagLength(tag, parsed.issues);
  parsed.value = Value::List(std::move(tags));
  return parsed;
}

std::string FormatChoice(const Field& field, const Value& value, const FormatContext& context) {
  return LabelOf(field, value.text(), context.is_english);
}

std::string Join(const Field& field, const Value& value, bool is_english, std::string_view separator, bool has_labels) {
  std::string text;
  for (const std::string& item : value.list()) {
    if (!text.empty()) text += separator;
    text += has_labels ? LabelOf(field, item, is_english) : item;
  }
  return text;
}

std::string FormatChoices(const Field& field, const Value& value, const FormatContext& context) {
  return Join(field, value, context.is_english, context.is_english ? ", " : "、", true);
}
std::string EditChoices(const Field& field, const Value& value, const FormatContext&) {
  return Join(field, value, false, ";", false);
}
std::string FormatTags(const Field& field, const Value& value, const FormatContext& context) {
  return Join(field, value, false, context.is_english ? ", " : "、", false);
}
std::string EditTags(const Field& field, const Value& value, const FormatContext&) {
  return Join(field, value, false, ";", false);
}

std::string ChoiceForm(const Field&, const Value& value) { return value.text(); }
std::string ListForm(const Field&, const Value& value) {
  TextList folded;
  for (const std::string& item : value.list()) folded.push_back(Fold(item));
  std::sort(folded.begin(), folded.end());
  std::string form;
  for (const std::string& item : folded) form.append(item).append(";");
  return form;
}

void SearchChoice(const Field& field, const Value& value, const FormatContext&, std::string& out) {
  const Choice* choice = FindKey(field, value.text());
  if (choice == nullptr) return;
  out += choice->label.zh;
  if (!choice->label.en.empty()) out.append(" ").append(choice->label.en);
}
void SearchChoices(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  for (std::size_t i = 0; i < value.list().size(); ++i) {
    if (i > 0) out += ' ';
    SearchChoice(field, Value::Text(value.list()[i]), context, out);
  }
}
void SearchTags(const Field& field, const Value& value, const FormatContext&, std::string& out) {
  out += Join(field, value, false, " ", false);
}

void CheckChoice(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (FindKey(field, value.text()) != nullptr) return;
  issues.push_back(MakeIssue(Severity::kBlock, "choice_unknown", {{"value", value.text()}}));
}
void CheckChoices(const Field& field, const Value& value, const CheckContext& context, Issues& issues) {
  if (value.list().size() > kMaxList) {
    issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxList)}}));
  }
  for (const std::string& key : value.list()) CheckChoice(field, Value::Text(key), context, issues);
}
void CheckTags(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  if (value.list().size() > kMaxList) {
    issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxList)}}));
  }
  for (const std::string& tag : value.list()) CheckTagLength(tag, issues);
}

}  // namespace

const FieldTypeRow kChoiceType = {ParseChoice, FormatChoice, FormatChoice, ChoiceForm, SearchChoice, CheckChoice};
const FieldTypeRow kMultipleChoiceType = {ParseMultipleChoice, FormatChoices, EditChoices,
                                        ListForm,            SearchChoices, CheckChoices};
const FieldTypeRow kTagsType = {ParseTags, FormatTags, EditTags, ListForm, SearchTags, CheckTags};

}  // namespace kedang
