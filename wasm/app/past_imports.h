// PastImports: the imports that the server knows, one's own or, for administrators, everybody's, and taking one back. That is
// an edit like any other, so it waits offline and its outcome stands on the sync page.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "wasm/app/workspace.h"

namespace kedang {

struct PastImport {
  Id batch;
  std::string source;  // the file's name
  std::string schema;  // key of the template
  std::string author;
  TimeMs at_ms = 0;
  std::uint64_t created = 0;
  std::uint64_t changed = 0;
  bool is_undone = false;
};

class PastImports {
 public:
  static constexpr TimeMs kUndoneWithinMs = TimeMs{30} * 24 * 3600 * 1000;  // as the server has it

  explicit PastImports(Workspace& workspace) : workspace_(workspace) {}

  // Whether it is time to ask the server (kPath), which is then done: every few seconds, and once what waited here has arrived there.
  bool IsDue(double now_ms);
  static constexpr char kPath[] = "/api/v1/imports";
  // The answer of the server; false when it is none.
  bool Take(std::string_view json);
  bool is_known() const { return is_known_; }
  // Newest first.
  const std::vector<PastImport>& imports() const { return imports_; }
  bool CanTakeBack(const PastImport& past) const;
  // Asked for here, and not told yet what became of it.
  bool IsGoing(const PastImport& past) const { return going_.count(past.batch) != 0; }
  // The edit that takes it back, to be submitted; then OnKept with what became of that.
  Group TakeBack(const PastImport& past);
  void OnKept(Id batch, const Status& status);
  // Something was imported: what is known is old.
  void Forget() { asked_ms_ = -1; }

 private:
  Workspace& workspace_;
  std::vector<PastImport> imports_;
  std::set<Id> going_;
  bool is_known_ = false;
  bool is_keeping_ = false;   // an edit is on its way into the outbox
  bool was_settled_ = false;  // when the server was asked: nothing was on its way there
  double asked_ms_ = -1;
};

}  // namespace kedang
