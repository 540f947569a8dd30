// Whole customers judged a second by the shipped template with all its rules, natively and under Node. Off unless asked for:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='*Bench*'
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "server/sample_customer.h"
#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

TEST(CheckBench, DISABLED_RecordsPerSecond) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema* customer = schemas.Find("customer");
  ASSERT_NE(customer, nullptr);
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  ASSERT_TRUE(lexicon.ok());
  SampleRandom random(1);
  std::vector<Record> records;
  for (std::uint64_t i = 0; i < 100'000; ++i) records.push_back(MakeSampleCustomer(*customer, Id{0, i + 1}, *lexicon, random));
  const RuleBook book(schemas, *lexicon);
  ASSERT_TRUE(book.Broken().empty());
  RuleJudge judge(book);
  CheckContext check;
  check.lexicon = &*lexicon;
  check.today = Date{20'700};
  for (const bool has_rules : {true, false}) {
    check.rules = has_rules ? &judge : nullptr;
    std::size_t issues = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < 10; ++round) {
      for (const Record& record : records) issues += CheckRecord(*customer, record, check).size();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%9.0f records/s of 1,000,000, %zu rules, %.2f issues a record\n", 1e6 / seconds,
                has_rules ? book.Find(customer->id)->size() : 0, static_cast<double>(issues) / 1e6);
  }
}

}  // namespace
}  // namespace kedang
