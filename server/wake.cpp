#include "server/wake.h"

#include <algorithm>
#include <array>

namespace kedang {
namespace {

using std::chrono::steady_clock;

constexpr auto kLife = std::chrono::minutes(10);
constexpr auto kHeartbeat = std::chrono::seconds(25);
constexpr auto kLook = std::chrono::seconds(1);
// Changes that follow one another closer than this are told together: a round costs a write for every stream, and whoever is
// told comes to pull.
constexpr auto kRest = std::chrono::milliseconds(100);

// An event is far smaller than a socket's buffer: what does not fit at once was not read for long.
bool Send(HttpConnection& connection, std::string_view event) {
  std::size_t count = 0;
  return connection.TryWrite(event.data(), event.size(), count) == HttpConnection::Io::kMoved &&
         count == event.size();
}

// Clients never write on a stream; what they do write is thrown away.
bool IsOpen(HttpConnection& connection) {
  std::array<char, 512> block;
  std::size_t count = 0;
  return connection.TryRead(block.data(), block.size(), count) != HttpConnection::Io::kClosed;
}

}  // namespace

WakeHub::WakeHub() {
  thread_ = std::thread([this] { Run(); });
}

WakeHub::~WakeHub() { Stop(); }

bool WakeHub::HasRoom() {
  const std::lock_guard lock(mutex_);
  return count_ < kMaxStreams && !is_stopping_;
}

void WakeHub::Add(std::shared_ptr<HttpConnection> connection, std::string session) {
  const auto now = steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || count_ >= kMaxStreams) return;
    ++count_;
    arriving_.push_back({std::move(connection), std::move(session), now + kLife, now + kHeartbeat});
  }
  wanted_.notify_one();
}

void WakeHub::Notify() {
  {
    const std::lock_guard lock(mutex_);
    has_change_ = true;
  }
  wanted_.notify_one();
}

void WakeHub::TellPresence(std::vector<std::string> sessions) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) return;
    for (std::string& session : sessions) {
      const bool is_known = std::find(told_sessions_.begin(), told_sessions_.end(), session) != told_sessions_.end();
      if (!is_known) told_sessions_.push_back(std::move(session));
    }
  }
  wanted_.notify_one();
}

void WakeHub::EndSession(const std::string& session) {
  {
    const std::lock_guard lock(mutex_);
    ended_sessions_.push_back(session);
  }
  wanted_.notify_one();
}

void WakeHub::Stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wanted_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WakeHub::Run() {
  std::unique_lock lock(mutex_);
  auto next_round = steady_clock::now();
  auto next_look = next_round;
  while (!is_stopping_) {
    const auto is_wanted = [&] {
      return is_stopping_ || (has_change_ && steady_clock::now() >= next_round) || !arriving_.empty() || !ended_sessions_.empty() ||
             !told_sessions_.empty();
    };
    while (!is_wanted() && steady_clock::now() < next_look) {
      wanted_.wait_until(lock, has_change_ ? std::min(next_round, next_look) : next_look);
    }
    for (Stream& stream : arriving_) streams_.push_back(std::move(stream));
    arriving_.clear();
    const std::vector<std::string> ended = std::move(ended_sessions_);
    ended_sessions_.clear();
    const std::vector<std::string> told = std::move(told_sessions_);
    told_sessions_.clear();
    const bool has_change = has_change_ && steady_clock::now() >= next_round;
    if (has_change) has_change_ = false;
    lock.unlock();
    if (has_change) SendToAll("event: change\ndata:\n\n");
    const auto now = steady_clock::now();
    if (has_change) next_round = now + kRest;
    if (!told.empty()) {
      std::erase_if(streams_, [&told](Stream& stream) {
        const bool is_meant = std::find(told.begin(), told.end(), stream.session) != told.end();
        return is_meant && !Send(*stream.connection, "event: presence\ndata:\n\n");
      });
    }
    std::erase_if(streams_, [&ended](Stream& stream) {
      if (std::find(ended.begin(), ended.end(), stream.session) == ended.end()) return false;
      Send(*stream.connection, "event: signout\ndata:\n\n");
      return true;
    });
    if (now >= next_look) {
      LookAfter();
      next_look = now + kLook;
    }
    lock.lock();
    count_ = streams_.size() + arriving_.size();
  }
  streams_.clear();
  arriving_.clear();
  count_ = 0;
}

void WakeHub::SendToAll(std::string_view event) {
  std::erase_if(streams_, [event](Stream& stream) { return !Send(*stream.connection, event); });
}

void WakeHub::LookAfter() {
  const auto now = steady_clock::now();
  std::erase_if(streams_, [now](Stream& stream) {
    if (now >= stream.ends || !IsOpen(*stream.connection)) return true;
    if (now < stream.heartbeat) return false;
    stream.heartbeat = now + kHeartbeat;
    return !Send(*stream.connection, ":\n\n");
  });
}

}  // namespace kedang
