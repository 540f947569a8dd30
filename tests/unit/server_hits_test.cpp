#include "wasm/app/server_hits.h"

#include <gtest/gtest.h>

#include "shared/sync/client_state.h"
#include "shared/sync/codec.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

class ServerHitsTest : public testing::Test {
 protected:
  ServerHitsTest()
      : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}),
        hits_(workspace_, [this](const SearchRequest& request, ServerHits::Answer answer) {
          asked_.push_back(request);
          answers_.push_back(std::move(answer));
        }) {}

  void Start(std::uint32_t row_cap) {
    ClientState state;
    state.replica = Id{1, 1};
    state.cookie = Cookie{Epoch{1, Id{2, 2}}, 5, 7};
    state.schemas = FormatSchemaSet(TestSchemas());
    state.extent.row_cap = row_cap;
    workspace_.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
    PullRequest mark;  // the rows that are here belong to the cookie
    mark.cookie = state.cookie;
    workspace_.client().Restore(StorageArea::kBase, kMarkKey, Encode(mark));
    ASSERT_TRUE(workspace_.client().Start().ok());
    while (!workspace_.IndexStep(1000)) {
    }
  }
  void Pause() {
    clock_.now_ms += ServerHits::kPauseMs;
    hits_.Step();
  }
  static SearchResponse Found(std::vector<Id> ids, std::uint64_t more) {
    SearchResponse response;
    for (const Id id : ids) response.records.push_back(Record(1, id));
    response.elsewhere = ids.size() + more;
    response.count = response.elsewhere + 3;
    return response;
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
  std::vector<SearchRequest> asked_;
  std::vector<ServerHits::Answer> answers_;
  ServerHits hits_;
};

TEST_F(ServerHitsTest, WhoHoldsEverythingAsksNothing) {
  Start(0);
  hits_.Show(1, "云锦");
  Pause();
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(hits_.state(), ServerHits::State::kNone);
}

TEST_F(ServerHitsTest, APauseInTypingAsksForTheNewestText) {
  Start(10);
  hits_.Show(1, "云");
  EXPECT_FALSE(hits_.Step());
  clock_.now_ms += ServerHits::kPauseMs - 1;
  hits_.Show(1, "云锦", "-changed");
  Pause();
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].query, "云锦");
  EXPECT_EQ(asked_[0].sort, "-changed");
  EXPECT_EQ(asked_[0].cookie.view, 7u);
  EXPECT_EQ(asked_[0].replica, (Id{1, 1}));
  EXPECT_EQ(hits_.state(), ServerHits::State::kWaiting);
  // The same list again asks nothing.
  hits_.Show(1, "云锦", "-changed");
  Pause();
  EXPECT_EQ(asked_.size(), 1u);
  answers_[0](Found({Id{5, 1}, Id{5, 2}}, 40));
  EXPECT_EQ(hits_.state(), ServerHits::State::kAnswered);
  EXPECT_EQ(hits_.elsewhere(), 42u);
  EXPECT_EQ(hits_.records().size(), 2u);
}

TEST_F(ServerHitsTest, AnAnswerToAnOlderQuestionIsDropped) {
  Start(10);
  hits_.Show(1, "云");
  Pause();
  hits_.Show(1, "云锦");
  answers_[0](Found({Id{5, 1}}, 0));
  EXPECT_EQ(hits_.state(), ServerHits::State::kWaiting);
  EXPECT_TRUE(hits_.records().empty());
  Pause();
  answers_[1](Error{ErrorCode::kUnavailable, "no answer"});
  EXPECT_EQ(hits_.state(), ServerHits::State::kFailed);
  hits_.ShowNothing();
  EXPECT_EQ(hits_.state(), ServerHits::State::kNone);
}

TEST_F(ServerHitsTest, OfflineIsSaidAndAskedAgainLater) {
  Start(10);
  workspace_.client().OnUnreachable();
  hits_.Show(1, "云锦");
  Pause();
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(hits_.state(), ServerHits::State::kOffline);
  workspace_.client().OnSignedIn();  // connecting again
  hits_.Show(1, "云锦");
  Pause();
  EXPECT_EQ(asked_.size(), 1u);
}

TEST_F(ServerHitsTest, WhatWasFetchedIsAnOwnHit) {
  Start(10);
  hits_.Show(1, "云锦");
  Pause();
  const Id own = workspace_.client().NewId();
  answers_[0](Found({Id{5, 1}, own}, 0));
  EXPECT_EQ(hits_.records().size(), 2u);
  Group group;
  group.mutations.push_back(workspace_.client().MakeInsert(1, own, {{1, Value::Text("云锦")}}));
  workspace_.client().Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()); });
  const std::uint64_t before = hits_.revision();
  hits_.Step();
  ASSERT_EQ(hits_.records().size(), 1u);
  EXPECT_EQ(hits_.records()[0].id, (Id{5, 1}));
  EXPECT_EQ(hits_.elsewhere(), 1u);
  EXPECT_GT(hits_.revision(), before);
}

}  // namespace
}  // namespace kedang
