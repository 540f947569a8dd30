// The tree of an expression: nodes in one vector, linked by index. The parser fills what
// is written, the checker what it means. Chains of binary operators lean to the left and may be thousands of nodes deep:
// walk their left edge in a loop. All other nesting is at most kMaxExpressionDepth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/expr/expression_type.h"
#include "shared/expr/token.h"

namespace kedang {

inline constexpr std::size_t kMaxExpressionBytes = 64 * 1024;
inline constexpr std::size_t kMaxExpressionNodes = 20'000;
inline constexpr std::size_t kMaxExpressionDepth = 100;
// Conditions inside conditions: each goes through the related records of every record of the outer one.
inline constexpr std::size_t kMaxExpressionFrames = 8;
inline constexpr std::size_t kMaxMemberChain = 16;

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFF;

enum class NodeKind : std::uint8_t {
  kNull,
  kBoolean,   // number.units 0 or 1
  kNumber,
  kDate,      // number.units = days; made by the checker from a text compared with a date
  kText,
  kList,      // children = items
  kName,      // text
  kMember,    // child .text
  kUnary,     // op child (kNot, kSubtract)
  kBinary,    // child op child
  kCall,      // text(children)
};

// What the checker made of a node.
enum class Meaning : std::uint8_t {
  kNone,
  kField,     // kName: cell `field` of the record of `frame`; kMember: of the child's record(s)
  kRelated,   // records of `schema` whose reference `field` is the record (of `frame`, or the child's)
  kFunction,  // row `function` of the function table
  kWithin,    // kBinary in: codes that start with one of the right side
  kFilter,    // the child's records for which the second child is true: `list[condition]`, made from calls
};

// How a value has to be changed before its parent takes it.
enum class Conversion : std::uint8_t {
  kNone,
  kTitle,  // record → text of its title field `conversion_field` of `conversion_schema`
  kRank,   // choice key → its place among the choices of type.field
};

struct SyntaxNode {
  NodeKind kind = NodeKind::kNull;
  Operator op = Operator::kNone;
  Meaning meaning = Meaning::kNone;
  Conversion conversion = Conversion::kNone;
  CellForm form = CellForm::kPlain;  // kField
  std::uint8_t frame = 0;          // 0 = the record the expression is about, 1.. = records of conditions around
  std::uint16_t function = 0;
  SchemaId schema = 0;
  FieldId field = 0;
  SchemaId conversion_schema = 0;
  FieldId conversion_field = 0;
  std::uint32_t offset = 0;        // bytes of the source; a binary node spans both sides
  std::uint32_t length = 0;
  std::uint32_t name_offset = 0;   // kMember and kCall: where the name stands; kBinary: the operator
  std::uint32_t name_length = 0;
  NodeIndex first = kNoNode;       // first child
  NodeIndex next = kNoNode;        // next child of the same parent
  Decimal number;
  std::string text;
  ExpressionType type;
};

struct SyntaxTree {
  std::vector<SyntaxNode> nodes;
  NodeIndex root = kNoNode;

  SyntaxNode& operator[](NodeIndex index) { return nodes[index]; }
  const SyntaxNode& operator[](NodeIndex index) const { return nodes[index]; }
  std::vector<NodeIndex> ChildrenOf(NodeIndex parent) const;
};

}  // namespace kedang
