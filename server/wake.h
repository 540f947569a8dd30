// WakeHub: the open event streams (SSE) by which browsers learn that there is something to pull. An event never carries
// customer data: "change", "presence" when others came to or left the record that is open there, or "signout" when the
// session ended. One thread serves all streams; a client that does not
// read loses its stream and comes back by itself. Thread-safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http_connection.h"

namespace kedang {

class WakeHub {
 public:
  static constexpr std::size_t kMaxStreams = 1024;

  WakeHub();
  ~WakeHub();
  WakeHub(const WakeHub&) = delete;
  WakeHub& operator=(const WakeHub&) = delete;

  bool HasRoom();
  // From now on the connection gets the events of `session` (a name, not the secret), for ten minutes.
  void Add(std::shared_ptr<HttpConnection> connection, std::string session);
  // Tells every stream that something changed.
  void Notify();
  // Tells the streams of these sessions that others are with them at a record, or no longer.
  void TellPresence(std::vector<std::string> sessions);
  // Says goodbye to the streams of this session and closes them.
  void EndSession(const std::string& session);
  // Closes every stream. May be called twice.
  void Stop();

 private:
  struct Stream {
    std::shared_ptr<HttpConnection> connection;
    std::string session;
    Deadline ends;
    Deadline heartbeat;
  };

  void Run();
  // Each returns with the streams that are still open in place.
  void SendToAll(std::string_view event);
  void LookAfter();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::vector<Stream> arriving_;
  std::vector<std::string> ended_sessions_;
  std::vector<std::string> told_sessions_;
  bool has_change_ = false;
  bool is_stopping_ = false;
  std::size_t count_ = 0;
  std::vector<Stream> streams_;  // the thread's own
  std::thread thread_;
};

}  // namespace kedang
