#include "wasm/ui/strings.h"

#include <utility>

#include "wasm/ui/flat_json.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

StringTable& CurrentTable() { return Ui().tables[static_cast<size_t>(Ui().language)]; }

}  // namespace

Result<StringTable> StringTable::Parse(std::string_view json) {
  StringTable table;
  Status status = ReadFlatJson(json, [&table](std::string key, std::string text) {
    return table.texts_.emplace(std::move(key), std::move(text)).second;
  });
  if (!status.ok()) return status.error();
  return table;
}

const std::string* StringTable::Find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? nullptr : &found->second;
}

std::string StringTable::KeysMissingFrom(const StringTable& other) const {
  std::string missing;
  for (const auto& [key, text] : texts_) {
    if (other.Find(key) == nullptr) missing += (missing.empty() ? "" : " ") + key;
  }
  return missing;
}

void InstallStrings(Language language, StringTable table) {
  Ui().tables[static_cast<size_t>(language)] = std::move(table);
}

void AddStrings(Language language, StringTable more) { Ui().tables[static_cast<size_t>(language)].Merge(more); }

void ChooseLanguage(Language language) { Ui().language = language; }

Language CurrentLanguage() { return Ui().language; }

std::string_view LanguageCode() { return Ui().language == Language::kChinese ? "zh" : "en"; }

std::string_view T(std::string_view key) {
  const std::string* text = CurrentTable().Find(key);
  return text != nullptr ? std::string_view(*text) : key;
}

bool HasText(std::string_view key) { return CurrentTable().Find(key) != nullptr; }

std::string TF(std::string_view key, std::initializer_list<Placeholder> placeholders) {
  return Replace(T(key), placeholders);
}

std::string Replace(std::string_view text, std::initializer_list<Placeholder> placeholders) {
  std::string result;
  result.reserve(text.size() + 16);
  while (!text.empty()) {
    const size_t open = text.find('{');
    result += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const size_t close = text.find('}');
    if (close == std::string_view::npos) return result += text;
    const std::string_view name = text.substr(1, close - 1);
    std::string_view value = text.substr(0, close + 1);  // an unknown name stays as it is
    for (const Placeholder& placeholder : placeholders) {
      if (placeholder.name == name) value = placeholder.value;
    }
    result += value;
    text.remove_prefix(close + 1);
  }
  return result;
}

std::string GroupedNumber(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace kedang::ui
