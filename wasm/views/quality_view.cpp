#include "wasm/views/quality_view.h"

#include <algorithm>

#include "shared/field/field_types.h"
#include "wasm/app/duplicate_work.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/duplicates_words.h"
#include "wasm/views/quality_words.h"
#include "wasm/views/query_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostWork = 20, kMostGroups = 50;
constexpr float kCardHeadCss = 64;
// So few are measured in a moment, without being asked to.
constexpr std::size_t kMeasuredUnasked = 20'000;

float RowHeight() { return Px(ui::IsPhone() ? 68.0f : 56.0f); }
float GroupHeight() { return Px(ui::IsPhone() ? 48.0f : 36.0f); }

// A title and a line of explanation; what is left of the card.
Rect CardHead(Rect card, std::string_view title, std::string_view text, Rect* side = nullptr) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CardBox(card);
  Rect rest = card;
  Rect head = ui::Inset(ui::CutTop(rest, Px(kCardHeadCss)), Px(16), Px(8));
  if (side != nullptr) *side = ui::CutRight(head, side->w, Px(8));
  ui::Mirror(ui::IdOf(title), head, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(ui::CutTop(head, Px(26)), title, ui::kTitle, theme.text);
  ui::Text(ui::CutTop(head, Px(20)), text, ui::kSmall, theme.secondary);
  return rest;
}

}  // namespace

const Schema* QualityView::Wanted() const {
  const auto schemas = scan_.Schemas();
  const Schema* wanted = app_.workspace().schemas().Find(app_.route().detail());
  if (std::find(schemas.begin(), schemas.end(), wanted) != schemas.end()) return wanted;
  return schemas.empty() ? nullptr : schemas.front();
}

void QualityView::Measure(const Schema& schema) {
  // What the duplicate desk found speaks against uniqueness, if it looked at this template.
  std::unordered_map<Id, double> likely;
  DuplicateDesk& desk = DuplicateWork::Of(app_.workspace(), app_.user().id).desk();
  if (desk.schema() != nullptr && desk.schema()->id == schema.id && desk.is_scanned()) {
    for (const DuplicateCluster& group : desk.groups(DeskPart::kPending)) {
      for (const DuplicatePair& pair : group.pairs) {
        for (const Id id : {pair.a, pair.b}) likely[id] = std::max(likely[id], pair.probability);
      }
    }
  }
  scan_.Start(schema, std::move(likely));
}

void QualityView::Draw(Rect page) {
  ui::IdScope scope("quality");
  const Schema* schema = Wanted();
  if (schema == nullptr) return;
  const bool is_measured = scan_.schema() != nullptr && scan_.schema()->id == schema->id && scan_.schema()->version == schema->version;
  const std::size_t count = app_.workspace().records().LiveCount(schema->id);
  if ((!is_measured || (scan_.is_stale() && count <= kMeasuredUnasked)) && scan_.can_start()) Measure(*schema);
  DrawHead(page, *schema);
  if (!is_measured) {
    if (scan_.is_running()) ui::ProgressLine(ui::CutTop(page, Px(48)), T("quality.measuring"), scan_.Share(), {});
    ui::SkeletonRows(page, Px(56));
    return;
  }
  if (scan_.report().all().records() == 0) {
    ui::EmptyState(page, {.icon = ui::Icon::kChartLine, .title = T("quality.no_records")});
    return;
  }
  Refresh();
  trend_.Refresh(*schema);
  ui::FillRect(page, ui::CurrentTheme().background);
  const bool is_phone = ui::IsPhone();
  const float gap = Px(is_phone ? 12.0f : 16.0f), score = Px(is_phone ? 250.0f : 124.0f);
  const float lists = is_phone ? WorkHeight() + gap + GroupsHeight() : std::max(WorkHeight(), GroupsHeight());
  const float notes = trend_.NotesHeight(page.w - 2 * gap), trend = trend_.CardHeight();
  Rect content;
  ui::BeginScroll("page", page, notes + score + (trend > 0 ? trend + gap : 0) + lists + 3 * gap, content);
  content = ui::Inset(content, gap, gap);
  trend_.DrawNotes(ui::CutTop(content, notes));
  DrawScore(ui::CutTop(content, score, gap));
  if (trend > 0) trend_.DrawCard(ui::CutTop(content, trend, gap));
  if (is_phone) {
    DrawWork(ui::CutTop(content, WorkHeight(), gap));
    if (!fields_.empty()) DrawGroups(ui::CutTop(content, GroupsHeight()));
  } else {
    Rect both = ui::CutTop(content, lists);
    if (!fields_.empty()) {
      const Rect groups = ui::CutRight(both, both.w * 0.4f, gap);
      DrawGroups({groups.x, groups.y, groups.w, GroupsHeight()});
    }
    DrawWork({both.x, both.y, both.w, WorkHeight()});
  }
  ui::EndScroll();
}

