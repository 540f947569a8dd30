#include "wasm/platform/wake.h"

#include <cstddef>
#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"

extern "C" {
void kedang_wake_open(const char* path, size_t size);
void kedang_wake_close();
}

namespace kedang {
namespace {

WakeHandlers& Handlers() {
  static WakeHandlers handlers;
  return handlers;
}

}  // namespace

void OpenWake(std::string_view path, WakeHandlers handlers) {
  kedang_wake_close();
  Handlers() = std::move(handlers);
  kedang_wake_open(path.data(), path.size());
}

void CloseWake() { kedang_wake_close(); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_wake_event(const char* data, size_t size) {
  if (kedang::Handlers().woken) kedang::Handlers().woken(std::string_view(data, size));
  kedang::RequestFrame();
}

EMSCRIPTEN_KEEPALIVE void kedang_wake_connection(int is_connected) {
  if (kedang::Handlers().connection) kedang::Handlers().connection(is_connected != 0);
  kedang::RequestFrame();
}

}  // extern "C"
