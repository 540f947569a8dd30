// ImportReader: the reading half of an import: the file's bytes through its format (text in its encoding, or a workbook)
// and Importer, as batches of rows that are judged and ready to be stored.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/import_job.h"
#include "server/rejected_file.h"
#include "shared/intake/encoding.h"
#include "shared/intake/table_stream.h"

namespace kedang {

class ImportReader {
 public:
  // Finds out what the file is (of text one pass over all of it) and maps the columns. `unique` and `store` as in Importer::Make.
  static Result<std::unique_ptr<ImportReader>> Open(const ImportRequest& request, const CheckContext& check,
                                                    Store* store);

  // Calls back with batches of prepared rows in the order of the file until it returns an error. Afterwards the
  // answer's counts and issues are complete.
  Status Run(const std::function<Status(std::vector<PreparedRow>&& batch)>& on_batch, const ImportProgress& progress,
             ImportAnswer& answer);

 private:
  explicit ImportReader(const ImportRequest& request) : request_(request) {}
  Status FindFormat();
  // Rows from the beginning of the file; of text, only the last one made may be read from.
  Result<std::unique_ptr<TableStream>> MakeStream();
  Status Drain(const std::function<Status(std::vector<PreparedRow>&&)>& on_batch, ImportAnswer& answer);

  const ImportRequest& request_;
  std::uint64_t size_ = 0;
  std::unique_ptr<TextDecoder> decoder_;
  bool is_workbook_ = false;
  EncodingGuess guess_;
  std::unique_ptr<TableStream> stream_;
  std::unique_ptr<Importer> importer_;
  std::unique_ptr<RejectedFile> rejected_;
};

}  // namespace kedang
