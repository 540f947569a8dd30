// The one door to OpenSSL: connections over TLS 1.2 or 1.3 with the certificate and key of two PEM files. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "server/http_connection.h"
#include "shared/base/result.h"

namespace kedang {

class TlsContext {
 public:
  // The error names the file that could not be read or does not fit the other.
  static Result<std::unique_ptr<TlsContext>> Load(const std::string& certificate_file, const std::string& key_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Takes the socket over and shakes hands; nullptr when that fails or takes longer than the deadline.
  std::unique_ptr<HttpConnection> Accept(int socket, Deadline deadline);

 private:
  explicit TlsContext(void* handle) : handle_(handle) {}
  void* handle_;
};

}  // namespace kedang
