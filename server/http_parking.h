// HttpParking: where connections wait for their next request, all on one thread. A worker only ever sees a connection
// whose request head is complete, so clients that send nothing, or a byte now and then, hold no worker.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/http_connection.h"

namespace kedang {

class HttpParking {
 public:
  enum class Arrival {
    kHead,       // received holds a whole head, or more bytes than a head may have
    kTooSlow,    // something of a head came, but not all of it in time
  };
  // Called on the parking's thread: be quick.
  using Ready = std::function<void(std::shared_ptr<HttpConnection>, Arrival)>;

  explicit HttpParking(Ready ready);
  ~HttpParking();
  HttpParking(const HttpParking&) = delete;
  HttpParking& operator=(const HttpParking&) = delete;

  // Thread-safe. The connection is closed when `parked_until` passes without a byte; from the first byte on the whole
  // head must come within ten seconds.
  void Park(std::shared_ptr<HttpConnection> connection);
  // Gives every head that has already arrived to `ready`, closes the rest, ends the thread. May be called twice.
  void Stop();

  // Whether `received` holds the end of a head, or so much that none will come.
  static bool HasHead(std::string_view received);

 private:
  void Run();
  void Visit(std::size_t index, bool is_readable);

  Ready ready_;
  int wake_event_ = -1;
  std::mutex mutex_;
  std::vector<std::shared_ptr<HttpConnection>> arriving_;
  bool is_stopping_ = false;
  std::vector<std::shared_ptr<HttpConnection>> parked_;  // the thread's own
  std::thread thread_;
};

}  // namespace kedang
