// What the body of a function may use while an expression runs.
#pragma once

#include <span>
#include <string_view>

#include "shared/expr/arena.h"
#include "shared/expr/datum.h"
#include "shared/expr/expression_error.h"
#include "shared/model/record.h"
#include "shared/text/lexicon.h"

namespace kedang {

// The records an expression reaches from its own one. Live records only, and only what the reader may see.
class RelatedRecords {
 public:
  virtual ~RelatedRecords() = default;
  // Null when there is none. Stays as it is until the evaluation ends.
  virtual const Record* FindRecord(Id id) = 0;
  // Appends the records of `schema` whose reference `field` is `target`, oldest first, at most `limit`. They stay as they
  // are until the evaluation ends.
  virtual void FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit,
                             std::vector<const Record*>& found) = 0;
};

struct Runtime;

// The values of computed fields of records.
class ComputedCells {
 public:
  virtual ~ComputedCells() = default;
  // Spends of what `runtime` has left and sets its error. The datum stays until the evaluation ends.
  virtual Datum Compute(const Record& record, FieldId field, CellForm form, Runtime& runtime) = 0;
};

// What an evaluation sees besides the program. Everything must stay as it is until the evaluation ends.
struct EvaluationContext {
  const Record* record = nullptr;     // null: all its cells are null
  RelatedRecords* related = nullptr;  // null: an expression that needs other records ends with kNoRecords
  ComputedCells* computed = nullptr;  // null: an expression that reads a computed field ends with kNoRecords
  const Lexicon* lexicon = nullptr;   // null: pinyin() and initials() are null
  Date today;
  int offset_minutes = 480;           // east of UTC: on which day created() and changed() are
  std::string_view user;              // me(): FormatId of who reads; empty = null
  std::string_view source;            // source(): key of a choice of SourceField(); empty = null
  bool is_english = false;            // label()
  // Work that ends an evaluation with kTooCostly: about one for an instruction, a list item or sixteen bytes of text,
  // twenty for a record.
  std::int64_t step_limit = 2'000'000;
  std::size_t byte_limit = 4 << 20;   // of texts and lists made
};

struct Runtime {
  static constexpr std::uint64_t kEndless = std::uint64_t{1} << 60;

  Arena& arena;
  const EvaluationContext& context;
  const Record* record = nullptr;  // of the innermost condition, else the context's
  std::int64_t steps_left = 0;
  ExpressionCode error = ExpressionCode::kNone;

  // False when the limit is reached: the evaluation ends, whatever the function returns.
  bool Spend(std::uint64_t steps) {
    steps_left -= static_cast<std::int64_t>(steps < kEndless ? steps : kEndless);
    if (steps_left < 0 || arena.used_bytes() > context.byte_limit) error = ExpressionCode::kTooCostly;
    return error == ExpressionCode::kNone;
  }
  bool SpendText(std::size_t bytes) { return Spend(1 + bytes / 16); }
  // Looking for one text in another may compare every byte of both.
  bool SpendSearch(std::size_t whole, std::size_t part) { return Spend(1 + std::uint64_t{whole} * part / 64); }
  // A new text; null when empty or past the limit.
  Datum Text(std::string_view text) {
    if (!SpendText(text.size())) return {};
    return Datum::OfText(arena.CopyText(text));
  }
};

}  // namespace kedang
