#include "wasm/views/designer_canvas.h"

#include <algorithm>
#include <cmath>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_types.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kCardGapCss = 12;
constexpr float kHeadCss = 40;
constexpr float kPaddingCss = 16;
constexpr float kLabelCss = 22;   // 18 and 4 below
constexpr float kBoxCss = 32;
constexpr float kLongBoxCss = 54;
constexpr float kRowGapCss = 16;
constexpr float kFormsCss = 52;
constexpr float kEdgeCss = 40;    // dragging this near to an edge scrolls

bool IsWide(const Field& field) { return field.is_wide || field.type == FieldType::kLongText; }
float BoxHeight(const Field& field) { return Px(field.type == FieldType::kLongText ? kLongBoxCss : kBoxCss); }

// Whether a list opens below it.
bool HasList(FieldType type) {
  switch (TraitsOf(type).editor) {
    case EditorKind::kChoice:
    case EditorKind::kChoices:
    case EditorKind::kTags:
    case EditorKind::kTree:
    case EditorKind::kRecord:
    case EditorKind::kRecords:
    case EditorKind::kPerson: return true;
    default: return false;
  }
}

// What an empty field of the type shows in the form.
std::string PlaceholderOf(const Field& field, bool is_english) {
  const std::string& help = field.help.In(is_english);
  if (!help.empty()) return help;
  if (!field.choices.empty() && TraitsOf(field.type).has_choices) return field.choices.front().label.In(is_english);
  if (!field.format.empty() && field.type == FieldType::kAutoNumber) return field.format;
  const bool is_open = field.type == FieldType::kText || field.type == FieldType::kLongText || field.type == FieldType::kTags;
  const std::string_view example = is_open ? std::string_view() : TraitsOf(field.type).example;  // any text would do
  return std::string(example.empty() ? TypeWords(field.type) : example);
}

}  // namespace

// Places every field; `content` begins at the top of the cards. Returns the height of all of it.
float DesignerCanvas::LayOut(Rect content) {
  placed_.clear();
  cards_.clear();
  const Schema& schema = state_.schema();
  float y = content.y;
  const float column_gap = Px(24);
  for (const FieldGroup& group : schema.groups) {
    Card card;
    card.group = &group;
    card.first = placed_.size();
    card.head = {content.x, y, content.w, Px(kHeadCss)};
    float row_y = y + Px(kHeadCss);
    const Rect inner = ui::Inset(Rect{content.x, 0, content.w, 0}, Px(kPaddingCss), 0);
    const bool is_narrow = inner.w < Px(300);
    const float half = std::floor((inner.w - column_gap) / 2);
    bool is_left = true;
    float row_h = 0;
    const bool is_collapsed = collapsed_.count(group.key) > 0;
    for (const Field& field : schema.fields) {
      if (field.is_retired || field.group != group.key) continue;
      ++card.shown;
      if (is_collapsed) continue;
      const bool is_wide = IsWide(field) || is_narrow;
      const float height = Px(kLabelCss) + BoxHeight(field);
      if (is_wide && !is_left) {
        row_y += row_h + Px(kRowGapCss);
        is_left = true;
      }
      if (placed_.size() > card.first) placed_.back().next = field.id;
      Placed placed;
      placed.field = &field;
      placed.is_wide = is_wide;
      placed.rect = {inner.x + (is_left ? 0 : half + column_gap), row_y, is_wide ? inner.w : half, height};
      placed_.push_back(placed);
      row_h = is_left ? height : std::max(row_h, height);
      if (is_wide || !is_left) {
        row_y += row_h + Px(kRowGapCss);
        is_left = true;
      } else {
        is_left = false;
      }
    }
    if (!is_left) row_y += row_h + Px(kRowGapCss);
    if (!is_collapsed && card.shown == 0) row_y += Px(kBoxCss) + Px(kRowGapCss);  // room to drop something
    card.count = placed_.size() - card.first;
    card.rect = {content.x, y, content.w, row_y - y};
    y = row_y + Px(kCardGapCss);
    cards_.push_back(card);
  }
  return y - content.y;
}

