#include "wasm/app/connection.h"

#include <memory>

#include "wasm/platform/frame.h"
#include "wasm/platform/wake.h"

namespace kedang {
namespace {

constexpr double kRetryLookMs = 1000;
constexpr double kTimeoutMs = 60'000;
constexpr double kLoadFrameMs = 100;  // of a first load ten frames a second are enough
constexpr int kWiped = 410;

// One question beside the sync client's.
template <typename Answer>
void Ask(const char* path, Bytes request, std::function<void(Result<Answer>)> done) {
  PostFrame(path, std::move(request), [done = std::move(done)](const HttpResponse& response) {
    if (!response.ok()) {
      done(Error{ErrorCode::kUnavailable, "no answer"});
    } else {
      done(Decode<Answer>(response.body));
    }
    RequestFrame();
  });
}

}  // namespace

void Connection::Start(const std::string& device) {
  if (is_started_) return;
  device_ = device;
  is_started_ = true;
  OnBrowserOnlineChanged([this](bool is_online) {
    if (is_online) {
      client_.Wake();
      OpenLine();
    } else {
      client_.OnUnreachable();
    }
    Pump();
    RequestFrame();
  });
  OpenLine();
  Pump();
}

void Connection::OpenLine() {
  OpenWake(device_.empty() ? "/sync/wake" : "/sync/wake?device=" + device_, {
                             [this](std::string_view what) {
                               if (what == "presence") {
                                 if (on_presence_) on_presence_();
                                 return;
                               }
                               client_.Wake();
                               Pump();
                             },
                             [this](bool is_connected) {
                               // Whatever happened while the line was down is pulled now.
                               if (is_connected) client_.Wake();
                               Pump();
                             },
                         });
}

void Connection::Pump() {
  if (!is_started_ || is_wiped_) return;
  if (auto next = client_.NextRequest()) Send(std::move(*next));
  // By a timer, not by frames: a page behind others draws none.
  if (client_.next_attempt_ms() != 0 && !has_timer_) {
    has_timer_ = true;
    RunAfter(kRetryLookMs, [this] {
      has_timer_ = false;
      Pump();
    });
  }
}

void Connection::Send(SyncRequest request) {
  const bool is_load = request.is_get;
  const ResponseCallback answered = [this, number = request.number, is_load](const HttpResponse& response) {
    if (response.failure != HttpResponse::Failure::kNone) {
      client_.OnUnanswered(number);
    } else if (response.status == kWiped) {
      is_wiped_ = true;  // nothing is asked any more, and nothing put down
      on_wipe_();
      return;
    } else {
      client_.OnResponse(number, response.status, response.body);
    }
    Pump();
    is_load ? RequestFrameAt(kLoadFrameMs) : RequestFrame();
  };
  if (request.is_get) {
    Fetch(request.path, answered);
    FetchAhead(request.soon);
    return;
  }
  ForgetAhead();
  HttpRequest post;
  post.path = std::move(request.path);
  post.body = std::move(request.body);
  post.timeout_ms = kTimeoutMs;
  SendRequest(std::move(post), answered);
}

void Connection::Fetch(const std::string& path, ResponseCallback done) {
  const auto ahead = ahead_.find(path);
  if (ahead == ahead_.end()) {
    HttpRequest get;
    get.method = "GET";
    get.path = path;
    get.timeout_ms = kTimeoutMs;
    get.is_quiet = true;
    SendRequest(std::move(get), std::move(done));
  } else if (ahead->second.response) {
    // Not at once: the frames between want their turn.
    RunSoon([response = std::make_shared<HttpResponse>(*std::move(ahead->second.response)), done = std::move(done)] { done(*response); });
    ahead_.erase(ahead);
  } else {
    ahead->second.wanted = std::move(done);
  }
}

void Connection::FetchAhead(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (ahead_.count(path) != 0) continue;
    HttpRequest get;
    get.method = "GET";
    get.path = path;
    get.timeout_ms = kTimeoutMs;
    get.is_quiet = true;
    ahead_[path].call = SendRequest(std::move(get), [this, path](const HttpResponse& response) {
      const auto ahead = ahead_.find(path);
      if (ahead == ahead_.end()) return;
      if (!ahead->second.wanted) {
        ahead->second.response = response;
        return;
      }
      const ResponseCallback wanted = std::move(ahead->second.wanted);
      ahead_.erase(ahead);
      wanted(response);
    });
  }
}

// Another question is asked: the load is over, or given up.
void Connection::ForgetAhead() {
  for (const auto& [path, ahead] : std::exchange(ahead_, {})) {
    if (!ahead.response) AbortRequest(ahead.call);
  }
}

void Connection::SyncNow() {
  client_.Wake();
  Pump();
}

void Connection::FetchHistory(Id record, std::function<void(Result<HistoryResponse>)> done) {
  Ask<HistoryResponse>("/sync/history", Encode(HistoryRequest{record, 200}), std::move(done));
}

void Connection::SearchServer(const SearchRequest& request, std::function<void(Result<SearchResponse>)> done) {
  Ask<SearchResponse>("/sync/search", Encode(request), std::move(done));
}

void Connection::FetchRecentSaves(SchemaId schema, std::function<void(Result<RecentSavesResponse>)> done) {
  RecentSavesRequest request;
  request.schema = schema;
  Ask<RecentSavesResponse>("/sync/saves", Encode(request), std::move(done));
}

}  // namespace kedang
