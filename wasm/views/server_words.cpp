#include "wasm/views/server_words.h"

#include "wasm/ui/strings.h"

namespace kedang {

ServerHits::Ask ServerAsk(App& app) {
  return [&app](const SearchRequest& request, ServerHits::Answer answer) { app.connection().SearchServer(request, std::move(answer)); };
}

std::string ServerWords(const ServerHits& server, std::size_t found, std::size_t searched) {
  const std::string own = ui::GroupedNumber(static_cast<std::int64_t>(found));
  switch (server.state()) {
    case ServerHits::State::kNone: return {};
    case ServerHits::State::kWaiting: return ui::TF("list.server_waiting", {{"own", own}});
    case ServerHits::State::kAnswered: break;
    case ServerHits::State::kOffline:
      return ui::TF("list.server_offline", {{"own", ui::GroupedNumber(static_cast<std::int64_t>(searched))}});
    case ServerHits::State::kFailed:
      return ui::TF("list.server_failed", {{"own", ui::GroupedNumber(static_cast<std::int64_t>(searched))}});
  }
  if (server.elsewhere() == 0) return ui::TF("list.server_none", {{"own", own}});
  return ui::TF("list.server_more", {{"own", own}, {"more", ui::GroupedNumber(static_cast<std::int64_t>(server.elsewhere()))}});
}

}  // namespace kedang
