// 统一社会信用代码, GB 32100-2015: 18 characters of 0-9A-HJ-NPQRTUWXY: department and kind (2), administrative division
// (6 digits), organisation code (9), check character: (31 − Σ cᵢ·3ⁱ mod 31) mod 31.
#pragma once

#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

// Blocks: uscc_length, uscc_character, uscc_check_digit (details "expected"; the mended code as suggestion). Warns:
// uscc_department for a leading pair the standard does not list.
Checked CheckUscc(std::string_view text, TextChanges* changes = nullptr);

// True for codes that CheckUscc takes as they are and says nothing about.
bool IsGoodUscc(std::string_view text);

// The check character for the first 17. 0 when one of them is not in the alphabet. Precondition: at least 17.
char UsccCheckCharacter(std::string_view code);

}  // namespace kedang
