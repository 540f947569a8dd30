// DuplicatesView: "#/duplicates/{template}/{record}": 查重: groups of records that may be one, the likeliest first; on a desk the list
// beside the group that is looked at, on phones one after the other. What was decided is another list of it ("?s=done").
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/duplicate_work.h"
#include "wasm/app/merge_draft.h"
#include "wasm/views/duplicates_compare.h"
#include "wasm/views/duplicates_decided.h"
#include "wasm/views/duplicates_sweep.h"
#include "wasm/views/duplicates_why.h"
#include "wasm/views/view.h"

namespace kedang {

class DuplicatesView final : public View {
 public:
  explicit DuplicatesView(App& app)
      : app_(app), work_(DuplicateWork::Of(app.workspace(), app.user().id)), compare_(app), why_(app), decided_(app), sweep_(app, work_) {}

  void Draw(ui::Rect page) override;
  bool covers_foot() const override;

 private:
  struct RowWords {
    std::string title, reason;
  };

  // Where one is: template, list, and the group or decision of the address.
  bool FollowTemplate();
  void Follow();
  bool FollowGroup(Id wanted);
  void Show(std::size_t index, bool is_new_page);
  void ShowPart(DeskPart part);
  Route RouteTo(DeskPart part, Id shown) const;
  const DuplicateCluster* Group();
  bool PrepareDraft(const DuplicateCluster& group);
  bool is_inside() const { return !shown_.is_nil(); }  // on phones: not in the list

  void TakeKeys();
  void Merge();
  void Decide(DuplicateVerdict verdict);
  void Relate(Id branch, Id parent);
  void Submit(kedang::Group group, std::string said);

  void DrawHead(ui::Rect& page);
  void DrawPhoneHead(ui::Rect& page);
  void DrawTemplates(ui::Rect& bar);
  void DrawScan(ui::Rect bar);
  void DrawParts(ui::Rect rect);
  void DrawList(ui::Rect rect);
  void DrawGroupRow(ui::Rect rect, const DuplicateCluster& group, std::size_t place, std::size_t count);
  void DrawDecidedRow(ui::Rect rect, const ListedDecision& listed, std::size_t place, std::size_t count);
  void DrawListFoot(ui::Rect rect);
  const RowWords& WordsOf(const DuplicateCluster& group);
  void DrawGroup(ui::Rect rect);
  void DrawFoot(ui::Rect rect);
  void DrawPhoneFoot(ui::Rect rect);
  void DrawPhoneMenu(ui::Rect anchor);
  // True: there is something to say instead of a list.
  bool DrawEmpty(ui::Rect rect);

  App& app_;
  DuplicateWork& work_;
  DuplicatesCompare compare_;
  DuplicatesWhy why_;
  DuplicatesDecided decided_;
  DuplicatesSweep sweep_;
  DeskPart part_ = DeskPart::kPending;
  std::size_t index_ = 0;  // in the list
  Id shown_;               // a record of the group, or the decision; nil: none is in the address
  Id looked_;              // a record that no group was found for
  std::vector<Id> drafted_;
  std::unique_ptr<MergeDraft> draft_;
  bool is_saving_ = false;
  std::map<Id, RowWords> words_;  // by a group's first record
  std::uint64_t words_revision_ = 0;
  TimeMs words_scan_ = 0;
};

}  // namespace kedang
