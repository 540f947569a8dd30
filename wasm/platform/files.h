// Files of the person's machine: choosing, dropping, reading piece by piece (a file is never in memory as
// a whole), saving. A chosen file stays readable until CloseFile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace kedang {

struct LocalFile {
  uint32_t id = 0;
  std::string name;
  double size_bytes = 0;
};

// Opens the browser's file chooser. Call it in the frame of the person's click or key. `accept` is as of
// <input accept>: ".csv,.tsv,.txt,.xlsx". The callback does not come when the person cancels.
void PickFile(std::string_view accept, std::function<void(const LocalFile&)> picked);

struct DropHandlers {
  std::function<void(bool is_over)> hover;        // a file is dragged over the window, or has left (before it is dropped)
  std::function<void(const LocalFile&)> dropped;  // each of several, one after the other
};
void OnFileDrop(DropHandlers handlers);

// Reads at most `size_bytes` from `offset`; fewer at the end, none behind it. kUnavailable when the file
// was moved or changed since it was chosen, kNotFound after CloseFile.
void ReadFile(uint32_t file, double offset, double size_bytes, std::function<void(Result<Bytes>)> done);

void CloseFile(uint32_t file);

// Offers bytes as a download.
void SaveFile(std::string_view name, std::string_view mime, ByteSpan bytes);

}  // namespace kedang
