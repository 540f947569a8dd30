// ListView for people whose device holds a part of what they see: what else the server has, said above the rows and listed
// behind them. Opening such a line fetches the record; from then on it is one of the own.
#include "wasm/platform/frame.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/list_view.h"
#include "wasm/views/server_words.h"

namespace kedang {

using ui::Px;
using ui::Rect;

void ListView::WorkServer() {
  if (HasBoard()) {
    server_.ShowNothing();
  } else {
    const std::string& column = columns_.sort_column;
    server_.Show(schema_->id, app_.search().text, column.empty() ? std::string() : (columns_.is_descending ? "-" : "") + column);
  }
  if (!server_.Step()) RequestFrame();
  if (server_revision_ == server_.revision()) return;
  server_revision_ = server_.revision();
  server_lines_.clear();
  for (const Record& record : server_.records()) server_lines_.push_back(Shown{record, {}, {}});
  const std::string more = ui::GroupedNumber(static_cast<std::int64_t>(server_.elsewhere()));
  server_title_ = ui::TF("list.server_title", {{"more", more}});
  RequestFrame();
}

ListView::Shown* ListView::ServerLineAt(std::int64_t line) {
  const std::int64_t index = line - OwnLineCount() - 1;
  if (index < 0 || index >= static_cast<std::int64_t>(server_lines_.size())) return nullptr;
  return &server_lines_[static_cast<std::size_t>(index)];
}

void ListView::DrawServerNote(Rect& rest) {
  const std::string words = ServerWords(server_, RowCount(), list_.total());
  if (words.empty() || !list_.is_settled()) return;
  const bool is_alone = server_.state() == ServerHits::State::kOffline || server_.state() == ServerHits::State::kFailed;
  const Rect line = ui::Inset(ui::CutTop(rest, Px(28)), Px(16), 0);
  ui::Mirror(ui::IdOf("server"), line, {.role = ui::Role::kStatus, .label = words});
  ui::Text(line, words, ui::kSmall, is_alone ? ui::CurrentTheme().warn.text : ui::CurrentTheme().secondary);
}

void ListView::FetchMissing(Id record) {
  SyncClient& client = app_.workspace().client();
  if (client.state().extent.row_cap == 0 || record.is_nil() || record == fetched_ || !client.has_base()) return;
  fetched_ = record;
  client.Want(record);
  app_.connection().Pump();
}

}  // namespace kedang
