#include "wasm/platform/settings.h"

#include <emscripten.h>

extern "C" {
int kedang_settings_read(const char* name, size_t size, std::string* out);
int kedang_settings_write(const char* name, size_t name_size, const char* value, size_t size);
void kedang_settings_remove(const char* name, size_t size);
}

namespace kedang {
namespace {

constexpr std::string_view kMarkerName = "replica-marker";

}  // namespace

std::optional<std::string> ReadSetting(std::string_view name) {
  std::string value;
  if (kedang_settings_read(name.data(), name.size(), &value) == 0) return std::nullopt;
  return value;
}

bool WriteSetting(std::string_view name, std::string_view value) {
  return kedang_settings_write(name.data(), name.size(), value.data(), value.size()) != 0;
}

void RemoveSetting(std::string_view name) { kedang_settings_remove(name.data(), name.size()); }

std::optional<std::string> ReplicaMarker() { return ReadSetting(kMarkerName); }

bool WriteReplicaMarker(std::string_view marker) { return WriteSetting(kMarkerName, marker); }

void RemoveReplicaMarker() { RemoveSetting(kMarkerName); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_settings_text(std::string* out, const char* text, size_t size) {
  out->assign(text, size);
}

}  // extern "C"
