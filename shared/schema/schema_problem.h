// The one table of every code CheckSchemas can raise besides those of expressions ("expr.…"), with its English text. Locale
// files hold the same codes as keys; a test keeps them in step.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

#include "shared/field/checked.h"
#include "shared/schema/schema_check.h"

namespace kedang {

// Every code, with its "schema." in front, sorted.
std::span<const IssueText> AllSchemaTexts();

// With the English message filled in. Precondition: the code is in the table.
SchemaProblem MakeSchemaProblem(Severity severity, std::string_view code, IssueDetails details = {});

}  // namespace kedang
