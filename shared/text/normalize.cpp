// NormalizeText and NormalizeLines of fold.h: the stored form.
#include "shared/base/utf8.h"
#include "shared/text/fold.h"
#include "shared/text/normal_form.h"

namespace kedang {
namespace {

// Digits, letters and the signs of codes, numbers, addresses and e-mail, typed with the wide half of an input method.
// Wide sentence punctuation and brackets are correct Chinese and stay.
char32_t NarrowOf(char32_t wide) {
  if (wide < 0xFF01 || wide > 0xFF5E) return wide;
  const char32_t narrow = wide - 0xFEE0;
  const bool is_alphanumeric =
      (narrow >= '0' && narrow <= '9') || (narrow >= 'A' && narrow <= 'Z') || (narrow >= 'a' && narrow <= 'z');
  return is_alphanumeric || std::u32string_view(U"#$%&'*+-./<=>@\\^_`{|}~").find(narrow) != std::u32string_view::npos
             ? narrow
             : wide;
}

// Invisible characters that carry no meaning; variation selectors choose a glyph and stay, and so does the joiner
// inside an emoji.
bool IsNoise(char32_t character, char32_t previous) {
  if (IsControl(character)) return true;
  if (!IsIgnorable(character)) return false;
  if (character == 0x200D) return (previous < 0x1F000 || previous > 0x1FAFF) && previous != 0xFE0F;
  const bool is_selector =
      (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF);
  return !is_selector;
}

std::string NormalizeLine(std::string_view line, TextChanges* changes) {
  std::string out;
  out.reserve(line.size());
  bool blank_pending = false;
  char32_t previous = 0;
  std::u32string piece;
  const auto flush = [&] {
    const bool is_simple = piece.size() == 1 && (piece[0] < 0x300 || (piece[0] >= 0x3400 && piece[0] < 0xA000));
    const std::u32string composed = is_simple ? std::u32string() : Compose(piece);
    Note(changes, TextChange::kSigns, !is_simple && composed != piece);
    for (const char32_t character : is_simple ? piece : composed) {
      if (IsBlank(character)) {
        Note(changes, TextChange::kSpaces, blank_pending || character != ' ');
        blank_pending = true;
        continue;
      }
      Note(changes, TextChange::kSpaces, blank_pending && out.empty());
      if (blank_pending && !out.empty()) out += ' ';
      blank_pending = false;
      AppendUtf8(character, out);
    }
    piece.clear();
  };
  for (std::size_t i = 0; i < line.size();) {
    const char32_t typed = DecodeUtf8(line, i), character = NarrowOf(typed);
    Note(changes, TextChange::kWidth, character != typed);
    if (IsNoise(character, previous)) {
      Note(changes, TextChange::kInvisible);
      continue;
    }
    const bool is_common = (character >= 0x20 && character < 0x7F) || (character >= 0x4E00 && character < 0xA000);
    if (!piece.empty() && (is_common || !ContinuesCharacter(character))) flush();
    piece += character;
    previous = character;
  }
  if (!piece.empty()) flush();
  Note(changes, TextChange::kSpaces, blank_pending);
  return out;
}

}  // namespace

bool IsPlainLine(std::string_view utf8) {
  if (utf8.empty() || utf8.back() == ' ') return utf8.empty();
  bool is_after_blank = true;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      if (byte < 0x20 || byte == 0x7F || (byte == ' ' && is_after_blank)) return false;
      is_after_blank = byte == ' ';
      ++i;
    } else {
      if (!IsCommonHanzi(utf8, i)) return false;
      is_after_blank = false;
      i += 3;
    }
  }
  return true;
}

std::string NormalizeText(std::string_view utf8, TextChanges* changes) {
  return IsPlainLine(utf8) ? std::string(utf8) : NormalizeLine(utf8, changes);
}

std::string NormalizeLines(std::string_view utf8, TextChanges* changes) {
  std::string out;
  bool gap_pending = false;
  for (std::size_t begin = 0; begin <= utf8.size();) {
    std::size_t end = utf8.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) end = utf8.size();
    const std::string line = NormalizeLine(utf8.substr(begin, end - begin), changes);
    begin = end + (utf8.substr(end, 2) == "\r\n" ? 2 : 1);
    if (line.empty()) {
      gap_pending = !out.empty();
      continue;
    }
    if (!out.empty()) out += gap_pending ? "\n\n" : "\n";
    gap_pending = false;
    out += line;
  }
  return out;
}

}  // namespace kedang
