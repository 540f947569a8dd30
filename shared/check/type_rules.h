// One row of the table of field types, as field_rules.h reaches it. Values given to these functions are of the type's
// kind and not null.
#pragma once

#include <string>
#include <string_view>

#include "shared/check/field_rules.h"

namespace kedang {

struct TypeRules {
  Parsed (*parse)(const Field& field, std::string_view text, const CheckContext& context);
  std::string (*format)(const Field& field, const Value& value, const FormatContext& context);
  std::string (*edit)(const Field& field, const Value& value, const FormatContext& context);
  std::string (*normal_form)(const Field& field, const Value& value);
  void (*search)(const Field& field, const Value& value, const FormatContext& context, std::string& out);
  void (*check)(const Field& field, const Value& value, const CheckContext& context, Issues& issues);
};

extern const TypeRules kTextRules, kLongTextRules, kAutoNumberRules;                    // text_rules.cpp
extern const TypeRules kIntegerRules, kDecimalRules, kDateRules, kBooleanRules;         // number_rules.cpp
extern const TypeRules kChoiceRules, kMultipleChoiceRules, kTagsRules;                  // choice_rules.cpp
extern const TypeRules kPhoneRules, kEmailRules, kUrlRules, kUsccRules;                 // contact_rules.cpp
extern const TypeRules kRegionRules, kIndustryRules, kReferenceRules, kUserRules;       // lookup_rules.cpp

// Blocks text longer than the field's limit.
void CheckLength(const Field& field, std::string_view text, Issues& issues);

}  // namespace kedang
