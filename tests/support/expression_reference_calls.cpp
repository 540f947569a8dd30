// The functions of the reference evaluator.
#include <set>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"
#include "tests/support/expression_reference.h"

namespace kedang {

using V = ReferenceValue;
using Kind = ReferenceValue::Kind;

bool ReferenceEvaluator::Knows(const SyntaxTree& tree) {
  static const std::set<std::string_view> kUnknown = {"pinyin", "initials", "number", "created", "changed", "label", "within"};
  for (const SyntaxNode& node : tree.nodes) {
    if (node.meaning == Meaning::kFunction && kUnknown.count(FunctionTable()[node.function]->name) > 0) return false;
  }
  return true;
}

// Tries everything a star can be.
bool ReferenceEvaluator::Fits(std::u32string_view text, std::u32string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') return Fits(text, pattern.substr(1)) || (!text.empty() && Fits(text.substr(1), pattern));
  if (text.empty()) return false;
  if (pattern[0] == '?') return Fits(text.substr(1), pattern.substr(1));
  if (pattern[0] == '\\' && pattern.size() > 1) return text[0] == pattern[1] && Fits(text.substr(1), pattern.substr(2));
  const std::size_t close = pattern.find(U']', pattern.size() > 1 && pattern[1] == '!' ? 3 : 2);
  if (pattern[0] == '[' && close != std::u32string_view::npos) {
    const bool is_negated = pattern[1] == '!';
    const std::u32string_view inside = pattern.substr(is_negated ? 2 : 1, close - (is_negated ? 2 : 1));
    bool is_inside = false;
    for (std::size_t i = 0; i < inside.size(); ++i) {
      const bool is_range = i + 2 < inside.size() && inside[i + 1] == '-';
      is_inside = is_inside || (text[0] >= inside[i] && text[0] <= inside[is_range ? i + 2 : i]);
      if (is_range) i += 2;
    }
    return is_inside != is_negated && Fits(text.substr(1), pattern.substr(close + 1));
  }
  return text[0] == pattern[0] && Fits(text.substr(1), pattern.substr(1));
}

V ReferenceEvaluator::Filter(NodeIndex list, NodeIndex condition) {
  std::vector<V> kept;
  for (const V& item : Of(list).items) {
    const Record* record = RecordOf(item);
    if (record == nullptr) continue;
    frames_.push_back(record);
    const bool holds = Of(condition).boolean;
    frames_.pop_back();
    if (holds) kept.push_back(item);
  }
  return List(std::move(kept));
}

V ReferenceEvaluator::Call(const SyntaxNode& node) {
  const auto index = static_cast<NodeIndex>(&node - tree_.nodes.data());
  const std::vector<NodeIndex> arguments = tree_.ChildrenOf(index);
  if (node.meaning == Meaning::kFilter) return Filter(arguments[0], arguments[1]);
  const FunctionRow& row = *FunctionTable()[node.function];
  const std::string name(row.name);
  if (name == "if") {
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
      if (Of(arguments[i]).boolean) return Of(arguments[i + 1]);
    }
    return arguments.size() % 2 == 1 ? Of(arguments.back()) : V();
  }
  if (name == "coalesce") {
    for (const NodeIndex argument : arguments) {
      V value = Of(argument);
      if (!value.is_null()) return value;
    }
    return {};
  }
  if ((name == "any" || name == "all" || name == "latest") && arguments.size() == 2) return CallLists(name, arguments);
  std::vector<V> values;
  const Signature signature = ReadSignature(row);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    values.push_back(Of(arguments[i]));
    const char letter = signature.parameters[std::min(i, signature.parameters.size() - 1)].letter;
    if ((letter == 'n' || letter == 'd') && row.form == FunctionForm::kPlain && values.back().is_null()) return {};
  }
  switch (row.area) {
    case FunctionArea::kText: return CallTexts(name, values);
    default: return CallNumbers(name, values);
  }
}

V ReferenceEvaluator::CallLists(const std::string& name, const std::vector<NodeIndex>& arguments) {
  const V list = Of(arguments[0]);
  if (name == "any") return Boolean(!Filter(arguments[0], arguments[1]).is_null());
  if (name == "all") {
    std::size_t there = 0;
    for (const V& item : list.items) there += RecordOf(item) != nullptr ? 1 : 0;
    return Boolean(Filter(arguments[0], arguments[1]).items.size() == there);
  }
  V best, key;
  for (const V& item : list.items) {
    const Record* record = RecordOf(item);
    if (record == nullptr) continue;
    frames_.push_back(record);
    const V value = Of(arguments[1]);
    frames_.pop_back();
    if (value.is_null() || (!key.is_null() && Compare(value, key) < 0)) continue;
    key = value;
    best = item;
  }
  return best;
}

