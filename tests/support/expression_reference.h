// The expression language a second time: walks the checked tree with owned values, as slow and plain as can be, and knows
// nothing of the program, the machine or the bodies of the functions. What both say must be the same.
#pragma once

#include <functional>

#include "shared/expr/checker.h"
#include "shared/expr/evaluator.h"
#include "tests/support/big_decimal.h"

namespace kedang {

struct ReferenceValue {
  enum class Kind { kNull, kBoolean, kNumber, kDate, kText, kRecord, kList };
  Kind kind = Kind::kNull;
  bool boolean = false;
  Decimal number;
  std::int32_t days = 0;
  std::string text;  // kRecord: the id
  std::vector<ReferenceValue> items;

  bool is_null() const { return kind == Kind::kNull; }
};

class ReferenceEvaluator {
 public:
  ReferenceEvaluator(const SyntaxTree& tree, const SchemaSet& schemas, const EvaluationContext& context)
      : tree_(tree), schemas_(schemas), context_(context), frames_{context.record} {}

  ReferenceValue Evaluate() { return Of(tree_.root); }
  // As FormatPlain(ToValue(…)) writes it.
  static std::string Format(const ReferenceValue& value);
  // Whether every function in the tree is one this evaluator has.
  static bool Knows(const SyntaxTree& tree);

 private:
  using V = ReferenceValue;
  using Kind = ReferenceValue::Kind;

  static V Boolean(bool value);
  static V Number(const std::optional<Decimal>& value);
  static V Integer(std::int64_t value) { return Number(Decimal{value, 0}); }
  static V Days(std::int64_t days);
  static V Text(std::string text);
  static V List(std::vector<V> items);
  static V FromCell(const Value& value, const Field& field);
  static bool Equal(const V& a, const V& b);
  static int Compare(const V& a, const V& b);
  static bool Fits(std::u32string_view text, std::u32string_view pattern);

  V Of(NodeIndex index);
  V Plain(NodeIndex index);
  V Cell(const Record* record, FieldId field);
  V Members(const V& base, const std::function<V(const V&)>& of_one);
  V Related(const V& owner, SchemaId schema, FieldId field);
  V Binary(const SyntaxNode& node);
  V Arithmetic(Operator op, const V& a, const V& b);
  V Filter(NodeIndex list, NodeIndex condition);
  V Call(const SyntaxNode& node);
  V CallLists(const std::string& name, const std::vector<NodeIndex>& arguments);
  V CallTexts(const std::string& name, const std::vector<V>& a);
  V CallNumbers(const std::string& name, const std::vector<V>& a);
  const Record* RecordOf(const V& value) {
    if (value.kind != Kind::kRecord) return nullptr;
    const auto id = ParseId(value.text);
    if (!id.has_value()) return nullptr;
    // The record the expression is about need not be saved.
    for (const Record* frame : frames_) {
      if (frame != nullptr && frame->id == *id) return frame;
    }
    return context_.related->FindRecord(*id);
  }

  const SyntaxTree& tree_;
  const SchemaSet& schemas_;
  const EvaluationContext& context_;
  std::vector<const Record*> frames_;
};

}  // namespace kedang