// Where the thing being dragged would fall.
void DesignerCanvas::FindTarget(Rect area) {
  marker_ = {};
  DesignerDrag& drag = state_.drag;
  drag.has_target = false;
  if (!drag.is_on()) return;
  const ui::Vec2 pointer = ui::Pointer();
  if (!area.Has(pointer)) return;
  for (const Card& card : cards_) {
    const bool is_last = &card == &cards_.back();
    if (pointer.y >= card.rect.Bottom() + Px(kCardGapCss) / 2 && !is_last) continue;
    drag.has_target = true;
    drag.to_group = card.group->key;
    drag.before = 0;
    if (drag.kind == DesignerDrag::Kind::kGroup) {
      marker_ = {card.rect.x, card.rect.y, card.rect.w, Px(3)};
      return;
    }
    // Before the first field whose middle lies behind the pointer, in reading order.
    const Placed* before = nullptr;
    for (std::size_t i = 0; i < card.count && before == nullptr; ++i) {
      const Placed& one = placed_[card.first + i];
      const bool is_above = pointer.y < one.rect.y;
      const bool is_beside = pointer.y < one.rect.Bottom() && (one.is_wide ? pointer.y < one.rect.MidY() : pointer.x < one.rect.MidX());
      if (is_above || is_beside) before = &one;
    }
    if (before != nullptr) {
      drag.before = before->field->id;
      marker_ = before->is_wide ? Rect{before->rect.x, before->rect.y - Px(9), before->rect.w, Px(3)}
                                : Rect{before->rect.x - Px(12), before->rect.y, Px(3), before->rect.h};
    } else {
      const float y = card.rect.Bottom() - Px(kRowGapCss) / 2;
      marker_ = {card.rect.x + Px(kPaddingCss), card.count == 0 ? card.rect.y + Px(kHeadCss) : y - Px(3),
                 card.rect.w - 2 * Px(kPaddingCss), card.count == 0 ? Px(kBoxCss) : Px(3)};
    }
    if (drag.kind == DesignerDrag::Kind::kField && drag.before == drag.field) {
      drag.has_target = false;
      marker_ = {};
    }
    return;
  }
}

