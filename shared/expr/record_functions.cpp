#include <array>

#include "shared/expr/function_table.h"
#include "shared/expr/literal.h"

namespace kedang {
namespace {

Datum DayOf(Runtime& run, TimeMs time) {
  // 0 = never: a record that was not saved yet.
  if (time <= 0 || time / 86'400'000 > 2'900'000) return {};
  return Datum::Of(DateOf(time, run.context.offset_minutes));
}

Datum Created(Runtime& run, const Datum*, std::size_t) { return run.record != nullptr ? DayOf(run, run.record->created_ms) : Datum(); }
Datum Changed(Runtime& run, const Datum*, std::size_t) { return run.record != nullptr ? DayOf(run, run.record->changed_ms) : Datum(); }
Datum Me(Runtime& run, const Datum*, std::size_t) { return Datum::OfText(run.context.user); }
Datum Source(Runtime& run, const Datum*, std::size_t) { return Datum::OfText(run.context.source); }

Datum Within(Runtime&, const Datum* a, std::size_t) {
  return Datum::Of(!a[0].is_null() && !a[1].is_null() && a[0].text().starts_with(CodePrefix(a[1].text())));
}

constexpr auto kArea = FunctionArea::kRecord;
constexpr auto kPlain = FunctionForm::kPlain;
constexpr std::array kRows = {
    FunctionRow{"stage", "阶段", kArea, FunctionForm::kStage, ":t", nullptr, "记录的阶段；可比较先后。",
                "The stage of the record; stages can be compared by their order.", "stage() >= \"方案\"", "true"},
    FunctionRow{"owner", "负责人", kArea, FunctionForm::kOwner, ":t", nullptr, "记录的负责人。", "The owner of the record.",
                "owner() = me()", "true"},
    FunctionRow{"me", "我", kArea, FunctionForm::kMe, ":t", &Me, "正在查看的用户。", "The user who reads.",
                "负责人 = me()", "true", true},
    FunctionRow{"created", "建立日期", kArea, kPlain, ":d", &Created, "记录是哪一天建立的。",
                "The day the record was made.", "created()", "2026-10-01"},
    FunctionRow{"changed", "修改日期", kArea, kPlain, ":d", &Changed, "记录最后一次修改是哪一天。",
                "The day of the record's latest change.", "changed()", "2026-11-20"},
    FunctionRow{"source", "来源", kArea, FunctionForm::kSource, ":t", &Source,
                "这次修改从哪里来：手工、导入、接口、表单、撤销、冲突处理、示例。",
                "Where this change comes from: manual, import, api, form, undo, conflict_resolution, sample.",
                "source() = \"导入\"", "false", true},
    FunctionRow{"within", "位于", kArea, kPlain, "CC:b", &Within, "地区或行业是否在另一个之内；也可写作“地区 属于 \"浙江\"”。",
                "Whether a region or industry lies within another; the same as in.", "within(地区, \"浙江省\")", "true"},
    FunctionRow{"label", "标签文字", kArea, FunctionForm::kLabel, "t:t", nullptr, "选项显示的文字，而不是它的键。",
                "The words shown for a choice instead of its key.", "label(客户阶段)", "谈判"},
};

}  // namespace

std::span<const FunctionRow> RecordFunctions() { return kRows; }

}  // namespace kedang
