#include "wasm/views/import_view_groups.h"

#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view_layout.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostMembers = 6;

}  // namespace

ValueGroups::ValueGroups(App& app, ImportJob& job) : app_(app), job_(job), groups_(job, app.workspace().lexicon().pinyin()) {}

void ValueGroups::Reset() {
  groups_.Reset();
  shown_ = 0;
  is_shown_ = false;
}

bool ValueGroups::Refresh() {
  if (job_.phase() != ImportPhase::kReview || job_.is_judging()) return false;
  if (!groups_.was_started()) {
    groups_.Start();
    work_.Start([this](const std::function<bool()>& is_over) { return groups_.Step(is_over); });
  }
  if (groups_.groups().empty()) return false;
  if (!is_shown_) Show(shown_);
  return true;
}

void ValueGroups::Show(std::size_t group) {
  shown_ = group < groups_.groups().size() ? group : 0;
  is_shown_ = true;
  is_chosen_.assign(Current().cluster.members.size(), 1);
  into_ = Current().cluster.members.front().text;
}

std::size_t ValueGroups::ShownMembers() { return std::min(kMostMembers, Current().cluster.members.size()); }

std::string ValueGroups::Where() {
  const std::uint32_t column = Current().column;
  std::uint32_t place = 1;
  for (std::size_t i = 0; i < shown_; ++i) place += groups_.groups()[i].column == column ? 1 : 0;
  return TF("import.group_of", {{"column", ColumnTitle(job_, column)}, {"count", Number(groups_.CountOf(column))}, {"place", Number(place)}});
}

float ValueGroups::Height() {
  const float control = Px(ui::Metrics().control);
  float height = Px(22 + 2 + 18 + 6) + static_cast<float>(ShownMembers()) * ValueRowHeight() + Px(8) + control + Px(12) + control;
  if (ui::IsPhone()) height += 2 * (control + Px(8));
  return height;
}

void ValueGroups::DrawMember(Rect row, std::size_t index) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(static_cast<std::uint64_t>(index));
  const ValueCluster& cluster = Current().cluster;
  const ValueCluster::Member& member = cluster.members[index];
  const std::string count = Number(member.count);
  const std::string name = TF("import.same_value", {{"text", member.text}, {"count", count}});
  bool is_on = is_chosen_[index] != 0;
  const Rect box = ui::CutLeft(row, Px(16), Px(8));
  if (ui::CheckBox(box, is_on, {.name = name, .id = "member"})) is_chosen_[index] = is_on ? 1 : 0;
  const std::string most = Number(cluster.members.front().count);
  const Rect number = ui::CutRight(row, std::max(ui::TextWidth(most, ui::kSmall), Px(24)), Px(8));
  ui::Text(number, count, {.style = ui::kSmall, .color = theme.secondary, .align = ui::Align::kRight, .can_shorten = false});
  Rect bar = ui::CutRight(row, std::round(row.w * 0.45f), Px(8));
  const float share = static_cast<float>(member.count) / static_cast<float>(cluster.members.front().count);
  bar = ui::CenterIn(bar, bar.w, Px(8));
  ui::FillRect({bar.x, bar.y, std::max(bar.w * share, Px(3)), bar.h}, member.text == into_ ? theme.accent : theme.control_border, Px(2));
  ui::Text(row, member.text, ui::kBody, theme.text);
}

bool ValueGroups::Apply() {
  ColumnGroups::Group& group = Current();
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < ShownMembers(); ++i) {
    if (is_chosen_[i] != 0) texts.push_back(group.cluster.members[i].text);
  }
  const std::uint32_t count = job_.MendColumn(group.column, texts, into_);
  if (count == 0) return false;
  // What was not looked at stays a group with what the others became.
  std::vector<ValueCluster::Member>& members = group.cluster.members;
  const std::size_t looked_at = ShownMembers();
  if (members.size() > looked_at) {
    members.erase(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(looked_at));
    members.insert(members.begin(), {into_, count});
  } else {
    groups_.groups().erase(groups_.groups().begin() + static_cast<std::ptrdiff_t>(shown_));
  }
  is_shown_ = false;
  const std::size_t step = job_.step_count();
  app_.SayWithUndo(TF("import.same_done", {{"count", Number(count)}}), [this, step] {
    if (job_.phase() == ImportPhase::kReview && job_.step_count() == step) {
      job_.TakeBack();
      Reset();
    }
    RequestFrame();
  });
  RequestFrame();
  return true;
}

bool ValueGroups::Draw(Rect rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope("groups");
  const float control = Px(ui::Metrics().control);
  const ColumnGroups::Group& group = Current();
  Rect top = ui::CutTop(rest, Px(22), Px(2));
  ui::DrawIcon(ui::CutLeft(top, Px(16), Px(8)), ui::Icon::kZap, 16, theme.accent);
  const std::string_view title = T("import.same");
  ui::Mirror(ui::IdOf("title"), top, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::CutLeft(top, ui::Text(top, title, ui::kBodyBold, theme.text), Px(12));
  ui::Text(top, Where(), ui::kSmall, theme.secondary, ui::Align::kRight);
  const std::string hint = TF("import.group_hint", {{"count", Number(group.cluster.members.size())}});
  ui::Text(ui::CutTop(rest, Px(18), Px(6)), hint, ui::kSmall, theme.secondary);
  Rect rows = ui::CutTop(rest, ValueRowHeight() * static_cast<float>(ShownMembers()), Px(8));
  for (std::size_t i = 0; i < ShownMembers(); ++i) DrawMember(ui::CutTop(rows, ValueRowHeight()), i);
  Rect target = ui::CutTop(rest, control, Px(12));
  const std::string_view into = T("import.same_into");
  ui::Text(ui::CutLeft(target, ui::TextWidth(into, ui::kSmall), Px(8)), into, ui::kSmall, theme.secondary);
  std::vector<ui::Choice> choices;
  for (const ValueCluster::Member& member : group.cluster.members) choices.push_back({.id = member.text, .label = member.text});
  ui::ComboOptions options;
  options.id = "into";
  options.field.name = into;
  options.can_filter = choices.size() > 8;
  const std::string kept = into_;
  ui::Combobox(target, into_, choices, options);
  if (into_.empty()) into_ = kept;
  std::uint32_t chosen = 0;
  for (std::size_t i = 0; i < ShownMembers(); ++i) {
    const ValueCluster::Member& member = group.cluster.members[i];
    if (is_chosen_[i] != 0 && member.text != into_) chosen += member.count;
  }
  const std::string label = TF("import.same_apply", {{"count", Number(chosen)}});
  const ui::ButtonOptions apply = {.label = label, .kind = ui::ButtonKind::kPrimary, .id = "apply", .is_enabled = chosen > 0, .reason = T("import.same_reason")};
  const bool is_phone = ui::IsPhone();
  const auto button = [&](const ui::ButtonOptions& one) {
    return is_phone ? ui::Button(ui::CutTop(rest, control, Px(8)), one) : ui::ButtonAtLeft(rest, one);
  };
  const bool is_applied = button(apply);
  const bool is_next = groups_.groups().size() > 1 && button({.label = T("import.same_next")});
  const bool is_none = button({.label = T("import.group_none"), .kind = ui::ButtonKind::kPlain});
  if (is_applied) return Apply();
  if (is_next) Show(shown_ + 1);
  if (is_none) {
    groups_.groups().erase(groups_.groups().begin() + static_cast<std::ptrdiff_t>(shown_));
    is_shown_ = false;
  }
  if (is_next || is_none) RequestFrame();
  return is_none;
}

}  // namespace kedang
