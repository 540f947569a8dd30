#include "tests/support/expression_reference.h"

#include <set>

#include "shared/base/utf8.h"
#include "shared/expr/function_table.h"
#include "shared/field/field_traits.h"

namespace kedang {

using V = ReferenceValue;
using Kind = ReferenceValue::Kind;

V ReferenceEvaluator::Boolean(bool value) {
  V made;
  made.kind = Kind::kBoolean;
  made.boolean = value;
  return made;
}
V ReferenceEvaluator::Number(const std::optional<Decimal>& value) {
  V made;
  if (!value.has_value()) return made;
  made.kind = Kind::kNumber;
  made.number = *value;
  return made;
}
V ReferenceEvaluator::Days(std::int64_t days) {
  V made;
  if (days < MakeDate(1, 1, 1)->days || days > MakeDate(9999, 12, 31)->days) return made;
  made.kind = Kind::kDate;
  made.days = static_cast<std::int32_t>(days);
  return made;
}
V ReferenceEvaluator::Text(std::string text) {
  V made;
  if (text.empty()) return made;
  made.kind = Kind::kText;
  made.text = std::move(text);
  return made;
}
V ReferenceEvaluator::List(std::vector<V> items) {
  V made;
  for (V& item : items) {
    if (!item.is_null()) made.items.push_back(std::move(item));
  }
  if (!made.items.empty()) made.kind = Kind::kList;
  return made;
}

std::string ReferenceEvaluator::Format(const V& value) {
  switch (value.kind) {
    case Kind::kNull: return "";
    case Kind::kBoolean: return value.boolean ? "true" : "false";
    case Kind::kNumber: return FormatDecimal(value.number);
    case Kind::kDate: return FormatDate(Date{value.days});
    case Kind::kText:
    case Kind::kRecord: return value.text;
    case Kind::kList: {
      std::string joined;
      for (std::size_t i = 0; i < value.items.size(); ++i) joined += (i > 0 ? ";" : "") + Format(value.items[i]);
      return joined;
    }
  }
  return "";
}

V ReferenceEvaluator::FromCell(const Value& value, const Field& field) {
  switch (value.kind()) {
    case Value::Kind::kNull: return {};
    case Value::Kind::kBoolean: return Boolean(value.boolean());
    case Value::Kind::kInteger:
      if (field.type == FieldType::kDateTime) return Days(DateOf(value.integer(), 480).days);
      return Integer(value.integer());
    case Value::Kind::kDecimal: return Number(value.decimal());
    case Value::Kind::kDate: return Days(value.date().days);
    case Value::Kind::kText: {
      V made = Text(value.text());
      if (TraitsOf(field.type).has_target) made.kind = Kind::kRecord;
      return made;
    }
    case Value::Kind::kList: {
      std::vector<V> items;
      for (const std::string& item : value.list()) {
        items.push_back(Text(item));
        if (TraitsOf(field.type).has_target) items.back().kind = Kind::kRecord;
      }
      return List(std::move(items));
    }
  }
  return {};
}

bool ReferenceEvaluator::Equal(const V& a, const V& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::kNull: return true;
    case Kind::kBoolean: return a.boolean == b.boolean;
    case Kind::kNumber: return CompareDecimal(a.number, b.number) == 0;
    case Kind::kDate: return a.days == b.days;
    case Kind::kText: return a.text == b.text;
    case Kind::kRecord: return ParseId(a.text) == ParseId(b.text);
    case Kind::kList: {
      if (a.items.size() != b.items.size()) return false;
      for (std::size_t i = 0; i < a.items.size(); ++i) {
        if (!Equal(a.items[i], b.items[i])) return false;
      }
      return true;
    }
  }
  return false;
}

int ReferenceEvaluator::Compare(const V& a, const V& b) {
  if (a.kind != b.kind) return 0;
  switch (a.kind) {
    case Kind::kNumber: return CompareDecimal(a.number, b.number);
    case Kind::kDate: return a.days < b.days ? -1 : a.days > b.days ? 1 : 0;
    case Kind::kText: {
      const std::u32string x = ToCodePoints(a.text), y = ToCodePoints(b.text);
      return x < y ? -1 : y < x ? 1 : 0;
    }
    default: return 0;
  }
}

V ReferenceEvaluator::Cell(const Record* record, FieldId field) {
  if (record == nullptr) return {};
  return FromCell(record->Get(field), *schemas_.Find(record->schema)->Find(field));
}

V ReferenceEvaluator::Members(const V& base, const std::function<V(const V&)>& of_one) {
  if (base.kind != Kind::kList) return of_one(base);
  std::vector<V> all;
  for (const V& item : base.items) {
    const V one = of_one(item);
    if (one.kind == Kind::kList) all.insert(all.end(), one.items.begin(), one.items.end());
    else all.push_back(one);
  }
  return List(std::move(all));
}

V ReferenceEvaluator::Related(const V& owner, SchemaId schema, FieldId field) {
  std::vector<V> all;
  const auto id = ParseId(owner.text);
  if (owner.kind != Kind::kRecord || !id.has_value()) return {};
  std::vector<const Record*> found;
  context_.related->FindReferring(schema, field, *id, 1'000'000, found);
  for (const Record* record : found) {
    V one = Text(FormatId(record->id));
    one.kind = Kind::kRecord;
    all.push_back(one);
  }
  return List(std::move(all));
}

V ReferenceEvaluator::Of(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  const V value = Plain(index);
  if (node.conversion == Conversion::kTitle) {
    return Members(value, [&](const V& one) { return Cell(RecordOf(one), node.conversion_field); });
  }
  if (node.conversion == Conversion::kRank) {
    for (std::size_t i = 0; i < node.type.field->choices.size(); ++i) {
      if (node.type.field->choices[i].key == value.text) return Integer(static_cast<std::int64_t>(i));
    }
    return {};
  }
  return value;
}

