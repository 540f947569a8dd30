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
  // Canonical text when is_ok: dates ISO, moments with their zone, numbers plain digits, shares as fractions, regions,
  // industries and choices as codes and keys, lists joined by ";".
  std::string normalized;
  Issues issues;  // when not ok the first is the reason; else warnings
};

// Every field type, and the names people look for: mobile landline number company_name person_name.
std::span<const std::string_view> CheckTypes();

// `options_json` is empty or an object:
// {"max_length": N} for every type; {"scale": N} limits the digits behind the point of number, currency, decimal and
// percent; {"order": "dmy"|"mdy"} reads 3/4/2026 for date and date_time; {"today": "2026-11-22"} refuses later dates of
// birth for identity_card; {"offset_minutes": 480} is the clock of date_time, east of UTC; and what a field says of itself:
// {"choices": ["key", …] or [{"key","zh","en"}, …]}, {"format": "…"}, {"unit": "USD"}, {"target": "customer"}.
// People and records are only known by their ids here. Errors: kInvalidArgument for an unknown type or option.
Result<CheckedText> CheckText(std::string_view type, std::string_view options_json, std::string_view text,
                              const Lexicon& lexicon);

}  // namespace kedang
