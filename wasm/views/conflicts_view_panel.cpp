#include "wasm/views/conflicts_view_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "shared/field/field_types.h"
#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/toast.h"
#include "wasm/views/issue_text.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kHeadCss = 48;
constexpr float kFootCss = 56;
constexpr float kHistoryRowCss = 32;
constexpr std::size_t kHistoryRows = 8;

}  // namespace

std::vector<const Conflict*> UndecidedConflicts(App& app) {
  const SyncClient& client = app.workspace().client();
  std::set<Id> decided;
  for (const Group& group : client.outbox().groups()) {
    for (const Mutation& mutation : group.mutations) {
      if (mutation.kind == MutationKind::kResolve) decided.insert(mutation.conflict);
    }
  }
  std::vector<const Conflict*> open;
  for (const auto& [id, conflict] : client.conflicts()) {
    if (conflict.is_open && decided.count(id) == 0) open.push_back(&conflict);
  }
  return open;
}

ConflictSide MineIn(App& app, const Conflict& conflict) {
  const bool is_earlier_mine = conflict.earlier_author == app.user().id;
  const bool is_later_mine = conflict.later_author == app.user().id;
  if (is_earlier_mine == is_later_mine) return ConflictSide::kNobody;
  return is_earlier_mine ? ConflictSide::kEarlier : ConflictSide::kLater;
}

void ConflictPanel::Show(Id conflict) {
  if (conflict == shown_) return;
  shown_ = conflict;
  has_answer_ = false;
  ForgetTyped();
  ui::ScrollTo("conflict", 0);
}

// ---- words ------------------------------------------------------------------------------------------------------------

std::string ConflictPanel::Explanation(const Conflict& conflict) const {
  const std::string earlier = PersonWords(app_, conflict.earlier_author), later = PersonWords(app_, conflict.later_author);
  const ConflictSide mine = MineIn(app_, conflict);
  if (conflict.field == 0) {
    if (mine == ConflictSide::kLater) return ui::TF("conflict.deleted_by_me", {{"other", earlier}});
    if (mine == ConflictSide::kEarlier) return ui::TF("conflict.deleted_by_other", {{"other", later}});
    return ui::TF("conflict.deleted", {{"earlier", earlier}, {"later", later}});
  }
  if (mine == ConflictSide::kLater) return ui::TF("conflict.mine_later", {{"other", earlier}});
  if (mine == ConflictSide::kEarlier) return ui::TF("conflict.mine_earlier", {{"other", later}});
  return ui::TF("conflict.others", {{"earlier", earlier}, {"later", later}});
}

std::string ConflictPanel::AnswerTitle(const Conflict& conflict, Answer answer) const {
  if (answer == Answer::kBase) return std::string(T("conflict.base"));
  const ConflictSide mine = MineIn(app_, conflict);
  const bool is_earlier = answer == Answer::kEarlier;
  if (mine == ConflictSide::kNobody) return std::string(T(is_earlier ? "conflict.earlier" : "conflict.later"));
  return std::string(T((mine == ConflictSide::kEarlier) == is_earlier ? "conflict.mine" : "conflict.theirs"));
}

std::string ConflictPanel::UseWords(const Conflict& conflict, Answer answer) const {
  if (answer == Answer::kBase) return std::string(T("conflict.use_base"));
  if (answer == Answer::kTyped) return std::string(T("conflict.use_typed"));
  const ConflictSide mine = MineIn(app_, conflict);
  const bool is_earlier = answer == Answer::kEarlier;
  if (mine == ConflictSide::kNobody) return std::string(T(is_earlier ? "conflict.use_earlier" : "conflict.use_later"));
  return std::string(T((mine == ConflictSide::kEarlier) == is_earlier ? "conflict.use_mine" : "conflict.use_theirs"));
}

const Value& ConflictPanel::ValueOf(const Conflict& conflict, Answer answer) const {
  switch (answer) {
    case Answer::kBase: return conflict.base;
    case Answer::kEarlier: return conflict.earlier;
    case Answer::kLater:
    case Answer::kTyped: break;
  }
  return conflict.later;
}

// ---- answers ----------------------------------------------------------------------------------------------------------

