#include "wasm/views/view_dialog.h"

#include <algorithm>
#include <array>

#include "wasm/platform/frame.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::string_view kDialog = "view dialog";
constexpr std::array<std::string_view, 3> kRoles = {"administrator", "member", "viewer"};
constexpr int kFocusFrames = 4;
constexpr float kGapCss = 16;
constexpr float kLabelCss = 22;  // 18 and 4 below

ui::TextFieldOptions NameOptions(bool takes_focus) {
  ui::TextFieldOptions options;
  options.field.label = T("view.name");
  options.field.is_required = true;
  options.id = "name";
  options.max_bytes = 180;
  options.takes_focus = takes_focus;
  return options;
}

ui::ComboOptions TeamOptions() {
  ui::ComboOptions options;
  options.field.label = T("view.team");
  options.field.is_required = true;
  options.id = "team";
  options.filters_itself = true;
  return options;
}

}  // namespace

void ViewDialog::Open(SavedView view) {
  view_ = std::move(view);
  team_ = view_.team.is_nil() ? std::string() : FormatId(view_.team);
  team_filter_.clear();
  focus_frames_ = kFocusFrames;
  ui::OpenDialog(kDialog);
}

float ViewDialog::Height() const {
  const float width = Px(440);
  float height = ui::TextFieldHeight(NameOptions(false), width) + Px(kGapCss);
  height += Px(kLabelCss) + Px(ui::Metrics().control) + Px(4) + Px(18);
  if (view_.share == ViewShare::kTeam) height += Px(kGapCss) + ui::ComboHeight(TeamOptions(), width);
  if (app_.user().is_administrator) height += Px(kGapCss) + Px(kLabelCss) + 3 * Px(ui::Metrics().control);
  return height;
}

std::optional<Id> ViewDialog::Draw() {
  if (made_) return std::exchange(made_, std::nullopt);
  ui::DialogOptions options;
  options.title = T(view_.id.is_nil() ? "view.save_as_title" : "view.properties");
  options.body_height = Height();
  Rect rest;
  if (!ui::BeginDialog(kDialog, options, rest)) return std::nullopt;
  const ui::TextFieldOptions name = NameOptions(focus_frames_ > 0);
  if (focus_frames_ > 0) --focus_frames_, RequestFrame();
  std::string& text = app_.is_english() && !view_.english_name.empty() ? view_.english_name : view_.name;
  const ui::TextFieldResult typed = ui::TextField(ui::CutTop(rest, ui::TextFieldHeight(name, rest.w), Px(kGapCss)), text, name);
  DrawSharing(rest);
  if (app_.user().is_administrator) DrawDefaults(rest);
  const bool is_complete = IsComplete();
  const ui::ButtonOptions confirm = {.label = T("common.save"), .kind = ui::ButtonKind::kPrimary, .is_enabled = is_complete, .reason = T("view.incomplete")};
  const ui::DialogAnswer answer = ui::EndDialog(confirm, T("common.cancel"));
  const bool was_entered = typed.was_submitted && is_complete;
  if (was_entered) ui::CloseDialog(kDialog);
  if (answer == ui::DialogAnswer::kConfirmed || was_entered) Save();
  return std::nullopt;
}

void ViewDialog::DrawSharing(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::Text(ui::CutTop(rest, Px(18), Px(4)), T("view.seen_by"), ui::kSmall, theme.secondary);
  const ui::Segment shares[] = {{.label = T("view.private"), .icon = ui::Icon::kLock}, {.label = T("view.of_team"), .icon = ui::Icon::kUsers},
                                {.label = T("view.everyone"), .icon = ui::Icon::kGlobe}};
  int chosen = static_cast<int>(view_.share);
  ui::SegmentedOptions options;
  options.name = T("view.seen_by");
  options.is_stretched = true;
  if (ui::Segmented(ui::CutTop(rest, Px(ui::Metrics().control), Px(4)), shares, chosen, options)) view_.share = static_cast<ViewShare>(chosen);
  constexpr std::array<std::string_view, 3> kHints = {"view.private_hint", "view.team_hint", "view.everyone_hint"};
  ui::Text(ui::CutTop(rest, Px(18)), T(kHints[static_cast<std::size_t>(view_.share)]), ui::kSmall, theme.secondary);
  if (view_.share != ViewShare::kTeam) return;
  ui::CutTop(rest, Px(kGapCss));
  const Schema* views = app_.workspace().schemas().Find(kViewSchema);
  const Field* field = views != nullptr ? views->Find(views->team) : nullptr;
  if (field == nullptr) return;
  const ui::ComboOptions combo = TeamOptions();
  const std::vector<ui::Choice>& choices = teams_.For(*field, team_filter_, {team_});
  const ui::ComboResult result = ui::Combobox(ui::CutTop(rest, ui::ComboHeight(combo, rest.w)), team_, choices, combo);
  team_filter_ = result.filter;
  view_.team = ParseId(team_).value_or(Id());
}

void ViewDialog::DrawDefaults(Rect& rest) {
  ui::CutTop(rest, Px(kGapCss));
  ui::Text(ui::CutTop(rest, Px(18), Px(4)), T("view.default_for"), ui::kSmall, ui::CurrentTheme().secondary);
  constexpr std::array<std::string_view, 3> kLabels = {"view.role_administrator", "view.role_member", "view.role_viewer"};
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    const auto found = std::find(view_.default_for.begin(), view_.default_for.end(), kRoles[i]);
    bool is_on = found != view_.default_for.end();
    if (!ui::CheckBox(ui::CutTop(rest, Px(ui::Metrics().control)), is_on, {.label = T(kLabels[i]), .id = kRoles[i]})) continue;
    if (is_on) view_.default_for.emplace_back(kRoles[i]);
    else view_.default_for.erase(found);
  }
}

bool ViewDialog::IsComplete() const {
  const bool has_name = view_.name.find_first_not_of(" \t") != std::string::npos;
  return has_name && (view_.share != ViewShare::kTeam || !view_.team.is_nil());
}

void ViewDialog::Save() {
  const bool is_new = view_.id.is_nil();
  Group group = is_new ? book_.Make(view_, app_.user().id) : book_.Change(view_);
  if (group.mutations.empty()) return;
  const std::string said = ui::TF(is_new ? "view.saved_as" : "view.saved", {{"name", view_.NameIn(app_.is_english())}});
  app_.Save(std::move(group), said, [this, is_new, id = view_.id](const Status& status) {
    if (!status.ok()) return app_.Say(std::string(T("save.refused")));
    if (is_new) made_ = id;
  });
}

}  // namespace kedang
