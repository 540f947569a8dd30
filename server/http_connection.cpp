#include "server/http_connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace kedang {
namespace {

constexpr std::size_t kReadBytes = 16u << 10;
constexpr auto kLinger = std::chrono::milliseconds(200);

}  // namespace

std::atomic<std::size_t> HttpConnection::open_count_{0};

std::string AddressOfPeer(int socket) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return {};
  if (peer.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr, text.data(), text.size());
  } else if (peer.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr, text.data(), text.size());
  }
  std::string address = text.data();
  if (address.starts_with("::ffff:")) address.erase(0, 7);
  return address;
}

bool IsLoopbackAddress(const std::string& address) { return address == "::1" || address.starts_with("127."); }

HttpConnection::HttpConnection(int socket) : socket_(socket) {
  ++open_count_;
  fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  address_ = AddressOfPeer(socket_);
  is_loopback_ = IsLoopbackAddress(address_);
}

HttpConnection::~HttpConnection() {
  close(socket_);
  --open_count_;
}

HttpConnection::Io HttpConnection::TryRead(char* data, std::size_t size, std::size_t& count) {
  const ssize_t got = recv(socket_, data, size, 0);
  count = got > 0 ? static_cast<std::size_t>(got) : 0;
  if (got > 0) return Io::kMoved;
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? Io::kWantsRead
                                                                                : Io::kClosed;
}

HttpConnection::Io HttpConnection::TryWrite(const char* data, std::size_t size, std::size_t& count) {
  const ssize_t put = send(socket_, data, size, MSG_NOSIGNAL);
  count = put > 0 ? static_cast<std::size_t>(put) : 0;
  if (put > 0) return Io::kMoved;
  return put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? Io::kWantsWrite
                                                                                : Io::kClosed;
}

bool HttpConnection::Wait(Io progress, Deadline deadline) const {
  pollfd entry{.fd = socket_, .events = static_cast<short>(progress == Io::kWantsWrite ? POLLOUT : POLLIN),
               .revents = 0};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    const int ready = poll(&entry, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool HttpConnection::WriteAll(std::string_view data, Deadline deadline) {
  while (!data.empty()) {
    std::size_t count = 0;
    const Io progress = TryWrite(data.data(), data.size(), count);
    if (progress == Io::kClosed) return false;
    if (progress == Io::kMoved) {
      data.remove_prefix(count);
    } else if (!Wait(progress, deadline)) {
      return false;
    }
  }
  return true;
}

void HttpConnection::Linger() {
  shutdown(socket_, SHUT_WR);
  const Deadline deadline = std::chrono::steady_clock::now() + kLinger;
  std::array<char, kReadBytes> block;
  while (recv(socket_, block.data(), block.size(), 0) > 0 || (errno == EAGAIN && Wait(Io::kWantsRead, deadline))) {
    if (std::chrono::steady_clock::now() >= deadline) return;
  }
}

}  // namespace kedang
