#include "server/http_server.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <new>
#include <vector>

// Browsers come in crowds after a restart; with the library's five the kernel drops most of them for seconds.
#define CPPHTTPLIB_LISTEN_BACKLOG 512
#include <httplib.h>

#include "server/address_limit.h"
#include "server/http_connection.h"
#include "server/http_headers.h"
#include "server/http_parking.h"
#include "server/http_pool.h"
#include "server/log.h"
#include "server/tls.h"

namespace kedang {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::size_t kWorkers = 64;
// Those who shake hands: a client that is slow at it holds no worker.
constexpr std::size_t kDoors = 32;
// All browsers come back at once after a restart: what they ask is short, and told to wait they would only ask again.
constexpr std::size_t kMaxQueued = 1024;
constexpr std::size_t kMaxConnections = 4096;
constexpr int kMaxServed = 100;
constexpr auto kHandshakeTime = seconds(10);
constexpr auto kFirstHeadTime = seconds(10);
constexpr auto kIdleTime = seconds(15);
constexpr auto kBaseTransferTime = seconds(10);
constexpr std::size_t kMinWriteBytesPerSecond = 8 * 1024;

// What a transfer of this many bytes may take.
Deadline TransferDeadline(std::size_t bytes, std::size_t least_bytes_per_second) {
  return steady_clock::now() + kBaseTransferTime + seconds(bytes / least_bytes_per_second);
}

// What the library reads is `request`; what it writes is gathered in `answer`.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string request) : request_(std::move(request)) {}

  std::string answer;

  bool is_readable() const override { return position_ < request_.size(); }
  bool wait_readable() const override { return true; }
  bool wait_writable() const override { return true; }
  ssize_t read(char* data, std::size_t size) override {
    const std::size_t count = std::min(size, request_.size() - position_);
    std::memcpy(data, request_.data() + position_, count);
    position_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* data, std::size_t size) override {
    answer.append(data, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }
  time_t duration() const override { return 0; }

 private:
  std::string request_;
  std::size_t position_ = 0;
};

// The request being answered by this thread, for the library's handlers.
struct Exchange {
  const HttpRequest* request = nullptr;
  std::optional<Refusal> refusal;
  bool closes = false;
  std::string stream_session;
};
thread_local Exchange* current_exchange = nullptr;
// The accepting thread found the queue full and runs the job itself, only to say so.
thread_local bool is_overloaded = false;

}  // namespace

