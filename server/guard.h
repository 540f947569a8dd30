// The guard in front of the HTTP library: nothing reaches it that is not one well-formed, expected request. It reads the
// head strictly (RFC 9112 without its tolerance: CRLF only, no folding, no space before a colon, one Host, one
// Content-Length of digits, no Transfer-Encoding), then asks who may send this here. Pure functions; no sockets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_message.h"

namespace kedang {

inline constexpr std::size_t kMaxHeadBytes = 16u << 10;
inline constexpr std::size_t kMaxHeaderBytes = 8u << 10;
inline constexpr std::size_t kMaxHeaders = 64;
inline constexpr std::size_t kMaxTargetBytes = 2048;
inline constexpr std::size_t kMaxBodyBytes = 2u << 20;

// Why a request is answered without being looked at further.
struct Refusal {
  int status = 400;
  std::string_view code;
};

struct RequestHead {
  HttpRequest request;
  std::size_t body_bytes = 0;
  bool wants_close = false;     // HTTP/1.0 or Connection: close
  bool expects_continue = false;
  std::optional<Refusal> refusal;
};

// `head` runs up to and including the empty line. On refusal the rest of the answer means nothing.
RequestHead ParseRequestHead(std::string_view head);

struct GuardRules {
  // Names of this server in lower case without port, IPv6 in brackets. Against DNS rebinding: a page of another name
  // that resolves to this machine is not served.
  std::vector<std::string> hosts;
  // Any IP address is a name of this server: it listens on more than loopback and rebinding needs a name.
  bool allows_any_address = false;
};

// Host, Origin, Sec-Fetch-Site, X-Kedang and Content-Type; nothing when the request may go on.
std::optional<Refusal> CheckRequest(const HttpRequest& request, const GuardRules& rules);

}  // namespace kedang
