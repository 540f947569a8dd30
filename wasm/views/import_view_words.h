// The words of the import page: what is wrong with a cell, a column's name, counts and times.
#pragma once

#include <string>
#include <string_view>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/theme.h"

namespace kedang {

// What an issue of a row says, with its details: 手机号为 11 位，现在是 10 位.
std::string RowIssueWords(const RowIssue& issue, App& app);
// A kind of issue in a few words, for sums: 手机号为 11 位.
std::string IssueTitle(std::string_view code, const Schema& schema);
// An issue of the file: 第 3 行第 5 列：….
std::string FileIssueWords(const TableIssue& issue);
// Why a file cannot be read at all, in words and with what to do.
std::string FileProblemWords(const ImportJob& job);
// The header of a column, or 第 3 列.
std::string ColumnTitle(const ImportJob& job, std::uint32_t column);
// 1,234 / 12,345,678.
std::string Number(std::uint64_t number);
// 86,000 行/秒，还需约 1 秒.
std::string PaceWords(const ImportProgress& progress);

ui::Icon IconOf(Severity severity);
ui::Meaning MeaningOf(Severity severity);

}  // namespace kedang
