// App's part that ends something here: the session, the lead among tabs; and refused edits that are mended elsewhere.
#include <algorithm>

#include "wasm/app/app.h"
#include "wasm/app/session.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/settings.h"
#include "wasm/platform/storage.h"
#include "wasm/platform/tabs.h"
#include "wasm/platform/url.h"
#include "wasm/ui/strings.h"

namespace kedang {
namespace {

constexpr std::string_view kHandOver = "hand-over";
constexpr std::string_view kHandingOver = "handing-over";
constexpr std::string_view kBusy = "busy";
constexpr double kHandOverLookMs = 20;
constexpr double kAnswerMs = 4000;

}  // namespace

void App::SignOutHere() {
  SignOut([this](SessionAnswer answer, const SessionUser&, const std::string&) {
    if (answer == SessionAnswer::kUnreachable) {
      Say(std::string(ui::T("session.sign_out_offline")));
      return;
    }
    RemoveSetting(kUserSetting);
    const SyncStatus status = workspace_->client().status();
    const auto leave = [] {
      ReplaceRoute("/");
      ReloadPage();
    };
    if (status.pending == 0 && status.tray == 0 && files_->size() == 0) {
      RemoveReplicaMarker();
      DeleteStorage([leave](const Status&) { leave(); });
    } else {
      leave();  // edits that wait stay here for their author
    }
  });
}

// ---- tabs -------------------------------------------------------------------------------------------------------------

void App::TakeOver() {
  TellTabs(AsBytes(kHandOver));
  is_lead_wanted_ = true;
  RunAfter(kAnswerMs, [this] {
    if (!is_lead_wanted_ || phase_ != AppPhase::kOtherTab) return;
    is_lead_wanted_ = false;
    Say(std::string(ui::T("tabs.no_answer")));
  });
}

// Typed text is saved and every save is on the disk before the lead is let go; what a rule blocks stays, and the lead with it.
void App::HandOver() {
  if (saves_ > 0) {
    RunAfter(kHandOverLookMs, [this] { HandOver(); });
    return;
  }
  is_handing_over_ = false;
  const bool is_busy = std::any_of(views_.begin(), views_.end(), [](const auto& entry) { return entry.second->has_unsaved(); });
  if (is_busy) {
    TellTabs(AsBytes(kBusy));
    Say(std::string(ui::T("tabs.wanted")));
    return;
  }
  ReloadPage();  // lets go of the lead; this tab queues up behind the one that asked
}

void App::OnTabMessage(std::string_view message) {
  if (message == kHandOver && IsLeaderTab()) {
    TellTabs(AsBytes(kHandingOver));
    if (phase_ != AppPhase::kReady) return ReloadPage();  // nothing can be typed yet
    if (is_handing_over_) return;
    is_handing_over_ = true;
    for (const auto& [page, view] : views_) view->CommitTyped();
    HandOver();
  } else if (message == kHandingOver) {
    is_lead_wanted_ = false;
  } else if (message == kBusy && phase_ == AppPhase::kOtherTab) {
    Say(std::string(ui::T("tabs.busy")));
  }
}

// ---- refused edits ----------------------------------------------------------------------------------------------------

void App::Mend(RefusedEdit edit) {
  const Schema* schema = workspace_->schemas().Find(edit.schema);
  if (schema == nullptr) return;
  const std::string place = edit.record.is_nil() ? std::string("new") : FormatId(edit.record);
  refused_ = std::move(edit);
  Go({{schema->key, place}});
}

std::optional<RefusedEdit> App::TakeRefused(SchemaId schema, Id record) {
  if (!refused_ || refused_->schema != schema || !(refused_->record == record)) return std::nullopt;
  return std::exchange(refused_, std::nullopt);
}

}  // namespace kedang
