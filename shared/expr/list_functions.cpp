#include <algorithm>
#include <array>
#include <new>

#include "shared/expr/function_table.h"

namespace kedang {
namespace {

Datum Count(Runtime&, const Datum* a, std::size_t) {
  return Datum::OfInteger(static_cast<std::int64_t>(a[0].item_count()));
}

Datum Has(Runtime& run, const Datum* a, std::size_t) {
  if (!run.Spend(a[0].item_count())) return {};
  for (std::size_t i = 0; i < a[0].item_count(); ++i) {
    if (EqualData(a[0].item(i), a[1])) return Datum::Of(true);
  }
  return Datum::Of(false);
}

// Over records: whether there is one. Over booleans: whether one is true.
Datum Any(Runtime& run, const Datum* a, std::size_t) {
  if (!run.Spend(a[0].item_count())) return {};
  for (std::size_t i = 0; i < a[0].item_count(); ++i) {
    const Datum item = a[0].item(i);
    if (item.kind != Datum::Kind::kBoolean || item.is_true()) return Datum::Of(true);
  }
  return Datum::Of(false);
}

Datum All(Runtime& run, const Datum* a, std::size_t) {
  if (!run.Spend(a[0].item_count())) return {};
  for (std::size_t i = 0; i < a[0].item_count(); ++i) {
    const Datum item = a[0].item(i);
    if (item.kind == Datum::Kind::kBoolean && !item.is_true()) return Datum::Of(false);
  }
  return Datum::Of(true);
}

Datum First(Runtime&, const Datum* a, std::size_t) { return a[0].item_count() > 0 ? a[0].item(0) : Datum(); }
Datum Last(Runtime&, const Datum* a, std::size_t) {
  return a[0].item_count() > 0 ? a[0].item(a[0].item_count() - 1) : Datum();
}

// The greatest date, number or text; of records the one made last.
Datum Latest(Runtime& run, const Datum* a, std::size_t) {
  if (!run.Spend(a[0].item_count())) return {};
  Datum best;
  for (std::size_t i = 0; i < a[0].item_count(); ++i) {
    const Datum item = a[0].item(i);
    if (best.is_null() || CompareData(item, best) >= 0) best = item;
  }
  return best;
}

Datum Unique(Runtime& run, const Datum* a, std::size_t) {
  const std::size_t count = a[0].item_count();
  if (count == 0 || !run.Spend(count)) return {};
  auto* made = static_cast<Datum*>(run.arena.Allocate(count * sizeof(Datum)));
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Datum item = a[0].item(i);
    if (!run.Spend(size)) return {};
    const bool is_known = std::any_of(made, made + size, [&item](const Datum& known) { return EqualData(known, item); });
    if (!is_known) new (made + size++) Datum(item);
  }
  return Datum::OfList(made, size);
}

Datum Join(Runtime& run, const Datum* a, std::size_t count) {
  const std::string_view separator = count > 1 ? a[1].text() : "、";
  run.arena.BeginText();
  for (std::size_t i = 0; i < a[0].item_count(); ++i) {
    const Datum item = a[0].item(i);
    if (!run.SpendText(item.text().size() + separator.size())) break;
    if (run.arena.text_size() > run.context.byte_limit) {
      run.error = ExpressionCode::kTooCostly;
      break;
    }
    if (i > 0) run.arena.AppendText(separator);
    AppendDatum(item, run.arena);
  }
  return Datum::OfText(run.arena.FinishText());
}

constexpr auto kArea = FunctionArea::kList;
constexpr auto kPlain = FunctionForm::kPlain;
constexpr auto kForm = FunctionForm::kList;
constexpr std::array kRows = {
    FunctionRow{"count", "计数", kArea, kForm, "Lc?:n", &Count, "列表或相关记录有多少项；对相关记录可加条件。",
                "Number of items or related records; over records a condition may follow.", "count(合同, 状态 = \"已签\")", "2"},
    FunctionRow{"has", "含有", kArea, kPlain, "LE:b", &Has, "列表里是否有这个值。", "Whether a list holds a value.",
                "has(客户标签, \"重点客户\")", "true"},
    FunctionRow{"any", "任一", kArea, FunctionForm::kAny, "Lc?:b", &Any, "是否至少有一条相关记录符合条件。",
                "Whether a condition holds for at least one related record.", "any(合同, 金额 > 10万)", "true"},
    FunctionRow{"all", "全部", kArea, FunctionForm::kAll, "Lc?:b", &All, "是否每一条相关记录都符合条件；没有记录时为真。",
                "Whether a condition holds for every related record; true when there is none.", "all(合同, 金额 > 10万)", "false"},
    FunctionRow{"first", "首个", kArea, kForm, "Lc?:E", &First, "列表的第一项；相关记录按建立先后排列。",
                "The first item; related records are in the order they were made.", "first(合同).金额", "120000"},
    FunctionRow{"last", "末个", kArea, kForm, "Lc?:E", &Last, "列表的最后一项。", "The last item.", "last(客户标签)", "高意向"},
    FunctionRow{"latest", "最近", kArea, FunctionForm::kLatest, "Lc?:E", &Latest,
                "最晚的日期；或日期（数值）最大的那条相关记录，不写字段则为最后建立的。",
                "The latest date; or the related record with the greatest date or number, without a key the one made last.",
                "latest(合同, 签订日期).金额", "200000.5"},
    FunctionRow{"filter", "筛选", kArea, FunctionForm::kFilter, "Rc:l", nullptr, "符合条件的相关记录。",
                "The related records for which a condition holds.", "sum(filter(合同, 金额 < 20万).金额)", "170000"},
    FunctionRow{"unique", "去重", kArea, kForm, "Lc?:l", &Unique, "去掉重复的项，保留第一次出现的。",
                "Every item once, where it first stands.", "unique([3, 1, 3])", "3;1"},
    FunctionRow{"join", "拼接", kArea, kPlain, "Lt?:t", &Join, "把列表各项接成一段文本，默认用顿号隔开。",
                "The items as one text, by default with 、 between them.", "join(客户标签, \"/\")", "重点客户/高意向"},
};

}  // namespace

std::span<const FunctionRow> ListFunctions() { return kRows; }

}  // namespace kedang
