// Parser: source text to a syntax tree that knows no schema. The grammar stands in expression.h.
#pragma once

#include <string_view>

#include "shared/expr/expression_error.h"
#include "shared/expr/scope.h"
#include "shared/expr/syntax_tree.h"

namespace kedang {

// False: `error` says where the source stops being an expression; `tree` is then of no use. `names`: see Lexer.
bool ParseExpression(std::string_view source, SyntaxTree& tree, ExpressionError& error, KnownNames* names = nullptr);

}  // namespace kedang
