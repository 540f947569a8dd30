#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "shared/store/memory_store.h"
#include "tests/support/random_record.h"

namespace kedang {
namespace {

Bytes Packed(const Record& record) {
  Bytes packed;
  PackRecord(record, packed);
  return packed;
}

TEST(RowTable, AgreesWithAMap) {
  SeededRandom random(3);
  RowTable table;
  std::map<Id, Row> rows;
  std::vector<Row> free_rows;
  Row next = 0;
  for (int step = 0; step < 20'000; ++step) {
    // Neighbours, as imports make them, and few enough to be met again.
    const Id id{random.Below(3), random.Below(400)};
    const auto known = rows.find(id);
    ASSERT_EQ(table.Find(id), known != rows.end() ? known->second : kNoRow);
    if (known == rows.end()) {
      Row row = next;
      if (free_rows.empty()) {
        ++next;
      } else {
        row = free_rows.back();
        free_rows.pop_back();
      }
      table.Add(id, row);
      rows[id] = row;
    } else if (random.OneIn(2)) {
      free_rows.push_back(known->second);
      rows.erase(known);
      table.Remove(id);
    }
    if (random.OneIn(500)) table.Reserve(rows.size() + random.Below(2000));
    ASSERT_EQ(table.size(), rows.size());
  }
}

TEST(MemoryStore, HoldsWhatWasPut) {
  SeededRandom random(5);
  MemoryStore store;
  std::map<Id, Record> held;
  for (int step = 0; step < 5'000; ++step) {
    Record record = RandomRecord(random, 1);
    record.id = Id{1, random.Below(300)};
    switch (random.Below(4)) {
      case 0:
        ASSERT_TRUE(store.Erase(record.id).ok());
        held.erase(record.id);
        break;
      case 1: {
        const Bytes packed = Packed(record);
        ASSERT_TRUE(store.PutPacked(packed).ok());
        held[record.id] = record;
        break;
      }
      default:
        store.PutRow(record);
        held[record.id] = record;
    }
    if (random.OneIn(1000)) {
      store.Clear();
      held.clear();
    }
  }
  EXPECT_EQ(store.size(), held.size());
  std::map<SchemaId, std::size_t> live;
  for (const auto& [id, record] : held) {
    live[record.schema] += record.is_deleted ? 0 : 1;
    const auto found = store.FindRecord(id);
    ASSERT_TRUE(found);
    EXPECT_EQ(Packed(*found), Packed(record));
  }
  for (SchemaId schema = 1; schema <= 3; ++schema) EXPECT_EQ(store.LiveCount(schema), live[schema]);
}

TEST(PackedRecord, IsCheckedAsItIsUnpacked) {
  SeededRandom random(7);
  for (int i = 0; i < 30'000; ++i) {
    Bytes packed = Packed(RandomRecord(random, 2));
    if (random.OneIn(2)) packed[random.Below(packed.size())] = static_cast<std::uint8_t>(random.Below(256));
    if (random.OneIn(20)) packed.resize(random.Below(packed.size()));
    const auto record = UnpackRecord(packed);
    const auto header = CheckPacked(packed);
    ASSERT_EQ(header.has_value(), record.ok());
    if (!header) continue;
    EXPECT_EQ(header->id, record->id);
    EXPECT_EQ(header->changed, record->changed);
    EXPECT_EQ(header->is_deleted, record->is_deleted);
  }
}

// One cell after the other, with a record or without.
TEST(PackedRecord, GivesTheCellsThatAreAskedFor) {
  SeededRandom random(11);
  for (int i = 0; i < 5'000; ++i) {
    const Record record = RandomRecord(random, 2);
    std::vector<FieldId> fields;
    for (FieldId field = 1; field <= 9; ++field) {
      if (random.OneIn(2)) fields.push_back(field);
    }
    std::vector<Cell> wanted;
    for (const Cell& cell : record.cells()) {
      if (std::binary_search(fields.begin(), fields.end(), cell.field)) wanted.push_back(cell);
    }
    const Bytes packed = Packed(record);
    const auto some = UnpackCells(packed, fields);
    ASSERT_TRUE(some.has_value());
    const auto is_same = [](const Cell& a, const Cell& b) { return a.field == b.field && a.value == b.value && a.version == b.version; };
    ASSERT_TRUE(std::equal(wanted.begin(), wanted.end(), some->cells().begin(), some->cells().end(), is_same));
    std::size_t at = 0;
    VisitCells(packed, fields, [&](FieldId field, const Value& value) {
      ASSERT_LT(at, wanted.size());
      EXPECT_EQ(field, wanted[at].field);
      EXPECT_EQ(value, wanted[at].value);
      ++at;
    });
    EXPECT_EQ(at, wanted.size());
  }
}

}  // namespace
}  // namespace kedang