V ReferenceEvaluator::CallTexts(const std::string& name, const std::vector<V>& a) {
  const std::u32string text = ToCodePoints(a[0].text);
  const auto count = [](const V& number) -> std::size_t {
    const BigInteger whole = DivideBigRounded(ToNine(number.number), BigInteger::Of(1).TimesTen(9), BigRounding::kFloor);
    return whole.is_negative ? 0 : static_cast<std::size_t>(std::min<std::int64_t>(*whole.ToInteger(), 1'000'000));
  };
  const auto made = [](std::u32string_view points) { return Text(ToUtf8(points)); };
  if (name == "length") return Integer(static_cast<std::int64_t>(text.size()));
  if (name == "left") return made(text.substr(0, count(a[1])));
  if (name == "right") return made(text.substr(text.size() - std::min(text.size(), count(a[1]))));
  if (name == "mid") {
    const std::size_t first = std::max<std::size_t>(1, count(a[1])) - 1;
    if (first >= text.size()) return {};
    return made(text.substr(first, a.size() > 2 ? count(a[2]) : text.size()));
  }
  if (name == "upper" || name == "lower") {
    std::u32string out = text;
    for (char32_t& c : out) {
      if (name == "upper" && c >= 'a' && c <= 'z') c -= 32;
      if (name == "lower" && c >= 'A' && c <= 'Z') c += 32;
    }
    return made(out);
  }
  if (name == "fold") return Text(Fold(a[0].text));
  if (name == "digits") {
    std::u32string out;
    for (const char32_t c : text) {
      if (c >= '0' && c <= '9') out += c;
    }
    return made(out);
  }
  if (name == "trim") {
    static const std::u32string kBlanks = U" \t\n\v\f\r\u00A0\u3000";
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::u32string::npos) return {};
    return made(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
  }
  if (name == "replace") {
    const std::u32string old = ToCodePoints(a[1].text), fresh = ToCodePoints(a[2].text);
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
      const bool is_here = !old.empty() && text.compare(i, old.size(), old) == 0;
      if (is_here) out += fresh;
      else out += text[i];
      i += is_here ? old.size() : 1;
    }
    return made(out);
  }
  if (name == "starts_with") return Boolean(a[0].text.rfind(a[1].text, 0) == 0);
  if (name == "ends_with") {
    const std::u32string end = ToCodePoints(a[1].text);
    return Boolean(end.size() <= text.size() && text.substr(text.size() - end.size()) == end);
  }
  if (name == "matches") return Boolean(Fits(text, ToCodePoints(a[1].text)));
  std::string all;  // concat, text
  for (const V& value : a) all += Format(value);
  return Text(all);
}

