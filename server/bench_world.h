// What benchmarks of the server work on: an instance in a directory of its own, filled by an import, gone afterwards.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "server/command_bench.h"
#include "server/import_job.h"

namespace kedang {

// A directory that goes away with this object.
class ScratchDirectory {
 public:
  static Result<std::unique_ptr<ScratchDirectory>> Make();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct BenchWorld {
  std::unique_ptr<ScratchDirectory> directory;
  std::unique_ptr<Instance> instance;  // goes before its directory
  ImportAnswer answer;

  std::string data() const { return directory->path() + "/data"; }
};

// Made-up companies, or those of the file that was given.
Result<BenchWorld> MakeBenchWorld(const CommonOptions& common, const BenchCommandOptions& options);

inline double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace kedang
