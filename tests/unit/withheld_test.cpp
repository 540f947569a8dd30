// Values of sensitive fields are left out of what a device keeps, told apart from empty ones, and come back with the server.
#include "shared/model/withheld.h"

#include <gtest/gtest.h>

#include "shared/field/field_types.h"
#include "shared/sync/kept_copy.h"
#include "shared/sync/segment.h"
#include "tests/support/sync_world.h"

namespace kedang {
namespace {

constexpr FieldId kName = 1, kNote = 2, kCode = 4;

// Notes and codes of customers are sensitive.
SchemaSet SensitiveSchemas() {
  SchemaSet set = TestSchemas();
  for (Field& field : set.schemas[0].fields) field.is_sensitive = field.id == kNote || field.id == kCode;
  return set;
}

Record Customer(std::uint64_t number, std::string note) {
  const Version version{1, number};
  Record record(1, Id{8, number});
  record.created = record.changed = version;
  record.Set(kName, Value::Text("客户" + std::to_string(number)), version);
  if (!note.empty()) record.Set(kNote, Value::Text(std::move(note)), version);
  return record;
}

bool Holds(const Bytes& bytes, std::string_view word) { return AsText(bytes).find(word) != std::string_view::npos; }

TEST(Withheld, TheStandInTakesTheValuesPlaceAndKeepsItsVersion) {
  const SensitiveFields sensitive(SensitiveSchemas());
  Record record = Customer(3, "身份证 110101");
  record.Set(kCode, Value(), Version{1, 9});  // cleared: there is nothing to withhold
  EXPECT_TRUE(sensitive.Withhold(record));
  EXPECT_TRUE(HasWithheld(record));
  EXPECT_TRUE(IsWithheld(record.Get(kNote)));
  EXPECT_EQ(record.FindCell(kNote)->version, (Version{1, 3}));
  EXPECT_TRUE(record.Get(kCode).is_null());
  EXPECT_EQ(record.Get(kName).text(), "客户3");
  Record other(2, Id{8, 4});
  other.Set(kNote, Value::Text("of another template"), Version{1, 4});
  EXPECT_FALSE(sensitive.Withhold(other));
  EXPECT_FALSE(HasWithheld(other));
}

TEST(Withheld, FieldsAreKeptAsTextAndCompared) {
  const SensitiveFields sensitive(SensitiveSchemas());
  EXPECT_EQ(sensitive.Format(), "1.2 1.4");
  EXPECT_EQ(SensitiveFields::Parse("1.2 1.4"), sensitive);
  EXPECT_TRUE(sensitive.Contains(SensitiveFields::Parse("1.4")));
  EXPECT_FALSE(SensitiveFields::Parse("1.4").Contains(sensitive));
  EXPECT_TRUE(SensitiveFields::Parse("stale 1. .2 1.x  5").is_empty());
}

TEST(Withheld, NothingIsSaidOfAValueThatIsNotHere) {
  const SchemaSet schemas = SensitiveSchemas();
  const Field& code = *schemas.schemas[0].Find(kCode);
  const Value value = WithheldValue();
  EXPECT_EQ(MaskField(code, value, {}), "•••");
  EXPECT_EQ(FormatField(code, value, {}), "•••");
  EXPECT_EQ(EditText(code, value, {}), "");
  EXPECT_EQ(NormalForm(code, value), "");  // two of them are no duplicates
  Field card;
  card.type = FieldType::kIdentityCard;
  EXPECT_TRUE(CheckValue(card, value, {}).empty());
}

TEST(KeptCopy, RowsLoseSensitiveValuesAndNothingElse) {
  const SensitiveFields sensitive(SensitiveSchemas());
  SegmentWriter writer;
  writer.Add(Customer(1, "秘密甲"));
  writer.Add(Customer(2, ""));
  Record odd = Customer(3, "秘密乙");
  odd.changed = Version{1, 7};
  odd.Set(kNote, Value::Text("秘密丙"), Version{1, 7});
  writer.Add(odd);
  const Bytes frame = writer.Finish();
  const Bytes kept = KeptRow("seg/a/0000000000000000", frame, sensitive);
  for (const char* word : {"秘密甲", "秘密乙", "秘密丙"}) EXPECT_FALSE(Holds(kept, word)) << word;
  std::vector<Record> records;
  ASSERT_TRUE(ReadSegment(kept, [&](Record&& record) { records.push_back(std::move(record)); }).ok());
  ASSERT_EQ(records.size(), 3u);
  for (const Record& record : records) {
    EXPECT_EQ(record.Get(kName).text(), "客户" + std::to_string(record.id.low));
    EXPECT_EQ(HasWithheld(record), record.id.low != 2);
  }
  EXPECT_EQ(records[2].FindCell(kNote)->version, (Version{1, 7}));
  EXPECT_EQ(KeptRow("seg/a/0000000000000000", frame, SensitiveFields()), frame);
  EXPECT_EQ(KeptRow("mark", Bytes{1, 2, 3}, sensitive), (Bytes{1, 2, 3}));
  const Bytes left = WriteFrame(FrameKind::kRecord, {});
  EXPECT_EQ(KeptRow("upd/a", left, sensitive), left);
}

TEST(KeptCopy, WhatCannotBeReadIsNotKept) {
  const SensitiveFields sensitive(SensitiveSchemas());
  SegmentWriter writer;
  writer.Add(Customer(1, "秘密甲"));
  Bytes frame = writer.Finish();
  frame.back() ^= 1;
  EXPECT_FALSE(Holds(KeptRow("seg/a/0000000000000000", frame, sensitive), "秘密甲"));
  EXPECT_FALSE(Holds(KeptRow("upd/a", Bytes{'s', 'e', 'c', 'r', 'e', 't'}, sensitive), "secret"));
}

TEST(KeptCopy, ValuesComeBackWithTheServerAndTheRestIsEditedMeanwhile) {
  SyncWorld world(11);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  world.Publish({SensitiveSchemas().schemas[0]});
  world.Settle();
  const Id id = MakeId(world.clock.now_ms, world.random);
  const auto save = [&](SyncWorld::Replica& who, Mutation mutation) {
    Group group;
    group.mutations.push_back(std::move(mutation));
    who.client->Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()) << status.error().message; });
  };
  save(b, b.client->MakeInsert(1, id, {{kName, Value::Text("甲")}, {kNote, Value::Text("秘密")}}));
  world.Settle();
  ASSERT_EQ(a.client->records().FindRecord(id)->Get(kNote).text(), "秘密");

  const SensitiveFields sensitive(a.client->schemas());
  ASSERT_FALSE(sensitive.is_empty());
  for (auto& [key, row] : a.storage.areas[static_cast<int>(StorageArea::kBase)]) row = KeptRow(key, std::move(row), sensitive);
  ASSERT_TRUE(world.Restart(a).ok());
  auto seen = a.client->records().FindRecord(id);
  ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(IsWithheld(seen->Get(kNote)));

  // Without the server the rest is edited; what is not here stays as the server has it.
  save(a, a.client->MakeSet(*seen, {{kName, Value::Text("甲乙")}}));
  world.Settle();
  EXPECT_EQ(b.client->records().FindRecord(id)->Get(kName).text(), "甲乙");
  EXPECT_EQ(b.client->records().FindRecord(id)->Get(kNote).text(), "秘密");

  // Nor does it stand in the way of who deletes the record.
  const Id other = MakeId(world.clock.now_ms, world.random);
  save(b, b.client->MakeInsert(1, other, {{kName, Value::Text("乙")}, {kNote, Value::Text("秘密")}}));
  world.Settle();
  for (auto& [key, row] : a.storage.areas[static_cast<int>(StorageArea::kBase)]) row = KeptRow(key, std::move(row), sensitive);
  ASSERT_TRUE(world.Restart(a).ok());
  save(a, a.client->MakeDelete(*a.client->records().FindRecord(other)));
  world.Settle();
  EXPECT_TRUE(a.client->tray().empty());
  EXPECT_FALSE(b.client->records().FindRecord(other).has_value());

  // Nobody saves the stand-in, whatever a program of some kind sends.
  seen = b.client->records().FindRecord(id);
  save(b, b.client->MakeSet(*seen, {{kNote, WithheldValue()}}));
  world.Settle();
  EXPECT_EQ(b.client->tray().size(), 1u);
  EXPECT_EQ(b.client->records().FindRecord(id)->Get(kNote).text(), "秘密");
}

