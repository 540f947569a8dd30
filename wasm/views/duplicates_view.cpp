#include "wasm/views/duplicates_view.h"

#include <algorithm>
#include <utility>

#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/toast.h"
#include "wasm/views/duplicates_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr float kListCss = 276, kFootCss = 56;
constexpr std::string_view kPage = "duplicates", kLater = "later", kDone = "done";

DeskPart PartOf(const Route& route) {
  const std::string_view name = route.option("s");
  return name == kDone ? DeskPart::kDone : name == kLater ? DeskPart::kLater : DeskPart::kPending;
}

}  // namespace

bool DuplicatesView::covers_foot() const { return ui::IsPhone() && is_inside(); }

void DuplicatesView::Draw(Rect page) {
  ui::IdScope scope("duplicates");
  if (!FollowTemplate()) {
    ui::EmptyState(page, {.icon = ui::Icon::kCopy, .title = T("duplicate.no_templates")});
    return;
  }
  DuplicateDesk& desk = work_.desk();
  if (!desk.is_scanned() && !desk.is_scanning() && desk.record_count() <= DuplicateWork::kScannedUnasked) work_.Scan();
  decided_.TellDone();
  sweep_.Draw();
  Follow();
  TakeKeys();
  const bool is_phone = ui::IsPhone();
  if (is_phone) DrawPhoneHead(page);
  else DrawHead(page);
  if (!is_phone) {
    Rect list = ui::CutLeft(page, Px(kListCss));
    ui::LineAtRight(list, ui::CurrentTheme().border);
    DrawParts(ui::CutTop(list, Px(12 + 32 + 8)));
    DrawListFoot(ui::CutBottom(list, Px(34)));
    DrawList(list);
  } else if (!is_inside()) {
    DrawParts(ui::CutTop(page, Px(12 + 44 + 8)));
    if (!DrawEmpty(page)) DrawList(page);
    return;
  }
  if (part_ == DeskPart::kDone) {
    if (!DrawEmpty(page)) decided_.Draw(page, desk, shown_);
  } else if (!DrawEmpty(page)) {
    DrawGroup(page);
  }
}

// ---- where one is -----------------------------------------------------------------------------------------------------

bool DuplicatesView::FollowTemplate() {
  const Route& route = app_.route();
  const auto schemas = work_.desk().Schemas();
  if (schemas.empty()) return false;
  const Schema* wanted = app_.workspace().schemas().Find(route.detail());
  const Schema* now = work_.desk().schema();
  if (std::find(schemas.begin(), schemas.end(), wanted) == schemas.end()) wanted = nullptr;
  if (wanted == nullptr && now != nullptr) wanted = app_.workspace().schemas().Find(now->key);
  if (wanted == nullptr) wanted = schemas.front();
  const bool is_other = now == nullptr || now->id != wanted->id || now->version != wanted->version;
  if (!is_other) return true;
  // The draft looks into the schema that goes.
  draft_ = nullptr;
  drafted_.clear();
  words_.clear();
  index_ = 0;
  work_.Choose(*wanted);
  return true;
}

Route DuplicatesView::RouteTo(DeskPart part, Id shown) const {
  Route route{{std::string(kPage), app_.route().parts.size() > 1 ? app_.route().parts[1] : std::string()}, {}};
  if (route.parts[1].empty()) route.parts.pop_back();
  if (!shown.is_nil() && route.parts.size() == 2) route.parts.push_back(FormatId(shown));
  if (part != DeskPart::kPending) route.options.emplace_back("s", part == DeskPart::kDone ? kDone : kLater);
  return route;
}

void DuplicatesView::ShowPart(DeskPart part) {
  index_ = 0;
  app_.Replace(RouteTo(part, Id()));
  Follow();
}

void DuplicatesView::Show(std::size_t index, bool is_new_page) {
  DuplicateDesk& desk = work_.desk();
  index_ = index;
  Id id;
  if (part_ == DeskPart::kDone) id = desk.decided()[index]->decision.id;
  else id = desk.groups(part_)[index].records.front();
  Route route = RouteTo(part_, Id());
  if (route.parts.size() == 1) route.parts.push_back(desk.schema()->key);
  route.parts.push_back(FormatId(id));
  if (is_new_page) app_.Go(std::move(route));
  else app_.Replace(std::move(route));
  shown_ = id;
  ui::ScrollTo("group", 0);
}

void DuplicatesView::Follow() {
  const Route& route = app_.route();
  part_ = PartOf(route);
  const Id wanted = route.parts.size() > 2 ? ParseId(route.parts[2]).value_or(Id()) : Id();
  DuplicateDesk& desk = work_.desk();
  if (wanted.is_nil()) {
    shown_ = Id();
    const std::size_t count = part_ == DeskPart::kDone ? desk.decided().size() : desk.groups(part_).size();
    if (count == 0 || ui::IsPhone()) return;
    Show(std::min(index_, count - 1), false);
    return;
  }
  if (part_ == DeskPart::kDone) {
    shown_ = wanted;
    return;
  }
  if (FollowGroup(wanted)) return;
  if (desk.is_scanning() || !desk.is_scanned()) {
    shown_ = wanted;
    return;
  }
  // It was decided a moment ago: the next one.
  const std::size_t count = desk.groups(part_).size();
  if (wanted == shown_ && draft_ != nullptr) {
    draft_ = nullptr;
    drafted_.clear();
    if (count > 0) return Show(std::min(index_, count - 1), false);
    app_.Replace(RouteTo(part_, Id()));
    shown_ = Id();
    return;
  }
  shown_ = wanted;
  if (!(looked_ == wanted)) {
    looked_ = wanted;
    if (desk.LookAt(wanted)) (void)FollowGroup(wanted);
  }
}