V ReferenceEvaluator::CallNumbers(const std::string& name, const std::vector<V>& a) {
  const auto civil = [&] { return ToCivil(Date{a[0].days}); };
  if (name == "is_empty") return Boolean(a[0].is_null());
  if (name == "me") return Text(std::string(context_.user));
  if (name == "source") return Text(std::string(context_.source));
  if (name == "today") return Days(context_.today.days);
  if (name == "abs") return a[0].number.units < 0 ? Number(ToDecimal(Negated(ToNine(a[0].number)), 9)) : a[0];
  if (name == "round" || name == "floor" || name == "ceil") {
    const V places = a.size() > 1 ? a[1] : Integer(0);
    if (places.number.scale > 0) return {};
    const std::int64_t digits = std::clamp<std::int64_t>(places.number.units, -18, 9);
    const BigInteger unit = BigInteger::Of(1).TimesTen(static_cast<std::int32_t>(9 - digits));
    const BigInteger kept = DivideBigRounded(ToNine(a[0].number), unit,
                                             name == "round"   ? BigRounding::kHalfAway
                                             : name == "floor" ? BigRounding::kFloor
                                                               : BigRounding::kCeil);
    return Number(ToDecimal(MultiplyBig(kept, unit), 9));
  }
  if (name == "mod") {
    const BigInteger x = ToNine(a[0].number), y = ToNine(a[1].number);
    if (y.digits.empty()) return {};
    const BigInteger times = DivideBigRounded(x, y, BigRounding::kFloor);
    return Number(ToDecimal(AddBig(x, Negated(MultiplyBig(times, y))), 9));
  }
  if (name == "date") {
    for (const V& part : a) {
      if (part.number.scale > 0 || part.number.units < 1 || part.number.units > 9999) return {};
    }
    if (a[1].number.units > 12 || a[2].number.units > 31) return {};
    const auto date = MakeDate(static_cast<int>(a[0].number.units), static_cast<unsigned>(a[1].number.units),
                               static_cast<unsigned>(a[2].number.units));
    return date.has_value() ? Days(date->days) : V();
  }
  if (name == "year") return Integer(civil().year);
  if (name == "month") return Integer(civil().month);
  if (name == "day") return Integer(civil().day);
  if (name == "quarter") return Integer((civil().month - 1) / 3 + 1);
  if (name == "weekday") {
    // 2026-11-22 is a Sunday.
    const std::int64_t since = std::int64_t{a[0].days} - MakeDate(2026, 11, 22)->days;
    return Integer(((since - 1) % 7 + 7) % 7 + 1);
  }
  if (name == "days_since") return Integer(std::int64_t{context_.today.days} - a[0].days);
  if (name == "days_until") return Integer(std::int64_t{a[0].days} - context_.today.days);
  if (name == "add_days") return Arithmetic(Operator::kAdd, a[0], a[1]);
  if (name == "add_months") {
    if (a[1].number.scale > 0 || std::abs(a[1].number.units) > 200'000) return {};
    CivilDate date = civil();
    const int step = a[1].number.units < 0 ? -1 : 1;
    int month = static_cast<int>(date.month);
    for (std::int64_t i = 0; i != a[1].number.units; i += step) {
      month += step;
      if (month == 13) ++date.year, month = 1;
      if (month == 0) --date.year, month = 12;
    }
    if (date.year < 1 || date.year > 9999) return {};
    while (!MakeDate(date.year, static_cast<unsigned>(month), date.day).has_value()) --date.day;
    return Days(MakeDate(date.year, static_cast<unsigned>(month), date.day)->days);
  }
  // Lists, and several values as one.
  std::vector<V> items = a.size() == 1 && a[0].kind == Kind::kList ? a[0].items : a;
  const bool is_empty_list = a.size() == 1 && a[0].is_null();
  if (is_empty_list) items.clear();
  if (name == "count") return Integer(static_cast<std::int64_t>(items.size()));
  if (name == "has") {
    for (const V& item : a[0].items) {
      if (Equal(item, a[1])) return Boolean(true);
    }
    return Boolean(false);
  }
  if (name == "any" || name == "all") {
    for (const V& item : items) {
      const bool is_true = item.kind != Kind::kBoolean || item.boolean;
      if (is_true == (name == "any")) return Boolean(name == "any");
    }
    return Boolean(name == "all");
  }
  if (name == "first") return items.empty() ? V() : items.front();
  if (name == "last") return items.empty() ? V() : items.back();
  if (name == "unique") {
    std::vector<V> once;
    for (const V& item : items) {
      if (std::none_of(once.begin(), once.end(), [&](const V& known) { return Equal(known, item); })) once.push_back(item);
    }
    return List(once);
  }
  if (name == "join") {
    std::string joined;
    for (std::size_t i = 0; i < a[0].items.size(); ++i) {
      joined += (i > 0 ? (a.size() > 1 ? a[1].text : "、") : "") + Format(a[0].items[i]);
    }
    return Text(joined);
  }
  V result;
  std::int64_t found = 0;
  for (const V& item : items) {
    if (item.is_null()) continue;
    ++found;
    if (found == 1) result = item;
    else if (name == "min" && Compare(item, result) < 0) result = item;
    else if (name == "max" && Compare(item, result) > 0) result = item;
    else if (name == "latest" && Compare(item, result) >= 0) result = item;
    else if (name == "sum" || name == "average") {
      result = Arithmetic(Operator::kAdd, result, item);
      if (result.is_null()) return {};
    }
  }
  if (name == "average" && found > 0) return Arithmetic(Operator::kDivide, result, Integer(found));
  return result;
}

}  // namespace kedang
