// ListView's saved views, layouts and grouping: which rows stand under which head or in which column, and what draws them.
#include <algorithm>

#include "shared/base/decimal_math.h"
#include "shared/field/field_types.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/context.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/list_view.h"

namespace kedang {

using ui::Px;
using ui::Rect;
using ui::T;

namespace {

constexpr std::size_t kMostSums = 3;  // in a head

}  // namespace

RowSource ListView::Source() const {
  RowSource source;
  source.size = RowCount();
  source.at = [this](std::size_t place) { return list_.At(place); };
  source.revision = list_.settled_count();
  return source;
}

void ListView::WorkGroups(const std::function<bool()>& is_over) {
  const Workspace& workspace = app_.workspace();
  const ViewState& state = look_.state();
  layout_field_ = LayoutFieldOf(workspace, *schema_, state.layout, state.layout_field);
  const Field* group_field = state.layout == ViewLayout::kTable && !state.group.empty() ? schema_->Find(std::string_view(state.group)) : nullptr;
  if (group_field != nullptr && !RowGroups::CanGroup(workspace.ShownField(schema_->id, *group_field))) group_field = nullptr;
  is_grouped_ = group_field != nullptr;
  const Field* field = is_grouped_ ? group_field : layout_field_;
  if (field == nullptr) return;
  std::vector<FieldId> sums;
  if (state.layout != ViewLayout::kCalendar) {
    for (const Field* one : RowGroups::SumFields(workspace, *schema_)) sums.push_back(one->id);
  }
  groups_.Show(*schema_, field->id, std::move(sums), state.layout == ViewLayout::kCalendar ? RowGroups::Days::kByDay : RowGroups::Days::kByMonth);
  if (!groups_.Step(workspace, Source(), workspace.Format(app_.is_english()), is_over)) RequestFrame();
  if (grouped_by_ != field->key) {
    grouped_by_ = field->key;
    grouped_.Clear();
    grouped_revision_ = 0;
  }
  if (grouped_columns_ != columns_.revision()) group_words_.clear();  // sums of the columns in sight
  grouped_columns_ = columns_.revision();
  if (grouped_revision_ == groups_.revision()) return;
  grouped_revision_ = groups_.revision();
  group_words_.clear();
  grouped_.Make(groups_.groups());
}

// "12 · 合同金额 ¥1,200,000": the sums of fields that the list shows, else of the first.
std::string ListView::GroupCount(const RowGroup& group) const {
  const Workspace& workspace = app_.workspace();
  const std::vector<const Field*> fields = RowGroups::SumFields(workspace, *schema_);
  std::string text = ui::GroupedNumber(static_cast<std::int64_t>(group.rows.size()));
  const bool shows_some = std::any_of(fields.begin(), fields.end(), [this](const Field* field) { return columns_.IsShown(field->key); });
  const std::size_t most = ui::IsPhone() ? 1 : kMostSums;  // numbers are not cut off
  std::size_t told = 0;
  for (std::size_t i = 0; i < fields.size() && i < group.sums.size() && told < most; ++i) {
    const Field& shown = workspace.ShownField(schema_->id, *fields[i]);
    if (group.sums[i].units == 0 || (shows_some && !columns_.IsShown(fields[i]->key))) continue;
    const bool is_whole = KindOf(shown.type) == Value::Kind::kInteger;
    const Value sum = is_whole ? Value::Integer(ToInteger(group.sums[i]).value_or(0)) : Value::Of(group.sums[i]);
    text += " · " + fields[i]->label.In(app_.is_english()) + " " + FormatField(shown, sum, workspace.Format(app_.is_english()));
    ++told;
  }
  return text;
}

void ListView::DrawPicker(Rect& bar, float most) {
  ViewPicker::Facts facts;
  facts.schema = schema_;
  facts.view = look_.view();
  facts.is_changed = look_.is_changed();
  facts.now = look_.Now(columns_);
  const auto chosen = picker_.Draw(bar, most, facts);
  if (!chosen) return;
  Route route{{key_}};
  // Everything must be asked for by name where a role sees something else first.
  route.options.emplace_back("view", chosen->is_nil() ? std::string("all") : FormatId(*chosen));
  app_.Go(std::move(route));
}

void ListView::DrawLayoutMenu(Rect& bar) {
  if (!layout_menu_.Draw(bar, *schema_, look_.state())) return;
  look_.NoteChange();
  RequestFrame();
}

void ListView::DrawBoard(Rect rect) {
  if (list_.total() == 0 || (RowCount() == 0 && list_.is_settled())) {
    if (DrawNothing(rect)) return;
  }
  const Workspace& workspace = app_.workspace();
  std::optional<Id> opened;
  const std::vector<const Field*> card_fields = CardFields(*schema_, columns_.ColumnsText(), layout_field_->id);
  const Id open = ParseId(app_.route().detail()).value_or(Id());
  if (look_.state().layout == ViewLayout::kKanban) {
    if (groups_.groups().empty()) return ui::SkeletonRows(rect, Px(92));
    KanbanBoard::Facts facts;
    facts.schema = schema_;
    facts.field = layout_field_;
    facts.groups = &groups_.groups();
    facts.sum_fields = RowGroups::SumFields(workspace, *schema_);
    facts.card_fields = card_fields;
    facts.open = open;
    opened = kanban_.Draw(rect, facts);
  } else {
    CalendarBoard::Facts facts;
    facts.schema = schema_;
    facts.field = layout_field_;
    facts.groups = &groups_;
    facts.card_fields = card_fields;
    facts.open = open;
    opened = calendar_.Draw(rect, facts);
  }
  if (!opened) return;
  Route route = look_.RouteOf({FormatId(*opened)});
  if (app_.route() == route) return;
  IsPaneOpen() ? app_.Replace(std::move(route)) : app_.Go(std::move(route));
}

std::vector<std::string> ListView::ColumnKeys() const {
  std::vector<std::string> keys;
  for (const ui::TableColumn& column : columns_.For(app_.workspace().schemas(), *schema_, 1e6f, false, app_.is_english())) keys.push_back(column.id);
  return keys;
}

std::vector<Row> ListView::SelectedRows() const {
  std::vector<Row> chosen;
  chosen.reserve(selected_.size());
  // In the order of the list; what is selected and no longer found stands behind.
  std::unordered_set<Row> left = selected_;
  for (std::size_t i = 0; i < RowCount() && !left.empty(); ++i) {
    const Row row = list_.At(i);
    if (left.erase(row) > 0) chosen.push_back(row);
  }
  chosen.insert(chosen.end(), left.begin(), left.end());
  return chosen;
}

}  // namespace kedang
