#include "shared/field/identity_card.h"

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

bool IsProvince(std::string_view digits) {
  static constexpr std::string_view kProvinces =
      "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 ";
  const std::size_t at = kProvinces.find(digits);
  return at != std::string_view::npos && at % 3 == 0;
}

int ToNumber(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

std::optional<Date> BirthDate(std::string_view eight_digits) {
  return MakeDate(ToNumber(eight_digits.substr(0, 4)), static_cast<unsigned>(ToNumber(eight_digits.substr(4, 2))),
                  static_cast<unsigned>(ToNumber(eight_digits.substr(6, 2))));
}

}  // namespace

char IdentityCardCheckCharacter(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

Checked CheckIdentityCard(std::string_view text, std::optional<Date> today, TextChanges* changes) {
  Checked checked;
  checked.value = PlainCode(text, changes);
  const std::string& number = checked.value;
  const auto block = [&checked](std::string_view code, IssueDetails details, std::string suggestion = {}) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, code, details, std::move(suggestion)));
    return checked;
  };
  const std::size_t count = CountCodePoints(number);
  if (count != 18 && count != 15) return block("identity_card_length", {{"count", std::to_string(count)}});
  for (std::size_t i = 0; i < number.size(); ++i) {
    const bool is_last = i == 17 && number[i] == 'X';
    if (!IsDigit(number[i]) && !is_last) return block("identity_card_character", {{"position", std::to_string(i + 1)}});
  }
  if (!IsProvince(number.substr(0, 2))) return block("identity_card_region", {{"value", number.substr(0, 2)}});
  const std::string birth = count == 18 ? number.substr(6, 8) : "19" + number.substr(6, 6);
  const std::optional<Date> date = BirthDate(birth);
  const bool is_possible = date.has_value() && birth >= "1800" && (!today.has_value() || !(*today < *date));
  if (!is_possible) return block("identity_card_birth_date", {{"value", birth}});
  if (count == 18 && number[17] != IdentityCardCheckCharacter(number)) {
    const char expected = IdentityCardCheckCharacter(number);
    return block("identity_card_check_digit", {{"expected", std::string(1, expected)}}, number.substr(0, 17) + expected);
  }
  return checked;
}

}  // namespace kedang
