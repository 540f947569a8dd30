// Matching: how columns are typed, cells compared, rules kept and models fitted.
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "shared/match/column_kind.h"
#include "shared/match/comparison.h"
#include "shared/match/latin_form.h"
#include "shared/match/match_run.h"
#include "shared/match/model_training.h"
#include "shared/match/record_match.h"
#include "shared/match/text_distance.h"
#include "shared/model/withheld.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

// What comparing two cells of a kind gives.
Compared CompareTwo(MatchKind kind, std::string_view a, std::string_view b) {
  MatchTable table({{"field", kind, {0}}}, &ShippedLexicon());
  table.Add(std::span(&a, 1));
  table.Add(std::span(&b, 1));
  const Compared there = CompareCells(table, 0, table.Cell(0, 0), table.Cell(1, 0));
  const Compared back = CompareCells(table, 0, table.Cell(1, 0), table.Cell(0, 0));
  EXPECT_EQ(there.level, back.level) << a << " | " << b;
  return there;
}

int Level(MatchKind kind, std::string_view a, std::string_view b) { return CompareTwo(kind, a, b).level; }

TEST(MatchTest, CountsSlips) {
  EXPECT_EQ(SlipsBetween("lavrov", "lavrov", 3), 0u);
  EXPECT_EQ(SlipsBetween("scholz", "schloz", 3), 1u);
  EXPECT_EQ(SlipsBetween("angela", "anglea", 1), 1u);
  EXPECT_EQ(SlipsBetween("abc", "xyz", 2), 3u);
  EXPECT_EQ(SlipsBetween("", "abc", 5), 3u);
}

TEST(MatchTest, ReadsOtherAlphabets) {
  EXPECT_EQ(LatinForm("лавров"), "lavrov");
  EXPECT_EQ(LatinForm("erdoğan"), "erdogan");
  EXPECT_EQ(LatinForm("ბარაკ"), "barak");
  EXPECT_EQ(LatinForm("straße"), "strasse");
  EXPECT_EQ(LatinForm("오바마"), "obama");
}

TEST(MatchTest, TypesColumnsByNameAndContent) {
  ColumnSample sample;
  sample.names = {"id", "公司", "first_name", "surname", "tel", "x1", "x2", "created"};
  sample.columns.resize(sample.names.size());
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(i);
    const std::vector<std::string> row = {n,
                                          "杭州云" + n + "科技有限公司",
                                          "Anna" + n,
                                          "Smith" + std::to_string(i % 7),
                                          "0571-8812" + std::to_string(1000 + i),
                                          "anna" + n + "@a.com",
                                          "19" + std::to_string(40 + i) + "-03-04",
                                          "2024-01-01"};
    for (std::size_t c = 0; c < row.size(); ++c) sample.columns[c].push_back(row[c]);
  }
  const ColumnGuess guess = GuessColumns(sample, std::nullopt, {});
  EXPECT_EQ(guess.id_column, 0u);
  EXPECT_EQ(guess.kinds[0], MatchKind::kIgnored);
  EXPECT_EQ(guess.kinds[1], MatchKind::kCompanyName);
  EXPECT_EQ(guess.kinds[4], MatchKind::kPhone);
  EXPECT_EQ(guess.kinds[5], MatchKind::kEmail);
  EXPECT_EQ(guess.kinds[6], MatchKind::kDate);
  EXPECT_EQ(guess.kinds[7], MatchKind::kIgnored);
  // Given and family names are one field, in whichever column each of them stands.
  bool has_joined = false;
  for (const MatchField& field : guess.fields)
    has_joined = has_joined || field.columns == std::vector<std::size_t>{2, 3};
  EXPECT_TRUE(has_joined);
}

