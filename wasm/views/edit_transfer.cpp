#include "wasm/views/edit_transfer.h"

#include "wasm/app/edit_file.h"
#include "wasm/app/time_text.h"
#include "wasm/platform/files.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kHeadCss = 48;

}  // namespace

std::string TrayReason(App& app, const QueuedGroup& queued) {
  for (std::size_t i = 0; i < queued.results.size(); ++i) {
    for (const Issue& issue : queued.results[i].issues) {
      if (issue.code == "group_refused") continue;
      const SchemaId schema = i < queued.group.mutations.size() ? queued.group.mutations[i].schema : 0;
      if (issue.field == 0) return IssueWords(issue);
      return ui::TF("tray.field", {{"field", FieldWords(app, schema, issue.field)}, {"issue", IssueWords(issue)}});
    }
  }
  const std::string key = "tray." + queued.tray_reason;
  return std::string(T(ui::HasText(key) ? std::string_view(key) : "tray.other"));
}

void EditTransfer::Export() {
  Workspace& workspace = app_.workspace();
  const std::size_t count = UnsentGroupCount(workspace.client());
  if (count == 0) return app_.Say(std::string(T("unsent.none")));
  EditFileWords words;
  words.is_english = app_.is_english();
  words.author = app_.user().display.empty() ? app_.user().name : app_.user().display;
  words.reason = [this](const QueuedGroup& queued) { return TrayReason(app_, queued); };
  const std::string text = WriteEditFile(workspace, words);
  std::string time = ExactTime(workspace.clock().NowMs(), workspace.zone_minutes());
  for (char& c : time) {
    if (c == ':' || c == ' ') c = '-';
  }
  SaveFile(ui::TF("unsent.file_name", {{"time", time}}), "application/json", AsBytes(text));
  app_.Say(ui::TF("unsent.exported", {{"count", ui::GroupedNumber(static_cast<std::int64_t>(count))}}));
}

void EditTransfer::Import() {
  PickFile(".json", [this](const LocalFile& file) {
    if (file.size_bytes > static_cast<double>(kMaxEditFileBytes)) {
      CloseFile(file.id);
      return app_.Say(std::string(T("unsent.not_ours")));
    }
    is_reading_ = true;
    ReadFile(file.id, 0, file.size_bytes, [this, id = file.id](Result<Bytes> bytes) {
      CloseFile(id);
      is_reading_ = false;
      Take(bytes);
      RequestFrame();
    });
  });
}

void EditTransfer::Take(const Result<Bytes>& bytes) {
  if (!bytes.ok()) return app_.Say(std::string(T("unsent.unreadable")));
  auto file = ReadEditFile(app_.workspace().schemas(), AsText(bytes.value()));
  if (!file.ok()) return app_.Say(std::string(T("unsent.not_ours")));
  const std::size_t unreadable = file->unreadable;
  const std::string author = file->author;
  app_.workspace().client().KeepInTray(std::move(file->groups), [this, unreadable, author](Result<std::size_t> kept) {
    if (!kept.ok()) return app_.Say(std::string(T("save.refused")));
    const auto count = [](std::size_t number) { return ui::GroupedNumber(static_cast<std::int64_t>(number)); };
    std::string said = *kept == 0 ? std::string(T("unsent.nothing_new"))
                                  : ui::TF("unsent.imported", {{"count", count(*kept)}, {"name", author}});
    if (unreadable > 0) said += ui::TF("unsent.left_out", {{"count", count(unreadable)}});
    app_.Say(std::move(said));
    RequestFrame();
  });
}

float EditTransfer::Height(float width) const {
  const float inner = width - 2 * Px(16);
  const float buttons = ui::IsPhone() ? 2 * ui::ButtonHeight({}) + Px(8) : ui::ButtonHeight({});
  return Px(kHeadCss + 12) + ui::WrappedHeight(inner, T("unsent.text"), ui::kSmall) + Px(12) + buttons + Px(24);
}

void EditTransfer::Draw(Rect rect) {
  ui::IdScope scope("transfer");
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect head = ui::CutTop(rect, Px(kHeadCss), Px(12));
  ui::LineAtBottom(head, theme.divider);
  ui::Mirror(ui::IdOf("title"), head, {.role = ui::Role::kHeading, .label = T("unsent.title"), .level = 2});
  ui::Text(ui::Inset(head, Px(16), 0), T("unsent.title"), ui::kTitle, theme.text);
  Rect rest = ui::Inset(rect, Px(16), 0);
  const Rect words = ui::CutTop(rest, ui::WrappedHeight(rest.w, T("unsent.text"), ui::kSmall), Px(12));
  ui::Mirror(ui::IdOf("words"), words, {.role = ui::Role::kText, .label = T("unsent.text")});
  ui::WrappedText(words, T("unsent.text"), ui::kSmall, theme.secondary);
  const bool has_some = UnsentGroupCount(app_.workspace().client()) > 0;
  const ui::ButtonOptions give{.label = T("unsent.export"), .icon = ui::Icon::kDownload, .is_enabled = has_some, .reason = T("unsent.none")};
  const ui::ButtonOptions take{.label = T("unsent.import"), .icon = ui::Icon::kUpload, .is_running = is_reading_};
  bool wants_out = false, wants_in = false;
  if (ui::IsPhone()) {
    wants_out = ui::Button(ui::CutTop(rest, ui::ButtonHeight(give), Px(8)), give);
    wants_in = ui::Button(ui::CutTop(rest, ui::ButtonHeight(take)), take);
  } else {
    Rect bar = ui::CutTop(rest, ui::ButtonHeight(give));
    wants_out = ui::ButtonAtLeft(bar, give);
    wants_in = ui::ButtonAtLeft(bar, take);
  }
  if (wants_out) Export();
  if (wants_in) Import();
}

}  // namespace kedang
