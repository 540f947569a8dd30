// RejectedFile: the rows an import did not take, as they were, each with its reasons in a last column: to be mended and
// imported again. A workbook or CSV, by the file's name.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/file.h"
#include "shared/intake/importer.h"
#include "shared/intake/xlsx_writer.h"

namespace kedang {

class RejectedFile {
 public:
  static Result<std::unique_ptr<RejectedFile>> Create(const std::string& path);

  Status WriteHeader(std::span<const std::string_view> titles);
  Status WriteRow(std::span<const std::string_view> cells, const PreparedRow& prepared);
  // Complete and durable behind it.
  Status Close();

 private:
  explicit RejectedFile(const std::string& path) : file_(path) {}

  FileWriter file_;
  std::optional<XlsxWriter> workbook_;
};

}  // namespace kedang
