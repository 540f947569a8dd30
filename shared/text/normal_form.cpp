#include "shared/text/normal_form.h"

#include <vector>

#include <utf8proc.h>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

const utf8proc_property_t& PropertyOf(char32_t character) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(character));
}

std::u32string Normalize(std::u32string_view piece, int options) {
  const std::string source = ToUtf8(piece);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(source.data());
  const auto size = static_cast<utf8proc_ssize_t>(source.size());
  const auto flags = static_cast<utf8proc_option_t>(options);
  std::vector<utf8proc_int32_t> buffer(piece.size() * 4 + 8);
  auto length = utf8proc_decompose(bytes, size, buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()), flags);
  if (length > static_cast<utf8proc_ssize_t>(buffer.size())) {
    buffer.resize(static_cast<std::size_t>(length));
    length = utf8proc_decompose(bytes, size, buffer.data(), length, flags);
  }
  if (length < 0) return std::u32string(piece);  // only for ill-formed text, which ToUtf8 does not make
  length = utf8proc_normalize_utf32(buffer.data(), length, flags);
  std::u32string out;
  for (utf8proc_ssize_t i = 0; i < length; ++i) out += static_cast<char32_t>(buffer[static_cast<std::size_t>(i)]);
  return out;
}

}  // namespace

bool ContinuesCharacter(char32_t character) {
  if (character >= 0x3130 && character <= 0x318F) return true;  // compatibility jamo become composing ones
  if (character >= 0xFFA0 && character <= 0xFFDC) return true;
  if (IsControl(character)) return true;
  const utf8proc_property_t& property = PropertyOf(character);
  if (property.combining_class != 0 || property.ignorable) return true;
  switch (property.boundclass) {
    case UTF8PROC_BOUNDCLASS_EXTEND:
    case UTF8PROC_BOUNDCLASS_ZWJ:
    case UTF8PROC_BOUNDCLASS_SPACINGMARK:
    case UTF8PROC_BOUNDCLASS_V:
    case UTF8PROC_BOUNDCLASS_T: return true;
    default: return false;
  }
}

bool IsIgnorable(char32_t character) { return PropertyOf(character).ignorable; }

bool IsBlank(char32_t character) {
  if ((character >= 0x09 && character <= 0x0D) || character == 0x85) return true;
  const auto category = PropertyOf(character).category;
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool IsControl(char32_t character) {
  return (character < 0x20 || (character >= 0x7F && character < 0xA0)) && !IsBlank(character);
}

std::u32string CompatibilityFold(std::u32string_view piece) {
  constexpr int kOptions = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  // Decomposed first: the Greek iota subscript must be ordered behind other marks before folding makes it a letter.
  std::u32string folded = Normalize(Normalize(piece, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), kOptions);
  // Folding the case of a decomposed character can make one more composition possible; two rounds settle all known.
  for (int round = 0; round < 3; ++round) {
    std::u32string again = Normalize(folded, kOptions);
    if (again == folded) break;
    folded.swap(again);
  }
  return folded;
}

std::u32string Compose(std::u32string_view piece) { return Normalize(piece, UTF8PROC_STABLE | UTF8PROC_COMPOSE); }

}  // namespace kedang
