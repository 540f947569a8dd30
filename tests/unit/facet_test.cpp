// Facets: what is one, and that counts and rows are those of a plain walk over all records, whatever was set, changed and
// removed before.
#include "shared/facet/facet_index.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/random.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

const SchemaSet& TestSchemas() {
  static const auto set = ParseSchemaSet(R"({"version":1,"schemas":[{"id":1,"key":"a","label":{"zh":"甲","en":"A"},"title":"name",
    "fields":[
      {"id":1,"key":"name","label":{"zh":"名","en":"N"},"type":"text"},
      {"id":2,"key":"level","label":{"zh":"级","en":"L"},"type":"choice","choices":[{"key":"x","label":{"zh":"一","en":"x"}}]},
      {"id":3,"key":"tags","label":{"zh":"签","en":"T"},"type":"tags"},
      {"id":4,"key":"alias","label":{"zh":"别名","en":"S"},"type":"tags","search_weight":3},
      {"id":5,"key":"region","label":{"zh":"地","en":"R"},"type":"region"},
      {"id":6,"key":"industry","label":{"zh":"业","en":"I"},"type":"industry"},
      {"id":7,"key":"is_key","label":{"zh":"重","en":"K"},"type":"boolean"},
      {"id":8,"key":"stars","label":{"zh":"星","en":"S2"},"type":"rating"},
      {"id":9,"key":"secret","label":{"zh":"密","en":"C"},"type":"choice","sensitive":true,"choices":[{"key":"x","label":{"zh":"一","en":"x"}}]},
      {"id":10,"key":"mood","label":{"zh":"情","en":"M"},"type":"formula","formula":"\"好\"","result":"choice","choices":[{"key":"好","label":{"zh":"好","en":"good"}}]}
    ]},{"id":2,"key":"b","label":{"zh":"乙","en":"B"},"title":"name",
    "fields":[{"id":1,"key":"name","label":{"zh":"名","en":"N"},"type":"text"},
              {"id":2,"key":"kind","label":{"zh":"类","en":"K"},"type":"tags"}]}]})");
  EXPECT_TRUE(set.ok()) << (set.ok() ? "" : set.error().message);
  return *set;
}

constexpr const char* kRegions[] = {"330000", "330100", "330108", "330106", "320000", "320102", "110105", "810000", "999999"};
constexpr const char* kIndustries[] = {"I", "I65", "I64", "A01", "C", "C39", "Z99"};

// The keys a record counts for, those above included.
std::set<std::string> KeysOf(const FacetField& field, const Value& value) {
  std::set<std::string> keys;
  const auto add = [&](const std::string& key) {
    keys.insert(key);
    if (field.tree == FacetTree::kIndustries && key.size() > 1 && ShippedLexicon().industries().Find(key) != nullptr) keys.insert(key.substr(0, 1));
    if (field.tree != FacetTree::kRegions) return;
    const RegionTree& regions = ShippedLexicon().regions();
    for (const Region* at = regions.FindText(key); at != nullptr && at->parent != 0;) {
      at = regions.Find(at->parent);
      if (!at->is_container) keys.insert(std::to_string(at->code));
    }
  };
  if (value.kind() == Value::Kind::kText) add(value.text());
  if (value.kind() == Value::Kind::kBoolean) add(value.boolean() ? "true" : "false");
  if (value.kind() == Value::Kind::kInteger) add(std::to_string(value.integer()));
  for (const std::string& item : value.list()) add(item);
  if (keys.empty()) keys.insert("");
  return keys;
}

Record RandomRecord(SeededRandom& random, std::size_t tag_count) {
  Record record(1 + static_cast<SchemaId>(random.Below(5) == 0), Id{0, 1});
  TextList tags;
  for (std::size_t i = random.Below(6); i > 0; --i) tags.push_back("签" + std::to_string(random.Below(tag_count)));
  if (random.OneIn(50)) {
    for (std::size_t i = 0; i < 1000; ++i) tags.push_back("签" + std::to_string(i % tag_count));
  }
  if (record.schema == 2) {
    record.Set(2, Value::List(std::move(tags)));
    return record;
  }
  record.Set(2, random.OneIn(3) ? Value() : Value::Text("c" + std::to_string(random.Below(300))));
  record.Set(3, Value::List(std::move(tags)));
  record.Set(5, random.OneIn(4) ? Value() : Value::Text(kRegions[random.Below(std::size(kRegions))]));
  record.Set(6, random.OneIn(4) ? Value() : Value::Text(kIndustries[random.Below(std::size(kIndustries))]));
  record.Set(7, random.OneIn(2) ? Value() : Value::Boolean(random.OneIn(2)));
  record.Set(8, random.OneIn(2) ? Value() : Value::Integer(1 + static_cast<std::int64_t>(random.Below(5))));
  record.is_deleted = random.OneIn(20);
  return record;
}

Value MoodOf(Row row) { return row % 3 == 0 ? Value() : Value::Text(row % 3 == 1 ? "好" : "差"); }