void ConflictPanel::Use(const Conflict& conflict, Answer answer) {
  if (answer != Answer::kTyped) {
    Resolve(conflict, ValueOf(conflict, answer));
    return;
  }
  if (IsTypedUsable(conflict)) Resolve(conflict, draft_->record().Get(conflict.field));
}

bool ConflictPanel::IsTyped(const Conflict& conflict) const {
  return draft_ != nullptr && (draft_->IsChanged(conflict.field) || !draft_->TextOf(conflict.field).empty());
}

bool ConflictPanel::IsTypedUsable(const Conflict& conflict) const {
  return draft_ != nullptr && draft_->IsChanged(conflict.field) && !HasBlock(draft_->IssuesOf(conflict.field));
}

void ConflictPanel::StartTyped(const Conflict& conflict) {
  if (draft_ != nullptr && draft_->id() == conflict.record) return;
  const Schema* schema = app_.workspace().schemas().Find(conflict.schema);
  auto record = app_.workspace().records().FindRecord(conflict.record);
  if (schema == nullptr || !record || schema->Find(conflict.field) == nullptr) return ForgetTyped();
  record->Set(conflict.field, Value());
  schema_ = std::make_unique<Schema>(*schema);
  draft_ = std::make_unique<RecordDraft>(app_.workspace(), *schema_, std::move(*record));
}

void ConflictPanel::ForgetTyped() {
  draft_.reset();
  schema_.reset();
}

void ConflictPanel::Resolve(const Conflict& conflict, std::optional<Value> value) {
  const auto record = app_.workspace().records().FindRecord(conflict.record);
  if (value && record && record->Get(conflict.field) == *value) value.reset();  // it is there already
  const bool can_undo = value.has_value();
  Group group;
  group.provenance.kind = SourceKind::kConflictResolution;
  group.mutations.push_back(app_.workspace().client().MakeResolve(conflict, std::move(value)));
  const std::string said = ui::TF("conflict.settled", {{"title", RecordWords(app_, conflict.record)}});
  app_.Save(std::move(group), can_undo ? said : "", [this, can_undo, said](const Status& status) {
    if (!status.ok()) {
      app_.Say(std::string(T("save.refused")));
      return;
    }
    ForgetTyped();
    if (!can_undo) app_.Say(said);
  });
}

// The delete is made after the answer is kept, so that it builds on it and does not meet the same edit again.
void ConflictPanel::DeleteRecord(const Conflict& conflict) {
  const Id id = conflict.record;
  Group group;
  group.provenance.kind = SourceKind::kConflictResolution;
  group.mutations.push_back(app_.workspace().client().MakeResolve(conflict, std::nullopt));
  app_.Save(std::move(group), "", [this, id](const Status& status) {
    const auto record = app_.workspace().records().FindRecord(id);
    if (!status.ok() || !record) {
      app_.Say(std::string(T("save.refused")));
      return;
    }
    Group removal;
    removal.mutations.push_back(app_.workspace().client().MakeDelete(*record));
    const std::string said = ui::TF("conflict.record_deleted", {{"title", RecordWords(app_, id)}});
    app_.Save(std::move(removal), said, [this](const Status& deleted) {
      if (!deleted.ok()) app_.Say(std::string(T("save.refused")));
    });
  });
}

// ---- history ----------------------------------------------------------------------------------------------------------

void ConflictPanel::AskHistory(const Conflict& conflict) {
  if (app_.workspace().client().status().connection != ConnectionState::kOnline) return;
  if (is_history_asked_ && history_record_ == conflict.record && history_version_ == conflict.version) return;
  is_history_asked_ = true;
  history_record_ = conflict.record;
  history_version_ = conflict.version;
  history_.reset();
  app_.connection().FetchHistory(conflict.record, [this, record = conflict.record](Result<HistoryResponse> answer) {
    if (!(record == history_record_)) return;
    if (answer.ok()) history_ = std::move(answer.value().entries);
  });
}

std::vector<const HistoryEntry*> ConflictPanel::HistoryOf(const Conflict& conflict) const {
  std::vector<const HistoryEntry*> found;
  if (!history_ || !(history_record_ == conflict.record)) return found;
  for (const HistoryEntry& entry : *history_) {
    const bool has_field = std::any_of(entry.changes.begin(), entry.changes.end(),
                                       [&](const HistoryChange& change) { return change.field == conflict.field; });
    if (has_field && found.size() < kHistoryRows) found.push_back(&entry);
  }
  return found;
}

