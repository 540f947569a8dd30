#include "wasm/app/server_hits.h"

namespace kedang {
namespace {

constexpr std::uint32_t kRecords = 100;

}  // namespace

void ServerHits::Begin(State state) {
  ++*question_;  // answers to older ones are of no interest any more
  is_sent_ = false;
  if (state == state_ && records_.empty() && elsewhere_ == 0) return;
  state_ = state;
  elsewhere_ = 0;
  records_.clear();
  ++revision_;
}

void ServerHits::ShowNothing() {
  if (!is_shown_) return;
  is_shown_ = false;
  Begin(State::kNone);
}

void ServerHits::Show(SchemaId schema, std::string_view query, std::string_view sort) {
  if (workspace_.client().state().extent.row_cap == 0) return ShowNothing();
  const bool is_same = is_shown_ && schema == schema_ && query == query_ && sort == sort_;
  const ConnectionState connection = workspace_.client().status().connection;
  if (connection != ConnectionState::kOnline && connection != ConnectionState::kConnecting) {
    is_shown_ = false;  // asked anew when there is a network again
    if (state_ != State::kOffline) Begin(State::kOffline);
    return;
  }
  if (is_same) return;
  is_shown_ = true;
  schema_ = schema;
  query_ = query;
  sort_ = sort;
  typed_ms_ = workspace_.clock().NowMs();
  Begin(State::kWaiting);
}

bool ServerHits::Step() {
  DropHeld();
  if (state_ != State::kWaiting || is_sent_) return true;
  const bool is_ready = workspace_.client().has_base() && workspace_.clock().NowMs() - typed_ms_ >= kPauseMs;
  if (!is_ready) return false;
  is_sent_ = true;
  SearchRequest request;
  request.replica = workspace_.client().state().replica;
  request.cookie = workspace_.client().state().cookie;
  request.schema = schema_;
  request.query = query_;
  request.sort = sort_;
  request.limit = kRecords;
  const std::weak_ptr<std::uint64_t> newest = question_;
  ask_(request, [this, newest, question = *question_](Result<SearchResponse> answer) {
    const auto now = newest.lock();
    if (now && *now == question) Take(answer);
  });
  return true;
}

void ServerHits::Take(const Result<SearchResponse>& answer) {
  state_ = answer.ok() ? State::kAnswered : State::kFailed;
  ++revision_;
  if (!answer.ok()) return;
  elsewhere_ = answer->elsewhere;
  records_ = answer->records;
  looked_at_ = 0;
  DropHeld();
}

// What came into this browser since is among the own hits.
void ServerHits::DropHeld() {
  if (records_.empty() || looked_at_ == workspace_.revision()) return;
  looked_at_ = workspace_.revision();
  const auto held = std::erase_if(records_, [this](const Record& record) { return workspace_.records().RowOf(record.id) != kNoRow; });
  elsewhere_ -= std::min<std::uint64_t>(elsewhere_, held);
  if (held > 0) ++revision_;
}

}  // namespace kedang
