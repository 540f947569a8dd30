// HttpRequest and HttpResponse: what routes see of HTTP. Everything in a request was written by a stranger and passed
// the guard (guard.h); the headers every answer carries are added when it is sent (http_server.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace kedang {

struct HttpRequest {
  std::string method;  // GET, HEAD or POST
  std::string path;    // as sent, up to '?': no escapes are decoded, no route has any
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  std::string address;  // of the other end of the connection
  bool is_tls = false;

  // The only value of the header `name` (given in lower case), empty when it is missing or came twice.
  std::string_view Header(std::string_view name) const;
  std::size_t CountHeader(std::string_view name) const;
  // The value of a cookie; nothing when it is missing or came twice.
  std::optional<std::string_view> Cookie(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string type;  // Content-Type; empty without a body
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  // Data by default: never kept by anybody.
  std::string cache_control = "no-store";
  // Not empty: the connection becomes a stream of events for this session (wake.h); the body is its beginning.
  std::string stream_session;
};

// `json` must be valid JSON.
HttpResponse JsonResponse(int status, std::string json);
// RFC 9457 problem details. `code` is stable lower_snake; `retry_after_ms` > 0 also becomes Retry-After.
HttpResponse ProblemResponse(int status, std::string_view code, int retry_after_ms = 0);
// The status that fits an error of the model.
int StatusOf(ErrorCode code);

// "br", "gzip" or "": the best of what is offered that the Accept-Encoding value allows, by its q-values (Brotli, then
// gzip, when equal).
std::string_view NegotiateEncoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip);

}  // namespace kedang
