// BenchServer: this program serving in a process of its own, signed in to; BenchClient: one connection to it, for benchmarks.
// Plain blocking sockets: what is measured is the server.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang {

class BenchServer {
 public:
  // On a free port of loopback.
  static Result<std::unique_ptr<BenchServer>> Start(const std::string& data_directory);
  // Ends it, and waits.
  ~BenchServer();
  BenchServer(const BenchServer&) = delete;
  BenchServer& operator=(const BenchServer&) = delete;

  int port() const { return port_; }
  // "Name=value" of the session.
  const std::string& cookie() const { return cookie_; }
  // The most memory it ever held.
  std::uint64_t PeakBytes() const;

 private:
  BenchServer() = default;
  pid_t process_ = -1;
  int port_ = 0;
  std::string cookie_;
};

struct BenchAnswer {
  int status = 0;
  std::string head;
  std::string body;
};

class BenchClient {
 public:
  explicit BenchClient(int port) : port_(port) {}
  ~BenchClient();
  BenchClient(const BenchClient&) = delete;
  BenchClient& operator=(const BenchClient&) = delete;

  // Keeps the connection while the server does. kUnavailable when there is none.
  Result<BenchAnswer> Call(std::string_view method, std::string_view path, std::string_view cookie, std::string_view type,
                           std::string_view body);
  // Sends these bytes and no more; the socket is this object's.
  Status Send(std::string_view bytes);
  int socket() const { return socket_; }

 private:
  Status Connect();
  void Close();
  int port_;
  int socket_ = -1;
};

}  // namespace kedang
