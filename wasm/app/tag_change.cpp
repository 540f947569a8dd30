#include "wasm/app/tag_change.h"

#include <algorithm>

namespace kedang {
namespace {

Choice* ChoiceIn(Field& field, std::string_view key) {
  const auto found = std::find_if(field.choices.begin(), field.choices.end(), [key](const Choice& choice) { return choice.key == key; });
  return found != field.choices.end() ? &*found : nullptr;
}

Choice MadeOf(std::string_view tag) {
  Choice choice;
  choice.key = tag;
  choice.label.zh = tag;
  return choice;
}

}  // namespace

void MergeTag(Field& field, std::string_view from, std::string_view into) {
  if (from == into || from.empty() || into.empty()) return;
  const Choice* known = ChoiceIn(field, from);
  const Choice was = known != nullptr ? *known : MadeOf(from);
  Choice* stays = ChoiceIn(field, into);
  if (stays == nullptr) {
    // In the place of the old one, with its colour.
    Choice made = MadeOf(into);
    made.color = was.color;
    const auto place = known != nullptr ? field.choices.begin() + (known - field.choices.data()) : field.choices.end();
    stays = &*field.choices.insert(place, std::move(made));
  }
  const auto add = [&](const std::string& word) {
    std::vector<std::string>& words = stays->synonyms;
    if (!word.empty() && word != stays->key && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  };
  add(was.key);
  for (const std::string& word : was.synonyms) add(word);
  RemoveTag(field, from);
  // A word that is a tag again is no other spelling any more.
  for (Choice& choice : field.choices) {
    choice.synonyms.erase(std::remove(choice.synonyms.begin(), choice.synonyms.end(), std::string(into)), choice.synonyms.end());
  }
}

void ColorTag(Field& field, std::string_view tag, std::uint8_t color) {
  Choice* choice = ChoiceIn(field, tag);
  if (choice == nullptr) {
    field.choices.push_back(MadeOf(tag));
    choice = &field.choices.back();
  }
  choice->color = color;
}

void RemoveTag(Field& field, std::string_view tag) {
  field.choices.erase(std::remove_if(field.choices.begin(), field.choices.end(), [tag](const Choice& choice) { return choice.key == tag; }),
                      field.choices.end());
}

}  // namespace kedang
