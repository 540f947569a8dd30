// TableIssue: something in a file of rows and columns that the user should know, and where it is. Rows and columns count
// from 1 as a spreadsheet shows them (row 1 is the header when there is one); 0 means the whole file or the whole row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/issue.h"

namespace kedang {

struct TableIssue {
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  Severity severity = Severity::kWarn;
  std::string code;     // stable; "intake.<code>" in assets/locale
  std::string message;  // English, for the command line, API and logs

  bool operator==(const TableIssue&) const = default;
};

using TableIssues = std::vector<TableIssue>;

// {"row":2,"column":3,"severity":"warn","code":"…","message":"…"}; before them "sheet", unless that is empty.
void AppendTableIssueJson(const TableIssue& issue, std::string_view sheet, std::string& out);

}  // namespace kedang