TEST(MatchTest, ComparesCompaniesInHanzi) {
  const auto level = [](std::string_view a, std::string_view b) { return Level(MatchKind::kCompanyName, a, b); };
  EXPECT_EQ(level("杭州云锦科技有限公司", "杭州云锦科技有限公司"), 5);
  EXPECT_EQ(level("杭州云锦科技有限公司", "杭州雲錦科技有限公司　"), 5);
  EXPECT_GE(level("杭州云锦科技有限公司", "云锦（杭州）科技有限公司"), 4);
  EXPECT_GE(level("杭州云锦科技有限公司", "云锦科技有限公司"), 4);
  EXPECT_GE(level("杭州云锦科技有限公司", "杭州云锦科技"), 4);
  EXPECT_GE(level("杭州云锦科技有限公司", "杭州云锦科技股份有限公司"), 4);
  EXPECT_GE(level("杭州云锦科技有限公司", "杭州云锦科技(有限公司)"), 4);
  // Homophones are spelling; another sign is another firm, and so is another trade or another place.
  EXPECT_GE(level("新乡市鑫源实业有限公司", "新乡市鑫元实业有限公司"), 3);
  EXPECT_LE(level("潍坊万华装饰工程有限公司", "潍坊万锦装饰工程有限公司"), 1);
  EXPECT_LE(level("杭州云锦科技有限公司", "杭州云锦贸易有限公司"), 2);
  EXPECT_LE(level("杭州云锦科技有限公司", "北京云锦科技有限公司"), 2);
  EXPECT_LE(level("通化市自来水公司", "通化县自来水公司"), 2);
  EXPECT_TRUE(CompareTwo(MatchKind::kCompanyName, "潍坊万华装饰工程有限公司", "潍坊万锦装饰工程有限公司").is_other);
}

TEST(MatchTest, BranchesAreRelatedNeverTheSame) {
  const std::pair<const char*, const char*> pairs[] = {
      {"天长市宏翔化工有限公司", "天长市宏翔化工有限公司天长分公司"},
      {"中国农业银行股份有限公司", "中国农业银行股份有限公司佛山和平支行"},
      {"兰陵县大仲村供销社", "兰陵县大仲村供销社寨子门市部"},
      {"中粮可口可乐饮料(陕西)有限公司", "中粮可口可乐饮料(陕西)有限公司铜川分公司"}};
  for (const auto& [parent, branch] : pairs) {
    const Compared compared = CompareTwo(MatchKind::kCompanyName, parent, branch);
    EXPECT_TRUE(compared.is_related) << branch;
    EXPECT_LE(compared.level, 1) << branch;
  }
  EXPECT_LE(Level(MatchKind::kCompanyName, "力丰机电五金有限公司第一分公司", "力丰机电五金有限公司第二分公司"), 1);
}

TEST(MatchTest, ComparesNamesInLatinLetters) {
  const auto person = [](std::string_view a, std::string_view b) { return Level(MatchKind::kPersonName, a, b); };
  const auto company = [](std::string_view a, std::string_view b) { return Level(MatchKind::kCompanyName, a, b); };
  EXPECT_EQ(person("Smith, John", "John Smith"), 5);
  EXPECT_GE(person("Сергей Лавров", "Sergei Lavrov"), 4);
  EXPECT_GE(person("J. Smith", "John Smith"), 4);
  EXPECT_GE(person("Sergey Viktorovich Lavrov", "Sergey Lavrov"), 4);
  EXPECT_LE(person("Sergey Ivanevich Lavrov", "Sergey Viktorovich Lavrov"), 2);
  EXPECT_LE(person("Frank Richter", "Frederik Richter"), 1);
  EXPECT_EQ(company("OOO Oboronnye Initsiativy", "Oboronnye Initsiativy o.O.O."), 5);
  EXPECT_EQ(company("Siemens AG", "Siemens Aktiengesellschaft"), 5);
  EXPECT_GE(company("Good Will Company", "Goodwill Company"), 4);
  EXPECT_LE(company("BAE Systems, Inc.", "BAE Industries, Inc."), 2);
  // Numbers must agree, Roman ones too.
  EXPECT_LE(company("Capital Partners VII L.P.", "Capital Partners VIII L.P."), 2);
  EXPECT_EQ(company("First International Bank", "1st International Bank"), 5);
}

TEST(MatchTest, ComparesTheOtherKinds) {
  EXPECT_EQ(Level(MatchKind::kPhone, "+86 138 1234 5678", "13812345678"), 3);
  EXPECT_EQ(Level(MatchKind::kPhone, "0571-87654321", "87654321"), 2);
  EXPECT_EQ(Level(MatchKind::kPhone, "13812345678", "13912345678"), 1);
  EXPECT_EQ(Level(MatchKind::kPhone, "310/246-1501", "310-246-1501"), 3);
  EXPECT_EQ(Level(MatchKind::kEmail, "A.Smith@Example.com", "a.smith@example.com"), 4);
  EXPECT_EQ(Level(MatchKind::kEmail, "a.smith@exmaple.com", "a.smith@example.com"), 3);
  EXPECT_EQ(Level(MatchKind::kBirthDate, "1971-06-24", "24/06/1971"), 3);
  EXPECT_EQ(Level(MatchKind::kBirthDate, "1971-06-24", "1971-05-24"), 2);
  EXPECT_GE(Level(MatchKind::kAddress, "1401 S. Hamlin", "1401 S Hamlin Avenue"), 4);
  EXPECT_LE(Level(MatchKind::kAddress, "1401 S. Hamlin", "1401 W Madison"), 1);
  EXPECT_GE(Level(MatchKind::kAddress, "人民路123号", "人民路123号云锦大厦A座1203室"), 4);
  EXPECT_LE(Level(MatchKind::kAddress, "人民路123号", "人民路98号"), 2);
  EXPECT_EQ(Level(MatchKind::kPersonName, "王总", "王伟"), 3);
  EXPECT_EQ(Level(MatchKind::kPeople, "Gottfried Vossen, Mathias Weske", "M. Weske, G. Vossen"), 3);
  EXPECT_EQ(Level(MatchKind::kPhone, "n/a", "13812345678"), kMissing);
}

