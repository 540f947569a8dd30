#include "shared/text/fold.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/text/normal_form.h"
#include "shared/text/simplified.h"

namespace kedang {
namespace {

unsigned char ByteAt(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

bool IsTail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// The three-byte character at i, or 0 when there is none. Never reads beyond the end.
char32_t ThreeByteAt(std::string_view text, std::size_t i) {
  if (text.size() - i < 3) return 0;
  const unsigned char a = ByteAt(text, i), b = ByteAt(text, i + 1), c = ByteAt(text, i + 2);
  if ((a & 0xF0) != 0xE0 || !IsTail(b) || !IsTail(c)) return 0;
  return (static_cast<char32_t>(a & 0x0F) << 12) | (static_cast<char32_t>(b & 0x3F) << 6) | (c & 0x3F);
}

// Whether the character that starts at i belongs to the one before it. Common characters are decided by their bytes.
bool ContinuesAt(std::string_view text, std::size_t i) {
  if (i >= text.size()) return false;
  const unsigned char byte = ByteAt(text, i);
  if (byte >= 0x20 && byte < 0x7F) return false;
  if (byte >= 0xE4 && byte <= 0xE9) return false;  // U+4000..9FFF: ideographs and hexagrams
  if (byte < 0x80) return IsControl(byte);
  if (const char32_t wide = ThreeByteAt(text, i); wide >= 0xFF01 && wide <= 0xFF5E) return false;
  std::size_t position = i;
  return ContinuesCharacter(DecodeUtf8(text, position));
}

// ASCII that folds to itself.
bool IsPlainAscii(unsigned char byte) { return byte > 0x20 && byte < 0x7F && !(byte >= 'A' && byte <= 'Z'); }

// Marks that people type for one another although Unicode keeps them apart.
char32_t UnifyMark(char32_t mark) {
  switch (mark) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F: return '"';
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032: return '\'';
    case 0x2022:
    case 0x2027:
    case 0x22C5:
    case 0x30FB: return 0xB7;
    case 0x3010:
    case 0x3014: return '[';
    case 0x3011:
    case 0x3015: return ']';
    default: return mark;
  }
}

class Folder {
 public:
  Folder(std::string_view source, std::vector<std::uint32_t>* offsets) : source_(source), offsets_(offsets) {
    out_.reserve(source.size());
  }

  std::string Run() {
    std::size_t i = 0;
    while (i < source_.size()) {
      i = CopyUnchanged(i);
      if (i < source_.size()) i = FoldNext(i);
    }
    if (offsets_ != nullptr) offsets_->push_back(static_cast<std::uint32_t>(source_.size()));
    return std::move(out_);
  }

 private:
  // Copies the longest run from `begin` of characters that fold to themselves, and returns where it ends.
  std::size_t CopyUnchanged(std::size_t begin) {
    std::size_t end = begin, last = begin;
    while (end < source_.size()) {
      const unsigned char byte = ByteAt(source_, end);
      if (IsPlainAscii(byte)) {
        last = end++;
        continue;
      }
      if (byte < 0xE4 || byte > 0xE9) break;
      const char32_t hanzi = ThreeByteAt(source_, end);
      if (hanzi == 0 || kFlatSimplified[hanzi - kFirstFlatHanzi] != 0) break;
      last = end;
      end += 3;
    }
    if (end > begin && ContinuesAt(source_, end)) end = last;
    if (end == begin) return begin;
    EmitBlank();
    out_.append(source_.substr(begin, end - begin));
    if (offsets_ != nullptr) {
      std::size_t start = begin;
      for (std::size_t i = begin; i < end; ++i) {
        if (!IsTail(ByteAt(source_, i))) start = i;
        offsets_->push_back(static_cast<std::uint32_t>(start));
      }
    }
    return end;
  }

