#include "server/http_parking.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "server/guard.h"

namespace kedang {
namespace {

using std::chrono::steady_clock;

constexpr auto kHeadTime = std::chrono::seconds(10);
constexpr auto kBodyGrace = std::chrono::seconds(10);
constexpr std::size_t kLeastBytesPerSecond = 1024;
constexpr auto kLook = std::chrono::milliseconds(500);  // how exact the deadlines of parked connections are
// What one connection may bring before the others have their turn.
constexpr std::size_t kMaxAtOnce = 256u << 10;

}  // namespace

HttpParking::HttpParking(Measure measure, Ready ready)
    : measure_(std::move(measure)),
      ready_(std::move(ready)),
      wake_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      events_(epoll_create1(EPOLL_CLOEXEC)) {
  epoll_event event{.events = EPOLLIN, .data = {.fd = wake_event_}};
  epoll_ctl(events_, EPOLL_CTL_ADD, wake_event_, &event);
  thread_ = std::thread([this] { Run(); });
}

HttpParking::~HttpParking() {
  Stop();
  close(events_);
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
  std::array<epoll_event, 256> found;
  auto next_look = steady_clock::now() + kLook;
  bool is_last_look = false;
  while (!is_last_look) {
    const int count = epoll_wait(events_, found.data(), static_cast<int>(found.size()), static_cast<int>(kLook.count()));
    bool is_woken = false;
    for (int i = 0; i < count; ++i) {
      const int socket = found[static_cast<std::size_t>(i)].data.fd;
      is_woken = is_woken || socket == wake_event_;
      const auto place = parked_.find(socket);
      if (place != parked_.end()) Read(place);
    }
    if (is_woken) {
      eventfd_t ignored = 0;
      eventfd_read(wake_event_, &ignored);
      std::vector<std::shared_ptr<HttpConnection>> arrived;
      {
        const std::lock_guard lock(mutex_);
        arrived.swap(arriving_);
        is_last_look = is_stopping_;
      }
      for (auto& connection : arrived) Enter(std::move(connection));
    }
    if (steady_clock::now() >= next_look) {
      LookAtDeadlines();
      next_look = steady_clock::now() + kLook;
    }
  }
  std::vector<int> sockets;
  for (const auto& item : parked_) sockets.push_back(item.first);
  for (const int socket : sockets) Read(parked_.find(socket));
  parked_.clear();
}

void HttpParking::Enter(std::shared_ptr<HttpConnection> connection) {
  const int socket = connection->socket();
  epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
  if (epoll_ctl(events_, EPOLL_CTL_ADD, socket, &event) != 0) return;  // out of memory: it is closed
  // What is there already is looked at now: of it, and of bytes that TLS has decrypted, epoll knows nothing.
  Read(parked_.emplace(socket, Parked{std::move(connection), 0}).first);
}

std::shared_ptr<HttpConnection> HttpParking::Leave(Place place) {
  arriving_bytes_ -= place->second.wanted;
  epoll_ctl(events_, EPOLL_CTL_DEL, place->first, nullptr);
  std::shared_ptr<HttpConnection> connection = std::move(place->second.connection);
  parked_.erase(place);
  return connection;
}

void HttpParking::Read(Place place) {
  Parked& parked = place->second;
  HttpConnection& connection = *parked.connection;
  std::array<char, 16384> block;
  bool has_more = true;
  for (std::size_t taken = 0; has_more;) {
    if (parked.wanted == 0 && HasHead(connection.received)) {
      const Request request = measure_(connection);
      if (arriving_bytes_ + request.bytes > kMaxArrivingBytes) {
        ready_(Leave(place), Arrival::kTooMany);
        return;
      }
      parked.wanted = request.bytes;
      arriving_bytes_ += parked.wanted;
      connection.parked_until = steady_clock::now() + kBodyGrace + std::chrono::seconds(parked.wanted / kLeastBytesPerSecond);
      if (request.wants_continue && connection.received.size() < parked.wanted) {
        connection.WriteAll("HTTP/1.1 100 Continue\r\n\r\n", steady_clock::now());
      }
    }
    if (parked.wanted > 0 && connection.received.size() >= parked.wanted) {
      ready_(Leave(place), Arrival::kRequest);
      return;
    }
    // The rest waits in the kernel, which wakes us again; what TLS holds back does not.
    if (taken >= kMaxAtOnce && !connection.is_tls()) return;
    std::size_t count = 0;
    const auto progress = connection.TryRead(block.data(), block.size(), count);
    if (progress == HttpConnection::Io::kClosed) {
      Leave(place);
      return;
    }
    has_more = progress == HttpConnection::Io::kMoved;
    if (connection.received.empty() && has_more) connection.parked_until = steady_clock::now() + kHeadTime;
    connection.received.append(block.data(), count);
    taken += count;
  }
}

void HttpParking::LookAtDeadlines() {
  const auto now = steady_clock::now();
  std::vector<int> late;
  for (const auto& [socket, parked] : parked_) {
    if (now >= parked.connection->parked_until) late.push_back(socket);
  }
  for (const int socket : late) {
    auto connection = Leave(parked_.find(socket));
    if (!connection->received.empty()) ready_(std::move(connection), Arrival::kTooSlow);
  }
}

}  // namespace kedang
