// The last step of the import page: writing, and what became of it.
#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/import_view.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

}  // namespace

void ImportView::DrawWrite(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  if (job_.phase() == ImportPhase::kDone || job_.phase() == ImportPhase::kUndone) return DrawSummary(rect);
  const bool is_undo = job_.phase() == ImportPhase::kUndoing;
  const ImportProgress progress = job_.Progress(NowMs());
  const bool is_stopping = !is_undo && !job_.can_cancel();
  Rect card = ui::CenterIn(rect, std::min(rect.w - Px(32), Px(440)), Px(ui::IsPhone() ? 208.0f : 184.0f));
  card.y = rect.y + (rect.h - card.h) * 0.3f;
  ui::CardBox(card);
  Rect inner = ui::Inset(card, Px(20));
  const std::string title = TF(is_undo ? "import.undoing" : "import.writing", {{"count", Number(is_undo ? job_.written() : job_.verdicts().counts().writable)}});
  ui::Text(ui::CutTop(inner, Px(24), Px(12)), title, ui::kTitle, theme.text);
  ui::ProgressBar(ui::CutTop(inner, Px(6), Px(8)), progress.share, ui::Meaning::kInfo, title);
  ui::Text(ui::CutTop(inner, Px(18), Px(4)), is_stopping ? std::string(T("import.storing")) : PaceWords(progress), ui::kSmall, theme.secondary);
  const float hint = ui::WrappedText(inner, T(is_undo ? "import.undoing_hint" : "import.writing_hint"), ui::kSmall, theme.secondary);
  ui::CutTop(inner, hint, Px(12));
  if (is_undo) return;
  inner.h = Px(ui::Metrics().control);
  const ui::ButtonOptions stop = {.label = T("import.stop"), .is_enabled = !is_stopping, .reason = T("import.storing")};
  if (ui::ButtonAtLeft(inner, stop)) {
    job_.Cancel();
    RequestFrame();
  }
  const std::string stored = TF("import.stored", {{"count", Number(job_.stored())}, {"all", Number(job_.verdicts().counts().writable)}});
  ui::Text(inner, stored, {.style = ui::kSmall, .color = theme.secondary, .align = ui::Align::kRight, .is_mirrored = true});
}

// The ways of this import for the next file of the same kind.
void ImportView::DrawProfile(Rect place) {
  const ImportProfile* profile = job_.book().FindProfile(job_.profile());
  if (profile_name_.empty()) {
    const Source* source = job_.book().FindSource(job_.source());
    profile_name_ = profile != nullptr ? profile->name : source != nullptr ? source->name : job_.name().substr(0, job_.name().rfind('.'));
  }
  ui::TextFieldOptions name;
  name.id = "profile";
  name.field.name = T("import.profile_name");
  name.max_bytes = 180;
  const bool is_other = profile == nullptr || profile->name != profile_name_;
  const ui::ButtonOptions keep = {.label = T(is_other ? "import.profile_keep" : "import.profile_update"), .id = "keep_profile"};
  const Rect button = ui::CutRight(place, ui::ButtonWidth(keep), Px(8));
  ui::TextField(place, profile_name_, name);
  if (ui::Button(button, keep)) KeepProfile();
}

void ImportView::KeepProfile() {
  if (profile_name_.find_first_not_of(' ') == std::string::npos) return;
  auto group = job_.MakeProfile(profile_name_, app_.user().id);
  if (!group) return;
  app_.Save(*std::move(group), "", [this, name = profile_name_](const Status& status) {
    app_.Say(status.ok() ? TF("import.profile_kept", {{"name", name}}) : std::string(T("import.store_failed")));
  });
}

