// The JSON in which the database keeps cells, so that people can read them with any SQLite tool:
//   cells     {"<field id>": value, …} in the order of field ids
//   value     null, true/false, an integer, a text, ["text",…], {"date":"2026-11-22"} or {"decimal":"12.50"}
//   versions  "<field id>:<epoch>.<sequence>,…" for cells whose version is not the record's created one
// Written and read by hand because every import and first load goes through here 300,000 times.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/mutation.h"
#include "shared/model/record.h"

namespace kedang {

void AppendValueJson(const Value& value, std::string& out);
// kCorrupt when it is not of the form above.
Result<Value> ParseValueJson(std::string_view json);

void AppendCellsJson(const std::vector<Cell>& cells, std::string& out);
// Adds the cells to `record`, all with record.created as their version.
Status ParseCellsJson(std::string_view json, Record& record);

using FieldValues = std::vector<std::pair<FieldId, Value>>;
// The changed fields of a history entry, on one side.
Result<FieldValues> ParseFieldValues(std::string_view json);

// Empty when every cell has the created version.
std::string FormatCellVersions(const Record& record);
Status ParseCellVersions(std::string_view text, Record& record);

std::string FormatIssuesJson(const Issues& issues);
Result<Issues> ParseIssuesJson(std::string_view json);
// For people who look into the table of rejected mutations; never read back.
std::string FormatMutationJson(const Mutation& mutation);

}  // namespace kedang
