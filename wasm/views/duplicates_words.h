// Words of the duplicate desk: how sure it is, why two records look the same, why a value won, what stands against a merge.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/app/duplicate_desk.h"
#include "wasm/app/merge_draft.h"
#include "wasm/ui/theme.h"

namespace kedang {

// 99.99%, 84.3%; "–" where nothing vouches for all of a group.
std::string ProbabilityWords(double probability);
ui::Color ProbabilityColor(double probability);
// +12.4, −9.6: bits.
std::string WeightWords(double weight);

// 信用代码相同, 名称相近, 座机不同.
std::string PartWords(App& app, const Schema& schema, const DuplicatePart& part);
// What speaks most for the strongest pair of the group; empty when nobody can say.
std::string ReasonWords(App& app, DuplicateDesk& desk, const DuplicateCluster& group);
// 最完整, 人工选择 … of a field in which they do not all say the same; else that they do, or that only one says anything.
std::string GoldenWords(const MergeDraft& draft, const GoldenField& golden);
std::string_view HindranceWords(MergeHindrance hindrance);
// 3 个联系人、12 条跟进; empty when nothing moves.
std::string MovedWords(App& app, const MergeDraft& draft);

// 00318 of KH-2026-00318; the place (from 1) when the record has no number.
std::string ShortNumber(const Schema& schema, const Record& record, std::size_t place);
// KH-2026-00318, or else the record's title.
std::string LongNumber(App& app, const Schema& schema, const Record& record);
// The record that would be kept, in words.
std::string GroupTitle(App& app, const Schema& schema, const std::vector<Id>& records);
std::string CountText(std::size_t count);

}  // namespace kedang