class HttpServer::Library final : public httplib::Server {
 public:
  Library(HttpServer::Options options, HttpServer::Handler handler, StreamHandler stream_handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        stream_handler_(std::move(stream_handler)),
        connections_(options_.max_connections_per_address),
        requests_(options_.max_requests_per_address),
        pool_(kWorkers, kMaxQueued),
        doors_(options_.tls != nullptr ? kDoors : 1, kMaxQueued),
        parking_([this](const HttpConnection& connection) { return MeasureRequest(connection); },
                 [this](std::shared_ptr<HttpConnection> connection, HttpParking::Arrival arrival) {
                   Schedule(std::move(connection), arrival);
                 }) {
    new_task_queue = [this] { return new AcceptQueue(doors_); };
    set_keep_alive_timeout(static_cast<time_t>(kIdleTime.count()));
    set_keep_alive_max_count(kMaxServed);
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& out) {
      Respond(out);
      return HandlerResponse::Handled;
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& out, std::exception_ptr failure) {
      RespondToFailure(out, failure);
    });
    set_post_routing_handler([](const httplib::Request&, httplib::Response& out) { Finish(out); });
  }

  // Answers what has arrived. The listening socket is closed already.
  void Drain() {
    doors_.Finish();
    parking_.Stop();
    pool_.Finish();
  }

  std::atomic<bool> is_stopping{false};

 private:
  // Hands the library's jobs to a pool, which lives longer than the library's loop.
  class AcceptQueue final : public httplib::TaskQueue {
   public:
    explicit AcceptQueue(HttpPool& pool) : pool_(pool) {}
    bool enqueue(std::function<void()> job) override {
      if (pool_.Submit(job)) return true;
      is_overloaded = true;
      job();
      is_overloaded = false;
      return true;
    }
    void shutdown() override {}

   private:
    HttpPool& pool_;
  };

  bool process_and_close_socket(socket_t socket) override {
    std::shared_ptr<HttpConnection> connection;
    if (is_overloaded || HttpConnection::open_count() >= kMaxConnections) {
      connection = std::make_shared<HttpConnection>(socket);
      if (options_.tls == nullptr) RefuseNow(*connection, Refusal{503, "overloaded"});
      return true;
    }
    std::string address = AddressOfPeer(socket);
    const bool is_free = IsFree(address);
    std::shared_ptr<void> place = is_free ? nullptr : connections_.Take(address);
    if (!is_free && place == nullptr) {
      connection = std::make_shared<HttpConnection>(socket);
      if (options_.tls == nullptr) RefuseNow(*connection, Refusal{503, "too_many_connections"});
      return true;
    }
    if (options_.tls != nullptr) {
      connection = options_.tls->Accept(socket, steady_clock::now() + kHandshakeTime);
      if (connection == nullptr) return false;
    } else {
      connection = std::make_shared<HttpConnection>(socket);
    }
    connection->place = std::move(place);
    connection->parked_until = steady_clock::now() + kFirstHeadTime;
    parking_.Park(std::move(connection));
    return true;
  }

  // On the parking's thread. Of what will be refused the body is not waited for.
  HttpParking::Request MeasureRequest(const HttpConnection& connection) const {
    HttpParking::Request request;
    const std::string_view received = connection.received;
    const std::size_t strict = received.find("\r\n\r\n");
    if (strict == std::string_view::npos || strict + 4 > kMaxHeadBytes) {
      request.bytes = received.size();
      return request;
    }
    request.bytes = strict + 4;
    const RequestHead head = ParseRequestHead(received.substr(0, request.bytes));
    if (head.refusal || CheckRequest(head.request, options_.rules)) return request;
    request.bytes += head.body_bytes;
    request.wants_continue = head.expects_continue;
    return request;
  }

  // On the parking's thread.
  void Schedule(std::shared_ptr<HttpConnection> connection, HttpParking::Arrival arrival) {
    if (arrival == HttpParking::Arrival::kTooSlow) {
      RefuseNow(*connection, Refusal{408, "request_too_slow"});
      return;
    }
    if (arrival == HttpParking::Arrival::kTooMany) {
      RefuseNow(*connection, Refusal{503, "overloaded"});
      return;
    }
    std::shared_ptr<void> turn;
    if (!IsFree(connection->address())) {
      turn = requests_.Take(connection->address());
      if (turn == nullptr) {
        RefuseNow(*connection, Refusal{503, "too_many_requests_at_once"});
        return;
      }
    }
    if (!pool_.Submit([this, connection, turn] { Serve(connection); })) RefuseNow(*connection, Refusal{503, "overloaded"});
  }

  // Neither this machine nor a trusted proxy stands for one person.
  bool IsFree(const std::string& address) const {
    return IsLoopbackAddress(address) ||
           std::find(options_.trusted_proxies.begin(), options_.trusted_proxies.end(), address) != options_.trusted_proxies.end();
  }

  // One try to write, without waiting: for threads that others depend on.
  void RefuseNow(HttpConnection& connection, Refusal refusal) {
    HttpRequest request;
    request.method = "GET";
    request.is_tls = connection.is_tls();
    Exchange exchange{.request = &request, .refusal = refusal, .closes = true, .stream_session = {}};
    connection.WriteAll(Write(exchange), steady_clock::now());
  }

  // On a worker: the requests that have arrived on this connection, one after another.
  void Serve(const std::shared_ptr<HttpConnection>& connection) {
    bool stays_open = true;
    try {
      while (stays_open && HasWholeRequest(*connection)) stays_open = ServeOne(connection);
    } catch (const std::bad_alloc&) {
      LogError("no memory to answer a request; its connection is closed");
      return;
    }
    if (!stays_open) return;
    connection->parked_until = steady_clock::now() + (connection->received.empty() ? kIdleTime : kFirstHeadTime);
    parking_.Park(connection);
  }

  // Of requests that came one after another without waiting for answers.
  bool HasWholeRequest(const HttpConnection& connection) const {
    return HttpParking::HasHead(connection.received) && connection.received.size() >= MeasureRequest(connection).bytes;
  }

  // False when the connection is done for or given to somebody else.
  bool ServeOne(const std::shared_ptr<HttpConnection>& connection) {
    RequestHead head = TakeHead(*connection);
    HttpRequest& request = head.request;
    request.address = connection->address();
    request.is_tls = connection->is_tls();
    Exchange exchange{.request = &request, .refusal = head.refusal, .closes = true, .stream_session = {}};
    // Without its body a refused request leaves the connection at an unknown place: close.
    if (!exchange.refusal) exchange.refusal = CheckRequest(request, options_.rules);
    if (!exchange.refusal) TakeBody(*connection, head);
    if (!exchange.refusal) {
      exchange.closes = head.wants_close || ++connection->served >= kMaxServed || is_stopping;
    } else if (request.method.empty()) {
      request.method = "GET";
    }
    const std::string answer = Write(exchange);
    if (!connection->WriteAll(answer, TransferDeadline(answer.size(), kMinWriteBytesPerSecond))) return false;
    if (!exchange.stream_session.empty()) {
      stream_handler_(connection, exchange.stream_session);
      return false;
    }
    if (!exchange.closes) return true;
    connection->Linger();
    return false;
  }

  static RequestHead TakeHead(HttpConnection& connection) {
    const std::size_t strict = connection.received.find("\r\n\r\n");
    if (strict == std::string::npos || strict + 4 > kMaxHeadBytes) {
      // Which of the two it is decides the answer; nothing behind it is looked at.
      RequestHead head = ParseRequestHead(std::string_view(connection.received).substr(0, kMaxHeadBytes));
      const bool is_long = connection.received.size() > kMaxHeadBytes;
      if (!head.refusal || (is_long && head.refusal->status == 400)) head.refusal = Refusal{431, "head_too_large"};
      if (!is_long) head.refusal = Refusal{400, "bad_line_ending"};
      return head;
    }
    RequestHead head = ParseRequestHead(std::string_view(connection.received).substr(0, strict + 4));
    connection.received.erase(0, strict + 4);
    return head;
  }

  // It is here already.
  static void TakeBody(HttpConnection& connection, RequestHead& head) {
    head.request.body = connection.received.substr(0, head.body_bytes);
    connection.received.erase(0, head.body_bytes);
  }

  // The whole answer as bytes, by way of the library.
  std::string Write(Exchange& exchange) {
    MemoryStream stream((exchange.request->method == "HEAD" ? "HEAD" : "GET") + std::string(" / HTTP/1.1\r\n\r\n"));
    bool is_closed = false;
    current_exchange = &exchange;
    process_request(stream, std::string(), 0, std::string(), 0, exchange.closes, is_closed, nullptr);
    current_exchange = nullptr;
    return std::move(stream.answer);
  }

  void Respond(httplib::Response& out) const {
    const Exchange& exchange = *current_exchange;
    HttpResponse response = exchange.refusal ? ProblemResponse(exchange.refusal->status, exchange.refusal->code)
                                             : handler_(*exchange.request);
    current_exchange->stream_session = response.stream_session;
    Fill(std::move(response), out);
  }

  static void RespondToFailure(httplib::Response& out, const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      LogError("request " + current_exchange->request->path + " failed: " + error.what());
    } catch (...) {
      LogError("request " + current_exchange->request->path + " failed");
    }
    out = httplib::Response();
    Fill(ProblemResponse(500, "internal"), out);
  }

  static void Fill(HttpResponse&& response, httplib::Response& out) {
    out.status = response.status;
    for (const auto& header : response.headers) out.set_header(header.first, header.second);
    out.set_header("Cache-Control", response.cache_control);
    if (!response.type.empty()) out.set_content(std::move(response.body), response.type);
  }

  static void Finish(httplib::Response& out) {
    const Exchange& exchange = *current_exchange;
    for (const auto& header : SecurityHeaders(exchange.request->is_tls)) {
      out.set_header(std::string(header.first), std::string(header.second));
    }
    out.set_header("Date", HttpDate());
    if (out.status == 304 || !exchange.stream_session.empty()) out.headers.erase("Content-Length");
    out.headers.erase("Accept-Ranges");
    // The library closes after every error; here only what could not be framed closes.
    out.headers.erase("Connection");
    if (exchange.closes || !exchange.stream_session.empty()) {
      out.headers.erase("Keep-Alive");
      out.set_header("Connection", "close");
    }
  }

  const HttpServer::Options options_;
  const HttpServer::Handler handler_;
  const StreamHandler stream_handler_;
  AddressLimit connections_;  // outlive what holds places in them
  AddressLimit requests_;
  HttpPool pool_;
  HttpPool doors_;
  HttpParking parking_;
};

HttpServer::HttpServer(Options options, Handler handler, StreamHandler stream_handler)
    : library_(std::make_unique<Library>(std::move(options), std::move(handler), std::move(stream_handler))) {}

HttpServer::~HttpServer() { library_->Drain(); }

Result<int> HttpServer::Bind(const std::string& host, int port) {
  const int bound = port == 0 ? library_->bind_to_any_port(host) : (library_->bind_to_port(host, port) ? port : -1);
  if (bound < 0) {
    return Error{ErrorCode::kUnavailable, "cannot listen on " + host + ":" + std::to_string(port) +
                                              ": is it in use, and an address of this machine? (" +
                                              std::strerror(errno) + ")"};
  }
  return bound;
}

void HttpServer::Run() {
  library_->listen_after_bind();
  library_->Drain();
}

void HttpServer::Stop() {
  library_->is_stopping = true;
  library_->wait_until_ready();
  library_->stop();
}

}  // namespace kedang
