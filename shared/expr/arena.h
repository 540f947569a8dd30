// Arena: memory for what an evaluation makes, given out in order and taken back all at once. Chunks are kept, so that an
// evaluator that has warmed up does not allocate.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace kedang {

class Arena {
 public:
  // Aligned for any Datum; never null. `size_bytes` may be 0.
  void* Allocate(std::size_t size_bytes);
  // Everything given out is gone; what grew beyond a few hundred KiB goes back to the system.
  void Reset();
  // Bytes given out since Reset.
  std::size_t used_bytes() const { return used_; }

  // One text at a time is written piece by piece: Begin, Append …, Finish. Allocate must not be called in between.
  void BeginText() { text_size_ = 0; }
  void AppendText(std::string_view piece);
  std::size_t text_size() const { return text_size_; }
  std::string_view FinishText();
  std::string_view CopyText(std::string_view text);

 private:
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  void Grow(std::size_t size_bytes, std::size_t keep);

  std::vector<Chunk> chunks_;
  std::size_t chunk_ = 0;   // in use; chunks_ may be empty
  std::size_t offset_ = 0;  // free from here in chunks_[chunk_]
  std::size_t used_ = 0;
  std::size_t text_size_ = 0;  // of the unfinished text at offset_
};

}  // namespace kedang
