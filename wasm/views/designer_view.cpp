#include "wasm/views/designer_view.h"

#include <algorithm>

#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr float kPaletteCss = 232;
constexpr float kInspectorCss = 340;
constexpr float kPreviewCss = 296;
constexpr float kLeastCanvasCss = 340;

}  // namespace

void DesignerView::Draw(Rect page) {
  ui::IdScope scope("designer");
  if (!std::exchange(was_asked_, true)) app_.RefreshUser();
  if (!app_.user().is_administrator) {
    DrawForbidden(page);
    return;
  }
  const auto& parts = app_.route().parts;
  if (parts.size() > 1 && parts[1] == "tags") {
    tags_.Draw(page);
    return;
  }
  state_.Refresh();
  DrawClashes(page);
  if (parts.size() < 3) {
    DrawList(page);
    publish_.Draw();
    return;
  }
  if (!state_.Show(parts[2])) {
    app_.Replace({{"admin", "templates"}});
    return;
  }
  Shortcuts();
  if (ui::IsPhone()) {
    DrawPhone(page);
  } else {
    DrawEditor(page);
    state_.Drop();
  }
  publish_.Draw();
}

void DesignerView::DrawForbidden(Rect page) {
  if (ui::IsPhone()) {
    ui::PhoneBar bar;
    bar.title = T("designer.title");
    bar.has_back = true;
    if (ui::PhoneTopBar(ui::CutTop(page, Px(56)), bar) < 0) app_.Back();
  }
  ui::NoticeOptions notice;
  notice.icon = ui::Icon::kLock;
  notice.title = T("designer.forbidden");
  notice.text = T("designer.forbidden_text");
  ui::EmptyState(page, notice);
}

void DesignerView::Shortcuts() {
  if (ui::IsEditingText() || ui::IsAnyDialogOpen() || ui::IsAnyLayerOpen()) return;
  if (ui::IsShortcut("Ctrl+Z") && state_.draft.can_undo()) state_.Undo();
  if ((ui::IsShortcut("Ctrl+Y") || ui::IsShortcut("Ctrl+Shift+Z")) && state_.draft.can_redo()) state_.Redo();
}

// Somebody else published: what both changed is said once.
void DesignerView::DrawClashes(Rect& page) {
  if (state_.clashes.empty()) return;
  std::string places;
  for (std::size_t i = 0; i < state_.clashes.size() && i < 4; ++i) {
    places += (places.empty() ? "" : "，") + ClashWords(state_, state_.clashes[i]);
  }
  const std::string text = ui::TF("designer.clashes_text", {{"places", places}});
  if (ui::Banner(ui::CutTop(page, Px(ui::IsPhone() ? 44 : 40)), {ui::Meaning::kWarn, ui::Icon::kMerge, T("designer.clashes"), text, T("common.close")})) {
    state_.clashes.clear();
  }
}

void DesignerView::DrawEditor(Rect page) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect bar = ui::CutTop(page, Px(56));
  DrawBar(bar);
  const bool is_wide = page.w >= Px(kPaletteCss + kLeastCanvasCss + kInspectorCss);
  const bool has_preview = page.w >= Px(kPaletteCss + kLeastCanvasCss + kInspectorCss + kPreviewCss);
  if (is_wide) {
    const Rect palette = ui::CutLeft(page, Px(kPaletteCss));
    ui::FillRect(palette, theme.surface);
    palette_.Draw(palette);
  } else if (shows_palette_) {
    const Rect palette = ui::CutLeft(page, Px(kPaletteCss));
    palette_.Draw(palette);
  }
  const Rect preview = has_preview ? ui::CutRight(page, Px(kPreviewCss)) : Rect{};
  const Rect inspector = ui::CutRight(page, std::min(Px(kInspectorCss), page.w / 2));
  canvas_.Draw(page);
  ui::FillRect(inspector, theme.surface);
  ui::LineAtLeft(inspector, theme.border);
  inspector_.Draw(inspector);
  if (has_preview) preview_.Draw(preview);
}

void DesignerView::DrawVersions(Rect& bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Schema* base = state_.draft.base().Find(state_.schema_id);
  const std::size_t count = state_.change_count();
  const std::uint32_t version = state_.draft.base().version;
  if (count > 0) {
    const std::string badge = ui::TF("designer.draft", {{"version", std::to_string(version + 1)}});
    ui::CutLeft(bar, ui::Tag(bar, badge, 1), Px(8));
  }
  const std::string text = count > 0 ? ui::TF("designer.versions", {{"version", std::to_string(version)}, {"count", std::to_string(count)}})
                           : base == nullptr ? std::string(T("designer.not_published"))
                                             : ui::TF("designer.version", {{"version", std::to_string(version)}});
  ui::Mirror(ui::IdOf("versions"), bar, {.role = ui::Role::kStatus, .label = text});
  ui::Text(bar, text, ui::kSmall, theme.secondary);
}

void DesignerView::DrawBar(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtBottom(bar, theme.border);
  Rect rest = ui::Inset(bar, Px(16), 0);
  if (ui::IconButton(ui::TakeLeft(rest, Px(32), Px(32), Px(8)), ui::Icon::kChevronLeft, T("common.back"))) app_.Go({{"admin", "templates"}});
  const bool has_changes = state_.has_changes();
  const ui::ButtonOptions publish{.label = T("designer.publish"), .kind = ui::ButtonKind::kPrimary, .id = "publish", .is_running = publish_.is_sending(),
                                  .is_enabled = has_changes, .reason = T("designer.no_changes")};
  if (ui::ButtonAtRight(rest, publish)) publish_.OpenPublish();
  if (ui::ButtonAtRight(rest, {.label = T("designer.compare"), .is_enabled = has_changes, .reason = T("designer.no_changes")})) publish_.OpenCompare();
  if (ui::IconButton(ui::TakeRight(rest, Px(32), Px(32), Px(4)), ui::Icon::kRedo2, T("designer.redo"), state_.draft.can_redo())) state_.Redo();
  if (ui::IconButton(ui::TakeRight(rest, Px(32), Px(32), Px(8)), ui::Icon::kUndo2, T("common.undo"), state_.draft.can_undo())) state_.Undo();
  const bool is_wide = bar.w >= Px(kPaletteCss + kLeastCanvasCss + kInspectorCss);
  if (!is_wide && ui::ButtonAtRight(rest, {.label = T("designer.types"), .icon = ui::Icon::kPlus, .is_chosen = shows_palette_})) shows_palette_ = !shows_palette_;
  const std::string title = ui::TF("designer.schema_title", {{"schema", LabelWords(state_.schema().label, app_.is_english())}});
  ui::Mirror(ui::IdOf("title"), rest, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::CutLeft(rest, ui::Text(rest, title, ui::kPageTitle, theme.text), Px(12));
  DrawVersions(rest);
}

}  // namespace kedang
