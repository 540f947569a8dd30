// What a replica holds: exactly what the policy says, whatever happens between two pulls, and no answer about anything else.
#include <gtest/gtest.h>

#include "tests/support/held_world.h"

namespace kedang {
namespace {

std::vector<RowNumber> All(const HeldRows& rows, RowNumber begin = 0) {
  std::vector<RowNumber> all;
  rows.ForEach([&](RowNumber number) {
    all.push_back(number);
    return true;
  }, begin);
  return all;
}

TEST(HeldRows, HoldsWhatWasSet) {
  SeededRandom random(5);
  for (int round = 0; round < 12; ++round) {
    std::set<RowNumber> reference;
    HeldRows rows;
    // Runs, scattered numbers and dense ones, also at the ends of blocks and far up.
    const RowNumber spread = std::vector<RowNumber>{70'000, 300'000, 9'000, 4'000'000}[random.Below(4)];
    for (int i = 0; i < 3000; ++i) {
      const RowNumber far = random.OneIn(5) ? 1u << 30 : 0;
      const auto first = static_cast<RowNumber>(random.Below(spread)) + far;
      const RowNumber last = first + (random.OneIn(4) ? static_cast<RowNumber>(random.Below(200)) : 0);
      const bool is_member = !random.OneIn(3);
      for (RowNumber number = first; number <= last; ++number) {
        EXPECT_EQ(rows.Set(number, is_member), (reference.count(number) > 0) != is_member);
        is_member ? static_cast<void>(reference.insert(number)) : static_cast<void>(reference.erase(number));
      }
      if (random.OneIn(300)) rows.Pack();
      if (random.OneIn(100)) rows.Tidy();
      if (random.OneIn(300)) {
        const auto again = HeldRows::Read(rows.base(), rows.Other());
        ASSERT_TRUE(again.ok());
        rows = *again;
      }
    }
    EXPECT_EQ(All(rows), std::vector<RowNumber>(reference.begin(), reference.end()));
    EXPECT_EQ(rows.Count(), reference.size());
    EXPECT_EQ(rows.Count(1u << 30), static_cast<std::size_t>(std::distance(reference.lower_bound(1u << 30), reference.end())));
    const auto begin = static_cast<RowNumber>(random.Below(spread));
    EXPECT_EQ(All(rows, begin), std::vector<RowNumber>(reference.lower_bound(begin), reference.end()));
    EXPECT_EQ(All(HeldRows::Of({reference.rbegin(), reference.rend()})), All(rows));
  }
}

TEST(HeldRows, OfAMillionInARowAreAFewBytes) {
  std::vector<RowNumber> numbers(1'000'000);
  for (RowNumber i = 0; i < numbers.size(); ++i) numbers[i] = i + 1;
  const HeldRows rows = HeldRows::Of(numbers);
  EXPECT_LT(rows.base()->size(), 400u);
  EXPECT_TRUE(rows.Has(1'000'000));
  EXPECT_FALSE(rows.Has(0));
  EXPECT_FALSE(rows.Has(1'000'001));
}

TEST(HeldRows, DamageIsSaidAndHarmsNobody) {
  SeededRandom random(6);
  std::vector<RowNumber> numbers;
  for (int i = 0; i < 20'000; ++i) numbers.push_back(static_cast<RowNumber>(random.Below(200'000)));
  for (RowNumber i = 0; i < 5'000; ++i) numbers.push_back(400'000 + i);
  for (RowNumber i = 0; i < 50; ++i) numbers.push_back(600'000 + i * 7);
  const Bytes whole = *HeldRows::Of(numbers).base();
  for (int i = 0; i < 3000; ++i) {
    auto damaged = std::make_shared<Bytes>(whole);
    if (random.OneIn(2)) damaged->resize(random.Below(whole.size()));
    const std::size_t place = random.OneIn(2) ? random.Below(60) : random.Below(whole.size());
    if (place < damaged->size()) (*damaged)[place] ^= static_cast<std::uint8_t>(1 + random.Below(255));
    Bytes other;
    for (int k = 0; k < 6; ++k) other.push_back(static_cast<std::uint8_t>(random.Below(256)));
    auto rows = HeldRows::Read(damaged, other);
    if (!rows.ok()) continue;
    for (int k = 0; k < 20; ++k) (void)rows->Has(static_cast<RowNumber>(random.Below(700'000)));
    (void)rows->Count();
    rows->Pack();
  }
  EXPECT_FALSE(HeldRows::Read(std::make_shared<Bytes>(Bytes{1, 2}), {}).ok());
  EXPECT_FALSE(HeldRows::Read(nullptr, Bytes{3, 0}).ok());
  EXPECT_FALSE(HeldRows::Read(nullptr, Bytes{0xFF, 0xFF, 0xFF, 0xFF, 0x7F}).ok());
}

TEST(Held, NothingIsSaidAboutWhatWasNeverSeen) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  auto& device = world.AddDevice(0);
  world.Load(device);
  const Id hidden = world.Insert(3, 1, "private");
  EXPECT_FALSE(world.Pull(device));
  const std::size_t views = data.views[device.id].size();
  world.Set(hidden, HeldWorld::kName, "still hidden");
  world.Set(hidden, HeldWorld::kName, "in conflict", false);
  world.Delete(hidden);
  EXPECT_FALSE(world.Pull(device));
  const auto last = Decode<PullResponse>(world.answers.back()).value();
  EXPECT_TRUE(last.leaves.empty());
  EXPECT_TRUE(last.conflicts.empty());
  EXPECT_EQ(data.views[device.id].size(), views);  // and nothing was written for it
}

TEST(Held, OtherPermissionsAreAnsweredWithTheDifference) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  for (int i = 0; i < 300; ++i) world.Insert(1, 1);
  const Id team = world.Insert(3, 1, "team", HeldWorld::Team(1)), other = world.Insert(3, 1, "team", HeldWorld::Team(2));
  world.people[0].teams = {HeldWorld::Team(2)};
  auto& device = world.AddDevice(0);
  world.Load(device);
  EXPECT_EQ(device.held.count(other), 1u);
  world.people[0].teams = {HeldWorld::Team(1)};
  ++world.people[0].permission_version;
  EXPECT_FALSE(world.Pull(device));
  const auto answer = Decode<PullResponse>(world.answers.back()).value();
  EXPECT_FALSE(answer.is_reset);
  ASSERT_EQ(answer.puts.size(), 1u);
  EXPECT_EQ(answer.puts[0].id, team);
  EXPECT_EQ(answer.leaves, std::vector<Id>{other});
  ASSERT_EQ(answer.principal.size(), 1u);
  EXPECT_EQ(answer.principal[0].permission_version, 2u);
  EXPECT_FALSE(world.Pull(device));
  EXPECT_TRUE(Decode<PullResponse>(world.answers.back()).value().principal.empty());
  EXPECT_EQ(world.resets, 0u);
}

TEST(Held, AnotherProjectionIsGivenAnew) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  for (int i = 0; i < 300; ++i) world.Insert(1, 1);
  auto& device = world.AddDevice(0);
  world.Load(device);
  for (auto& [number, view] : data.views[device.id]) view.projection = "without sums";
  std::set<Id> given;
  bool has_more = true;
  for (int part = 0; has_more && part < 100; ++part) {
    has_more = world.Pull(device);
    const auto answer = Decode<PullResponse>(world.answers.back()).value();
    for (const Record& record : answer.puts) {
      EXPECT_TRUE(given.insert(record.id).second) << "given twice";
    }
  }
  EXPECT_GT(world.answers.size(), 3u);  // in parts
  EXPECT_EQ(given.size(), 300u);
}

TEST(Held, ALostAnswerCostsNothing) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  auto& device = world.AddDevice(0);
  world.Load(device);
  for (int lost = 0; lost < static_cast<int>(kKeptViews) - 1; ++lost) {
    world.Insert(1, 1);
    EXPECT_TRUE(world.Pull(device, true));
  }
  world.ExpectHeld(device);
  EXPECT_EQ(world.resets, 0u);
  // An older one is not known any more, and says so.
  const Cookie old = device.cookie;
  for (std::size_t i = 0; i <= kKeptViews; ++i) {
    world.Insert(1, 1);
    world.Pull(device);
  }
  device.cookie = old;
  EXPECT_TRUE(world.Pull(device));
  EXPECT_EQ(world.resets, 1u);
  world.ExpectHeld(device);
}

TEST(Held, AnAnswerInManyPartsCanBeginAgain) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  auto& device = world.AddDevice(0);
  world.Load(device);
  for (int i = 0; i < 600; ++i) world.Insert(1, 1);
  for (std::size_t part = 0; part < 2 * kKeptViews; ++part) ASSERT_TRUE(world.Pull(device)) << part;
  device.parts.clear();  // closed before the last part came
  world.ExpectHeld(device);
  EXPECT_EQ(world.resets, 0u);
  // The cookie of the last part is as good as any.
  const Cookie cookie = device.cookie;
  for (int i = 0; i < 600; ++i) world.Insert(1, 1);
  for (std::size_t part = 0; part < 2 * kKeptViews; ++part) ASSERT_TRUE(world.Pull(device)) << part;
  device.parts.clear();
  EXPECT_EQ(device.cookie, cookie);
  world.ExpectHeld(device);
  EXPECT_EQ(world.resets, 0u);
}

