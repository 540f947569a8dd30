#include "shared/field/types/choice_words.h"

#include "shared/field/checked.h"
#include "shared/text/fold.h"

namespace kedang {

const Choice* FindChoiceKey(const Field& field, std::string_view key) {
  for (const Choice& choice : field.choices) {
    if (choice.key == key) return &choice;
  }
  return nullptr;
}

// Keys before all other words, then as written and folded only when that finds nothing: imports bring the same few words
// hundreds of thousands of times.
const Choice* FindChoiceWord(const Field& field, std::string_view word) {
  if (const Choice* choice = FindChoiceKey(field, word)) return choice;
  for (const Choice& choice : field.choices) {
    if (choice.label.zh == word || choice.label.en == word) return &choice;
    for (const std::string& synonym : choice.synonyms) {
      if (synonym == word) return &choice;
    }
  }
  const std::string folded = Fold(word);
  for (const Choice& choice : field.choices) {
    if (Fold(choice.key) == folded || Fold(choice.label.zh) == folded || Fold(choice.label.en) == folded) return &choice;
    for (const std::string& synonym : choice.synonyms) {
      if (Fold(synonym) == folded) return &choice;
    }
  }
  return nullptr;
}

std::string ChoiceLabel(const Field& field, const std::string& key, bool is_english) {
  const Choice* choice = FindChoiceKey(field, key);
  return choice == nullptr ? key : choice->label.In(is_english);
}

void AppendChoiceWords(const Field& field, std::string_view key, std::string& out) {
  const Choice* choice = FindChoiceKey(field, key);
  if (choice == nullptr) return;
  out += choice->label.zh;
  if (!choice->label.en.empty()) out.append(" ").append(choice->label.en);
}

void CheckChoiceKey(const Field& field, const std::string& key, Issues& issues) {
  if (FindChoiceKey(field, key) != nullptr) return;
  issues.push_back(MakeIssue(Severity::kBlock, "choice_unknown", {{"value", key}}));
}

}  // namespace kedang