TEST(FacetsOf, FollowsFromTheSchema) {
  std::vector<FieldId> fields;
  for (const FacetField& field : FacetsOf(TestSchemas(), *TestSchemas().Find("a"))) fields.push_back(field.field);
  // The computed one first, then trees, free words last; without names, prose and what is sensitive.
  EXPECT_EQ(fields, (std::vector<FieldId>{10, 5, 6, 2, 7, 8, 3}));
  const SchemaSet shipped = ShippedSchemas();
  const Schema* customer = shipped.Find("customer");
  std::set<std::string> keys;
  for (const FacetField& field : FacetsOf(shipped, *customer)) keys.insert(customer->Find(field.field)->key);
  for (const char* key : {"type", "template", "industry", "region", "level", "stage", "source", "owner", "tags", "department", "created_by"}) {
    EXPECT_EQ(keys.count(key), 1u) << key;
  }
  for (const char* key : {"name", "short_name", "former_name", "uscc", "need", "number"}) EXPECT_EQ(keys.count(key), 0u) << key;
}

TEST(FacetIndex, IsAPlainWalkOverAllRecords) {
  for (const std::size_t tag_count : {std::size_t{12}, std::size_t{2000}}) {
    SeededRandom random(tag_count);
    FacetIndex index(ShippedLexicon());
    ASSERT_TRUE(index.SetSchemas(TestSchemas()));
    EXPECT_FALSE(index.SetSchemas(TestSchemas()));
    std::map<Row, Record> world;
    for (int round = 0; round < 6; ++round) {
      for (int change = 0; change < 3000; ++change) {
        // Rows far apart, so that some blocks stay empty.
        const Row row = static_cast<Row>(random.Below(7000)) + (random.OneIn(3) ? 40'000 : 0);
        if (random.OneIn(5)) {
          index.Remove(row);
          world.erase(row);
          continue;
        }
        Record record = RandomRecord(random, tag_count);
        index.Set(row, record, [row](FieldId) { return MoodOf(row); });
        if (record.is_deleted) world.erase(row);
        else world.insert_or_assign(row, std::move(record));
      }
      for (const SchemaId schema : {SchemaId{1}, SchemaId{2}}) {
        RowSet members;
        for (const auto& [row, record] : world) {
          if (record.schema == schema) members.Add(row);
        }
        ASSERT_EQ(index.RowsOf(schema), members);
        for (const FacetField& field : index.FieldsOf(schema)) {
          ASSERT_TRUE(index.Has(schema, field.field));
          const auto value_of = [&](Row row, const Record& record) { return field.is_computed ? MoodOf(row) : record.Get(field.field); };
          // All, most, few, none; and rows of other schemas, which count for nothing.
          for (const int share : {1, 100, 2, 40, 0}) {
            RowSet asked(share == 100 ? 3000 : 50'000, share == 1);
            if (share > 1) {
              for (Row row = 0; row < asked.limit(); ++row) {
                if (share == 100 ? !random.OneIn(100) : random.OneIn(static_cast<std::size_t>(share))) asked.Add(row);
              }
            }
            std::map<std::string, std::uint32_t> expected;
            for (const auto& [row, record] : world) {
              if (record.schema != schema || !asked.Has(row)) continue;
              for (const std::string& key : KeysOf(field, value_of(row, record))) ++expected[key];
            }
            std::map<std::string, std::uint32_t> counted;
            for (const FacetCount& count : index.Count(schema, field.field, asked)) counted[std::string(count.key)] += count.rows;
            ASSERT_EQ(counted, expected) << "field " << field.field << " share " << share;
            if (share != 1 || expected.size() < 2) continue;
            const std::vector<std::string> keys = {std::next(expected.begin(), static_cast<int>(random.Below(expected.size())))->first,
                                                   expected.begin()->first, "nobody has this"};
            RowSet with;
            for (const auto& [row, record] : world) {
              if (record.schema != schema) continue;
              const std::set<std::string> own = KeysOf(field, value_of(row, record));
              if (own.count(keys[0]) + own.count(keys[1]) > 0) with.Add(row);
            }
            ASSERT_EQ(index.RowsWith(schema, field.field, keys), with) << "field " << field.field;
          }
        }
      }
    }
    index.SetComputed(world.begin()->first, world.begin()->second.schema, [](FieldId) { return Value::Text("新"); });
    EXPECT_EQ(index.RowsWith(1, 10, {"新"}).Count(), world.begin()->second.schema == 1 ? 1u : 0u);
    index.Clear();
    EXPECT_TRUE(index.RowsOf(1).empty());
    EXPECT_TRUE(index.Count(1, 2, RowSet(50'000, true)).empty());
  }
}

TEST(FacetIndex, GivesUpOnValuesThatAreNoClasses) {
  FacetIndex index(ShippedLexicon());
  index.SetSchemas(TestSchemas());
  Record record(2, Id{0, 1});
  for (Row row = 0; row < FacetColumn::kMostValues + 10; ++row) {
    record.Set(2, Value::List({"签" + std::to_string(row)}));
    index.Set(row, record);
  }
  EXPECT_FALSE(index.Has(2, 2));
  EXPECT_TRUE(index.Count(2, 2, index.RowsOf(2)).empty());
  EXPECT_EQ(index.RowsOf(2).Count(), FacetColumn::kMostValues + 10);
  // As many that come and go are no matter.
  FacetIndex other(ShippedLexicon());
  other.SetSchemas(TestSchemas());
  for (Row row = 0; row < 3 * FacetColumn::kMostValues; ++row) {
    record.Set(2, Value::List({"签" + std::to_string(row)}));
    other.Set(row % 100, record);
  }
  ASSERT_TRUE(other.Has(2, 2));
  EXPECT_EQ(other.Count(2, 2, other.RowsOf(2)).size(), 100u);
  EXPECT_LT(other.memory_bytes(), 3'000'000u);
}

}  // namespace
}  // namespace kedang
