// PastImports: the imports that may be taken back: one's own or, for administrators, everybody's, from the records of imports, so
// offline as well. Taking one back is an edit like any other: it waits for the server, and RevertReport says how it stands.
#pragma once

#include "wasm/app/revert_report.h"
#include "wasm/app/source_book.h"

namespace kedang {

enum class PastState : std::uint8_t {
  kThere,
  kUnfinished,  // only part of its rows was written
  kGoing,       // being taken back: the server was not reached yet
  kTakenBack,
  kRefused,     // the server would not: the sync page says why
  kLate,        // more than thirty days ago
};

class PastImports {
 public:
  static constexpr TimeMs kUndoneWithinMs = TimeMs{30} * 24 * 3600 * 1000;  // as the server has it

  PastImports(Workspace& workspace, SourceBook& book) : workspace_(workspace), book_(book) {}

  // Newest first; good until something changes.
  std::vector<const ImportRun*> List();
  PastState StateOf(const ImportRun& run) const;
  bool CanTakeBack(const ImportRun& run) const;

 private:
  Workspace& workspace_;
  SourceBook& book_;
};

}  // namespace kedang
