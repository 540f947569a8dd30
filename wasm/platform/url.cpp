#include "wasm/platform/url.h"

#include <utility>

#include <emscripten.h>

#include "wasm/platform/frame.h"

extern "C" {
void kedang_url_read(int what, const char* name, size_t size, std::string* out);
void kedang_url_go(const char* route, size_t size, int is_replaced);
void kedang_url_watch();
void kedang_url_back();
void kedang_url_reload();
void kedang_url_open(const char* url, size_t size);
}

namespace kedang {
namespace {

enum class UrlText { kRoute, kQuery, kOrigin, kAsset };  // as url.js counts

std::string Read(UrlText what, std::string_view name = {}) {
  std::string text;
  kedang_url_read(static_cast<int>(what), name.data(), name.size(), &text);
  return text;
}

std::function<void(std::string_view)>& Handler() {
  static std::function<void(std::string_view)> handler;
  return handler;
}

}  // namespace

std::string UrlRoute() { return Read(UrlText::kRoute); }

void PushRoute(std::string_view route) { kedang_url_go(route.data(), route.size(), 0); }

void ReplaceRoute(std::string_view route) { kedang_url_go(route.data(), route.size(), 1); }

void OnRouteChanged(std::function<void(std::string_view)> handler) {
  const bool is_first = !Handler();
  Handler() = std::move(handler);
  if (is_first) kedang_url_watch();
}

void GoBack() { kedang_url_back(); }

std::string UrlOption(std::string_view name) { return Read(UrlText::kQuery, name); }

std::string UrlOrigin() { return Read(UrlText::kOrigin); }

std::string AssetUrl(std::string_view name) { return Read(UrlText::kAsset, name); }

void ReloadPage() { kedang_url_reload(); }

void OpenExternal(std::string_view url) { kedang_url_open(url.data(), url.size()); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_url_text(std::string* out, const char* text, size_t size) {
  out->assign(text, size);
}

EMSCRIPTEN_KEEPALIVE void kedang_url_changed(const char* route, size_t size) {
  if (kedang::Handler()) kedang::Handler()(std::string_view(route, size));
  kedang::RequestFrames(2);
}

}  // extern "C"
