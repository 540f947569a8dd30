// Who is told to come back, and when: the pace of the works, and the row of those who wait outside.
#include "server/push_gate.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "server/work_pace.h"

namespace kedang {
namespace {

using std::chrono::milliseconds;
using Clock = WorkPace::Clock;

TEST(WorkPace, FollowsHowLongWorksTake) {
  WorkPace pace;
  Clock::time_point now{};
  EXPECT_EQ(pace.UntilDone(10, now), Clock::duration::zero());
  const auto batch = [&](std::size_t works, milliseconds took) {
    pace.Begin(works, now);
    now += took;
    pace.End(now);
  };
  batch(4, milliseconds(40));
  EXPECT_EQ(pace.OneWork(), milliseconds(10));
  EXPECT_EQ(pace.UntilDone(7, now), milliseconds(70));
  for (int i = 0; i < 100; ++i) batch(2, milliseconds(10));
  EXPECT_LT(pace.OneWork(), milliseconds(6));
  EXPECT_GT(pace.OneWork(), milliseconds(4));
  // One import is no trend.
  const Clock::duration before = pace.OneWork();
  batch(1, milliseconds(60'000));
  EXPECT_LT(pace.OneWork(), before * 2);
}

TEST(WorkPace, WhatTakesLongIsExpectedToTakeAsLongAgain) {
  WorkPace pace;
  Clock::time_point now{};
  pace.Begin(1, now);
  pace.End(now + milliseconds(10));
  now += milliseconds(100);
  pace.Begin(2, now);
  EXPECT_EQ(pace.UntilDone(0, now + milliseconds(5)), milliseconds(15));
  EXPECT_EQ(pace.UntilDone(3, now + milliseconds(5)), milliseconds(45));
  EXPECT_EQ(pace.UntilDone(0, now + milliseconds(4000)), milliseconds(4000));
}

TEST(PushGate, HasSoManyPlaces) {
  PushGate gate;
  std::vector<std::unique_ptr<PushGate::Turn>> turns;
  for (int i = 0; i < PushGate::kMostAtOnce; ++i) {
    turns.push_back(std::make_unique<PushGate::Turn>(gate));
    EXPECT_TRUE(turns.back()->is_granted());
  }
  { EXPECT_FALSE(PushGate::Turn(gate).is_granted()); }
  { EXPECT_FALSE(PushGate::Turn(gate).is_granted()); }  // who was refused gives no place back
  turns.pop_back();
  EXPECT_TRUE(PushGate::Turn(gate).is_granted());
}

TEST(PushGate, TellsEachToComeBehindTheOther) {
  PushGate gate;
  const Clock::time_point now{};
  const auto delay = [&](int until_done, int one_work, int at = 0) {
    return gate.Delay(milliseconds(until_done), milliseconds(one_work), now + milliseconds(at));
  };
  EXPECT_EQ(delay(640, 20), milliseconds(660));
  EXPECT_EQ(delay(640, 20), milliseconds(680));
  EXPECT_EQ(delay(640, 20), milliseconds(700));
  // Those who were told so are still to come; the writer has moved on meanwhile.
  EXPECT_EQ(delay(340, 20, 300), milliseconds(420));
  // Nobody is left outside: what waits counts alone again.
  EXPECT_EQ(delay(100, 20, 5000), milliseconds(120));
}

TEST(PushGate, TellsNobodyToWaitForEver) {
  PushGate gate;
  const Clock::time_point now{};
  EXPECT_EQ(gate.Delay(milliseconds(0), milliseconds(0), now), PushGate::kShortestDelay);
  EXPECT_EQ(gate.Delay(std::chrono::hours(1), milliseconds(20), now), PushGate::kLongestDelay);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(gate.Delay(milliseconds(100), std::chrono::seconds(1), now), PushGate::kLongestDelay);
  EXPECT_LE(gate.Delay(milliseconds(100), milliseconds(1), now + PushGate::kLongestDelay), milliseconds(101));
}

}  // namespace
}  // namespace kedang