bool DuplicatesView::FollowGroup(Id wanted) {
  DuplicateDesk& desk = work_.desk();
  for (const DeskPart part : {part_, part_ == DeskPart::kPending ? DeskPart::kLater : DeskPart::kPending}) {
    const auto place = desk.FindGroup(part, wanted);
    if (!place) continue;
    // Put off by somebody while it was looked at: one goes on in the list one is in.
    if (part != part_ && wanted == shown_ && draft_ != nullptr) return false;
    part_ = part;
    index_ = *place;
    shown_ = wanted;
    return true;
  }
  return false;
}

const DuplicateCluster* DuplicatesView::Group() {
  if (part_ == DeskPart::kDone || shown_.is_nil()) return nullptr;
  const auto place = work_.desk().FindGroup(part_, shown_);
  return place ? &work_.desk().groups(part_)[*place] : nullptr;
}

bool DuplicatesView::PrepareDraft(const DuplicateCluster& group) {
  if (draft_ == nullptr || drafted_ != group.records) {
    drafted_ = group.records;
    draft_ = std::make_unique<MergeDraft>(app_.workspace(), *work_.desk().schema(), drafted_);
    compare_.Begin();
    why_.Begin();
  }
  return draft_->Refresh();
}

// ---- acting -----------------------------------------------------------------------------------------------------------

void DuplicatesView::TakeKeys() {
  if (part_ == DeskPart::kDone) return;
  const std::size_t count = work_.desk().groups(part_).size();
  if (is_inside() && count > 0) {
    if (ui::IsShortcut("J") && index_ + 1 < count) Show(index_ + 1, false);
    if (ui::IsShortcut("K") && index_ > 0) Show(index_ - 1, false);
  }
  const DuplicateCluster* group = Group();
  if (group == nullptr || ui::IsPhone() || !PrepareDraft(*group)) return;
  (void)compare_.TakeKeys(*draft_);
  if (ui::IsShortcut("Ctrl+Enter")) Merge();
}

void DuplicatesView::Submit(kedang::Group group, std::string said) {
  if (group.mutations.empty() || is_saving_) return;
  is_saving_ = true;
  app_.Save(std::move(group), std::move(said), [this](const Status& status) {
    is_saving_ = false;
    if (!status.ok()) app_.Say(std::string(T("save.refused")));
  });
}

void DuplicatesView::Merge() {
  const DuplicateCluster* group = Group();
  if (group == nullptr || draft_ == nullptr || draft_->hindrance() != MergeHindrance::kNone || is_saving_) return;
  const std::string title = app_.workspace().TitleOf(draft_->records()[draft_->kept()]);
  Result<kedang::Group> merge = draft_->Make(app_.user().id, group->probability);
  if (!merge.ok()) return app_.Say(std::string(T("save.refused")));
  Submit(std::move(merge).value(), TF("duplicate.merged", {{"count", CountText(draft_->records().size())}, {"title", title}}));
}

void DuplicatesView::Decide(DuplicateVerdict verdict) {
  if (draft_ == nullptr) return;
  std::vector<Id> ids;
  for (const Record& record : draft_->records()) ids.push_back(record.id);
  const std::string title = app_.workspace().TitleOf(draft_->records()[draft_->kept()]);
  const std::string_view key = verdict == DuplicateVerdict::kLater ? "duplicate.put_off" : "duplicate.kept_apart";
  Submit(work_.desk().MakeDecision(ids, verdict, app_.user().id), TF(key, {{"title", title}}));
}

void DuplicatesView::Relate(Id branch, Id parent) {
  const auto record = app_.workspace().records().FindRecord(branch);
  if (!record) return;
  Submit(work_.desk().MakeRelated(branch, parent, app_.user().id), TF("duplicate.related_done", {{"title", app_.workspace().TitleOf(*record)}}));
}

// ---- the group --------------------------------------------------------------------------------------------------------

void DuplicatesView::DrawGroup(Rect rect) {
  const DuplicateCluster* group = Group();
  if (group == nullptr || !PrepareDraft(*group)) {
    ui::EmptyState(rect, {.icon = ui::Icon::kCircleCheck, .meaning = ui::Meaning::kGood, .title = T("duplicate.not_found"), .text = T("duplicate.not_found_text")});
    return;
  }
  const bool is_phone = ui::IsPhone();
  const float reason = draft_->hindrance() != MergeHindrance::kNone ? Px(28) : 0;
  const Rect foot = ui::CutBottom(rect, is_phone ? ui::ButtonHeight({}) + Px(16) + reason : Px(kFootCss));
  ui::ReserveFoot(foot);
  const float side = is_phone ? Px(16) : 0;
  const float why_width = rect.w - 2 * Px(16);
  const float table = compare_.Height(*draft_);
  const float why = why_.Height(work_.desk(), *draft_, why_width);
  Rect content;
  ui::BeginScroll("group", rect, table + why + (is_phone ? Px(8) : 0), content);
  if (is_phone) ui::CutTop(content, Px(8));
  compare_.Draw(ui::Inset(ui::CutTop(content, table), side, 0), *draft_, *work_.desk().schema());
  why_.Draw(ui::Inset(ui::CutTop(content, why), Px(16), 0), work_.desk(), *draft_);
  ui::EndScroll();
  if (is_phone) DrawPhoneFoot(foot);
  else DrawFoot(foot);
  if (const auto related = why_.TakeRelated()) Relate(related->first, related->second);
}

}  // namespace kedang
