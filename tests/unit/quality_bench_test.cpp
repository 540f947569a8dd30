// Whole customers measured a second, natively and under Node. Off unless asked for:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='QualityBench*'
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "server/sample_customer.h"
#include "shared/check/rule_book.h"
#include "shared/quality/quality_report.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

TEST(QualityBench, DISABLED_RecordsPerSecond) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  ASSERT_TRUE(lexicon.ok());
  SampleRandom random(1);
  std::vector<Record> records;
  for (std::uint64_t i = 0; i < 100'000; ++i) records.push_back(MakeSampleCustomer(customer, Id{0, i + 1}, *lexicon, random));
  const RuleBook book(schemas, *lexicon);
  RuleJudge judge(book);
  CheckContext check;
  check.lexicon = &*lexicon;
  check.today = Date{20'700};
  check.rules = &judge;
  const QualityMeter meter(schemas, customer, QualityPolicy::Of(customer), *lexicon);
  QualityReport report(QualityReport::UsualGroups(customer));
  const auto start = std::chrono::steady_clock::now();
  for (const Record& record : records) report.Add(record, meter.Measure(record, check));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%9.0f records/s of %zu, score %.1f, %zu kinds of work\n", static_cast<double>(records.size()) / seconds, records.size(),
              report.all().score(), report.Work().size());
}

}  // namespace
}  // namespace kedang