std::vector<MatchField> CustomerFields() {
  return {{"name", MatchKind::kCompanyName, {0}},
          {"uscc", MatchKind::kUscc, {1}},
          {"phone", MatchKind::kPhone, {2}},
          {"address", MatchKind::kAddress, {3}}};
}

MatchScore ScoreRows(std::initializer_list<std::vector<std::string_view>> rows) {
  MatchTable table(CustomerFields(), &ShippedLexicon());
  for (const auto& row : rows) table.Add(row);
  const MatchModel model(CustomerFields());
  const MatchScore score = model.Score(table, 0, 1), back = model.Score(table, 1, 0);
  EXPECT_EQ(score.weight, back.weight);
  return score;
}

TEST(MatchTest, RulesStandAboveTheSum) {
  const MatchScore other =
      ScoreRows({{"阿里巴巴（中国）有限公司", "91330100799655058B", "13812345678", "网商路699号"},
                 {"阿里巴巴（中国）有限公司", "91532331MA6K663L62", "13812345678", "网商路699号"}});
  EXPECT_EQ(other.verdict, MatchVerdict::kDifferent);
  EXPECT_TRUE(other.is_ruled);
  const MatchScore same = ScoreRows(
      {{"甲公司", "91330100799655058B", "13812345678", ""}, {"乙工厂", "91330100799655058b", "13712345678", ""}});
  EXPECT_EQ(same.verdict, MatchVerdict::kSame);
  // A wrong code rules nothing.
  EXPECT_FALSE(
      ScoreRows({{"甲公司", "913301007996550589", "", ""}, {"甲公司", "91330100799655058B", "", ""}}).is_ruled);
  EXPECT_EQ(ScoreRows({{"宏翔化工有限公司", "", "13812345678", "人民路1号"},
                       {"宏翔化工有限公司天长分公司", "", "13812345678", "人民路1号"}})
                .verdict,
            MatchVerdict::kRelated);
  // Two firms at one address are neighbours.
  EXPECT_NE(ScoreRows({{"达孜德仁投资管理有限公司", "", "", "达孜县工业园区"},
                       {"达孜德联投资管理有限公司", "", "", "达孜县工业园区"}})
                .verdict,
            MatchVerdict::kSame);
}

TEST(MatchTest, PartsSumToTheWeight) {
  MatchTable table(CustomerFields(), &ShippedLexicon());
  table.Add(std::vector<std::string_view>{"杭州云锦科技有限公司", "", "13812345678", "人民路1号"});
  table.Add(std::vector<std::string_view>{"云锦科技", "", "13812345679", "人民路1号"});
  const MatchModel model(CustomerFields());
  std::vector<MatchPart> parts;
  const MatchScore score = model.Score(table, 0, 1, &parts);
  double sum = std::log2(model.prior() / (1 - model.prior()));
  for (const MatchPart& part : parts) sum += part.level_weight + part.frequency + part.damping;
  EXPECT_NEAR(sum, score.weight, 1e-9);
  EXPECT_EQ(parts[1].level, -1);
}

TEST(MatchTest, ModelsSurviveJson) {
  MatchModel model(CustomerFields());
  model.set_threshold(0.7);
  model.SetLevels(2, {.1, .1, .1, .7}, {.9, .05, .03, .02});
  const auto copy = MatchModel::FromJson(model.ToJson());
  ASSERT_TRUE(copy.ok()) << copy.error().message;
  EXPECT_EQ(copy->ToJson(), model.ToJson());
  for (const char* bad :
       {"", "[]", "{\"fields\":[{\"name\":\"a\"}]}", "{\"fields\":[{\"name\":\"a\",\"kind\":\"no\"}]}",
        "{\"fields\":[{\"name\":\"a\",\"kind\":\"phone\",\"m\":[1]}]}", "{\"fields\":[],\"threshold\":1.5}"}) {
    EXPECT_FALSE(MatchModel::FromJson(bad).ok()) << bad;
  }
}