float ConflictPanel::HistoryHeight(const Conflict& conflict) const {
  const std::size_t count = HistoryOf(conflict).size();
  return count == 0 ? 0 : Px(22 + 4) + Px(kHistoryRowCss) * static_cast<float>(count);
}

void ConflictPanel::DrawHistory(Rect& rest, const Conflict& conflict) {
  const auto entries = HistoryOf(conflict);
  if (entries.empty()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  ui::Text(ui::CutTop(rest, Px(22), Px(4)), T("conflict.history"), {.style = ui::kBodyBold, .is_mirrored = true});
  const TimeMs now = app_.workspace().clock().NowMs();
  const int zone = app_.workspace().zone_minutes();
  for (const HistoryEntry* entry : entries) {
    Rect row = ui::CutTop(rest, Px(kHistoryRowCss));
    const auto change = std::find_if(entry->changes.begin(), entry->changes.end(),
                                     [&](const HistoryChange& one) { return one.field == conflict.field; });
    const std::string who = PersonWords(app_, entry->author), when = RelativeTime(entry->server_ms, now, zone);
    const std::string value = ValueWords(app_, conflict.schema, conflict.field, change->after);
    const std::string source = SourceWords(entry->provenance);
    ui::Mirror(ui::IdOf("history" + std::to_string(entry->version.sequence)), row,
               {.role = ui::Role::kListItem, .label = value, .value = who + " " + when, .hint = source});
    const bool is_narrow = row.w < Px(480);
    const std::string name = app_.workspace().UserName(entry->author);
    ui::Person(ui::CutLeft(row, Px(96), Px(8)), name.empty() ? who : name);
    ui::Text(ui::CutLeft(row, Px(84), Px(8)), when, {.style = ui::kSmall, .color = theme.secondary});
    if (!is_narrow) {
      ui::Text(ui::CutRight(row, Px(128), Px(12)), source, {.style = ui::kSmall, .color = theme.secondary});
    }
    ui::Text(row, value, ui::kBody, theme.text);
  }
}

// ---- drawing ----------------------------------------------------------------------------------------------------------

void ConflictPanel::Draw(Rect rect, const std::vector<const Conflict*>& conflicts) {
  auto found = std::find_if(conflicts.begin(), conflicts.end(), [this](const Conflict* one) { return one->id == shown_; });
  if (found == conflicts.end()) {
    found = conflicts.begin();
    Show((*found)->id);
  }
  const Conflict& conflict = **found;
  if (!has_answer_) answer_ = conflict.is_later_current ? Answer::kLater : Answer::kEarlier;
  has_answer_ = true;
  AskHistory(conflict);
  ui::IdScope scope("conflict-panel");
  if (!ui::IsPhone()) ui::CardBox(rect);
  Rect rest = rect;
  DrawHead(ui::CutTop(rest, Px(kHeadCss)), conflicts, static_cast<std::size_t>(found - conflicts.begin()));
  const Rect foot = ui::CutBottom(rest, ui::IsPhone() ? ui::ButtonHeight({}) + Px(16) : Px(kFootCss));
  ui::ReserveFoot(foot);
  DrawBody(rest, conflict);
  ui::LineAtTop(foot, ui::CurrentTheme().divider);
  if (conflict.field == 0) {
    DrawDeletionFoot(foot, conflict);
  } else {
    DrawFoot(foot, conflict);
  }
}

void ConflictPanel::DrawHead(Rect rect, const std::vector<const Conflict*>& conflicts, std::size_t index) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtBottom(rect, theme.divider);
  Rect bar = ui::Inset(rect, Px(16), 0);
  const std::string title = ui::TF("conflict.counter", {{"index", std::to_string(index + 1)},
                                                        {"count", std::to_string(conflicts.size())}});
  const float size = ui::Metrics().touch;
  const bool has_several = conflicts.size() > 1;
  const Rect down = ui::TakeRight(bar, Px(size), Px(size), Px(8));
  const Rect up = ui::TakeRight(bar, Px(size), Px(size), Px(8));
  if (ui::IconButton(up, ui::Icon::kChevronUp, T("conflict.previous"), has_several)) {
    Show(conflicts[(index + conflicts.size() - 1) % conflicts.size()]->id);
  }
  if (ui::IconButton(down, ui::Icon::kChevronDown, T("conflict.next"), has_several)) {
    Show(conflicts[(index + 1) % conflicts.size()]->id);
  }
  ui::Mirror(ui::IdOf("head"), bar, {.role = ui::Role::kHeading, .label = title, .level = 2});
  ui::Text(bar, title, ui::kTitle, theme.text);
}