void DesignerCanvas::Draw(Rect rect) {
  ui::IdScope scope("canvas");
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, theme.background);
  const ui::Id id = ui::IdOf("fields");
  const Schema& schema = state_.schema();
  const ui::ItemState focus = ui::Item(id, rect, {.role = ui::Role::kListBox, .label = T("designer.fields"), .set_size = static_cast<int>(schema.fields.size())},
                                       {.can_overlap = true});
  if (focus.is_focused && !ui::IsEditingText() && !ui::IsAnyLayerOpen() && !ui::IsAnyDialogOpen()) HandleKeys();
  Rect rest = ui::Inset(rect, Px(kPaddingCss), 0);
  DrawForms(ui::CutTop(rest, Px(kFormsCss)));
  Rect area = {rect.x, rest.y, rect.w, rest.h};
  // Laid out once to know the height, and again where it has been scrolled to.
  float height = LayOut({0, 0, rest.w, 0});
  const float below = Px(48) + (shows_retired_ ? Px(40) * static_cast<float>(std::count_if(schema.fields.begin(), schema.fields.end(), [](const Field& one) { return one.is_retired; })) : 0);
  height += below + Px(64);
  Rect content;
  ui::BeginScroll("form", area, height, content);
  ui::EnterMirror(id);
  const Rect inner = ui::Inset(content, Px(kPaddingCss), 0);
  LayOut(inner);
  if (std::exchange(state_.wants_canvas, false)) ui::FocusItem(id);
  FindTarget(area);
  for (const Card& card : cards_) {
    if (state_.wants_sight && state_.selected == 0 && state_.group == card.group->key) ui::ScrollIntoView(card.head);
    const bool holds_drag = state_.drag.is_on();
    if (!ui::IsVisible(card.rect) && !holds_drag) continue;
    DrawCard(card);
    for (std::size_t i = 0; i < card.count; ++i) {
      const Placed& placed = placed_[card.first + i];
      if (state_.wants_sight && placed.field->id == state_.selected) ui::ScrollIntoView(placed.rect, 32);
      const bool is_dragged = state_.drag.kind == DesignerDrag::Kind::kField && state_.drag.field == placed.field->id;
      if (!ui::IsVisible(ui::Inset(placed.rect, -Px(8))) && !is_dragged) continue;
      DrawField(placed);
    }
  }
  if (state_.wants_sight) {
    for (const Card& card : cards_) {
      for (std::size_t i = 0; i < card.count; ++i) {
        if (placed_[card.first + i].field->id == state_.selected) ui::ScrollIntoView(placed_[card.first + i].rect, 32);
      }
    }
    state_.wants_sight = false;
  }
  if (!marker_.IsEmpty()) {
    if (marker_.h > Px(3) && marker_.w > Px(3)) {
      ui::FillRect(marker_, theme.selected_fill, Px(6));
      ui::DashedRect(marker_, theme.accent, Px(6), ui::Line());
    } else {
      ui::FillRect(marker_, theme.accent, Px(1.5f));
    }
  }
  Rect foot = {inner.x, cards_.empty() ? inner.y : cards_.back().rect.Bottom() + Px(kCardGapCss), inner.w, Px(32)};
  const ui::ButtonOptions add{.label = T("designer.add_group"), .icon = ui::Icon::kPlus};
  if (ui::Button(ui::CenterIn(foot, ui::ButtonWidth(add), ui::ButtonHeight(add)), add)) {
    const std::string key = state_.draft.AddGroup(state_.schema_id, {std::string(T("designer.new_group")), ""});
    state_.SelectGroup(key);
    state_.wants_label = state_.wants_sight = true;
  }
  foot.y += Px(48);
  DrawRetired(foot);
  const bool was_pressed = focus.was_pressed;
  ui::EndMirror();
  const ui::ScrollState scrolled = ui::EndScroll();
  scroll_y_ = scrolled.y;
  if (state_.drag.is_on() && area.Has(ui::Pointer())) {
    // Near an edge the form moves under what is dragged.
    const float from_top = ui::Pointer().y - area.y, from_foot = area.Bottom() - ui::Pointer().y;
    float by = 0;
    if (from_top < Px(kEdgeCss)) by = -Px(8);
    if (from_foot < Px(kEdgeCss)) by = Px(8);
    if (by != 0) {
      ui::ScrollTo("form", std::clamp(scroll_y_ + by, 0.0f, scrolled.max_y));
      RequestFrame();
    }
  }
  if (was_pressed && !state_.drag.is_on()) state_.Select(0);  // beside everything: the schema itself
  DrawGhost();
  if (later_) std::exchange(later_, nullptr)();  // nothing of the form is looked at any more
}

void DesignerCanvas::DrawForms(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Schema& schema = state_.schema();
  std::vector<std::string> words = {std::string(T("designer.all_fields"))};
  int chosen = 0;
  for (std::size_t i = 0; i < schema.templates.size(); ++i) {
    words.push_back(LabelWords(schema.templates[i].label, state_.is_english()));
    if (schema.templates[i].key == state_.form) chosen = static_cast<int>(i) + 1;
  }
  std::vector<ui::Segment> segments;
  for (const std::string& one : words) segments.push_back({.label = one});
  const std::size_t count = state_.Shown().size();
  const std::string figures = ui::TF("designer.figures", {{"fields", std::to_string(count)}, {"groups", std::to_string(schema.groups.size())}});
  const float figures_w = ui::TextWidth(figures, ui::kSmall);
  const Rect right = ui::CutRight(bar, figures_w, Px(12));
  ui::Text(right, figures, ui::kSmall, theme.secondary);
  const ui::SegmentedOptions options{.name = T("designer.templates")};
  const float room = bar.w - Px(40), wanted = ui::SegmentedWidth(segments, options);
  const float width = wanted <= room ? wanted : std::min(room, Px(240));
  const Rect place = ui::CenterIn(ui::CutLeft(bar, width, Px(8)), width, Px(32));
  bool has_changed = false;
  if (wanted <= room) {
    has_changed = ui::Segmented(place, segments, chosen, options);
  } else {
    // More than stand side by side: a list.
    std::vector<ui::Choice> choices;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < words.size(); ++i) ids.push_back(std::to_string(i));
    for (std::size_t i = 0; i < words.size(); ++i) choices.push_back({.id = ids[i], .label = words[i]});
    ui::ComboOptions list;
    list.field.name = T("designer.templates");
    list.id = "templates";
    std::string picked = ids[static_cast<std::size_t>(chosen)];
    has_changed = ui::Combobox(place, picked, choices, list).was_changed;
    const auto found = std::find(ids.begin(), ids.end(), picked);
    if (has_changed && found != ids.end()) chosen = static_cast<int>(found - ids.begin());
  }
  if (has_changed) {
    state_.form = chosen == 0 ? std::string() : schema.templates[static_cast<std::size_t>(chosen) - 1].key;
    state_.Select(0);
    state_.tab = 0;
  }
  if (ui::IconButton(ui::TakeLeft(bar, Px(28), Px(28)), ui::Icon::kPlus, T("designer.add_template"))) {
    const std::string name = ui::TF("designer.new_template", {{"number", std::to_string(schema.templates.size() + 1)}});
    state_.form = state_.draft.AddTemplate(state_.schema_id, {name, ""}, {std::string(T("designer.template_field")), ""});
    state_.Select(0);
    state_.wants_label = true;
  }
}

