#include "wasm/platform/files.h"

#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"
#include "wasm/platform/pending.h"

extern "C" {
void kedang_files_pick(uint32_t number, const char* accept, size_t size);
void kedang_files_watch_drops();
void kedang_files_read(uint32_t number, uint32_t file, double offset, double size);
void kedang_files_close(uint32_t file);
void kedang_files_save(const char* name, size_t name_size, const char* mime, size_t mime_size,
                       const uint8_t* bytes, size_t size);
}

namespace kedang {
namespace {

using PickCallback = std::function<void(const LocalFile&)>;
using ReadCallback = std::function<void(Result<Bytes>)>;

Pending<PickCallback>& Picks() {
  static Pending<PickCallback> calls;
  return calls;
}

Pending<ReadCallback>& Reads() {
  static Pending<ReadCallback> calls;
  return calls;
}

DropHandlers& Drops() {
  static DropHandlers handlers;
  return handlers;
}

// The codes of files.js.
Result<Bytes> ReadResult(int code, const uint8_t* bytes, size_t size) {
  switch (code) {
    case 0: return Bytes(bytes, bytes + size);
    case 1: return {ErrorCode::kNotFound, "the file was closed; choose it again"};
    default: return {ErrorCode::kUnavailable, "the file was moved or changed since it was chosen; choose it again"};
  }
}

}  // namespace

void PickFile(std::string_view accept, PickCallback picked) {
  kedang_files_pick(Picks().Add(std::move(picked)), accept.data(), accept.size());
}

void OnFileDrop(DropHandlers handlers) {
  const bool is_first = !Drops().dropped;
  Drops() = std::move(handlers);
  if (is_first) kedang_files_watch_drops();
}

void ReadFile(uint32_t file, double offset, double size_bytes, ReadCallback done) {
  kedang_files_read(Reads().Add(std::move(done)), file, offset, size_bytes);
}

void CloseFile(uint32_t file) { kedang_files_close(file); }

void SaveFile(std::string_view name, std::string_view mime, ByteSpan bytes) {
  kedang_files_save(name.data(), name.size(), mime.data(), mime.size(), bytes.data(), bytes.size());
}

}  // namespace kedang

extern "C" {

// `number` 0: it was dropped.
EMSCRIPTEN_KEEPALIVE void kedang_files_chosen(uint32_t number, uint32_t file, const char* name, size_t size,
                                              double size_bytes) {
  const kedang::LocalFile local{.id = file, .name = std::string(name, size), .size_bytes = size_bytes};
  const kedang::PickCallback call = number == 0 ? kedang::Drops().dropped : kedang::Picks().Take(number);
  if (call) call(local);
  kedang::RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_files_hover(int is_over) {
  if (kedang::Drops().hover) kedang::Drops().hover(is_over != 0);
  kedang::RequestFrames(2);
}

EMSCRIPTEN_KEEPALIVE void kedang_files_bytes(uint32_t number, int code, const uint8_t* bytes, size_t size) {
  const kedang::ReadCallback call = kedang::Reads().Take(number);
  if (call) call(kedang::ReadResult(code, bytes, size));
  kedang::RequestFrame();
}

}  // extern "C"