void ConflictPanel::DrawBody(Rect rect, const Conflict& conflict) {
  const float side = Px(16);
  const float width = rect.w - 2 * side;
  const bool is_stacked = width < Px(480);
  const std::string explanation = Explanation(conflict);
  const float explanation_height = ui::WrappedHeight(width, explanation, ui::kBody);
  std::vector<float> heights;
  float cards_height = 0;
  if (conflict.field != 0) {
    const float card_width = is_stacked ? width : (width - 2 * Px(12)) / 3;
    for (const Answer answer : {Answer::kBase, Answer::kEarlier, Answer::kLater}) {
      heights.push_back(CardHeight(card_width, conflict, answer));
      cards_height = is_stacked ? cards_height + heights.back() : std::max(cards_height, heights.back());
    }
    if (is_stacked) cards_height += 2 * Px(8);
  }
  StartTyped(conflict);
  const float typed_height = conflict.field != 0 ? TypedHeight(width, conflict) : 0;
  const float link_height = ui::ButtonHeight({.is_small = true});
  const float total = Px(16) + Px(26) + Px(4) + explanation_height + Px(12) + cards_height + Px(16) + typed_height + Px(16) +
                      link_height + Px(16) + HistoryHeight(conflict) + Px(16);
  Rect content;
  ui::BeginScroll("conflict", rect, total, content);
  Rect rest = ui::Inset(content, side, Px(16));
  DrawTitle(rest, conflict);
  const Rect words = ui::CutTop(rest, explanation_height, Px(12));
  ui::Mirror(ui::IdOf("explanation"), words, {.role = ui::Role::kText, .label = explanation});
  ui::WrappedText(words, explanation, ui::kBody, ui::CurrentTheme().secondary);
  if (conflict.field != 0) {
    DrawCards(ui::CutTop(rest, cards_height, Px(16)), conflict, heights);
    DrawTyped(ui::CutTop(rest, typed_height, Px(16)), conflict);
  }
  Rect links = ui::CutTop(rest, link_height, Px(16));
  const Schema* schema = app_.workspace().schemas().Find(conflict.schema);
  if (ui::ButtonAtLeft(links, {.label = T("sync.open_record"), .icon = ui::Icon::kExternalLink, .is_small = true,
                               .is_enabled = schema != nullptr}) &&
      schema != nullptr) {
    app_.Go({{schema->key, FormatId(conflict.record)}});
  }
  if (conflict.field != 0 && ui::ButtonAtLeft(links, {.label = T("conflict.keep_current"), .icon = ui::Icon::kCheck, .is_small = true})) {
    Resolve(conflict, std::nullopt);
  }
  DrawHistory(rest, conflict);
  ui::EndScroll();
}

void ConflictPanel::DrawTitle(Rect& rest, const Conflict& conflict) {
  const ui::Theme& theme = ui::CurrentTheme();
  Rect line = ui::CutTop(rest, Px(26), Px(4));
  const Schema* schema = app_.workspace().schemas().Find(conflict.schema);
  const auto record = app_.workspace().records().FindRecord(conflict.record);
  if (schema != nullptr && record && schema->level != 0) {
    const Field* level = schema->Find(schema->level);
    const Choice* choice = level != nullptr ? ChoiceOf(*level, record->Get(schema->level).text()) : nullptr;
    if (choice != nullptr) {
      ui::LevelMark(ui::TakeLeft(line, Px(22), Px(22), Px(8)), LevelLetter(*choice, app_.is_english()), ColorIndex(choice->color));
    }
  }
  const std::string title = RecordWords(app_, conflict.record);
  const std::string sentence = conflict.field == 0
                                   ? std::string("{title}")
                                   : ui::TF("conflict.title", {{"field", FieldWords(app_, conflict.schema, conflict.field)}});
  const auto spans = TitleSpans(sentence, title, theme.text);
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = ui::Replace(sentence, {{"title", title}}), .level = 3});
  ui::SpanLine(line, spans, ui::kBody);
}

