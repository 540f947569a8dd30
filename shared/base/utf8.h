// UTF-8 that is checked once at the edge: text inside Kedang is always well-formed (RFC 3629: no overlong forms, no
// surrogates, at most U+10FFFF), so the rest of the code may decode without looking for errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kedang {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

bool IsValidUtf8(std::string_view text);

// Byte offset of the first ill-formed sequence, or npos when all of it is well-formed.
std::size_t FindInvalidUtf8(std::string_view text);

// Replaces every maximal ill-formed subpart with U+FFFD (Unicode 15, section 3.9, best practice).
std::string RepairUtf8(std::string_view text);

// Decodes the code point that starts at `position` and moves `position` behind it. An ill-formed byte gives U+FFFD and
// moves by one, so a loop over any bytes ends. Precondition: position < text.size().
char32_t DecodeUtf8(std::string_view text, std::size_t& position);

// Appends one code point; a surrogate or a value above U+10FFFF is appended as U+FFFD.
void AppendUtf8(char32_t code_point, std::string& out);

std::u32string ToCodePoints(std::string_view text);
std::string ToUtf8(std::u32string_view code_points);

// Number of code points (ill-formed bytes count one each).
std::size_t CountCodePoints(std::string_view text);

// The longest prefix of at most `max_bytes` bytes that does not cut a code point.
std::string_view TruncateUtf8(std::string_view text, std::size_t max_bytes);

}  // namespace kedang
