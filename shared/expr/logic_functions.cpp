#include <array>

#include "shared/expr/function_table.h"

namespace kedang {
namespace {

Datum IsEmpty(Runtime&, const Datum* a, std::size_t) {
  return Datum::Of(a[0].is_null() || (a[0].is_list() && a[0].size == 0));
}

constexpr auto kLogic = FunctionArea::kLogic;
constexpr std::array kRows = {
    FunctionRow{"if", "如果", kLogic, FunctionForm::kIf, "cS+:S", nullptr,
                "条件成立时取第一个值，否则取后一个；可以接着写更多“条件, 值”，最后单独一个值是其余情况，没有则为空。",
                "The value behind the first condition that holds; a last value alone stands for all other cases, else null.",
                "if(合同金额 > 10万, \"大\", \"小\")", "大"},
    FunctionRow{"coalesce", "首个非空", kLogic, FunctionForm::kCoalesce, "S+:S", nullptr,
                "第一个不为空的值。", "The first value that is not null.", "coalesce(简称, 客户名称)", "杭州云锦科技有限公司"},
    FunctionRow{"is_empty", "为空", kLogic, FunctionForm::kPlain, "v:b", &IsEmpty,
                "值或列表是否为空。", "Whether a value or list is empty.", "is_empty(简称)", "true"},
};

}  // namespace

std::span<const FunctionRow> LogicFunctions() { return kRows; }

}  // namespace kedang
