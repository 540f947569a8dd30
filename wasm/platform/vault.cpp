#include "wasm/platform/vault.h"

#include <cstdint>
#include <utility>

#include <emscripten.h>

#include "wasm/platform/pending.h"

extern "C" void kedang_vault_ask(uint32_t number, const char* name, size_t name_size, const char* given, size_t size);

namespace kedang {
namespace {

Pending<VaultCallback>& VaultCalls() {
  static Pending<VaultCallback> calls;
  return calls;
}

}  // namespace

void AskVault(std::string_view question, std::string_view given, VaultCallback done) {
  kedang_vault_ask(VaultCalls().Add(std::move(done)), question.data(), question.size(), given.data(), given.size());
}

}  // namespace kedang

extern "C" EMSCRIPTEN_KEEPALIVE void kedang_vault_answer(uint32_t number, const char* text, size_t size) {
  const kedang::VaultCallback call = kedang::VaultCalls().Take(number);
  if (call) call(std::string_view(text, size));
}
