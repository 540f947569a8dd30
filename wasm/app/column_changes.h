// ColumnChanges: what standardising does to the rows of an import: of every field, how many cells are stored otherwise than they are
// typed, by what was changed, with examples before and after. Found in slices; what is there can be shown while it goes on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shared/text/text_change.h"
#include "wasm/app/import_job.h"

namespace kedang {

class ColumnChanges {
 public:
  struct Example {
    std::string before, after;
  };
  struct Kind {
    TextChange change = TextChange::kForm;
    std::uint32_t cells = 0;
    std::vector<Example> examples;  // at most three, each once
  };
  struct Column {
    const Field* field = nullptr;   // of the job's schema
    std::uint32_t cells = 0;        // that are changed
    std::uint32_t from_address = 0; // empty ones that the address fills
    bool is_as_typed = false;
    bool may_keep_typed = false;
    std::vector<Kind> kinds;        // the most frequent first
  };

  ColumnChanges(const ImportJob& job, Workspace& workspace) : job_(job), workspace_(workspace) {}

  void Reset();
  // Looks through the rows as they are now.
  void Start();
  bool was_started() const { return was_started_; }
  // Works until `is_over`; true when all is done.
  bool Step(const std::function<bool()>& is_over);

  // Those of which something is changed or kept as typed, the most changed first. Made when it is asked for.
  std::vector<Column> columns() const;
  std::uint64_t cells() const { return cells_; }
  // Of the verdicts that were there at the start: others mean that rows were changed since.
  std::uint64_t revision() const { return revision_; }

 private:
  void LookAt(const std::vector<std::string_view>& cells);
  void Add(Column& column, TextChange change, std::string_view before, const std::string& after);

  const ImportJob& job_;
  Workspace& workspace_;
  std::vector<Column> columns_;
  std::vector<FieldFeed> feeds_;  // of columns_
  std::uint32_t row_ = 0;
  std::uint64_t cells_ = 0;
  std::uint64_t revision_ = 0;
  bool was_started_ = false;
};

}  // namespace kedang
