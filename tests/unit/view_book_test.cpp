#include "wasm/app/view_book.h"

#include <gtest/gtest.h>

#include "shared/check/record_check.h"
#include "tests/support/view_schemas.h"
#include "wasm/app/record_draft.h"

namespace kedang {
namespace {

class ViewBookTest : public testing::Test {
 protected:
  SavedView Make(const std::string& name, ViewShare share = ViewShare::kPrivate) {
    SavedView view;
    view.name = name;
    view.schema = "deal";
    view.share = share;
    world_.Submit(book_.Make(view, ViewWorld::kMe));
    return view;
  }
  std::string Names() {
    std::string names;
    for (const SavedView& view : book_.For("deal")) names += view.name + " ";
    return names;
  }

  ViewWorld world_;
  ViewBook book_{world_.workspace};
};

TEST_F(ViewBookTest, ARecordIsAViewAndBack) {
  SavedView view;
  view.name = "本周跟进";
  view.english_name = "This week";
  view.schema = "deal";
  view.state = {"负责人:我 阶段:谈判|签约", "name:240,amount:90", "amount:down", "", ViewLayout::kKanban, "stage"};
  view.share = ViewShare::kTeam;
  view.team = Id{0x0190000000000000ULL, 9};
  view.default_for = {"member", "viewer"};
  world_.Submit(book_.Make(view, ViewWorld::kMe));
  const SavedView* read = book_.Find(view.id);
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->name, view.name);
  EXPECT_EQ(read->NameIn(true), "This week");
  EXPECT_EQ(read->state, view.state);
  EXPECT_EQ(read->share, view.share);
  EXPECT_EQ(read->team, view.team);
  EXPECT_EQ(read->owner, ViewWorld::kMe);
  EXPECT_EQ(read->default_for, view.default_for);
  EXPECT_EQ(read->position, view.position);
  // It is a record like others: the rules of its schema hold it.
  const Schema& views = world_.Of("view");
  CheckContext check = world_.workspace.Check();
  for (const Issue& issue : CheckRecord(views, world_.Get(view.id), check)) EXPECT_NE(issue.severity, Severity::kBlock) << issue.code;
}

TEST_F(ViewBookTest, WhatANewerProgramWroteHasADefault) {
  const Schema& views = world_.Of("view");
  Record record(views.id, Id{1, 5});
  record.Set(views.Find("layout")->id, Value::Text("gantt"));
  record.Set(views.Find("visibility")->id, Value::Text("world"));
  const SavedView view = ReadView(views, record);
  EXPECT_EQ(view.state.layout, ViewLayout::kTable);
  EXPECT_EQ(view.share, ViewShare::kPrivate);
}

TEST_F(ViewBookTest, ChangesSayOnlyWhatDiffers) {
  SavedView view = Make("我的");
  EXPECT_TRUE(book_.Change(view).mutations.empty());
  view.state.sort = "amount";
  view.state.query = "云锦";
  Group group = book_.Change(view);
  ASSERT_EQ(group.mutations.size(), 1u);
  EXPECT_EQ(group.mutations[0].edits.size(), 2u);
  world_.Submit(std::move(group));
  EXPECT_EQ(book_.Find(view.id)->state, view.state);
}

TEST_F(ViewBookTest, DeletedOnesAreGoneAndComeBack) {
  const SavedView view = Make("我的");
  const Record before = world_.Get(view.id);
  const Group gone = book_.Delete(view.id);
  world_.Submit(gone);
  EXPECT_EQ(book_.Find(view.id), nullptr);
  EXPECT_EQ(Names(), "");
  world_.Submit(MakeUndo(world_.workspace, gone, {before}));
  EXPECT_EQ(Names(), "我的 ");
}

TEST_F(ViewBookTest, TheyStandInTheirOrder) {
  const SavedView a = Make("甲"), b = Make("乙"), c = Make("丙");
  EXPECT_EQ(Names(), "甲 乙 丙 ");
  world_.Submit(book_.Move(c, 0));
  EXPECT_EQ(Names(), "丙 甲 乙 ");
  world_.Submit(book_.Move(c, 1));
  EXPECT_EQ(Names(), "甲 丙 乙 ");
  world_.Submit(book_.Move(a, 9));
  EXPECT_EQ(Names(), "丙 乙 甲 ");
  // There is always room between two.
  for (int i = 0; i < 20; ++i) {
    world_.Submit(book_.Move(book_.For("deal")[2], 1));
  }
  EXPECT_EQ(book_.For("deal").size(), 3u);
  EXPECT_EQ(Names(), "丙 乙 甲 ");
}

TEST_F(ViewBookTest, TheNarrowestDefaultOfARoleCounts) {
  EXPECT_EQ(book_.DefaultFor("deal", "member"), nullptr);
  SavedView shared = Make("所有", ViewShare::kEveryone), own = Make("自己");
  shared.default_for = {"member"};
  world_.Submit(book_.Change(shared));
  EXPECT_EQ(book_.DefaultFor("deal", "member")->name, "所有");
  EXPECT_EQ(book_.DefaultFor("deal", "viewer"), nullptr);
  EXPECT_EQ(book_.DefaultFor("department", "member"), nullptr);
  own.default_for = {"member"};
  world_.Submit(book_.Change(own));
  EXPECT_EQ(book_.DefaultFor("deal", "member")->name, "自己");
}

}  // namespace
}  // namespace kedang
