// 公民身份号码, GB 11643-1999: 6 digits of the division, date of birth, 3 digits, check character (ISO 7064 MOD 11-2); and
// the 15-digit numbers before it (two-digit year of the 20th century, no check character). Canonical: capital X.
#pragma once

#include <optional>
#include <string_view>

#include "shared/base/date.h"
#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

// With `today`, dates of birth after it are refused.
Checked CheckIdentityCard(std::string_view text, std::optional<Date> today, TextChanges* changes = nullptr);

// The check character for the first 17 digits. Precondition: at least 17 digits.
char IdentityCardCheckCharacter(std::string_view digits);

}  // namespace kedang