TEST(Held, AReplicaIsOnePersons) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  auto& device = world.AddDevice(0);
  world.Load(device);
  PullRequest request;
  request.replica = device.id;
  request.cookie = device.cookie;
  EXPECT_TRUE(world.server.Pull(store, world.people[1], request)->is_reset);
  EXPECT_FALSE(world.server.KeepLoad(store, world.people[1], device.id, 0, HeldView()).ok());
  request.cookie.view += 1;
  EXPECT_TRUE(world.server.Pull(store, world.people[0], request)->is_reset);
}

TEST(Held, WithACapTheLastChangedAndOnesOwnAreHeld) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 1);
  world.people[0].row_cap = 2;
  const Id own = world.Insert(1, 0);
  std::vector<Id> others;
  for (int i = 0; i < 5; ++i) others.push_back(world.Insert(1, 1));
  auto& device = world.AddDevice(0);
  world.Load(device);
  const auto held = [&](std::vector<Id> ids) {
    ids.push_back(own);
    std::set<Id> mine;
    for (const auto& [id, record] : device.held) mine.insert(id);
    EXPECT_EQ(mine, std::set<Id>(ids.begin(), ids.end()));
  };
  held({others[3], others[4]});
  // Asked for by id: held beside the cap, and what nobody may see is not said to be there.
  const Id hidden = world.Insert(3, 1, "private");
  EXPECT_FALSE(world.Pull(device, false, {others[0], hidden, Id{8, 99}}));
  held({others[0], others[3], others[4]});
  world.Set(others[1], HeldWorld::kName, "new");
  EXPECT_FALSE(world.Pull(device));
  held({others[0], others[1], others[4]});
  world.Delete(others[1]);
  EXPECT_FALSE(world.Pull(device));
  held({others[0], others[3], others[4]});
  world.people[0].row_cap = 1;
  ++world.people[0].permission_version;
  EXPECT_FALSE(world.Pull(device));
  held({others[0], others[4]});
  world.people[0].row_cap = 0;
  ++world.people[0].permission_version;
  EXPECT_FALSE(world.Pull(device));
  held({others[0], others[2], others[3], others[4]});
}