float ConflictPanel::TypedHeight(float width, const Conflict& conflict) const {
  const Field* field = draft_ != nullptr ? draft_->schema().Find(conflict.field) : nullptr;
  if (field == nullptr) return 0;
  const Issues issues = IsTyped(conflict) ? draft_->IssuesOf(field->id) : Issues();
  const IssueTexts words = IssueTextsOf(issues, draft_->TextOf(field->id));
  FieldLook look;
  look.is_framed = true;
  look.label = T("conflict.or_typed");
  look.issues = words.issues;
  return editor_.Height(*draft_, *field, look, width);
}

void ConflictPanel::DrawTyped(Rect rect, const Conflict& conflict) {
  const Field* field = draft_ != nullptr ? draft_->schema().Find(conflict.field) : nullptr;
  if (field == nullptr) return;
  const Issues issues = IsTyped(conflict) ? draft_->IssuesOf(field->id) : Issues();
  const IssueTexts words = IssueTextsOf(issues, draft_->TextOf(field->id));
  FieldLook look;
  look.is_framed = true;
  look.label = T("conflict.or_typed");
  look.issues = words.issues;
  const EditorResult result = editor_.Draw(rect, *draft_, *field, look);
  if (result.fix_pressed >= 0 && static_cast<std::size_t>(result.fix_pressed) < issues.size()) {
    draft_->SetText(field->id, issues[static_cast<std::size_t>(result.fix_pressed)].suggestion);
    answer_ = Answer::kTyped;
  }
  if (result.was_changed || result.was_cancelled) {
    answer_ = IsTyped(conflict) ? Answer::kTyped : conflict.is_later_current ? Answer::kLater : Answer::kEarlier;
  }
}

void ConflictPanel::DrawFoot(Rect rect, const Conflict& conflict) {
  const bool is_later_right = MineIn(app_, conflict) != ConflictSide::kEarlier;
  const Answer right = is_later_right ? Answer::kLater : Answer::kEarlier;
  const Answer left = is_later_right ? Answer::kEarlier : Answer::kLater;
  std::vector<Answer> answers = {left, right};
  if (answer_ == Answer::kBase || (answer_ == Answer::kTyped && IsTyped(conflict))) answers.push_back(answer_);
  const bool has_choice = std::find(answers.begin(), answers.end(), answer_) != answers.end();
  std::vector<std::string> words;
  for (const Answer answer : answers) words.push_back(UseWords(conflict, answer));
  Rect bar = ui::Inset(rect, Px(16), 0);
  std::vector<Rect> places;
  if (ui::IsPhone()) places = ui::Columns(ui::CenterIn(bar, bar.w, ui::ButtonHeight({})), static_cast<int>(answers.size()), Px(8));
  for (std::size_t i = answers.size(); i-- > 0;) {
    ui::ButtonOptions options;
    options.label = words[i];
    options.kind = has_choice && answers[i] == answer_ ? ui::ButtonKind::kPrimary : ui::ButtonKind::kDefault;
    options.is_enabled = answers[i] != Answer::kTyped || IsTypedUsable(conflict);
    options.reason = T("conflict.typed_blocked");
    const bool was_pressed = ui::IsPhone() ? ui::Button(places[i], options) : ui::ButtonAtRight(bar, options);
    if (was_pressed) Use(conflict, answers[i]);
  }
}

void ConflictPanel::DrawDeletionFoot(Rect rect, const Conflict& conflict) {
  Rect bar = ui::Inset(rect, Px(16), 0);
  const ui::ButtonOptions keep{.label = T("conflict.keep_record"), .kind = ui::ButtonKind::kPrimary};
  const ui::ButtonOptions remove{.label = T("conflict.delete_record"), .kind = ui::ButtonKind::kDanger};
  bool keeps = false, removes = false;
  if (ui::IsPhone()) {
    const auto places = ui::Columns(ui::CenterIn(bar, bar.w, ui::ButtonHeight({})), 2, Px(8));
    removes = ui::Button(places[0], remove);
    keeps = ui::Button(places[1], keep);
  } else {
    keeps = ui::ButtonAtRight(bar, keep);
    removes = ui::ButtonAtRight(bar, remove);
  }
  if (keeps) Resolve(conflict, std::nullopt);
  if (removes) DeleteRecord(conflict);
}

}  // namespace kedang
