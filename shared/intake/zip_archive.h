// The parts of a ZIP file that lies in memory, read piece by piece: nothing is unpacked to disk, so names cannot lead
// anywhere, and a part is never in memory as a whole. Bytes that are no intact archive are an Error, never a crash; what is
// unpacked is counted, and a bomb stops at the limit. The only door to minizip.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

struct ZipLimits {
  std::uint64_t part_bytes = std::uint64_t{4} << 30;  // of one part, unpacked
  std::uint64_t parts = 10'000;
};

class ZipPart;

class ZipArchive {
 public:
  // `bytes` must outlive the archive and its parts. kCorrupt when they are no ZIP file, or one that is cut off.
  static Result<ZipArchive> Open(ByteSpan bytes, ZipLimits limits = {});
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ~ZipArchive();

  // Case is ignored, as spreadsheet programs do.
  bool Has(std::string_view name) const;
  // kNotFound without such a part, kUnsupported for an encrypted one.
  Result<ZipPart> OpenPart(std::string_view name) const;
  // The whole part; kTooLarge beyond `max_bytes`.
  Result<std::string> ReadPart(std::string_view name, std::uint64_t max_bytes) const;

 private:
  friend class ZipPart;
  struct Directory;
  explicit ZipArchive(std::unique_ptr<Directory> directory);
  std::unique_ptr<Directory> directory_;
};

// One part while it is being read; several may be open at a time.
class ZipPart {
 public:
  ZipPart(ZipPart&&) noexcept;
  ZipPart& operator=(ZipPart&&) noexcept;
  ~ZipPart();

  // The next bytes, until the next call; none at the end. kCorrupt where it is damaged (its checksum included), kTooLarge
  // at the limit.
  Result<std::string_view> Read();
  std::uint64_t size() const;  // unpacked, as the archive says
  std::uint64_t done() const;  // unpacked so far

 private:
  friend class ZipArchive;
  struct State;
  explicit ZipPart(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kedang
