// Text of the interface by key, in the language of the window. The tables are flat JSON objects
// (assets/locale/zh.json, en.json) with the same keys. A key that is missing reads as itself, so it
// is seen at once; tests keep the tables equal.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/result.h"

namespace kedang::ui {

enum class Language : uint8_t { kChinese, kEnglish };

// One language's table.
class StringTable {
 public:
  // Reads a flat JSON object of strings. Fails on anything else and on a key given twice.
  static Result<StringTable> Parse(std::string_view json);

  // The text of `key`; null when there is none. The pointer lives as long as the table.
  const std::string* Find(std::string_view key) const;
  size_t size() const { return texts_.size(); }
  // Takes what the other has and this lacks.
  void Merge(StringTable& other) { texts_.merge(other.texts_); }
  std::string KeysMissingFrom(const StringTable& other) const;  // separated by a space

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> texts_;
};

// A {name} in a text and what it is replaced by.
struct Placeholder {
  std::string_view name = {};
  std::string_view value = {};
};

// Puts a language's table into the window; AddStrings puts more texts to it.
void InstallStrings(Language language, StringTable table);
void AddStrings(Language language, StringTable more);
void ChooseLanguage(Language language);
Language CurrentLanguage();
std::string_view LanguageCode();  // "zh" or "en"

// The text of a key in the current language; the view lives until the table is replaced (a missing
// key: as long as the key).
std::string_view T(std::string_view key);

// Whether the key has a text (schemas bring their own labels and fall back to keys).
bool HasText(std::string_view key);

// The text with its {name}s replaced: TF("table.count", {{"shown", "40"}, {"total", "3,002"}}).
std::string TF(std::string_view key, std::initializer_list<Placeholder> placeholders);

// Replaces {name}s in any text.
std::string Replace(std::string_view text, std::initializer_list<Placeholder> placeholders);

// Digits grouped by thousands: 3,002.
std::string GroupedNumber(int64_t number);

}  // namespace kedang::ui
