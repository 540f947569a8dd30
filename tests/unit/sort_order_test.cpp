// Sorted lists: an order that is built in slices and mended row by row is the one a plain sort gives, in both directions,
// for any set of rows; and keys compare as people sort.
#include "shared/facet/sort_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "shared/facet/sort_key.h"
#include "tests/support/asset.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

// Rows with a key and the time of their change; the latest change first where keys are equal.
class World final : public SortKeys {
 public:
  struct One {
    std::string key;
    int changed = 0;
  };
  std::vector<Row> Rows() override {
    std::vector<Row> rows;
    for (const auto& [row, one] : all) rows.push_back(row);
    std::sort(rows.begin(), rows.end(), [this](Row a, Row b) { return IsBefore(a, b); });
    return rows;
  }
  bool KeyOf(Row row, std::string& key) override {
    const auto found = all.find(row);
    if (found == all.end()) return false;
    key = found->second.key;
    return true;
  }
  bool IsBefore(Row a, Row b) override {
    const int x = all.at(a).changed, y = all.at(b).changed;
    return x != y ? x > y : a < b;
  }

  std::vector<Row> Sorted(const RowSet& found, bool is_descending) {
    std::vector<Row> rows = Rows();
    rows.erase(std::remove_if(rows.begin(), rows.end(), [&](Row row) { return !found.Has(row); }), rows.end());
    std::stable_sort(rows.begin(), rows.end(), [&](Row a, Row b) {
      const std::string &x = all.at(a).key, &y = all.at(b).key;
      if (x.empty() || y.empty()) return !x.empty() && y.empty();
      return is_descending ? y < x : x < y;
    });
    return rows;
  }

  std::map<Row, One> all;
};

std::vector<Row> List(const SortOrder& order, const RowSet& found, bool is_descending) {
  SortOrder::Listing listing;
  listing.Start(order, found, is_descending);
  std::vector<Row> rows;
  while (!listing.Step([] { return true; }, rows)) {}
  return rows;
}

TEST(SortOrder, IsAPlainSort) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{500}, std::size_t{9000}}) {
    for (const std::size_t keys : {std::size_t{1}, std::size_t{4}, std::size_t{5000}}) {
      SeededRandom random(size * 7 + keys);
      int now = 0;
      const auto make = [&] {
        std::string key;
        if (!random.OneIn(5)) key = "common." + std::to_string(random.Below(keys)) + (random.OneIn(9) ? std::string(30, 'z') : "");
        return World::One{key, random.OneIn(3) ? now : ++now};
      };
      World world;
      for (std::size_t i = 0; i < size; ++i) world.all[static_cast<Row>(random.Below(2 * size))] = make();
      SortOrder order;
      EXPECT_FALSE(order.is_built());
      for (int round = 0; round < 8; ++round) {
        int steps = 0;
        while (!order.Step(world, [] { return true; })) ASSERT_LT(++steps, 10'000);
        ASSERT_TRUE(order.is_built());
        ASSERT_EQ(order.size(), world.all.size());
        for (const bool is_descending : {false, true}) {
          for (const std::size_t share : {std::size_t{1}, std::size_t{3}, std::size_t{200}}) {
            RowSet found;
            for (const auto& [row, one] : world.all) {
              if (random.OneIn(share)) found.Add(row);
            }
            ASSERT_EQ(List(order, found, is_descending), world.Sorted(found, is_descending)) << size << " " << keys << " round " << round;
          }
        }
        // A few are mended, many make it build anew.
        for (std::size_t i = round % 3 == 2 ? 400 : 1 + random.Below(20); i > 0; --i) {
          const Row row = static_cast<Row>(random.Below(2 * size + 2));
          if (random.OneIn(3)) world.all.erase(row);
          else world.all[row] = make();
          order.Touch(row);
        }
      }
    }
  }
}

TEST(SortOrder, TakesInWhatChangesWhileItIsBuilt) {
  World world;
  SeededRandom random(3);
  for (Row row = 0; row < 5000; ++row) world.all[row] = {std::to_string(random.Below(100)), static_cast<int>(random.Below(50))};
  SortOrder order;
  int steps = 0;
  for (bool is_done = false; !is_done; ++steps) {
    is_done = order.Step(world, [] { return true; });
    if (steps % 3 != 0 || is_done) continue;
    const Row row = static_cast<Row>(random.Below(5100));
    world.all[row] = {std::to_string(random.Below(100)), 60 + steps};
    order.Touch(row);
  }
  EXPECT_GT(steps, 20);
  EXPECT_EQ(List(order, RowSet(6000, true), false), world.Sorted(RowSet(6000, true), false));
}

TEST(SortKey, ComparesAsPeopleSort) {
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  ASSERT_TRUE(lexicon.ok());
  const SortKeyMaker maker(lexicon->pinyin());
  const auto key = [&](const Field& field, const Value& value) {
    std::string made;
    maker.Append(field, value, {false, &*lexicon, nullptr, 480}, made);
    EXPECT_LE(made.size(), kMaxSortKey + 1);
    return made;
  };
  Field text;
  std::string before;
  for (const char* name : {"1号", "abc", "阿里", "北京", "北京云锦", "杭州", "上海", "中国", "🙂"}) {
    const std::string now = key(text, Value::Text(name));
    EXPECT_LT(before, now) << name;
    before = now;
  }
  EXPECT_EQ(key(text, Value()), "");
  Field number;
  number.type = FieldType::kDecimal;
  before.clear();
  for (const Decimal value : {Decimal{-25, 1}, Decimal{-2, 0}, Decimal{-199, 2}, Decimal{0, 0}, Decimal{1, 2}, Decimal{5, 1}, Decimal{3, 0}}) {
    const std::string now = key(number, Value::Of(value));
    EXPECT_LT(before, now) << value.units;
    before = now;
  }
  Field choice;
  choice.type = FieldType::kChoice;
  for (const char* name : {"z", "a", "m"}) choice.choices.push_back({.key = name, .label = {}, .color = 1, .synonyms = {}});
  EXPECT_LT(key(choice, Value::Text("z")), key(choice, Value::Text("a")));
  EXPECT_LT(key(choice, Value::Text("a")), key(choice, Value::Text("m")));
}

}  // namespace
}  // namespace kedang
