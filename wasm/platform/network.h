// HTTP to the own server: bytes out, bytes back, by callback between frames. Every request carries the
// X-Kedang header, the session cookie and nothing of the browser's cache.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"

namespace kedang {

struct HttpRequest {
  std::string method = "POST";
  std::string path;                                    // "/sync/pull", or an asset's URL
  std::string content_type = "application/x-kedang";   // unused without body
  Bytes body;
  double timeout_ms = 30000;                           // until the last byte; 0: none
  bool is_quiet = false;                               // who asks says himself when the answer is to be seen
};

struct HttpResponse {
  enum class Failure : uint8_t { kNone, kUnreachable, kTimeout, kAborted };
  Failure failure = Failure::kNone;
  int status = 0;                                      // 0 when there is a failure
  double retry_after_s = 0;                            // of the Retry-After header; 0: none
  Bytes body;

  bool ok() const { return status >= 200 && status < 300; }
};

using ResponseCallback = std::function<void(const HttpResponse&)>;

// Returns a number for AbortRequest. The callback comes exactly once.
uint32_t SendRequest(HttpRequest request, ResponseCallback done);

// Shorthands: a sync frame, a JSON body, a plain GET.
uint32_t PostFrame(std::string_view path, Bytes frame, ResponseCallback done);
uint32_t PostJson(std::string_view path, std::string_view json, ResponseCallback done);
uint32_t Get(std::string_view path, ResponseCallback done);

// The callback comes with Failure::kAborted, later; nothing happens when the answer is there already.
void AbortRequest(uint32_t request);

// What the browser believes: false is certain, true may still be unreachable.
bool IsBrowserOnline();
void OnBrowserOnlineChanged(std::function<void(bool is_online)> handler);

}  // namespace kedang
