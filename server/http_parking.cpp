#include "server/http_parking.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "server/guard.h"

namespace kedang {
namespace {

using std::chrono::steady_clock;

constexpr auto kHeadTime = std::chrono::seconds(10);
constexpr int kLookMs = 500;  // how exact the deadlines of parked connections are

}  // namespace

HttpParking::HttpParking(Ready ready) : ready_(std::move(ready)), wake_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  thread_ = std::thread([this] { Run(); });
}

HttpParking::~HttpParking() {
  Stop();
  close(wake_event_);
}

bool HttpParking::HasHead(std::string_view received) {
  // A bare LF also ends a head here: the guard then refuses it at once instead of waiting for more.
  return received.size() > kMaxHeadBytes || received.find("\n\r\n") != std::string_view::npos ||
         received.find("\n\n") != std::string_view::npos;
}

void HttpParking::Park(std::shared_ptr<HttpConnection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) return;
    arriving_.push_back(std::move(connection));
  }
  eventfd_write(wake_event_, 1);
}

void HttpParking::Stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  eventfd_write(wake_event_, 1);
  if (thread_.joinable()) thread_.join();
}

void HttpParking::Run() {
  std::vector<pollfd> entries;
  bool is_last_look = false;
  while (!is_last_look) {
    entries.clear();
    entries.push_back({.fd = wake_event_, .events = POLLIN, .revents = 0});
    for (const auto& connection : parked_) {
      entries.push_back({.fd = connection->socket(), .events = POLLIN, .revents = 0});
    }
    poll(entries.data(), entries.size(), kLookMs);
    // From the back: Visit moves the last connection into the place of one that leaves.
    for (std::size_t i = parked_.size(); i > 0; --i) Visit(i - 1, entries[i].revents != 0);
    eventfd_t ignored = 0;
    eventfd_read(wake_event_, &ignored);
    std::vector<std::shared_ptr<HttpConnection>> arrived;
    {
      const std::lock_guard lock(mutex_);
      arrived.swap(arriving_);
      is_last_look = is_stopping_;
    }
    for (auto& connection : arrived) {
      parked_.push_back(std::move(connection));
      // TLS may have decrypted bytes that poll knows nothing of.
      Visit(parked_.size() - 1, true);
    }
  }
  for (std::size_t i = parked_.size(); i > 0; --i) Visit(i - 1, true);
  parked_.clear();
}

void HttpParking::Visit(std::size_t index, bool is_readable) {
  const auto leave = [this, index] {
    std::shared_ptr<HttpConnection> connection = std::move(parked_[index]);
    if (index + 1 != parked_.size()) parked_[index] = std::move(parked_.back());
    parked_.pop_back();
    return connection;
  };
  HttpConnection& connection = *parked_[index];
  const auto now = steady_clock::now();
  while (is_readable && !HasHead(connection.received)) {
    std::array<char, 4096> block;
    std::size_t count = 0;
    const auto progress = connection.TryRead(block.data(), block.size(), count);
    if (progress == HttpConnection::Io::kClosed) {
      leave();
      return;
    }
    if (progress != HttpConnection::Io::kMoved) break;
    if (connection.received.empty()) connection.parked_until = now + kHeadTime;
    connection.received.append(block.data(), count);
  }
  if (HasHead(connection.received)) {
    ready_(leave(), Arrival::kHead);
  } else if (now >= connection.parked_until) {
    const bool has_begun = !connection.received.empty();
    auto gone = leave();
    if (has_begun) ready_(std::move(gone), Arrival::kTooSlow);
  }
}

}  // namespace kedang