// ---- words ------------------------------------------------------------------------------------------------------------

QualityView::WorkLine QualityView::LineOf(const Schema& schema, const QualityWork& work) const {
  WorkLine line;
  const Field* field = schema.Find(work.field);
  line.title = MendWords(schema, work.code, work.field, app_.is_english());
  line.text = QualityPartWords(work.part);
  if (!work.example.code.empty()) line.text += " · " + IssueWords(work.example);
  line.records = TF("quality.records", {{"count", CountText(static_cast<std::size_t>(work.records))}});
  line.points = TF("quality.gain", {{"points", PointWords(work.gain / static_cast<double>(scan_.report().all().records()))}});
  if (work.code == "likely_duplicate") {
    line.route = {{"duplicates", schema.key}, {}};
  } else if (work.code == "missing" && field != nullptr) {
    line.route = ListWhere(app_, schema, *field, {});
  } else if (!work.first.empty()) {
    line.route = {{schema.key, FormatId(work.first.front().second)}, {}};
    if (field != nullptr) line.route.options.emplace_back("field", field->key);
  }
  return line;
}

void QualityView::Refresh() {
  const bool is_same = number_ == scan_.number() && shown_by_ == by_ && was_english_ == app_.is_english();
  if (is_same) return;
  number_ = scan_.number();
  was_english_ = app_.is_english();
  const Schema& schema = *scan_.schema();
  fields_ = QualityReport::UsualGroups(schema);
  by_ = std::min(by_, std::max(static_cast<int>(fields_.size()) - 1, 0));
  shown_by_ = by_;
  work_.clear();
  for (const QualityWork& work : scan_.work()) {
    if (work_.size() == kMostWork) break;
    work_.push_back(LineOf(schema, work));
  }
  groups_.clear();
  if (fields_.empty()) return;
  const FieldId by = fields_[static_cast<std::size_t>(by_)];
  std::vector<std::pair<std::string, const QualityTally*>> found;
  for (const auto& [value, tally] : scan_.report().Groups(by)) found.emplace_back(value, &tally);
  // Where most is to be gained first: many records of a low score.
  const auto lost = [](const QualityTally& tally) { return (100 - tally.score()) * static_cast<double>(tally.records()); };
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return lost(*a.second) > lost(*b.second); });
  if (found.size() > kMostGroups) found.resize(kMostGroups);
  for (const auto& [value, tally] : found) {
    GroupLine line;
    line.name = value.empty() ? std::string(T("quality.none")) : FormatField(*schema.Find(by), Value::Text(value), app_.Format());
    line.records = TF("quality.records", {{"count", CountText(static_cast<std::size_t>(tally->records()))}});
    line.score = PointWords(tally->score());
    line.share = static_cast<float>(tally->score() / 100);
    line.route = ListWhere(app_, schema, *schema.Find(by), value);
    groups_.push_back(std::move(line));
  }
}

// ---- head -------------------------------------------------------------------------------------------------------------

void QualityView::DrawHead(Rect& page, const Schema& schema) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect head = ui::CutTop(page, Px(56));
  ui::LineAtBottom(head, theme.border);
  const std::string_view title = T("quality.title");
  if (ui::IsPhone()) {
    ui::PhoneBar bar;
    bar.title = title;
    bar.action_icon = ui::Icon::kRefreshCw;
    bar.action_name = T("quality.again");
    bar.is_action_enabled = scan_.can_start();
    const int pressed = ui::PhoneTopBar(head, bar);
    if (pressed == -1) app_.Go({{schema.key}, {}});
    if (pressed == 1) Measure(schema);
    Rect line = ui::CutTop(page, Px(52));
    ui::LineAtBottom(line, theme.divider);
    line = ui::Inset(line, Px(16), 0);
    DrawTemplates(line, schema);
    if (scan_.is_stale()) DrawStale(line);
    return;
  }
  Rect bar = ui::Inset(head, Px(16), 0);
  ui::Mirror(ui::IdOf("title"), bar, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::CutLeft(bar, ui::Text(bar, title, ui::kPageTitle, theme.text), Px(12));
  DrawTemplates(bar, schema);
  DrawState(bar, schema);
}

