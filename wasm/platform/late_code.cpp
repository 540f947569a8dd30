#include "wasm/platform/late_code.h"

#include <utility>
#include <vector>

#include <emscripten.h>

extern "C" {
void kedang_late_code_load();
}

namespace kedang {
namespace {

using Callbacks = std::vector<std::function<void(bool)>>;

Callbacks& Waiting() {
  static Callbacks waiting;
  return waiting;
}

}  // namespace

void LoadLateCode(std::function<void(bool is_loaded)> done) {
  Waiting().push_back(std::move(done));
  kedang_late_code_load();
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_late_code_answer(int is_loaded) {
  for (const auto& done : std::exchange(kedang::Waiting(), {})) done(is_loaded != 0);
}

}  // extern "C"
