// Names of companies and people. Company names are kept by their legal brackets () and without blanks inside Chinese;
// names of people without blanks inside Chinese and with · between parts.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

// Blocks a name without any letter; warns when it looks like a short form (no 公司, 厂, Ltd …).
Checked CheckCompanyName(std::string_view text, TextChanges* changes = nullptr);
// True for names that CheckCompanyName certainly takes as they are and says nothing about: the usual ones, told at a glance.
bool IsGoodCompanyName(std::string_view text);
// The form two spellings of one company share. `name` may be any text.
std::string CompanyNormalForm(std::string_view name);

// Blocks digits and signs no name has; warns about a title in place of a name (李总). What is only polite behind a whole name
// (张小明先生) goes.
Checked CheckPersonName(std::string_view text, TextChanges* changes = nullptr);

}  // namespace kedang
