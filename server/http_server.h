// HttpServer: listens, guards, answers. The one door to httplib.h: the library accepts connections and writes answers;
// what it parses is a request line of our own making, after the guard has read the true one (guard.h). Limits: 64
// workers and 256 waiting requests, 32 requests in work for one address other than loopback, 4,096 connections, heads
// in 10 s, bodies in 10 s and 1 KiB/s, 100 requests a connection; past them 503 or 408. Idle connections and event streams
// hold no worker (http_parking.h, wake.h).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/guard.h"
#include "server/http_message.h"
#include "shared/base/result.h"

namespace kedang {

class HttpConnection;
class TlsContext;

class HttpServer {
 public:
  // Called on worker threads. What it throws becomes a 500 without details.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;
  // Takes over a connection whose answer had a stream_session, after its head and body were sent.
  using StreamHandler = std::function<void(std::shared_ptr<HttpConnection>, const std::string& session)>;

  struct Options {
    GuardRules rules;
    TlsContext* tls = nullptr;  // outlives the server; nullptr for plain HTTP
    // Of one network address, this machine's own and those of trusted proxies excepted.
    int max_connections_per_address = 512;
    int max_requests_per_address = 32;  // at work at the same time
    std::vector<std::string> trusted_proxies = {};
  };

  HttpServer(Options options, Handler handler, StreamHandler stream_handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Port 0 takes a free one; returns the port. The error names the address.
  Result<int> Bind(const std::string& host, int port);
  // Accepts until Stop, then answers every request whose head has arrived, and returns.
  void Run();
  // From any thread.
  void Stop();

 private:
  class Library;

  std::unique_ptr<Library> library_;
};

}  // namespace kedang
