// FileRef: what a cell knows of an attached file: which one it is, how large, and what it is called. The bytes are kept
// elsewhere, under the id. A cell holds each as one text of its list: "ID SIZE NAME".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/model/id.h"

namespace kedang {

inline constexpr std::uint64_t kMaxFileBytes = 64ull << 20;
inline constexpr std::size_t kMaxFilesInField = 50;
// What travels at once: a file is sent in parts of this size, the last one shorter.
inline constexpr std::uint64_t kFilePartBytes = 1u << 20;

struct FileRef {
  Id id;
  std::uint64_t size = 0;  // bytes
  std::string name;        // as on the machine it came from, without folders
};

std::string FormatFileRef(const FileRef& file);
// Nothing for anything FormatFileRef does not write: sizes over kMaxFileBytes, names that are empty, hold control
// characters or separators of folders, or are longer than 200 bytes.
std::optional<FileRef> ParseFileRef(std::string_view text);
// The name as it may stand in a FileRef: separators and control characters become '_', long ones lose their middle, the
// ending stays.
std::string CleanFileName(std::string_view name);
// How many parts a file of that size has; an empty file has none.
std::uint32_t FilePartCount(std::uint64_t size);

}  // namespace kedang
