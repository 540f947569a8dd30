#include "shared/match/latin_form.h"

#include <algorithm>
#include <unordered_map>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

// Letters of one stretch of Unicode in Latin letters, one word a character from `first` on; "-" for nothing. Small letters
// only: folded text has no others. By common romanisations (BGN/PCGN, Hepburn, ISO 9984 …) in their simplest spelling.
struct Stretch {
  char32_t first;
  const char* words;
};

constexpr Stretch kStretches[] = {
    {0xDF,
     "ss a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y a a a a a a c c c c c c c c d d - d e e e"
     " e e e e e e e g g g g g g g g h h - h i i i i i i i i i i - - j j k k k l l l l l l - - - l n n n n n n n - n"
     "g o o o o o o - oe r r r r r r s s s s s s s s t t t t - t u u u u u u u u u u u u w w y y y z z z z z z s - -"
     " - - - - - - - - - - - - - - - - - - - - - - - k - - - - - - o o - - - - - - - - - - - - - u u - - - y - - - -"
     " - - - - - - - - - - - - - - - - - - - - a a i i o o u u u u u u u u u u - a a a a - ae - - g g k k o o o o - "
     "- j - - - g g - - n n a a - ae - o a a a a e e e e i i i i o o o o r r r r u u u u s s t t - - h h - - - - - -"
     " a a e e o o o o o o o o y y - - - - - - - - - - - - - - - - - - - - - - - - - - - -"},
    {0x3B1, "a v g d e z i th i k l m n x o p r s s t y f ch ps o i y o y o"},
    {0x430,
     "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya ye yo dj g e dz i i j lj nj c k i u "
     "dz"},
    {0x561, "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"},
    {0x5D0, "a b g d h v z ch t y k k l m m n n s a p p ts ts k r sh t"},
    {0x621, "- a a u i i a b a t th j h kh d dh r z s sh s d t z a gh - - - - - - f q k l m n h u a i"},
    {0x900,
     "- n n - - a a i i u u ri - - - e ai o - o au k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y"
     " r r l l l v sh sh s h - - - - a i i u u ri - - - e ai o - o au -"},
    {0x10D0, "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"},
    {0x1E00,
     "a a b b b b b b c c d d d d d d d d d d e e e e e e e e e e f f g g h h h h h h h h h h i i i i k k k k k k l "
     "l l l l l l l m m m m m m n n n n n n n n o o o o o o o o p p p p r r r r r r r r s s s s s s s s s s t t t t "
     "t t t t u u u u u u u u u u v v v v w w w w w w w w w w x x x x y y z z z z z z h t w y - s - - - - a a a a a "
     "a a a a a a a a a a a a a a a a a a a e e e e e e e e e e e e e e e e i i i i o o o o o o o o o o o o o o o o "
     "o o o o o o o o u u u u u u u u u u u u u u y y y y y y y y - - - - - -"},
    {0x30A1,
     "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji - tsu zu te de t"
     "o do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo ya ya yu yu yo yo ra ri ru re "
     "ro wa wa i e o n vu ka ke"}};

constexpr const char* kInitialJamo[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                        "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
constexpr const char* kVowelJamo[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
                                      "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i"};
constexpr const char* kFinalJamo[] = {"",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
                                      "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"};

constexpr char32_t kFirstHangul = 0xAC00, kEndHangul = 0xD7A4;
constexpr char32_t kFirstHiragana = 0x3041, kEndHiragana = 0x3097, kKanaShift = 0x60;

class LetterTable {
 public:
  LetterTable() {
    for (const Stretch& stretch : kStretches) {
      std::string_view words = stretch.words;
      for (char32_t c = stretch.first; !words.empty(); ++c) {
        const std::size_t end = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, end);
        if (word != "-")
          letters_.emplace(c, word);
        else
          silent_.emplace(c, true);
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
  }
  // Null: not a letter of these.
  const std::string_view* Find(char32_t c) const {
    const auto found = letters_.find(c);
    return found == letters_.end() ? nullptr : &found->second;
  }
  bool IsSilent(char32_t c) const { return silent_.count(c) != 0; }

 private:
  std::unordered_map<char32_t, std::string_view> letters_;
  std::unordered_map<char32_t, bool> silent_;
};

const LetterTable& Letters() {
  static const LetterTable table;
  return table;
}

bool IsMark(char32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x591 && c < 0x5C8) || (c >= 0x610 && c < 0x61B) ||
         (c >= 0x64B && c < 0x660) || c == 0x670 || c == 0x900 || c == 0x903 || c == 0x93C || c == 0x94D ||
         c == 0x30FC || c == 0x2019 || c == 0x2018 || c == '\'' || c == '`' || c == 0x2BC || c == 0x2BB || c == 0xB4;
}

}  // namespace

std::string LatinForm(std::string_view folded) {
  bool is_plain = true;
  for (const char c : folded) is_plain = is_plain && static_cast<unsigned char>(c) < 0x80 && c != '\'' && c != '`';
  if (is_plain) return std::string(folded);
  std::string out;
  out.reserve(folded.size());
  for (std::size_t position = 0; position < folded.size();) {
    char32_t c = DecodeUtf8(folded, position);
    if (c < 0x80 && c != '\'' && c != '`') {
      out.push_back(static_cast<char>(c));
      continue;
    }
    if (IsMark(c)) continue;
    if (c >= kFirstHiragana && c < kEndHiragana) c += kKanaShift;
    if (c >= kFirstHangul && c < kEndHangul) {
      const std::uint32_t index = static_cast<std::uint32_t>(c - kFirstHangul);
      out += kInitialJamo[index / 588];
      out += kVowelJamo[index % 588 / 28];
      out += kFinalJamo[index % 28];
    } else if (const std::string_view* letters = Letters().Find(c)) {
      out += *letters;
    } else if (!Letters().IsSilent(c)) {
      AppendUtf8(c, out);
    }
  }
  return out;
}

}  // namespace kedang
