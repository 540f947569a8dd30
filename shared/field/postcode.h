// Postcodes of China: six digits, of which the first two tell the province.
#pragma once

#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"
#include "shared/text/region_tree.h"

namespace kedang {

Checked CheckPostcode(std::string_view text, TextChanges* changes = nullptr);

// Whether a postcode may belong to this province (110000 …); true for what is not known.
bool IsPostcodeOf(std::string_view postcode, RegionCode province);

}  // namespace kedang
