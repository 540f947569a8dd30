#include <array>

#include "shared/base/decimal_math.h"
#include "shared/expr/function_table.h"

namespace kedang {
namespace {

Datum OfNumber(const std::optional<Decimal>& number) { return number.has_value() ? Datum::Of(*number) : Datum(); }

// The items of one list, or the arguments themselves.
struct Items {
  const Datum* arguments;
  std::size_t count;

  std::size_t size() const { return count == 1 && arguments[0].is_list() ? arguments[0].size : count; }
  Datum at(std::size_t i) const { return count == 1 && arguments[0].is_list() ? arguments[0].item(i) : arguments[i]; }
};

Datum Abs(Runtime&, const Datum* a, std::size_t) { return a[0].units < 0 ? OfNumber(NegateDecimal(a[0].number())) : a[0]; }

Datum RoundTo(const Datum* a, std::size_t count, Rounding rounding) {
  std::int64_t places = 0;
  if (count > 1) {
    const std::optional<std::int64_t> whole = ToInteger(a[1].number());
    if (!whole.has_value()) return {};
    places = *whole;
  }
  return OfNumber(RoundDecimal(a[0].number(), places, rounding));
}
Datum Round(Runtime&, const Datum* a, std::size_t count) { return RoundTo(a, count, Rounding::kHalfAway); }
Datum Floor(Runtime&, const Datum* a, std::size_t count) { return RoundTo(a, count, Rounding::kFloor); }
Datum Ceil(Runtime&, const Datum* a, std::size_t count) { return RoundTo(a, count, Rounding::kCeil); }

Datum Mod(Runtime&, const Datum* a, std::size_t) { return OfNumber(ModuloDecimal(a[0].number(), a[1].number())); }

// The least (order < 0) or greatest; the first of equal ones; null when there is none.
Datum Extreme(Runtime& run, const Datum* a, std::size_t count, int order) {
  const Items items{a, count};
  Datum best;
  if (!run.Spend(items.size())) return {};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Datum item = items.at(i);
    if (item.is_null()) continue;
    if (best.is_null() || CompareData(item, best) * order > 0) best = item;
  }
  return best;
}
Datum Min(Runtime& run, const Datum* a, std::size_t count) { return Extreme(run, a, count, -1); }
Datum Max(Runtime& run, const Datum* a, std::size_t count) { return Extreme(run, a, count, 1); }

Datum Total(Runtime& run, const Datum* a, std::size_t count, bool is_average) {
  const Items items{a, count};
  if (!run.Spend(items.size())) return {};
  std::optional<Decimal> sum;
  std::int64_t found = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Datum item = items.at(i);
    if (item.is_null()) continue;
    sum = found == 0 ? item.number() : AddDecimal(*sum, item.number());
    if (!sum.has_value()) return {};
    ++found;
  }
  if (found == 0 || !is_average) return OfNumber(sum);
  return OfNumber(DivideDecimal(*sum, Decimal{found, 0}));
}
Datum Sum(Runtime& run, const Datum* a, std::size_t count) { return Total(run, a, count, false); }
Datum Average(Runtime& run, const Datum* a, std::size_t count) { return Total(run, a, count, true); }

constexpr auto kNumber = FunctionArea::kNumber;
constexpr auto kPlain = FunctionForm::kPlain;
constexpr std::array kRows = {
    FunctionRow{"abs", "绝对值", kNumber, kPlain, "n:n", &Abs, "绝对值。", "The number without its sign.", "abs(3 - 8)", "5"},
    FunctionRow{"round", "四舍五入", kNumber, kPlain, "nn?:n", &Round, "四舍五入到几位小数；负数表示到十位、百位……",
                "Rounded half away from zero to so many places; negative ones are tens, hundreds …", "round(1234.565, 2)",
                "1234.57"},
    FunctionRow{"floor", "向下取整", kNumber, kPlain, "nn?:n", &Floor, "不大于它的最近值。", "The next one that is not greater.",
                "floor(-1.5)", "-2"},
    FunctionRow{"ceil", "向上取整", kNumber, kPlain, "nn?:n", &Ceil, "不小于它的最近值。", "The next one that is not smaller.",
                "ceil(1.01)", "2"},
    FunctionRow{"mod", "取余", kNumber, kPlain, "nn:n", &Mod, "除后的余数，正负号与除数相同。",
                "What division leaves, with the sign of the divisor.", "mod(-7, 3)", "2"},
    FunctionRow{"min", "最小", kNumber, FunctionForm::kOrdered, "S+:S", &Min,
                "几个值或一个列表中最小的；对相关记录可再加条件。",
                "The least of some values or of a list; over related records a condition may follow.", "min(合同.金额)", "50000"},
    FunctionRow{"max", "最大", kNumber, FunctionForm::kOrdered, "S+:S", &Max,
                "几个值或一个列表中最大的；对相关记录可再加条件。",
                "The greatest of some values or of a list; over related records a condition may follow.",
                "max(合同.金额, 状态 = \"已签\")", "120000"},
    FunctionRow{"sum", "求和", kNumber, FunctionForm::kNumbers, "S+:n", &Sum, "几个数或一个列表之和；对相关记录可再加条件。",
                "The sum of some numbers or of a list; over related records a condition may follow.", "sum(合同.金额)", "370000.5"},
    FunctionRow{"average", "平均", kNumber, FunctionForm::kNumbers, "S+:n", &Average,
                "几个数或一个列表的平均值，空值不计；对相关记录可再加条件。",
                "The mean of some numbers or of a list, null left out; over related records a condition may follow.",
                "average(1, 2, null)", "1.5"},
};

}  // namespace

std::span<const FunctionRow> NumberFunctions() { return kRows; }

}  // namespace kedang
