// HttpRouter: which function answers which path. Paths are compared as sent, whole or by their beginning; there are no
// patterns. Filled before the server runs, read by many threads after.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/http_message.h"

namespace kedang {

class HttpRouter {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // `method` is GET (which HEAD follows) or POST.
  void Add(const std::string& method, const std::string& path, Handler handler);
  // Every path that begins with `prefix` and has no route of its own.
  void AddPrefix(const std::string& method, const std::string& prefix, Handler handler);

  // 404 for a path nobody has, 405 for a method its route does not take.
  HttpResponse Answer(const HttpRequest& request) const;

 private:
  struct Prefix {
    std::string method;
    std::string prefix;
    Handler handler;
  };

  std::map<std::string, std::map<std::string, Handler>> routes_;  // path → method → handler
  std::vector<Prefix> prefixes_;
};

}  // namespace kedang
