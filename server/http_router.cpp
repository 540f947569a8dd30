#include "server/http_router.h"

namespace kedang {

void HttpRouter::Add(const std::string& method, const std::string& path, Handler handler) {
  routes_[path][method] = std::move(handler);
}

void HttpRouter::AddPrefix(const std::string& method, const std::string& prefix, Handler handler) {
  prefixes_.push_back({method, prefix, std::move(handler)});
}

HttpResponse HttpRouter::Answer(const HttpRequest& request) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const auto route = routes_.find(request.path);
  std::string allowed;
  if (route != routes_.end()) {
    const auto handler = route->second.find(method);
    if (handler != route->second.end()) return handler->second(request);
    allowed = route->second.begin()->first;
  } else {
    for (const Prefix& prefix : prefixes_) {
      if (!request.path.starts_with(prefix.prefix)) continue;
      if (prefix.method == method) return prefix.handler(request);
      allowed = prefix.method;
    }
  }
  if (allowed.empty()) return ProblemResponse(404, "not_found");
  HttpResponse response = ProblemResponse(405, "method_not_allowed");
  response.headers.emplace_back("Allow", allowed == "GET" ? "GET, HEAD" : allowed);
  return response;
}

}  // namespace kedang
