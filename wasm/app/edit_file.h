// EditFile: edits that have not reached the server as one JSON file, a last resort when a browser or a machine is given up:
// readable by people (titles, labels and values as words stand beside what the program reads), and read back into the
// tray of this or another replica. Contains what is in the outbox and the tray, nothing else. No drawing, no browser.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sync/codec.h"
#include "wasm/app/workspace.h"

namespace kedang {

// The tray's word for groups that came from a file.
inline constexpr char kImportedReason[] = "imported";
inline constexpr std::size_t kMaxEditFileBytes = 64u << 20;

struct EditFileWords {
  bool is_english = false;
  std::string author;                                      // who exports
  std::function<std::string(const QueuedGroup&)> reason;   // why a group of the tray was refused
};

// How many groups WriteEditFile would write. Damaged ones, which nobody can read, are not among them.
std::size_t UnsentGroupCount(const SyncClient& client);
std::string WriteEditFile(Workspace& workspace, const EditFileWords& words);

struct EditFile {
  std::string author;
  TimeMs exported_ms = 0;
  std::vector<QueuedGroup> groups;  // as KeepInTray takes them; edits know no own earlier ones
  std::size_t unreadable = 0;       // groups left out: a schema nobody has here, values that are none
};
// kInvalidArgument when it is no such file; says what is wrong with it.
Result<EditFile> ReadEditFile(const SchemaSet& schemas, std::string_view json);

}  // namespace kedang