void DesignerCanvas::DrawCard(const Card& card) {
  ui::IdScope scope(card.group->key);
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CardBox(card.rect);
  const bool is_selected = state_.selected == 0 && state_.group == card.group->key;
  if (is_selected) ui::StrokeRect(card.rect, theme.accent, Px(10), ui::Line(2));
  const std::string label = LabelWords(card.group->label, state_.is_english());
  const std::string count = ui::TF("designer.field_count", {{"count", std::to_string(card.shown)}});
  const ui::ItemState item = ui::Item(ui::IdOf("group"), card.head, {.role = ui::Role::kButton, .label = label, .value = count, .is_chosen = is_selected},
                                      {.can_focus = false, .is_draggable = true, .can_overlap = true});
  DesignerDrag drag;
  drag.kind = DesignerDrag::Kind::kGroup;
  drag.group = card.group->key;
  state_.NoteHeld(item, drag);
  Rect head = ui::Inset(card.head, Px(12), 0);
  ui::DrawIcon(ui::CutLeft(head, Px(16), Px(8)), ui::Icon::kGripVertical, 16, item.is_hovered ? theme.text : theme.secondary);
  const bool is_collapsed = collapsed_.count(card.group->key) > 0;
  const Rect fold = ui::TakeRight(head, Px(28), Px(28), Px(4));
  if (ui::IconButton(fold, is_collapsed ? ui::Icon::kChevronRight : ui::Icon::kChevronDown, T(is_collapsed ? "designer.unfold" : "designer.fold"))) {
    if (is_collapsed) collapsed_.erase(card.group->key);
    else collapsed_.insert(card.group->key);
  }
  ui::CutLeft(head, ui::Text(head, label, ui::kBodyBold, theme.text), Px(8));
  ui::Text(head, count, ui::kSmall, theme.secondary);
  if (item.was_pressed && !state_.drag.is_on()) {
    state_.SelectGroup(card.group->key);
    state_.wants_canvas = true;
  }
}

