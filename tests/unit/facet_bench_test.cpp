// Facet counts over a million customers of the shipped template, natively and under Node. Off unless asked for:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='FacetBench*'
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "server/sample_customer.h"
#include "shared/facet/facet_index.h"
#include "tests/support/asset.h"
#include "tests/support/random.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

double Milliseconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

TEST(FacetBench, DISABLED_EightFacetsOfAMillion) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema* customer = schemas.Find("customer");
  ASSERT_NE(customer, nullptr);
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  ASSERT_TRUE(lexicon.ok());
  SampleRandom random(1);
  std::vector<Record> records;
  for (std::uint64_t i = 0; i < 50'000; ++i) records.push_back(MakeSampleCustomer(*customer, Id{0, i + 1}, *lexicon, random));
  constexpr Row kRows = 1'000'000;
  FacetIndex index(*lexicon);
  index.SetSchemas(schemas);
  auto start = std::chrono::steady_clock::now();
  for (Row row = 0; row < kRows; ++row) index.Set(row, records[row * std::uint64_t{7919} % records.size()]);
  std::printf("%zu facets of %u rows set in %.0f ms, %.1f MB\n", index.FieldsOf(customer->id).size(), kRows, Milliseconds(start),
              static_cast<double>(index.memory_bytes()) / 1e6);
  const char* const kKeys[] = {"industry", "region", "type", "level", "stage", "source", "owner", "tags"};
  SeededRandom dice(2);
  for (const int percent : {100, 90, 60, 50, 40, 20, 5, 1}) {
    RowSet found(kRows, percent == 100);
    for (Row row = 0; row < kRows && percent < 100; ++row) {
      if (dice.Below(100) < static_cast<std::size_t>(percent)) found.Add(row);
    }
    double best = 1e9, with = 1e9, worst_field = 0;
    std::size_t values = 0;
    for (int round = 0; round < 5; ++round) {
      start = std::chrono::steady_clock::now();
      values = 0;
      double slowest = 0;
      for (const char* key : kKeys) {
        const auto one = std::chrono::steady_clock::now();
        values += index.Count(customer->id, customer->Find(std::string_view(key))->id, found).size();
        slowest = std::max(slowest, Milliseconds(one));
      }
      if (Milliseconds(start) < best) worst_field = slowest;
      best = std::min(best, Milliseconds(start));
      start = std::chrono::steady_clock::now();
      values += index.RowsWith(customer->id, customer->Find(std::string_view("region"))->id, {"330000"}).limit() == 0;
      with = std::min(with, Milliseconds(start));
    }
    std::printf("%3d%% of the rows: 8 facets, %zu values in %.2f ms, slowest facet %.2f ms; rows with a value %.2f ms\n", percent,
                values, best, worst_field, with);
  }
}

}  // namespace
}  // namespace kedang
