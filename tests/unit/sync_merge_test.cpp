#include <gtest/gtest.h>

#include "shared/sync/merge.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

Field FieldWith(MergePolicy merge) {
  Field field;
  field.id = 1;
  field.merge = merge;
  return field;
}

CellEdit Edit(Value value, Value base, Version base_version) { return {1, std::move(value), std::move(base), base_version, 0}; }

TEST(Merge, UnchangedByOthersIsMine) {
  const Cell current{1, Value::Text("a"), {1, 5}};
  const MergedCell merged = MergeCell(FieldWith(MergePolicy::kNewest), &current, Edit(Value::Text("b"), Value::Text("a"), {1, 5}), {});
  EXPECT_TRUE(merged.is_written);
  EXPECT_FALSE(merged.has_conflict);
  EXPECT_EQ(merged.value, Value::Text("b"));
}

TEST(Merge, TheSameChangeTwiceIsNoConflict) {
  const Cell current{1, Value::Text("b"), {1, 9}};
  const MergedCell merged = MergeCell(FieldWith(MergePolicy::kNewest), &current, Edit(Value::Text("b"), Value::Text("a"), {1, 5}), {});
  EXPECT_FALSE(merged.is_written);
  EXPECT_FALSE(merged.has_conflict);
}

TEST(Merge, AnOverwrittenValueIsAlwaysReported) {
  const Cell current{1, Value::Text("theirs"), {1, 9}};
  const CellEdit edit = Edit(Value::Text("mine"), Value::Text("base"), {1, 5});
  const MergedCell newest = MergeCell(FieldWith(MergePolicy::kNewest), &current, edit, {});
  EXPECT_TRUE(newest.has_conflict && newest.is_written && newest.is_later_current);
  const MergedCell hold = MergeCell(FieldWith(MergePolicy::kHold), &current, edit, {});
  EXPECT_TRUE(hold.has_conflict && !hold.is_written && !hold.is_later_current);
}

TEST(Merge, ACellThatIsNotThereHasNothingToLose) {
  const CellEdit edit = Edit(Value::Text("mine"), Value::Text("base"), {1, 5});
  for (const MergePolicy policy : {MergePolicy::kNewest, MergePolicy::kHold}) {
    const MergedCell merged = MergeCell(FieldWith(policy), nullptr, edit, {});
    EXPECT_TRUE(merged.is_written);
    EXPECT_FALSE(merged.has_conflict);
  }
}

TEST(Merge, OwnEarlierEditIsNoConflict) {
  const Cell current{1, Value::Text("mine 1"), {1, 9}};
  const MergedCell merged =
      MergeCell(FieldWith(MergePolicy::kNewest), &current, Edit(Value::Text("mine 2"), Value::Text("base"), {1, 5}), {1, 9});
  EXPECT_TRUE(merged.is_written);
  EXPECT_FALSE(merged.has_conflict);
}

TEST(Merge, TheValueSeenIsCleanWhateverItsVersion) {
  const Cell current{1, Value::Text("base"), {2, 1}};  // the same value under another epoch after a restore
  const MergedCell merged = MergeCell(FieldWith(MergePolicy::kNewest), &current, Edit(Value::Text("b"), Value::Text("base"), {1, 5}), {});
  EXPECT_TRUE(merged.is_written);
  EXPECT_FALSE(merged.has_conflict);
}

TEST(Merge, WhatStandsNowhereIsNobodysWhateverWasSeen) {
  // A browser that was told wrong things, or one that lies: no value is overwritten, so there is no conflict to write down.
  const CellEdit edit = Edit(Value::Text("b"), Value::Text("never here"), {7, 7});
  for (const MergePolicy merge : {MergePolicy::kNewest, MergePolicy::kHold}) {
    const MergedCell merged = MergeCell(FieldWith(merge), nullptr, edit, {});
    EXPECT_TRUE(merged.is_written);
    EXPECT_FALSE(merged.has_conflict);
  }
}

TEST(Merge, FirstValueOfAnEmptyCell) {
  const MergedCell merged = MergeCell(FieldWith(MergePolicy::kNewest), nullptr, Edit(Value::Text("b"), Value(), {}), {});
  EXPECT_TRUE(merged.is_written);
  EXPECT_FALSE(merged.has_conflict);
}

// Over every base, mine and theirs from subsets of four tags: nothing added is lost, nothing removed stays, order does
// not matter to the set, and merging one's own result again changes nothing.
TEST(Merge, ListsObeyTheirLawsExhaustively) {
  const auto subset = [](unsigned bits) {
    TextList list;
    for (unsigned i = 0; i < 4; ++i) {
      if (bits >> i & 1) list.push_back(std::string(1, static_cast<char>('a' + i)));
    }
    return list;
  };
  const auto bits_of = [](const TextList& list) {
    unsigned bits = 0;
    for (const std::string& item : list) bits |= 1u << (item[0] - 'a');
    return bits;
  };
  for (unsigned base = 0; base < 16; ++base) {
    for (unsigned theirs = 0; theirs < 16; ++theirs) {
      for (unsigned mine = 0; mine < 16; ++mine) {
        const TextList merged = MergeLists(subset(base), subset(theirs), subset(mine));
        const unsigned expected = (theirs | (mine & ~base)) & ~(base & ~mine);
        EXPECT_EQ(bits_of(merged), expected);
        EXPECT_EQ(bits_of(MergeLists(subset(base), subset(mine), subset(theirs))),
                  ((mine | (theirs & ~base)) & ~(base & ~theirs)));
        EXPECT_EQ(MergeLists(subset(mine), merged, subset(mine)), merged);
      }
    }
  }
}

}  // namespace
}  // namespace kedang
