#include "shared/text/name_prefix.h"

#include <algorithm>
#include <string>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kLongest = 60;

// Walks name and typed text side by side; places that led nowhere are not tried again.
class Walk {
 public:
  Walk(const PinyinTable& pinyin, std::u32string_view name, std::u32string_view typed)
      : pinyin_(pinyin), name_(name), typed_(typed), was_tried_((name.size() + 1) * (typed.size() + 1)) {}

  bool Fits(std::size_t i, std::size_t j) {
    if (j == typed_.size()) return true;
    if (i == name_.size()) return false;
    const std::size_t place = i * (typed_.size() + 1) + j;
    if (was_tried_[place]) return false;
    was_tried_[place] = true;
    if (name_[i] == typed_[j] && Fits(i + 1, j + 1)) return true;
    if (name_[i] == ' ' && Fits(i + 1, j)) return true;
    for (const SyllableId id : pinyin_.ReadingsOf(name_[i])) {
      const std::string_view syllable = pinyin_.SyllableText(id);
      // Any first letters of the syllable, to the whole of it.
      for (std::size_t size = 1; size <= syllable.size() && j + size <= typed_.size(); ++size) {
        if (typed_[j + size - 1] != static_cast<char32_t>(syllable[size - 1])) break;
        if (Fits(i + 1, j + size)) return true;
      }
    }
    return false;
  }

 private:
  const PinyinTable& pinyin_;
  std::u32string_view name_;
  std::u32string_view typed_;
  std::vector<bool> was_tried_;
};

}  // namespace

bool BeginsAsTyped(const PinyinTable& pinyin, std::string_view name, std::string_view typed) {
  const std::string folded_name = Fold(name), folded = Fold(typed);
  if (folded_name.starts_with(folded)) return true;
  if (folded_name.find(" " + folded) != std::string::npos) return true;
  const std::u32string characters = ToCodePoints(folded_name), letters = ToCodePoints(folded);
  if (characters.size() > kLongest || letters.size() > kLongest) return false;
  return Walk(pinyin, characters, letters).Fits(0, 0);
}

}  // namespace kedang
