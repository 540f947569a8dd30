#include "wasm/app/connection.h"

#include "wasm/platform/frame.h"
#include "wasm/platform/network.h"
#include "wasm/platform/wake.h"

namespace kedang {
namespace {

constexpr double kRetryLookMs = 1000;
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
  if (auto next = client_.NextRequest()) {
    HttpRequest request;
    request.method = next->is_get ? "GET" : "POST";
    request.path = std::move(next->path);
    request.body = std::move(next->body);
    request.timeout_ms = 60'000;
    SendRequest(std::move(request), [this, number = next->number](const HttpResponse& response) {
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
      RequestFrame();
    });
  }
  // By a timer, not by frames: a page behind others draws none.
  if (client_.next_attempt_ms() != 0 && !has_timer_) {
    has_timer_ = true;
    RunAfter(kRetryLookMs, [this] {
      has_timer_ = false;
      Pump();
    });
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
