// The engine of `kedang check`: one line of text against one named type.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/model/issue.h"
#include "shared/text/lexicon.h"

namespace kedang {

struct CheckedText {
  bool is_ok = false;
  std::string normalized;  // canonical text when is_ok; dates ISO, numbers plain digits, regions and industries codes
  Issues issues;           // when not ok the first is the reason; else warnings
};

// email phone mobile landline uscc identity_card url region industry date number currency company_name person_name.
std::span<const std::string_view> CheckTypes();

// `options_json` is empty or an object: {"max_length": N} for every type; {"order": "dmy"|"mdy"} reads 3/4/2026 for date;
// {"today": "2026-11-22"} refuses later dates of birth for identity_card; {"scale": N} limits the digits behind the point
// for number and currency. Errors: kInvalidArgument for an unknown type or option.
Result<CheckedText> CheckText(std::string_view type, std::string_view options_json, std::string_view text,
                              const Lexicon& lexicon);

}  // namespace kedang
