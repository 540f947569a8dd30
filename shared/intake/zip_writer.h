// A ZIP file being written to memory, part after part, deflated. The times of its parts are always the same: the same parts
// give the same bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

class ZipWriter {
 public:
  ZipWriter();
  ZipWriter(ZipWriter&&) noexcept;
  ZipWriter& operator=(ZipWriter&&) noexcept;
  ~ZipWriter();

  // Begins a part; the one before it ends.
  Status Begin(const std::string& name);
  Status Write(std::string_view piece);
  // The whole file. Nothing may be written afterwards.
  Result<Bytes> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kedang
