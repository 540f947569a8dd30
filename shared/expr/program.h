// Program: a compiled expression, instructions for a stack machine in one flat vector. It owns all it needs: schemas may
// change or go. Immutable; any number of evaluators may run it at once.
#pragma once

#include <string>
#include <vector>

#include "shared/expr/arena.h"
#include "shared/expr/datum.h"
#include "shared/expr/expression_type.h"
#include "shared/expr/function_table.h"

namespace kedang {

enum class OpCode : std::uint8_t {
  kConstant,       // push constants[c]
  kField,          // push cell c of the record of frame a; b: its CellForm, perhaps with kReadsComputed
  kRelated,        // push the records of relations[c] of the record of frame a
  kMember,         // record → its cell c; a: of every record of a list; b: its CellForm, perhaps with kReadsComputed
  kMemberRelated,  // record → its related records of relations[c]; a: of every record of a list
  kRank,           // choice key → its place in choices[c]
  kLabel,          // choice key → its label in choices[c]
  kNegate,
  kNot,
  kTruth,          // null → false
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kJoin,           // the texts of b values
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kContains,
  kWithin,
  kList,           // c values → a list
  kCall,           // calls[c]
  kEach,           // list → by mode a over its records, each in frame b with the c instructions that follow
  kJump,           // to c
  kJumpIfFalse,    // pops; to c unless true
  kAndJump,        // unless true: false stays and to c; else pops
  kOrJump,         // if true: it stays and to c; else pops
  kValueJump,      // unless null: it stays and to c; else pops
};

enum class EachMode : std::uint8_t { kFilter, kAny, kAll, kLatest };

// It is no cell: EvaluationContext::computed says its value.
inline constexpr std::uint16_t kReadsComputed = 0x100;
// The kinds of value (from bit 9 on, by Value::Kind) that the cell may hold. Another kind reads as null: a record may be older
// than its field's type while a replica waits for its converted form.
inline constexpr unsigned kHoldsShift = 9;

struct Instruction {
  OpCode op = OpCode::kConstant;
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  std::uint32_t c = 0;
};

// A cell an expression reads; of the record itself or of another one.
struct FieldRead {
  SchemaId schema = 0;
  FieldId field = 0;
  bool is_own = false;

  bool operator==(const FieldRead&) const = default;
};

// The kind and listness of a result, without pointers into schemas.
struct ResultType {
  ExpressionKind kind = ExpressionKind::kNull;
  bool is_list = false;
  SchemaId schema = 0;
};

class Program {
 public:
  struct Relation {
    SchemaId schema = 0;
    FieldId field = 0;
  };
  struct ChoiceList {
    std::vector<std::string> keys;
    std::vector<Label> labels;
  };
  struct Call {
    const FunctionRow* row = nullptr;
    std::uint32_t count = 0;
    std::uint64_t strict = 0;  // arguments whose null makes the result null, as bits
  };

  const std::vector<Instruction>& code() const { return code_; }
  ResultType type() const { return type_; }
  // Every cell read, each once.
  const std::vector<FieldRead>& reads() const { return reads_; }
  // today(), me(), source() or other records are used: the result may change though no own cell does.
  bool is_volatile() const { return is_volatile_; }
  bool is_empty() const { return code_.empty(); }

 private:
  friend class Compiler;
  friend class Machine;

  std::vector<Instruction> code_;
  std::vector<Datum> constants_;
  std::vector<Relation> relations_;
  std::vector<ChoiceList> choices_;
  std::vector<Call> calls_;
  std::vector<FieldRead> reads_;
  Arena texts_;  // what constants point into
  ResultType type_;
  bool is_volatile_ = false;
};

// More values than any reasonable expression holds at once; the machine's stack has this size.
inline constexpr std::size_t kMaxExpressionStack = 512;

}  // namespace kedang
