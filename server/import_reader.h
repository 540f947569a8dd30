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
  static Result<std::unique_ptr<ImportReader>> Open(const ImportTerms& terms, const CheckContext& check, Store* store);

  // Calls back with batches of prepared rows in the order of the file until it returns an error. Afterwards the
  // answer's counts and issues are complete. kConflict when the file is not the one whose hash is in the terms.
  Status Run(const std::function<Status(std::vector<PreparedRow>&& batch)>& on_batch, const ImportProgress& progress,
             ImportAnswer& answer);

  // As the file was read: what a profile of it says.
  const ImportPlan& plan() const { return plan_; }

 private:
  explicit ImportReader(const ImportTerms& terms) : terms_(terms), request_(terms.request), sheet_(terms.request.sheet) {}
  Status FindFormat();
  bool TakeSheet(const TableStream& stream);
  // Rows from the beginning of the file; of text, only the last one made may be read from.
  Result<std::unique_ptr<TableStream>> MakeStream();
  Status Drain(const std::function<Status(std::vector<PreparedRow>&&)>& on_batch, ImportAnswer& answer);

  const ImportTerms& terms_;
  const ImportRequest& request_;
  ImportPlan plan_;
  std::uint32_t sheet_ = 0;
  std::uint64_t size_ = 0;
  std::unique_ptr<TextDecoder> decoder_;
  bool is_workbook_ = false;
  EncodingGuess guess_;
  std::unique_ptr<TableStream> stream_;
  std::unique_ptr<Importer> importer_;
  std::unique_ptr<RejectedFile> rejected_;
};

}  // namespace kedang
