#include "shared/expr/arena.h"

#include <cstring>

namespace kedang {
namespace {

constexpr std::size_t kFirstChunk = 4096;
constexpr std::size_t kKeptBytes = 512 * 1024;
constexpr std::size_t kAlignment = 8;

}  // namespace

// Moves to a chunk with room for `size_bytes` and copies the `keep` bytes of the unfinished text there.
void Arena::Grow(std::size_t size_bytes, std::size_t keep) {
  const char* text = chunk_ < chunks_.size() ? chunks_[chunk_].bytes.get() + offset_ : nullptr;
  std::size_t next = chunks_.empty() ? 0 : chunk_ + 1;
  if (next < chunks_.size() && chunks_[next].size < size_bytes) chunks_.resize(next);
  if (next >= chunks_.size()) {
    std::size_t size = chunks_.empty() ? kFirstChunk : chunks_.back().size * 2;
    if (size > kKeptBytes) size = kKeptBytes;
    if (size < size_bytes) size = size_bytes;
    Chunk chunk;
    chunk.bytes = std::make_unique<char[]>(size);
    chunk.size = size;
    chunks_.push_back(std::move(chunk));
  }
  if (keep > 0) std::memcpy(chunks_[next].bytes.get(), text, keep);
  chunk_ = next;
  offset_ = 0;
}

void* Arena::Allocate(std::size_t size_bytes) {
  size_bytes = (size_bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (chunks_.empty() || chunks_[chunk_].size - offset_ < size_bytes) Grow(size_bytes, 0);
  void* memory = chunks_[chunk_].bytes.get() + offset_;
  offset_ += size_bytes;
  used_ += size_bytes;
  return memory;
}

void Arena::Reset() {
  if (used_ == 0 && text_size_ == 0) return;
  std::size_t kept = 0, count = 0;
  while (count < chunks_.size() && kept + chunks_[count].size <= kKeptBytes) kept += chunks_[count++].size;
  if (count < chunks_.size()) chunks_.resize(count);
  chunk_ = offset_ = used_ = text_size_ = 0;
}

void Arena::AppendText(std::string_view piece) {
  if (piece.empty()) return;
  const std::size_t size = text_size_ + piece.size();
  if (chunks_.empty() || chunks_[chunk_].size - offset_ < size) Grow(size + size / 2, text_size_);
  std::memcpy(chunks_[chunk_].bytes.get() + offset_ + text_size_, piece.data(), piece.size());
  text_size_ = size;
}

std::string_view Arena::FinishText() {
  const std::size_t size = text_size_;
  text_size_ = 0;
  // Nothing moves: the room is there already, and only the alignment behind it may need another chunk next time.
  if (size == 0) return {};
  char* text = chunks_[chunk_].bytes.get() + offset_;
  std::size_t taken = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (taken > chunks_[chunk_].size - offset_) taken = chunks_[chunk_].size - offset_;
  offset_ += taken;
  used_ += taken;
  return {text, size};
}

std::string_view Arena::CopyText(std::string_view text) {
  BeginText();
  AppendText(text);
  return FinishText();
}

}  // namespace kedang
