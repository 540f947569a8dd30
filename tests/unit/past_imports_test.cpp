#include "wasm/app/past_imports.h"

#include <gtest/gtest.h>

#include "tests/support/import_books.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"

namespace kedang {
namespace {

class PastImportsTest : public testing::Test {
 protected:
  PastImportsTest() : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}), book_(workspace_), past_(workspace_, book_) {
    StartWithSchemas(workspace_, SchemasWithSources());
  }

  void Submit(Group group) {
    bool is_kept = false;
    workspace_.client().Submit({std::move(group)}, [&is_kept](Status status) { is_kept = status.ok(); });
    EXPECT_TRUE(is_kept);
  }

  // An import of this person's, in that state.
  void Import(Id batch, RunState state) {
    const Schema& schema = *book_.SchemaOf(kRunSchema);
    ImportRun run;
    run.file = "客户.xlsx";
    run.content = {"abc", "customer", ""};
    run.batch = batch;
    run.author = workspace_.client().state().principal.user;
    const Id id = workspace_.client().NewId();
    Group made;
    made.mutations.push_back(workspace_.client().MakeInsert(schema.id, id, RunCells(schema, run)));
    Submit(std::move(made));
    Group done;
    done.provenance.batch = batch;
    done.mutations.push_back(workspace_.client().MakeSet(*workspace_.records().FindRecord(id), RunStateCells(schema, state)));
    Submit(std::move(done));
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{1};
  Workspace workspace_;
  SourceBook book_;
  PastImports past_;
};

TEST_F(PastImportsTest, ListsWhatThisPersonImported) {
  EXPECT_TRUE(past_.List().empty());
  Import(Id{5, 1}, RunState::kWritten);
  ASSERT_EQ(past_.List().size(), 1u);
  const ImportRun& one = *past_.List().front();
  EXPECT_EQ(one.file, "客户.xlsx");
  EXPECT_EQ(one.batch, (Id{5, 1}));
  EXPECT_EQ(past_.StateOf(one), PastState::kThere);
  EXPECT_TRUE(past_.CanTakeBack(one));
  EXPECT_EQ(book_.FindSame({"abc", "customer", ""}), &one);
  EXPECT_EQ(book_.FindSame({"abc", "contact", ""}), nullptr);
  EXPECT_EQ(book_.FindSame({"", "customer", ""}), nullptr);
}

TEST_F(PastImportsTest, TakingBackWaitsInTheOutbox) {
  Import(Id{5, 1}, RunState::kWritten);
  const Group group = MakeRevertGroup(workspace_.client(), Id{5, 1}, "客户.xlsx");
  ASSERT_EQ(group.mutations.size(), 1u);
  EXPECT_EQ(group.mutations[0].kind, MutationKind::kRevert);
  EXPECT_EQ(group.provenance.kind, SourceKind::kUndo);
  EXPECT_FALSE(group.provenance.batch.is_nil());
  Submit(group);
  const ImportRun& one = *past_.List().front();
  EXPECT_EQ(past_.StateOf(one), PastState::kGoing);
  EXPECT_FALSE(past_.CanTakeBack(one));
}

TEST_F(PastImportsTest, WhatWasTakenBackStaysInTheListAndIsNoRepeat) {
  Import(Id{5, 1}, RunState::kTakenBack);
  ASSERT_EQ(past_.List().size(), 1u);
  EXPECT_EQ(past_.StateOf(*past_.List().front()), PastState::kTakenBack);
  EXPECT_EQ(book_.FindSame({"abc", "customer", ""}), nullptr);
}

TEST_F(PastImportsTest, AfterThirtyDaysItStays) {
  Import(Id{5, 1}, RunState::kWritten);
  clock_.now_ms += PastImports::kUndoneWithinMs;
  EXPECT_EQ(past_.StateOf(*past_.List().front()), PastState::kLate);
}

}  // namespace
}  // namespace kedang
