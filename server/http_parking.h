// HttpParking: where connections wait for their next request, all on one thread. A worker only ever sees a connection
// whose request has arrived whole, body included, so clients that send nothing, or a byte now and then, hold no worker.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/http_connection.h"

namespace kedang {

class HttpParking {
 public:
  enum class Arrival {
    kRequest,   // received holds a whole request, or as much of it as is needed to refuse it
    kTooSlow,   // something of a request came, but not all of it in time
    kTooMany,   // the bodies that are arriving take all the memory they may
  };
  // How long the request is whose head has arrived whole; the head alone when it will be refused. `wants_continue`: the
  // client waits for a word before it sends the body. Called on the parking's thread: be quick.
  struct Request {
    std::size_t bytes = 0;
    bool wants_continue = false;
  };
  using Measure = std::function<Request(const HttpConnection&)>;
  // Called on the parking's thread: be quick.
  using Ready = std::function<void(std::shared_ptr<HttpConnection>, Arrival)>;

  HttpParking(Measure measure, Ready ready);
  ~HttpParking();
  HttpParking(const HttpParking&) = delete;
  HttpParking& operator=(const HttpParking&) = delete;

  // Bytes of requests that are still arriving, together.
  static constexpr std::size_t kMaxArrivingBytes = 256u << 20;

  // Thread-safe. The connection is closed when `parked_until` passes without a byte; from the first byte on the whole
  // head must come within ten seconds, and then the body at 1 KiB/s and no slower, with ten seconds of grace.
  void Park(std::shared_ptr<HttpConnection> connection);
  // Gives every request that has already arrived to `ready`, closes the rest, ends the thread. May be called twice.
  void Stop();

  // Whether `received` holds the end of a head, or so much that none will come.
  static bool HasHead(std::string_view received);

 private:
  struct Parked {
    std::shared_ptr<HttpConnection> connection;
    std::size_t wanted = 0;  // bytes of the request; 0 before its head has arrived
  };
  using Place = std::unordered_map<int, Parked>::iterator;  // by socket

  void Run();
  void Enter(std::shared_ptr<HttpConnection> connection);
  std::shared_ptr<HttpConnection> Leave(Place place);
  // Reads what is there and gives the connection away when that is enough.
  void Read(Place place);
  void LookAtDeadlines();

  Measure measure_;
  Ready ready_;
  int wake_event_ = -1;
  std::mutex mutex_;
  std::vector<std::shared_ptr<HttpConnection>> arriving_;
  bool is_stopping_ = false;
  std::unordered_map<int, Parked> parked_;  // the thread's own, as what follows
  std::size_t arriving_bytes_ = 0;
  int events_ = -1;
  std::thread thread_;
};

}  // namespace kedang
