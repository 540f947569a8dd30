// Connection: carries the sync client's requests to the server and its answers back, listens to the wake-up line, and
// knows when to try again. Only the leading tab has one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "shared/sync/client.h"
#include "wasm/platform/network.h"

namespace kedang {

class Connection final {
 public:
  // Kept by reference; lives as long as the page.
  // `on_wipe`: the server said that what this browser keeps is to be deleted.
  Connection(SyncClient& client, std::function<void()> on_wipe) : client_(client), on_wipe_(std::move(on_wipe)) {}

  // From now on requests are sent whenever the client has one.
  // `device` is what the server knows this browser by; may be empty.
  void Start(const std::string& device);
  // Called when others came to or left the record that is open here.
  void OnPresence(std::function<void()> handler) { on_presence_ = std::move(handler); }
  // Sends what there is to send; call after submitting and every frame.
  void Pump();
  // The user asked: try now.
  void SyncNow();

  // Changes of a record as the server has them; fails when there is no network.
  void FetchHistory(Id record, std::function<void(Result<HistoryResponse>)> done);
  // What was saved last of a schema's records; for administrators, and only with a network.
  void FetchRecentSaves(SchemaId schema, std::function<void(Result<RecentSavesResponse>)> done);
  // What there is beside the records of this browser; only with a network.
  void SearchServer(const SearchRequest& request, std::function<void(Result<SearchResponse>)> done);

 private:
  // A segment of a first load that was asked for before it was its turn.
  struct Ahead {
    std::uint32_t call = 0;
    std::optional<HttpResponse> response;  // came already
    ResponseCallback wanted;               // awaited by now
  };

  void OpenLine();
  void Send(SyncRequest request);
  void Fetch(const std::string& path, ResponseCallback done);
  void FetchAhead(const std::vector<std::string>& paths);
  void ForgetAhead();

  SyncClient& client_;
  std::function<void()> on_presence_;
  std::function<void()> on_wipe_;
  std::string device_;
  bool is_wiped_ = false;
  bool is_started_ = false;
  std::map<std::string, Ahead> ahead_;  // by path
  bool has_timer_ = false;  // a later look whether the next attempt is due
};

}  // namespace kedang