  // Folds the character at i with what continues it, and returns the end of both.
  std::size_t FoldNext(std::size_t i) {
    std::size_t end = i;
    char32_t first = DecodeUtf8(source_, end);
    if (!ContinuesAt(source_, end)) {
      if (first >= 0xFF01 && first <= 0xFF5E) first -= 0xFEE0;
      if (first == ' ') {
        NoteBlank(i);
        return end;
      }
      if (first > ' ' && first < 0x7F) {
        Emit(first >= 'A' && first <= 'Z' ? first + 0x20 : first, i);
        return end;
      }
      if ((first >= 0x4000 && first < kEndFlatHanzi) || first == 0x3001 || first == 0x3002) {
        Emit(SimplifiedOf(first), i);
        return end;
      }
    }
    std::u32string piece(1, first);
    while (ContinuesAt(source_, end)) piece += DecodeUtf8(source_, end);
    FoldPiece(piece, i);
    return end;
  }

  void FoldPiece(std::u32string_view piece, std::size_t start) {
    std::u32string kept;  // what cannot be seen must not keep marks from being ordered and composed
    for (const char32_t character : piece) {
      if (!IsControl(character) && !IsIgnorable(character)) kept += character;
    }
    for (const char32_t character : CompatibilityFold(kept)) {
      if (IsBlank(character)) {
        NoteBlank(start);
      } else if (!IsControl(character)) {
        Emit(UnifyMark(SimplifiedOf(character)), start);
      }
    }
  }

  void NoteBlank(std::size_t start) {
    if (blank_pending_) return;
    blank_pending_ = true;
    blank_start_ = start;
  }

  void EmitBlank() {
    if (blank_pending_ && !out_.empty()) {
      out_ += ' ';
      if (offsets_ != nullptr) offsets_->push_back(static_cast<std::uint32_t>(blank_start_));
    }
    blank_pending_ = false;
  }

  void Emit(char32_t character, std::size_t start) {
    EmitBlank();
    AppendUtf8(character, out_);
    if (offsets_ != nullptr) offsets_->resize(out_.size(), static_cast<std::uint32_t>(start));
  }

  std::string_view source_;
  std::vector<std::uint32_t>* offsets_;
  std::string out_;
  bool blank_pending_ = false;
  std::size_t blank_start_ = 0;
};

}  // namespace

std::string Fold(std::string_view utf8) { return IsPlainFolded(utf8) ? std::string(utf8) : Folder(utf8, nullptr).Run(); }

bool IsPlainFolded(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size();) {
    if (IsPlainAscii(ByteAt(utf8, i))) {
      ++i;
      continue;
    }
    if (!IsCommonHanzi(utf8, i) || kFlatSimplified[ThreeByteAt(utf8, i) - kFirstFlatHanzi] != 0) return false;
    i += 3;
  }
  return true;
}

bool FoldsTo(std::string_view utf8, std::string_view folded) {
  // As long as characters fold by themselves to as many bytes, both texts are walked side by side.
  std::size_t i = 0;
  while (i < utf8.size()) {
    const unsigned char byte = ByteAt(utf8, i);
    if (byte > 0x20 && byte < 0x7F) {
      if (ContinuesAt(utf8, i + 1)) break;
      const char plain = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 0x20) : utf8[i];
      if (i >= folded.size() || folded[i] != plain) return false;
      ++i;
      continue;
    }
    if (byte < 0xE4 || byte > 0xE9) break;
    const char32_t hanzi = ThreeByteAt(utf8, i);
    if (hanzi == 0 || kFlatSimplified[hanzi - kFirstFlatHanzi] != 0 || ContinuesAt(utf8, i + 3)) break;
    if (folded.substr(std::min(i, folded.size()), 3) != utf8.substr(i, 3)) return false;
    i += 3;
  }
  return i == utf8.size() ? i == folded.size() : Fold(utf8) == folded;
}

FoldedText FoldWithOffsets(std::string_view utf8) {
  FoldedText folded;
  folded.offset.reserve(utf8.size() + 1);
  folded.text = Folder(utf8, &folded.offset).Run();
  return folded;
}

char32_t ToSimplified(char32_t character) { return SimplifiedOf(character); }

bool IsHanzi(char32_t character) {
  return (character >= 0x4E00 && character <= 0x9FFF) || (character >= 0x3400 && character <= 0x4DBF) ||
         character == 0x3005 || character == 0x3007 || (character >= 0xF900 && character <= 0xFAFF) ||
         (character >= 0x20000 && character <= 0x323AF);
}

}  // namespace kedang
