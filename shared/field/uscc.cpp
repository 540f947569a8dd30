#include "shared/field/uscc.h"

#include <array>
#include <cstdint>

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr int kWeights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::size_t kSize = 18;

constexpr std::array<std::int8_t, 128> MakeValues() {
  std::array<std::int8_t, 128> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr std::array<std::int8_t, 128> kValues = MakeValues();

int ValueOf(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 ? kValues[byte] : -1;
}

// Department and kind of organisation as GB 32100 and its amendments assign them.
constexpr std::string_view kPairs =
    "11 12 13 19 21 29 31 32 33 34 35 36 37 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 82 89 91 92 93 A1 A9 "
    "G1 J1 N1 N2 N3 N9 Y1 ";

// By the value of the first character: the values of the second as bits.
constexpr std::array<std::uint32_t, 31> MakeKnownPairs() {
  std::array<std::uint32_t, 31> known{};
  const auto value = [](char c) { return static_cast<std::size_t>(kValues[static_cast<unsigned char>(c)]); };
  for (std::size_t i = 0; i < kPairs.size(); i += 3) known[value(kPairs[i])] |= 1U << value(kPairs[i + 1]);
  return known;
}
constexpr std::array<std::uint32_t, 31> kKnownPairs = MakeKnownPairs();

// Precondition: two characters of the alphabet.
bool IsKnownPair(std::string_view pair) {
  return (kKnownPairs[static_cast<std::size_t>(ValueOf(pair[0]))] >> ValueOf(pair[1]) & 1U) != 0;
}

// Position of the first character that may not stand there, or kSize.
std::size_t FindBadCharacter(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool is_good = i >= 2 && i < 8 ? IsDigit(code[i]) : ValueOf(code[i]) >= 0;
    if (!is_good) return i;
  }
  return kSize;
}

// Letters that are often read or typed for digits. The mended code, when its check character then fits.
std::string Mend(std::string_view code) {
  std::string mended(code);
  for (std::size_t i = 0; i < mended.size(); ++i) {
    const bool is_digit_place = i >= 2 && i < 8;
    switch (mended[i]) {
      case 'O': mended[i] = '0'; break;
      case 'I': mended[i] = '1'; break;
      case 'Z': mended[i] = '2'; break;
      case 'S': mended[i] = '5'; break;
      case 'V': mended[i] = 'U'; break;
      case 'B': mended[i] = is_digit_place ? '8' : 'B'; break;
      case 'L': mended[i] = is_digit_place ? '1' : 'L'; break;
      case 'D':
      case 'Q': mended[i] = is_digit_place ? '0' : mended[i]; break;
      default: break;
    }
  }
  const bool fits = FindBadCharacter(mended) == kSize && UsccCheckCharacter(mended) == mended[kSize - 1];
  return fits ? mended : std::string();
}

}  // namespace

char UsccCheckCharacter(std::string_view code) {
  int sum = 0;
  for (std::size_t i = 0; i < kSize - 1; ++i) {
    const int value = ValueOf(code[i]);
    if (value < 0) return 0;
    sum += value * kWeights[i];
  }
  return kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

bool IsGoodUscc(std::string_view text) {
  return text.size() == kSize && FindBadCharacter(text) == kSize && UsccCheckCharacter(text) == text[kSize - 1] &&
         IsKnownPair(text);
}

Checked CheckUscc(std::string_view text, TextChanges* changes) {
  Checked checked;
  checked.value = PlainCode(text, changes);
  const std::string& code = checked.value;
  const std::size_t count = CountCodePoints(code);
  if (count != kSize) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, "uscc_length", {{"count", std::to_string(count)}}));
    return checked;
  }
  const std::size_t bad = FindBadCharacter(code);
  if (bad < kSize) {
    std::size_t end = bad;
    DecodeUtf8(code, end);
    const std::string position = std::to_string(CountCodePoints(std::string_view(code).substr(0, bad)) + 1);
    std::string mended = code.size() == kSize ? Mend(code) : std::string();
    checked.issues.push_back(MakeIssue(Severity::kBlock, "uscc_character",
                                       {{"position", position}, {"character", code.substr(bad, end - bad)}},
                                       std::move(mended)));
    return checked;
  }
  const char expected = UsccCheckCharacter(code);
  if (code[kSize - 1] != expected) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, "uscc_check_digit", {{"expected", std::string(1, expected)}},
                                       code.substr(0, kSize - 1) + expected));
    return checked;
  }
  if (!IsKnownPair(std::string_view(code).substr(0, 2))) {
    checked.issues.push_back(MakeIssue(Severity::kWarn, "uscc_department", {{"value", code.substr(0, 2)}}));
  }
  return checked;
}

}  // namespace kedang
