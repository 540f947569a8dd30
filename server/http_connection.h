// HttpConnection: one accepted socket, plain or TLS, read and written against deadlines. The socket never blocks: waiting
// is done here with poll. One thread at a time uses a connection; it is handed from the parking to a worker and back.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace kedang {

using Deadline = std::chrono::steady_clock::time_point;

// The other end's address without its port, an IPv4 one always in its own form; empty when the socket is not connected.
std::string AddressOfPeer(int socket);
bool IsLoopbackAddress(const std::string& address);

class HttpConnection {
 public:
  enum class Io { kMoved, kWantsRead, kWantsWrite, kClosed };

  // Takes the socket over and closes it at the end.
  explicit HttpConnection(int socket);
  virtual ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // Never waits. kMoved with count > 0 when something was moved.
  virtual Io TryRead(char* data, std::size_t size, std::size_t& count);
  virtual Io TryWrite(const char* data, std::size_t size, std::size_t& count);
  virtual bool is_tls() const { return false; }

  // False at the deadline or when the other end is gone.
  bool WriteAll(std::string_view data, Deadline deadline);
  // Says that nothing more will be written and throws away what still arrives for a moment, so that the last answer is
  // read by the other end and not lost to a reset.
  void Linger();
  // Waits for the socket to be ready; false at the deadline.
  bool Wait(Io progress, Deadline deadline) const;

  int socket() const { return socket_; }
  const std::string& address() const { return address_; }
  bool is_loopback() const { return is_loopback_; }
  static std::size_t open_count() { return open_count_.load(); }

  std::string received;      // bytes that no request has used yet
  int served = 0;            // requests answered
  Deadline parked_until{};   // when it may be closed while it waits for a request
  std::shared_ptr<void> place;  // among the connections of its address

 private:
  static std::atomic<std::size_t> open_count_;

  int socket_;
  std::string address_;
  bool is_loopback_ = false;
};

}  // namespace kedang
