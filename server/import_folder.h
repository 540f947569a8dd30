// ImportFolder: files laid into a folder are imported by themselves: DIR/PROFILE/FILE by the profile of that name, on behalf of one
// user. A file that lies still is imported, once: then it moves to DIR/PROFILE/done, a report beside it, or, where it could not be
// read or nothing of it was good, to DIR/PROFILE/failed with the reason; rows that were refused stand there as a workbook to be mended
// and laid in again. What happens when the process dies in between follows from the import: it is whole or nothing, and a file that
// is in already is known by its content, so it only moves.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "server/instance.h"

namespace kedang {

struct ImportFolderOptions {
  std::string data_directory;  // of the instance; opened anew for every turn that has something to do, as commands do
  std::string folder;
  std::string as_user;         // empty: whoever runs the server
  int every_seconds = 30;
};

class ImportFolder {
 public:
  explicit ImportFolder(ImportFolderOptions options) : options_(std::move(options)) {}
  ~ImportFolder() { Stop(); }
  ImportFolder(const ImportFolder&) = delete;
  ImportFolder& operator=(const ImportFolder&) = delete;

  // kInvalidArgument when there is no such folder. Then looks again and again on a thread of its own, until Stop.
  Status Start();
  // Waits for the import under way.
  void Stop();

  // Looks once. A file is imported that looks as it did the last time. An Error is the instance's; what is wrong with a file is
  // said beside it.
  Status Turn();

 private:
  struct Look {
    std::uint64_t size = 0;
    std::int64_t written = 0;
    bool operator==(const Look&) const = default;
  };
  struct Found {
    std::string profile, path;
  };
  std::vector<Found> FindStill();
  Status Import(Instance& instance, const Found& file);
  void Run();

  ImportFolderOptions options_;
  std::map<std::string, Look> seen_;      // by path
  std::map<std::string, std::string> told_;  // by profile: what was logged last of it
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_stopped_ = false;
};

}  // namespace kedang