// Which template is measured, as a button that opens the others.
void QualityView::DrawTemplates(Rect& bar, const Schema& schema) {
  const bool is_english = app_.is_english();
  const std::string label = TF("quality.all_of", {{"schema", schema.label.In(is_english)}});
  const ui::ButtonOptions options{.label = label, .kind = ui::ButtonKind::kPlain, .trailing = ui::Icon::kChevronDown, .id = "template", .can_expand = true};
  const Rect place = ui::TakeLeft(bar, std::min(ui::ButtonWidth(options), bar.w), ui::ButtonHeight(options), Px(8));
  if (ui::Button(place, options)) ui::OpenLayer(ui::IdOf("templates"));
  const auto schemas = scan_.Schemas();
  std::vector<ui::MenuItem> items;
  for (const Schema* one : schemas) items.push_back({.label = one->label.In(is_english), .is_chosen = one->id == schema.id});
  const int pressed = ui::Menu(ui::IdOf("templates"), place, items);
  if (pressed >= 0) app_.Go({{"quality", schemas[static_cast<std::size_t>(pressed)]->key}, {}});
}

void QualityView::DrawStale(Rect rect) {
  ui::Text(rect, T("quality.stale_note"), {.style = ui::kSmall, .color = ui::CurrentTheme().secondary, .align = ui::Align::kRight, .is_mirrored = true});
}

void QualityView::DrawState(Rect bar, const Schema& schema) {
  if (scan_.is_running()) {
    const float share = scan_.Share();
    ui::ProgressLine(ui::CutRight(bar, std::min(Px(280), bar.w)), T("quality.measuring"), share, std::to_string(static_cast<int>(share * 100)) + "%");
    return;
  }
  if (ui::ButtonAtRight(bar, {.label = T("quality.again"), .icon = ui::Icon::kRefreshCw, .is_enabled = scan_.can_start(), .reason = T("quality.indexing")})) {
    Measure(schema);
  }
  if (scan_.is_stale()) DrawStale(bar);
}

// ---- cards ------------------------------------------------------------------------------------------------------------

void QualityView::DrawScore(Rect card) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CardBox(card);
  const QualityTally& all = scan_.report().all();
  const bool is_phone = ui::IsPhone();
  Rect rest = ui::Inset(card, Px(16), Px(14));
  Rect left = is_phone ? ui::CutTop(rest, Px(82), Px(8)) : ui::CutLeft(rest, Px(220), Px(24));
  const std::string score = PointWords(all.score());
  const std::string text = TF("quality.score_text", {{"count", CountText(static_cast<std::size_t>(all.records()))}});
  ui::Mirror(ui::IdOf("score"), left, {.role = ui::Role::kStatus, .label = T("quality.score"), .value = score});
  ui::Text(ui::CutTop(left, Px(22)), T("quality.score"), ui::kBody, theme.secondary);
  ui::Text(ui::CutTop(left, Px(40)), score, ui::kFigure, theme.text);
  ui::Text(ui::CutTop(left, Px(18)), text, ui::kSmall, theme.secondary);
  ui::BeginMirror(ui::IdOf("parts"), rest, {.role = ui::Role::kGroup, .label = T("quality.parts")});
  const std::vector<Rect> places = is_phone ? std::vector<Rect>() : ui::Columns(rest, static_cast<int>(kQualityParts), Px(24));
  for (std::size_t i = 0; i < kQualityParts; ++i) {
    const auto part = static_cast<QualityPart>(i);
    const std::string label = QualityPartWords(part);
    const double share = all.part(part);
    const std::string figure = all.counts(part) ? std::to_string(static_cast<int>(share * 100 + 0.5)) : std::string("–");
    if (is_phone) {
      DrawPart(ui::CutTop(rest, Px(26)), part, static_cast<float>(share), figure);
      continue;
    }
    Rect column = ui::CenterIn(places[i], places[i].w, Px(70));
    ui::Mirror(ui::IdOf(label), column, {.role = ui::Role::kText, .label = label, .value = figure});
    ui::Text(ui::CutTop(column, Px(22)), label, ui::kBody, theme.secondary);
    ui::Text(ui::CutTop(column, Px(30)), figure, ui::kPageTitle, theme.text);
    ui::ProgressBar(ui::CenterIn(column, column.w, Px(6)), static_cast<float>(share), QualityMeaning(share), label);
  }
  ui::EndMirror();
}

// One below the other, so that bars begin and end where the others do.
void QualityView::DrawPart(Rect line, QualityPart part, float share, const std::string& figure) {
  const ui::Theme& theme = ui::CurrentTheme();
  float widest = 0;
  for (std::size_t i = 0; i < kQualityParts; ++i) widest = std::max(widest, ui::TextWidth(QualityPartWords(static_cast<QualityPart>(i)), ui::kSmall));
  const std::string label = QualityPartWords(part);
  ui::Text(ui::CutLeft(line, widest, Px(12)), label, ui::kSmall, theme.secondary);
  ui::Text(ui::CutRight(line, ui::TextWidth("100", ui::kSmallBold), Px(12)), figure, ui::kSmallBold, theme.text, ui::Align::kRight);
  ui::ProgressBar(ui::CenterIn(line, line.w, Px(6)), share, QualityMeaning(share), label);
}

