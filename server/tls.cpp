#include "server/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>

namespace kedang {
namespace {

class TlsConnection final : public HttpConnection {
 public:
  TlsConnection(int socket, SSL* session) : HttpConnection(socket), session_(session) { SSL_set_fd(session_, socket); }
  ~TlsConnection() override {
    // One try to say goodbye; whoever does not listen is not waited for.
    if (is_open_) SSL_shutdown(session_);
    SSL_free(session_);
    ERR_clear_error();
  }

  bool Shake(Deadline deadline) {
    while (true) {
      ERR_clear_error();
      const int result = SSL_accept(session_);
      if (result == 1) return is_open_ = true;
      const Io progress = IoOf(result);
      if (progress == Io::kClosed || !Wait(progress, deadline)) return false;
    }
  }

  Io TryRead(char* data, std::size_t size, std::size_t& count) override {
    count = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(session_, data, size, &count);
    return result == 1 ? Io::kMoved : IoOf(result);
  }

  Io TryWrite(const char* data, std::size_t size, std::size_t& count) override {
    count = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(session_, data, size, &count);
    return result == 1 ? Io::kMoved : IoOf(result);
  }

  bool is_tls() const override { return true; }

 private:
  Io IoOf(int result) {
    switch (SSL_get_error(session_, result)) {
      case SSL_ERROR_WANT_READ:
        return Io::kWantsRead;
      case SSL_ERROR_WANT_WRITE:
        return Io::kWantsWrite;
      default:
        is_open_ = false;
        return Io::kClosed;
    }
  }

  SSL* session_;
  bool is_open_ = false;
};

Error TlsError(const std::string& what) {
  const unsigned long code = ERR_get_error();
  std::string reason = "unknown reason";
  if (const char* text = ERR_reason_error_string(code)) reason = text;
  ERR_clear_error();
  return Error{ErrorCode::kInvalidArgument, what + ": " + reason};
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::Load(const std::string& certificate_file, const std::string& key_file) {
  SSL_CTX* handle = SSL_CTX_new(TLS_server_method());
  if (handle == nullptr) return TlsError("cannot start TLS");
  std::unique_ptr<TlsContext> context(new TlsContext(handle));
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(handle, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20");
  if (SSL_CTX_use_certificate_chain_file(handle, certificate_file.c_str()) != 1) {
    return TlsError("cannot use the certificate " + certificate_file);
  }
  if (SSL_CTX_use_PrivateKey_file(handle, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return TlsError("cannot use the key " + key_file);
  }
  if (SSL_CTX_check_private_key(handle) != 1) {
    return TlsError("the key " + key_file + " does not belong to the certificate " + certificate_file);
  }
  return context;
}

TlsContext::~TlsContext() { SSL_CTX_free(static_cast<SSL_CTX*>(handle_)); }

std::unique_ptr<HttpConnection> TlsContext::Accept(int socket, Deadline deadline) {
  SSL* session = SSL_new(static_cast<SSL_CTX*>(handle_));
  if (session == nullptr) {
    HttpConnection closed(socket);
    return nullptr;
  }
  auto connection = std::make_unique<TlsConnection>(socket, session);
  if (!connection->Shake(deadline)) return nullptr;
  return connection;
}

}  // namespace kedang