V ReferenceEvaluator::Plain(NodeIndex index) {
  const SyntaxNode& node = tree_[index];
  switch (node.kind) {
    case NodeKind::kNull: return {};
    case NodeKind::kBoolean: return Boolean(node.number.units != 0);
    case NodeKind::kNumber: return Number(node.number);
    case NodeKind::kDate: return Days(node.number.units);
    case NodeKind::kText: {
      V made = Text(node.text);
      if (node.type.kind == ExpressionKind::kRecord) made.kind = Kind::kRecord;
      return made;
    }
    case NodeKind::kList: {
      std::vector<V> items;
      for (const NodeIndex item : tree_.ChildrenOf(index)) items.push_back(Of(item));
      return List(std::move(items));
    }
    case NodeKind::kName: {
      const Record* record = frames_[node.frame];
      if (node.meaning != Meaning::kRelated) return Cell(record, node.field);
      if (record == nullptr) return {};
      V owner = Text(FormatId(record->id));
      owner.kind = Kind::kRecord;
      return Related(owner, node.schema, node.field);
    }
    case NodeKind::kMember:
      return Members(Of(node.first), [&](const V& one) {
        return node.meaning == Meaning::kRelated ? Related(one, node.schema, node.field) : Cell(RecordOf(one), node.field);
      });
    case NodeKind::kUnary: {
      const V operand = Of(node.first);
      if (node.op == Operator::kNot) return Boolean(!operand.boolean);
      if (operand.is_null()) return {};
      return Number(ToDecimal(Negated(BigInteger::Of(operand.number.units)), operand.number.scale));
    }
    case NodeKind::kBinary: return Binary(node);
    case NodeKind::kCall: return Call(node);
  }
  return {};
}

V ReferenceEvaluator::Arithmetic(Operator op, const V& a, const V& b) {
  if (a.is_null() || b.is_null()) return {};
  const auto whole = [](const V& n) -> std::optional<std::int64_t> {
    BigInteger rest;
    const BigInteger value = DivideBig(ToNine(n.number), BigInteger::Of(1).TimesTen(9), rest);
    if (!rest.digits.empty() || value.digits.size() > 12) return std::nullopt;
    return value.ToInteger();
  };
  if (a.kind == Kind::kDate && b.kind == Kind::kDate) return Integer(std::int64_t{a.days} - b.days);
  if (a.kind == Kind::kDate || b.kind == Kind::kDate) {
    const V &date = a.kind == Kind::kDate ? a : b, &days = a.kind == Kind::kDate ? b : a;
    const auto count = whole(days);
    return count.has_value() ? Days(date.days + (op == Operator::kSubtract ? -*count : *count)) : V();
  }
  const BigInteger x = ToNine(a.number), y = ToNine(b.number);
  switch (op) {
    case Operator::kAdd: return Number(ToDecimal(AddBig(x, y), 9));
    case Operator::kSubtract: return Number(ToDecimal(AddBig(x, Negated(y)), 9));
    case Operator::kMultiply: return Number(ToDecimal(MultiplyBig(x, y), 18));
    default:
      if (y.digits.empty()) return {};
      return Number(ToDecimal(DivideBigRounded(x.TimesTen(9), y, BigRounding::kHalfAway), 9));
  }
}

V ReferenceEvaluator::Binary(const SyntaxNode& node) {
  const NodeIndex right_index = tree_[node.first].next;
  const V a = Of(node.first), b = Of(right_index);
  const auto is_in = [](const V& item, const V& list) {
    for (const V& one : list.items) {
      if (Equal(item, one)) return true;
    }
    return false;
  };
  const auto starts = [](const V& code, std::string area) {
    while (area.size() == 6 && area.ends_with("00")) area = area.substr(0, 4);
    while (area.size() == 4 && area.ends_with("00")) area = area.substr(0, 2);
    return !area.empty() && code.text.starts_with(area);
  };
  switch (node.op) {
    case Operator::kOr: return Boolean(a.boolean || b.boolean);
    case Operator::kAnd: return Boolean(a.boolean && b.boolean);
    case Operator::kEqual: return Boolean(Equal(a, b));
    case Operator::kNotEqual: return Boolean(!Equal(a, b));
    case Operator::kLess: return Boolean(!a.is_null() && !b.is_null() && Compare(a, b) < 0);
    case Operator::kLessEqual: return Boolean(!a.is_null() && !b.is_null() && Compare(a, b) <= 0);
    case Operator::kGreater: return Boolean(!a.is_null() && !b.is_null() && Compare(a, b) > 0);
    case Operator::kGreaterEqual: return Boolean(!a.is_null() && !b.is_null() && Compare(a, b) >= 0);
    case Operator::kIn:
    case Operator::kNotIn: {
      bool found = is_in(a, b);
      if (node.meaning == Meaning::kWithin) {
        found = starts(a, b.text);
        for (const V& item : b.items) found = found || starts(a, item.text);
      }
      return Boolean(found == (node.op == Operator::kIn));
    }
    case Operator::kContains:
    case Operator::kNotContains: {
      const bool found = a.kind == Kind::kList ? is_in(b, a) : !b.text.empty() && a.text.find(b.text) != std::string::npos;
      return Boolean(found == (node.op == Operator::kContains));
    }
    case Operator::kJoin: return Text(Format(a) + Format(b));
    default: return Arithmetic(node.op, a, b);
  }
}

}  // namespace kedang