bool QualityView::BeginRow(Rect& row, std::string_view label, std::string_view value, std::size_t place) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(place);
  const ui::ItemState item = ui::Item(ui::IdOf("row"), row, {.role = ui::Role::kLink, .label = label, .value = value});
  ui::LineAtTop(row, theme.divider);
  if (item.is_hovered) ui::FillRect(row, theme.hover_fill);
  if (item.has_ring) ui::FocusRing(ui::Inset(row, Px(3)), Px(6));
  row = ui::Inset(row, Px(16), 0);
  return item.was_pressed;
}

float QualityView::WorkHeight() const {
  return Px(kCardHeadCss) + std::max(RowHeight() * static_cast<float>(work_.size()), Px(140)) * 1.0f + Px(8);
}
float QualityView::GroupsHeight() const { return fields_.empty() ? 0 : Px(kCardHeadCss) + GroupHeight() * static_cast<float>(groups_.size()) + Px(8); }

void QualityView::DrawWork(Rect card) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope("work");
  Rect rest = CardHead(card, T("quality.work"), T("quality.work_text"));
  if (work_.empty()) {
    ui::EmptyState(rest, {.icon = ui::Icon::kCircleCheck, .meaning = ui::Meaning::kGood, .title = T("quality.no_work"), .text = T("quality.no_work_text")});
    return;
  }
  for (std::size_t i = 0; i < work_.size(); ++i) {
    const WorkLine& line = work_[i];
    Rect row = ui::CutTop(rest, RowHeight());  // all of them: there are few, and the mirror knows them
    if (BeginRow(row, line.title, line.records + " " + line.points, i)) app_.Go(line.route);
    ui::DrawIcon(ui::CutRight(row, Px(16), Px(8)), ui::Icon::kChevronRight, 16, theme.secondary);
    Rect figures = ui::CutRight(row, Px(88), Px(8));
    figures = ui::CenterIn(figures, figures.w, Px(40));
    ui::Text(ui::CutTop(figures, Px(22)), line.points, ui::kBodyBold, theme.good.text, ui::Align::kRight);
    ui::Text(figures, line.records, ui::kSmall, theme.secondary, ui::Align::kRight);
    Rect words = ui::CenterIn(row, row.w, Px(40));
    ui::Text(ui::CutTop(words, Px(22)), line.title, ui::kBody, theme.text);
    ui::Text(words, line.text, ui::kSmall, theme.secondary);
  }
}

void QualityView::DrawGroups(Rect card) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope("groups");
  std::vector<std::string> labels;
  std::vector<ui::Segment> segments;
  for (const FieldId id : fields_) {
    const Schema& schema = *scan_.schema();
    const bool is_owner = id == schema.owner;
    labels.emplace_back(T(is_owner ? "quality.by_owner" : schema.Find(id)->type == FieldType::kDepartment ? "quality.by_department" : "quality.by_source"));
  }
  for (const std::string& label : labels) segments.push_back({.label = label});
  const ui::SegmentedOptions options{.name = T("quality.by"), .is_small = true};
  Rect side;
  side.w = segments.size() > 1 ? ui::SegmentedWidth(segments, options) : 0;
  Rect rest = CardHead(card, T("quality.groups"), T("quality.groups_text"), &side);
  if (segments.size() > 1) (void)ui::Segmented(ui::CenterIn(side, side.w, Px(ui::Metrics().small_control)), segments, by_, options);
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const GroupLine& line = groups_[i];
    Rect row = ui::CutTop(rest, GroupHeight());
    if (BeginRow(row, line.name, line.records + " " + line.score, i)) app_.Go(line.route);
    ui::Text(ui::CutRight(row, Px(44), Px(8)), line.score, ui::kBodyBold, theme.text, ui::Align::kRight);
    const Rect bar = ui::CutRight(row, row.w * 0.3f, Px(8));
    ui::ProgressBar(ui::CenterIn(bar, bar.w, Px(6)), line.share, QualityMeaning(line.share), line.name);
    ui::Text(ui::CutRight(row, Px(72), Px(8)), line.records, ui::kSmall, theme.secondary, ui::Align::kRight);
    ui::Text(row, line.name, ui::kBody, theme.text);
  }
}

}  // namespace kedang
