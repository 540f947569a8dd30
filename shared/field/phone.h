// Telephone numbers. Mobile: YD/T number plan, ^1[3-9]\d{9}$, an unassigned range only warns because ranges keep growing;
// 13 digits are things, not people. Fixed: 0\d{2,3}-\d{7,8}(-\d{1,6})?, 400 and 800, 95xxx. Abroad: ITU-T E.164.
// Canonical: 13800138000, 0571-88122630-801, 400-820-8820, 95588, +85221234567.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

enum class PhoneKind { kAny, kMobile, kLandline };

// "mobile", "landline"; everything else is kAny.
PhoneKind ParsePhoneKind(std::string_view format);

// True for eleven digits in a range that operators are known to use: CheckPhone takes them as they are, unless it wants a
// landline.
bool IsGoodMobile(std::string_view text);

Checked CheckPhone(std::string_view text, PhoneKind kind, TextChanges* changes = nullptr);

// A canonical number for reading: 138 0013 8000, 0571-8812 2630, +852 2123 4567. Other text stays as it is.
std::string FormatPhone(std::string_view canonical);

// "0571" of a canonical landline; empty for every other number.
std::string_view AreaCodeOf(std::string_view canonical);

}  // namespace kedang