TEST(Held, WhatMadeRoomAndIsAskedForAgainStays) {
  ServerData data;
  MemoryServerStore store(data);
  HeldWorld world(store, 7);
  world.people[0].row_cap = 1;
  std::vector<Id> others;
  for (int i = 0; i < 1010; ++i) others.push_back(world.Insert(1, 1));
  auto& device = world.AddDevice(0);
  world.Load(device);
  for (std::size_t i = 0; i < 1000; i += 50) {  // as many as may be asked for by id
    const auto first = others.begin() + static_cast<std::ptrdiff_t>(i);
    while (world.Pull(device, false, std::vector<Id>(first, first + 50))) {
    }
  }
  EXPECT_EQ(device.held.size(), 1001u);
  // The one more takes the place of the first, and that is asked for in the same breath.
  EXPECT_FALSE(world.Pull(device, false, {others[1000], others[0]}));
  EXPECT_EQ(device.held.count(others[1000]), 1u);
  EXPECT_EQ(device.held.count(others[0]), 1u);
  EXPECT_EQ(device.held.count(others[1]), 0u);
  EXPECT_EQ(device.held.size(), 1001u);
}

TEST(HeldClient, ARecordBeyondTheCapIsFetchedAndEdited) {
  SyncWorld world(4);
  auto& a = world.AddReplica(Id{9, 1});
  a.principal.row_cap = 2;
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  std::vector<Id> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(MakeId(world.clock.now_ms, world.random));
    Group group;
    group.mutations.push_back(b.client->MakeInsert(1, ids.back(), {{1, Value::Text("客户" + std::to_string(i))}}));
    b.client->Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()); });
    world.Settle();
  }
  EXPECT_EQ(a.client->records().size(), 2u);
  EXPECT_EQ(a.client->state().extent.row_cap, 2u);
  EXPECT_FALSE(a.client->records().FindRecord(ids[0]).has_value());
  a.client->Want(ids[0]);
  a.client->Want(Id{1, 77});  // there is none
  EXPECT_TRUE(a.client->IsWanted(ids[0]));
  world.Exchange(a, false, true);  // the first answer is lost
  world.Settle();
  EXPECT_FALSE(a.client->IsWanted(ids[0]));
  EXPECT_FALSE(a.client->IsWanted(Id{1, 77}));
  const auto seen = a.client->records().FindRecord(ids[0]);
  ASSERT_TRUE(seen.has_value());
  Group group;
  group.mutations.push_back(a.client->MakeSet(*seen, {{2, Value::Text("见过了")}}));
  a.client->Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()); });
  world.Settle();
  EXPECT_EQ(b.client->records().FindRecord(ids[0])->Get(2).text(), "见过了");
  EXPECT_TRUE(a.client->tray().empty());
  ASSERT_TRUE(world.Restart(a).ok());
  EXPECT_TRUE(a.client->records().FindRecord(ids[0]).has_value());
  // Two of the others, and the fetched one that is now among those changed last.
  world.Settle();
  EXPECT_EQ(a.client->records().size(), 2u);
}

TEST(HeldProperty, DevicesHoldWhatThePolicySays) {
  std::size_t resets = 0, parts = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    ServerData data;
    MemoryServerStore store(data);
    HeldWorld world(store, seed);
    for (std::size_t i = 0; i < 5; ++i) world.AddDevice(i % 4);
    for (int i = 0; i < 100; ++i) world.Insert(i % 2 == 0 ? 1 : 3, world.random.Below(4), "everyone");
    for (int step = 0; step < 300 && !testing::Test::HasFailure(); ++step) {
      world.Happen();
      auto& device = world.devices[world.random.Below(world.devices.size())];
      if (world.random.OneIn(2)) parts += world.Pull(device, world.random.OneIn(6)) ? 1 : 0;
      if (world.random.OneIn(30)) device.parts.clear();  // closed in the middle of an answer
      if (world.random.OneIn(40)) world.ExpectHeld(device);
    }
    for (auto& device : world.devices) world.ExpectHeld(device);
    resets += world.resets;
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(parts, 100u);
  EXPECT_LT(resets, 40u);  // only who lost more answers than are kept
}

}  // namespace
}  // namespace kedang