void ImportView::DrawSummary(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const VerdictCounts& counts = job_.verdicts().counts();
  const bool is_undone = job_.phase() == ImportPhase::kUndone;
  const bool is_phone = ui::IsPhone();
  Rect card = ui::CenterIn(rect, std::min(rect.w - Px(32), Px(560)), Px(104));
  const SyncStatus status = app_.workspace().client().status();
  const std::uint32_t pending = static_cast<std::uint32_t>(status.pending);
  int lines = 1;
  const std::uint32_t unwritten = job_.unwritten();
  if (!is_undone) lines = (unwritten > 0) + (job_.updated() > 0) + (counts.blocked > 0) + (counts.duplicates > 0) + (counts.left_out > 0) + (pending > 0);
  card.h += Px(26) * static_cast<float>(lines) + (is_phone ? Px(4 * 52 + (unwritten > 0 ? 52 : 0)) : Px(32));
  const bool offers_profile = !is_undone && job_.book().SchemaOf(kProfileSchema) != nullptr && job_.IsProfileNews();
  if (offers_profile) card.h += Px(ui::Metrics().control + 20);
  card.y = rect.y + (rect.h - card.h) * 0.25f;
  ui::CardBox(card);
  Rect inner = ui::Inset(card, Px(20));
  Rect top = ui::CutTop(inner, Px(36), Px(8));
  const ui::Icon sign = is_undone ? ui::Icon::kUndo2 : unwritten > 0 ? ui::Icon::kTriangleAlert : ui::Icon::kCircleCheck;
  const ui::Color sign_color = is_undone ? theme.secondary : unwritten > 0 ? theme.warn.text : theme.good.text;
  ui::DrawIcon(ui::CutLeft(top, Px(24), Px(12)), sign, 24, sign_color);
  const std::string count = Number(job_.written());
  const std::string title = TF(is_undone ? "import.undone" : "import.written", {{"count", count}, {"template", job_.schema().label.In(app_.is_english())}});
  ui::Mirror(ui::IdOf("summary"), top, {.role = ui::Role::kStatus, .label = title});
  ui::Text(top, title, ui::kPageTitle, theme.text);
  const auto line = [&](std::string_view key, std::uint32_t number) {
    if (number == 0) return;
    const std::string words = TF(key, {{"count", Number(number)}});
    const Rect place = ui::CutTop(inner, Px(22), Px(4));
    ui::Mirror(ui::IdOf(key), place, {.role = ui::Role::kText, .label = words});
    ui::Text(place, words, ui::kBody, theme.secondary);
  };
  if (is_undone) {
    ui::Text(ui::CutTop(inner, Px(22), Px(4)), T("import.undone_hint"), ui::kBody, theme.secondary);
  } else {
    line(job_.problem().ok() ? "import.sum_stopped" : "import.sum_failed", unwritten);
    line("import.sum_updated", job_.updated());
    line("import.sum_blocked", counts.blocked);
    line("import.sum_duplicates", counts.duplicates);
    line("import.sum_left_out", counts.left_out);
    line("import.sum_pending", pending);
  }
  if (offers_profile) {
    ui::CutTop(inner, Px(8));
    DrawProfile(ui::CutTop(inner, Px(ui::Metrics().control), Px(12)));
  }
  const auto button = [&](const ui::ButtonOptions& options) {
    if (is_phone) return ui::Button(ui::CutTop(inner, ui::ButtonHeight(options), Px(8)), options);
    return ui::ButtonAtLeft(inner, options);
  };
  if (!is_phone) {
    inner = ui::CutBottom(inner, Px(ui::Metrics().control));
  } else {
    ui::CutTop(inner, Px(12));
  }
  const bool goes_on = unwritten > 0 && button({.label = T("import.resume"), .kind = ui::ButtonKind::kPrimary});
  const ui::ButtonKind show_kind = unwritten > 0 ? ui::ButtonKind::kDefault : ui::ButtonKind::kPrimary;
  const bool shows_list = !is_undone && button({.label = T("import.show"), .kind = show_kind});
  const bool wants_blocked = !is_undone && counts.blocked > 0 && button({.label = T("import.export_blocked"), .icon = ui::Icon::kDownload});
  const bool wants_undo = !is_undone && button({.label = T("common.undo"), .icon = ui::Icon::kUndo2});
  const bool has_next = !waiting_.empty();
  const bool wants_more = button({.label = T(has_next ? "import.next_file" : "import.another"),
                                  .kind = is_undone ? ui::ButtonKind::kPrimary : has_next ? ui::ButtonKind::kDefault : ui::ButtonKind::kPlain});
  if (wants_blocked) SaveBlocked();
  if (shows_list) app_.Go({{job_.schema().key}});
  if (wants_more) {
    Restart();
    TakeNext();
  }
  if (goes_on) {
    job_.Resume(NowMs());
    RequestFrame();
  }
  if (wants_undo) {
    job_.Undo(NowMs());
    RequestFrame();
  }
}

}  // namespace kedang
