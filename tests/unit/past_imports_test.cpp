#include "wasm/app/past_imports.h"

#include <gtest/gtest.h>

#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"

namespace kedang {
namespace {

constexpr std::string_view kSchemas = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,"label":{"zh":"客户"},"title":"name",
  "fields":[{"id":1,"key":"name","label":{"zh":"客户名称"},"type":"text"}]}]})";

class PastImportsTest : public testing::Test {
 protected:
  PastImportsTest() : workspace_(storage_, clock_, random_, TestLexicon(), "test", [] {}), past_(workspace_) {
    StartWithSchemas(workspace_, kSchemas);
  }

  std::string Listed(bool is_undone, TimeMs at_ms) {
    return R"({"imports":[{"batch":")" + FormatId(Id{5, 1}) + R"(","kind":"import","source":"客户.xlsx","schema":"customer","author":"林悦","at_ms":)" +
           std::to_string(at_ms) + R"(,"created":12,"changed":3,"undone":)" + (is_undone ? "true" : "false") + R"(,"reverts":null}]})";
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{1};
  Workspace workspace_;
  PastImports past_;
};

TEST_F(PastImportsTest, TellsWhatTheServerAnswers) {
  EXPECT_TRUE(past_.IsDue(0));
  EXPECT_FALSE(past_.IsDue(5'000));
  EXPECT_TRUE(past_.IsDue(10'000));
  for (const char* bad : {"", "{", "[]", "{\"imports\":1}"}) EXPECT_FALSE(past_.Take(bad)) << bad;
  EXPECT_FALSE(past_.is_known());
  EXPECT_TRUE(past_.Take(R"({"imports":[1,{"batch":"no id"},{"batch":null}]})"));
  EXPECT_TRUE(past_.imports().empty());
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  ASSERT_EQ(past_.imports().size(), 1u);
  const PastImport& one = past_.imports().front();
  EXPECT_EQ(one.source, "客户.xlsx");
  EXPECT_EQ(one.author, "林悦");
  EXPECT_EQ(one.created, 12u);
  EXPECT_EQ(one.changed, 3u);
  EXPECT_TRUE(past_.CanTakeBack(one));
}

TEST_F(PastImportsTest, IsTakenBackByAnEditThatWaits) {
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  const PastImport one = past_.imports().front();
  const Group group = past_.TakeBack(one);
  ASSERT_EQ(group.mutations.size(), 1u);
  EXPECT_EQ(group.mutations[0].kind, MutationKind::kRevert);
  EXPECT_EQ(group.mutations[0].record, one.batch);
  EXPECT_EQ(group.provenance.kind, SourceKind::kUndo);
  EXPECT_FALSE(group.provenance.batch.is_nil());
  bool is_kept = false;
  EXPECT_FALSE(past_.IsDue(0));
  workspace_.client().Submit({group}, [&](Status status) {
    is_kept = status.ok();
    past_.OnKept(one.batch, status);
  });
  EXPECT_TRUE(is_kept);
  EXPECT_EQ(workspace_.client().status().pending, 1u);
  EXPECT_TRUE(past_.IsGoing(one));
  EXPECT_FALSE(past_.CanTakeBack(one));
  // Asked again while it waits the server knows nothing of it.
  EXPECT_TRUE(past_.IsDue(1'000));
  EXPECT_FALSE(past_.IsDue(2'000));
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  EXPECT_TRUE(past_.IsGoing(one));
  ASSERT_TRUE(past_.Take(Listed(true, clock_.NowMs())));
  EXPECT_FALSE(past_.IsGoing(one));
  EXPECT_FALSE(past_.CanTakeBack(past_.imports().front()));
}

// It was asked for, arrived, and the server did not do it: it may be asked for again.
TEST_F(PastImportsTest, WhatTheServerRefusedIsNotGoingForEver) {
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  const PastImport one = past_.imports().front();
  (void)past_.TakeBack(one);
  past_.OnKept(one.batch, Status());
  EXPECT_TRUE(past_.IsDue(1'000));  // nothing waits here any more
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  EXPECT_TRUE(past_.CanTakeBack(one));
}

TEST_F(PastImportsTest, WhatCouldNotBeKeptIsNotGoing) {
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs())));
  const PastImport one = past_.imports().front();
  (void)past_.TakeBack(one);
  past_.OnKept(one.batch, Status(ErrorCode::kResourceExhausted, "full"));
  EXPECT_TRUE(past_.CanTakeBack(one));
}

TEST_F(PastImportsTest, AfterThirtyDaysItStays) {
  ASSERT_TRUE(past_.Take(Listed(false, clock_.NowMs() - PastImports::kUndoneWithinMs)));
  EXPECT_FALSE(past_.CanTakeBack(past_.imports().front()));
}

}  // namespace
}  // namespace kedang