void DesignerCanvas::DrawField(const Placed& placed) {
  const Field& field = *placed.field;
  ui::IdScope scope(static_cast<std::uint64_t>(field.id));
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_english = state_.is_english();
  const bool is_selected = state_.selected == field.id;
  const bool is_dragged = state_.drag.kind == DesignerDrag::Kind::kField && state_.drag.field == field.id;
  const bool is_out = state_.IsLeftOut(field.id);
  const std::string label = LabelWords(field.label, is_english);
  const Rect around = ui::Inset(placed.rect, -Px(8));
  const ui::ItemState item = ui::Item(ui::IdOf("field"), around, {.role = ui::Role::kOption, .label = label, .value = TypeWords(field.type),
                                                                  .is_chosen = is_selected, .is_required = field.is_required},
                                      {.can_focus = false, .is_draggable = true, .can_overlap = true});
  DesignerDrag drag;
  drag.kind = DesignerDrag::Kind::kField;
  drag.field = field.id;
  state_.NoteHeld(item, drag);
  const std::size_t problems = state_.ProblemCount(field.id);
  if (is_selected) {
    ui::FillBox(around, theme.selected_fill, theme.accent, Px(6), ui::Line(2));
    const Rect grip = {around.x - Px(9), around.MidY() - Px(14), Px(18), Px(28)};
    ui::FillRect(grip, theme.accent, Px(4));
    ui::DrawIcon(grip, ui::Icon::kGripVertical, 14, theme.on_accent);
  } else if (item.is_hovered && !state_.drag.is_on()) {
    ui::FillRect(around, theme.hover_fill, Px(6));
  }
  const bool is_faint = is_dragged || is_out;
  const ui::Color text = is_faint ? theme.disabled : theme.secondary;
  Rect rest = placed.rect;
  Rect line = ui::CutTop(rest, Px(18), Px(4));
  // At the right of the label: from which stage it is needed, that the template leaves it out, what is wrong.
  const Choice* stage = state_.NeededFrom(field.id);
  std::string note;
  if (is_out) note = std::string(T("designer.left_out"));
  else if (stage != nullptr) note = ui::TF("designer.needed_from", {{"stage", stage->label.In(is_english)}});
  if (problems > 0) ui::DrawIcon(ui::CutRight(line, Px(14), Px(4)), ui::Icon::kCircleAlert, 14, theme.bad.text);
  if (!note.empty()) {
    const ui::Color color = is_out ? theme.secondary : ui::UserColor(3).text;
    const float width = std::min(ui::TextWidth(note, ui::kSmall), line.w / 2);
    ui::Text(ui::CutRight(line, width, Px(4)), note, ui::kSmall, color);
    ui::DrawIcon(ui::CutRight(line, Px(12), Px(8)), is_out ? ui::Icon::kEyeOff : ui::Icon::kFlag, 12, color);
  }
  ui::CutLeft(line, ui::Text(line, label, ui::kSmall, text), Px(4));
  if (field.is_required) ui::Text(line, "*", ui::kSmall, theme.bad.text);
  const Rect box = ui::CutTop(rest, BoxHeight(field));
  ui::FillBox(box, is_faint ? theme.background : theme.surface, problems > 0 ? theme.bad.text : theme.border, Px(6), ui::Line());
  Rect inner = ui::Inset(box, Px(10), 0);
  inner.h = Px(kBoxCss);
  const ui::Icon icon = HasList(field.type) ? ui::Icon::kChevronDown : DesignerTypeOf(field.type).icon;
  ui::DrawIcon(ui::CutRight(inner, Px(16), Px(8)), icon, 16, theme.secondary);
  if (!field.unit.empty()) {
    const float width = std::min(ui::TextWidth(field.unit, ui::kBody), inner.w / 2);
    ui::Text(ui::CutRight(inner, width, Px(8)), field.unit, ui::kBody, theme.secondary);
  }
  ui::Text(inner, PlaceholderOf(field, is_english), ui::kBody, is_faint ? theme.disabled : theme.secondary);
  if (is_selected && !state_.drag.is_on()) DrawTools({around.Right() - Px(64), around.y - Px(14), Px(56), Px(28)}, field);
  if (item.was_pressed && !state_.drag.is_on()) {
    state_.Select(field.id);
    state_.wants_canvas = true;
  }
}

void DesignerCanvas::DrawTools(Rect rect, const Field& field) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillBox(rect, theme.raised, theme.border, Px(6), ui::Line());
  const FieldId id = field.id;
  const bool is_title = state_.schema().title == id;
  if (ui::IconButton(ui::CutLeft(rect, Px(28)), ui::Icon::kCopy, T("designer.copy_field"))) {
    later_ = [this, id] { state_.Copy(id); };
  }
  if (ui::IconButton(rect, ui::Icon::kTrash2, T("designer.retire"), !is_title)) later_ = [this, id] { state_.Retire(id); };
}