TEST(KeptCopy, ARecordThatIsHeldIsGivenAgainWhenItIsAskedFor) {
  SyncWorld world(12);
  auto& a = world.AddReplica(Id{9, 1});
  auto& b = world.AddReplica(Id{9, 2});
  world.Settle();
  world.Publish({SensitiveSchemas().schemas[0]});
  world.Settle();
  const Id id = MakeId(world.clock.now_ms, world.random);
  Group group;
  group.mutations.push_back(b.client->MakeInsert(1, id, {{kName, Value::Text("甲")}, {kNote, Value::Text("秘密")}}));
  b.client->Submit({group}, [](const Status& status) { EXPECT_TRUE(status.ok()); });
  world.Settle();
  const SensitiveFields sensitive(a.client->schemas());
  for (auto& [key, row] : a.storage.areas[static_cast<int>(StorageArea::kBase)]) row = KeptRow(key, std::move(row), sensitive);
  ASSERT_TRUE(world.Restart(a).ok());
  world.Settle();
  EXPECT_TRUE(IsWithheld(a.client->records().FindRecord(id)->Get(kNote)));  // not by itself: what nobody looks at stays away
  a.client->Want(id);
  world.Exchange(a, false, true);  // the answer is lost
  world.Settle();
  EXPECT_EQ(a.client->records().FindRecord(id)->Get(kNote).text(), "秘密");
  EXPECT_FALSE(a.client->IsWanted(id));
}

}  // namespace
}  // namespace kedang
