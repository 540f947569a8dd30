// Whole files in and out, with errors that name the file and what to do.
#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

Result<Bytes> ReadWholeFile(const std::string& path);

// Calls back with the file's bytes in pieces of at most 1 MiB, in order, until it returns an error.
Status ReadFileInPieces(const std::string& path, const std::function<Status(ByteSpan piece)>& on_piece);
Result<std::uint64_t> FileSize(const std::string& path);

// Gathers text and writes it to a file beside `path`, which takes its name only at Close: a run that fails leaves what
// was there before. "-" is standard output.
class FileWriter {
 public:
  explicit FileWriter(std::string path);
  ~FileWriter();  // without Close: nothing is left behind
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  Status Open();
  Status Write(std::string_view text);
  // Everything is on disk when it returns ok.
  Status Close();

 private:
  Error Failure(std::string_view what) const;

  std::string path_;
  std::string temporary_path_;
  std::FILE* file_ = nullptr;
};

}  // namespace kedang