void DesignerCanvas::DrawRetired(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<const Field*> retired;
  for (const Field& field : state_.schema().fields) {
    if (field.is_retired) retired.push_back(&field);
  }
  if (retired.empty()) return;
  const std::string words = ui::TF(shows_retired_ ? "designer.hide_retired" : "designer.show_retired", {{"count", std::to_string(retired.size())}});
  if (ui::Link({rest.x, rest.y, ui::LinkWidth(words, 12), Px(28)}, words, 12, "retired")) shows_retired_ = !shows_retired_;
  rest.y += Px(32);
  if (!shows_retired_) return;
  for (const Field* field : retired) {
    Rect row = {rest.x, rest.y, rest.w, Px(36)};
    rest.y += Px(40);
    if (!ui::IsVisible(row)) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(field->id));
    ui::FillBox(row, theme.surface, theme.divider, Px(6), ui::Line());
    Rect inner = ui::Inset(row, Px(12), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), DesignerTypeOf(field->type).icon, 16, theme.secondary);
    const FieldId id = field->id;
    if (ui::ButtonAtRight(inner, {.label = T("designer.restore"), .kind = ui::ButtonKind::kPlain, .icon = ui::Icon::kRotateCcw, .is_small = true})) {
      state_.draft.RestoreField(state_.schema_id, id);
      state_.Select(id);
      state_.wants_sight = true;
      return;
    }
    ui::Text(inner, LabelWords(field->label, state_.is_english()), ui::kBody, theme.secondary);
  }
}

// What is dragged, at the pointer.
void DesignerCanvas::DrawGhost() {
  const DesignerDrag& drag = state_.drag;
  if (!drag.is_on()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  std::string words;
  ui::Icon icon = ui::Icon::kGripVertical;
  if (drag.kind == DesignerDrag::Kind::kType) {
    words = TypeWords(drag.type);
    icon = DesignerTypeOf(drag.type).icon;
  } else if (drag.kind == DesignerDrag::Kind::kField) {
    const Field* field = state_.schema().Find(drag.field);
    if (field == nullptr) return;
    words = LabelWords(field->label, state_.is_english());
    icon = DesignerTypeOf(field->type).icon;
  } else {
    for (const FieldGroup& group : state_.schema().groups) {
      if (group.key == drag.group) words = LabelWords(group.label, state_.is_english());
    }
  }
  const ui::Vec2 pointer = ui::Pointer();
  const Rect box = {pointer.x + Px(8), pointer.y + Px(8), std::min(ui::TextWidth(words, ui::kBody) + Px(48), Px(220)), Px(36)};
  ui::PushClip({0, 0, ui::Facts().width, ui::Facts().height});
  ui::RaisedBox(box);
  Rect inner = ui::Inset(box, Px(12), 0);
  ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), icon, 16, theme.accent);
  ui::Text(inner, words, ui::kBody, theme.text);
  ui::PopClip();
}

void DesignerCanvas::HandleKeys() {
  const auto step = [&](std::string_view key, int by) {
    if (ui::IsShortcut(std::string("Alt+") + std::string(key))) {
      if (state_.selected != 0) state_.draft.StepField(state_.schema_id, state_.selected, by);
      else if (!state_.group.empty()) state_.draft.MoveGroup(state_.schema_id, state_.group, by);
      state_.wants_sight = state_.wants_canvas = true;
      RequestFrame();
    } else if (ui::IsShortcut(key)) {
      Walk(by);
    }
  };
  step("ArrowUp", -1);
  step("ArrowDown", 1);
  step("ArrowLeft", -1);
  step("ArrowRight", 1);
  if (ui::IsShortcut("Enter") && (state_.selected != 0 || !state_.group.empty())) state_.wants_label = true;
  if ((ui::IsShortcut("Delete") || ui::IsShortcut("Backspace")) && state_.selected != 0) state_.Retire(state_.selected);
}

void DesignerCanvas::Walk(int by) {
  const std::vector<const Field*> shown = state_.Shown();
  if (shown.empty()) return;
  std::ptrdiff_t at = by > 0 ? -1 : static_cast<std::ptrdiff_t>(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]->id == state_.selected) at = static_cast<std::ptrdiff_t>(i);
  }
  at = std::clamp<std::ptrdiff_t>(at + by, 0, static_cast<std::ptrdiff_t>(shown.size()) - 1);
  state_.Select(shown[static_cast<std::size_t>(at)]->id);
  state_.wants_sight = state_.wants_canvas = true;
}

}  // namespace kedang
