// The table of functions: one row a function, one file an area. Checker, evaluator, documentation, completion and the
// tests of the examples all read it; a new function is a new row.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "shared/expr/runtime.h"

namespace kedang {

enum class FunctionArea : std::uint8_t { kLogic, kText, kNumber, kDate, kList, kRecord };

// What is special about checking and compiling calls of it.
enum class FunctionForm : std::uint8_t {
  kPlain,     // arguments by the signature
  kIf,        // condition, value, condition, value …, else: only what is needed is computed
  kCoalesce,  // computed up to the first that is not null
  kNumbers,   // numbers, or one list of them
  kOrdered,   // numbers, dates or texts, or one list of them
  kList,      // one list; over records, a condition may follow
  kAny,       // like kList; ends at the first true one
  kAll,
  kFilter,    // records and a condition
  kLatest,    // records and a key or a condition; or a list of dates or numbers
  kStage,     // the field Schema::stage of the record
  kOwner,     // the field Schema::owner of the record
  kSource,    // the source of the change; a text with SourceField()
  kMe,        // a text of a user
  kLabel,     // the label of a choice
};

struct FunctionRow {
  std::string_view name;
  std::string_view zh;
  FunctionArea area = FunctionArea::kText;
  FunctionForm form = FunctionForm::kPlain;
  // Letters of the parameters, ':', letter of the result. b boolean, n number, d date, t text, s any scalar, S scalars of
  // one type, v anything, L any list, T list of texts, R records, E an item of the first list, C region or industry, c condition,
  // l the first list's type. '?' behind a parameter: may be left out; '+': once or more. A call with null for n or d is null.
  std::string_view signature;
  Datum (*body)(Runtime& run, const Datum* arguments, std::size_t count) = nullptr;  // null: compiled to instructions
  std::string_view doc_zh;
  std::string_view doc_en;
  std::string_view example;  // over the records of tests/support/expression_world.h
  std::string_view result;   // of the example, as FormatPlain writes it
  bool is_volatile = false;  // gives something else though its arguments and the record stay the same
};

std::span<const FunctionRow> LogicFunctions();   // logic_functions.cpp
std::span<const FunctionRow> TextFunctions();    // text_functions.cpp
std::span<const FunctionRow> NumberFunctions();  // number_functions.cpp
std::span<const FunctionRow> DateFunctions();    // date_functions.cpp
std::span<const FunctionRow> ListFunctions();    // list_functions.cpp
std::span<const FunctionRow> RecordFunctions();  // record_functions.cpp

// All rows, area by area; their places are what SyntaxNode::function counts.
const std::vector<const FunctionRow*>& FunctionTable();
// By either name, in any case and width.
std::optional<std::uint16_t> FindFunction(std::string_view name);

// One parameter of a signature.
struct Parameter {
  char letter = 'v';
  bool is_optional = false;
  bool is_repeated = false;
};
struct Signature {
  std::vector<Parameter> parameters;
  char result = 'v';
  std::size_t least = 0;  // number of arguments
  std::size_t most = 0;
};
Signature ReadSignature(const FunctionRow& row);

}  // namespace kedang