// Chains of likeness do not join their ends.
TEST(MatchTest, ClustersByTheMeanOfTheEvidence) {
  const auto score = [](MatchRow a, MatchRow b) {
    const double weight = b - a == 1 ? 3.0 : -9.0;
    return ScoredPair{a, b, weight, weight > 0 ? 0.9 : 0.1, false};
  };
  const auto rank = [](MatchRow row) { return static_cast<std::uint64_t>(row); };
  std::vector<ScoredPair> pairs;
  for (MatchRow row = 0; row < 5; ++row) pairs.push_back(score(row, row + 1));
  for (const MatchCluster& cluster : ClusterPairs(pairs, 0, score, rank)) EXPECT_EQ(cluster.rows.size(), 2u);
  const auto ruled = [](MatchRow a, MatchRow b) {
    return ScoredPair{a, b, a == 0 && b == 2 ? -20.0 : 9.0, 0.9, a == 0 && b == 2};
  };
  const auto clusters = ClusterPairs({ruled(0, 1), ruled(1, 2)}, 0, ruled, rank);
  ASSERT_EQ(clusters.size(), 1u);
  EXPECT_EQ(clusters[0].rows.size(), 2u);
}

TEST(MatchTest, EqualRowsWithoutNumberAreOneCluster) {
  MatchIndex index(CustomerFields(), &ShippedLexicon());
  for (int i = 0; i < 3000; ++i)
    index.Add(std::vector<std::string_view>{"杭州云锦科技有限公司", "", "13812345678", "人民路1号"});
  MatchModel model(CustomerFields());
  const MatchRunResult result = RunMatch(index, model, MatchRunOptions());
  ASSERT_EQ(result.clusters.size(), 1u);
  EXPECT_EQ(result.clusters[0].rows.size(), 3000u);
}

TEST(RecordMatchTest, KindsFollowFromTypesAndRoles) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  const RecordMatch match(customer);
  const auto kind_of = [&](std::string_view key) {
    for (const MatchField& field : match.fields()) {
      if (field.name == key) return field.kind;
    }
    return MatchKind::kIgnored;
  };
  EXPECT_EQ(kind_of("name"), MatchKind::kCompanyName);
  EXPECT_EQ(kind_of("contact"), MatchKind::kPersonName);
  EXPECT_EQ(kind_of("uscc"), MatchKind::kUscc);
  EXPECT_EQ(kind_of("mobile"), MatchKind::kPhone);
  EXPECT_EQ(kind_of("region"), MatchKind::kPlace);
  EXPECT_EQ(kind_of("note"), MatchKind::kIgnored);
  EXPECT_EQ(kind_of("tags"), MatchKind::kIgnored);
  EXPECT_FALSE(RecordMatch(*schemas.Find("contact")).fields().empty());
  // Two visits called the same are two visits.
  EXPECT_TRUE(RecordMatch(*schemas.Find("task")).fields().empty());
  EXPECT_TRUE(RecordMatch(*schemas.Find("view")).fields().empty());
}

TEST(RecordMatchTest, ReadsRecordsAndRowsAlikeAndNothingThatIsWithheld) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  const RecordMatch match(customer);
  const FieldId name = customer.Find("name")->id, mobile = customer.Find("mobile")->id, card = customer.Find("identity_card")->id;
  Record record(customer.id, Id{1, 1});
  record.Set(name, Value::Text("杭州云锦科技有限公司"));
  record.Set(card, WithheldValue());
  record.Set(mobile, Value::Text("13812345678"));
  std::vector<std::pair<FieldId, Value>> cells;
  for (const Cell& cell : record.cells()) cells.emplace_back(cell.field, cell.value);
  std::vector<std::string_view> of_record, of_row;
  match.Read(record, of_record);
  match.Read(cells, of_row);
  ASSERT_EQ(of_record.size(), match.columns().size());
  EXPECT_EQ(of_record, of_row);
  for (std::size_t i = 0; i < of_record.size(); ++i) {
    const FieldId field = match.columns()[i];
    EXPECT_EQ(of_record[i], field == name ? "杭州云锦科技有限公司" : field == mobile ? "13812345678" : "") << match.fields()[i].name;
  }
}

}  // namespace
}  // namespace kedang
