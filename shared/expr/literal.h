// Literals in the light of what they are compared with: "谈判" next to a stage becomes the choice's key, "浙江" next to a
// region its code, "2026-01-02" next to a date that day. Done once, when the expression is compiled.
#pragma once

#include <optional>
#include <string_view>

#include "shared/base/date.h"
#include "shared/expr/expression_error.h"
#include "shared/expr/scope.h"

namespace kedang {

// 2026-01-02, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102, digits of any width. Nothing for anything else.
std::optional<Date> ReadDateLiteral(std::string_view text);

// What a field with a closed set of values holds for `text`: key, label or synonym of a choice, code or name of a region or
// industry, id or name of a user. `is_prefix`: regions and industries as the start of the codes that lie within them.
// On failure nothing, with code, details and suggestion of `error` set (the suggestion without quotes).
std::optional<std::string> ReadFieldLiteral(const Field& field, std::string_view text, bool is_prefix,
                                            const ExpressionScope& scope, ExpressionError& error);

// The start that all codes within a region or industry have: 330000 → 33, 330100 → 3301, I65 → I65.
std::string_view CodePrefix(std::string_view code);

}  // namespace kedang
