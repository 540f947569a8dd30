#include "server/presence_board.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

constexpr Id kLin{1, 1}, kZhou{1, 2}, kDeal{7, 7}, kOther{7, 8};

PresenceBoard::Visit At(Id user, Id record, bool is_editing = false, const std::string& tab = "1") {
  return {"session-" + FormatId(user), tab, user, record, is_editing};
}

TEST(PresenceBoard, TwoAtOneRecordSeeEachOtherAndNobodyElse) {
  PresenceBoard board;
  EXPECT_TRUE(board.Note(At(kLin, kDeal), 0).others.empty());
  const auto second = board.Note(At(kZhou, kDeal), 10);
  ASSERT_EQ(second.others.size(), 1u);
  EXPECT_EQ(second.others[0].user, kLin);
  EXPECT_EQ(second.to_tell, std::vector<std::string>{"session-" + FormatId(kLin)});
  EXPECT_TRUE(board.Note(At(kZhou, kDeal), 20).to_tell.empty());  // the same again is no news
  EXPECT_TRUE(board.Note(At(kZhou, kOther), 30).others.empty());
  EXPECT_TRUE(board.Note(At(kLin, kDeal), 40).others.empty());
}

TEST(PresenceBoard, EditingAndLeavingAreToldAtOnce) {
  PresenceBoard board;
  board.Note(At(kLin, kDeal), 0);
  board.Note(At(kZhou, kDeal), 0);
  EXPECT_EQ(board.Note(At(kZhou, kDeal, true), 10).to_tell.size(), 1u);
  EXPECT_TRUE(board.Note(At(kLin, kDeal), 20).others.at(0).is_editing);
  EXPECT_EQ(board.Note(At(kZhou, Id()), 30).to_tell, std::vector<std::string>{"session-" + FormatId(kLin)});
  EXPECT_TRUE(board.Note(At(kLin, kDeal), 40).others.empty());
  EXPECT_EQ(board.size(), 1u);
}

TEST(PresenceBoard, WhoFallsSilentIsGone) {
  PresenceBoard board;
  board.Note(At(kLin, kDeal), 0);
  EXPECT_EQ(board.Note(At(kZhou, kDeal), PresenceBoard::kLifeMs - 1).others.size(), 1u);
  EXPECT_TRUE(board.Note(At(kZhou, kDeal), PresenceBoard::kLifeMs).others.empty());
  board.Note(At(kZhou, kDeal), PresenceBoard::kLifeMs + 5000);
  EXPECT_EQ(board.size(), 1u);
}

TEST(PresenceBoard, OneselfInOtherTabsIsNobodyElseAndCountsOnce) {
  PresenceBoard board;
  board.Note(At(kLin, kDeal, false, "1"), 0);
  EXPECT_TRUE(board.Note(At(kLin, kDeal, true, "2"), 0).others.empty());
  const auto seen = board.Note(At(kZhou, kDeal), 0);
  ASSERT_EQ(seen.others.size(), 1u);
  EXPECT_TRUE(seen.others[0].is_editing);
  EXPECT_EQ(seen.to_tell.size(), 1u);
}

TEST(PresenceBoard, IsBounded) {
  PresenceBoard board;
  for (std::size_t i = 0; i < 100; ++i) board.Note(At(kLin, kDeal, false, std::to_string(i)), 0);
  EXPECT_EQ(board.size(), PresenceBoard::kMaxTabsOfSession);
  for (std::uint64_t i = 0; i < PresenceBoard::kMaxTabs + 10; ++i) board.Note(At(Id{2, i}, Id{8, i}), 0);
  EXPECT_EQ(board.size(), PresenceBoard::kMaxTabs);
  // One too many is not known, but is told who is there.
  EXPECT_EQ(board.Note(At(kZhou, kDeal), 0).others.size(), 1u);
  EXPECT_EQ(board.size(), PresenceBoard::kMaxTabs);
  board.Note(At(kZhou, kOther), PresenceBoard::kLifeMs + 2000);
  EXPECT_EQ(board.size(), 1u);
}

}  // namespace
}  // namespace kedang
