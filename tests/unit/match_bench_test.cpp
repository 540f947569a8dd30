// The duplicate check of a record that is typed, over a million customers, natively and under Node. Off unless asked for:
//   kedang_unit_tests --gtest_also_run_disabled_tests --gtest_filter='MatchBench*'
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "server/sample_company.h"
#include "shared/match/match_index.h"
#include "shared/match/match_model.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

double Milliseconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

std::vector<std::string_view> ColumnsOf(const SampleCompany& company) {
  return {company.name, company.uscc, company.contact, company.phone, company.mobile, company.email, company.region, company.address};
}

// As the editor asks (wasm/app/pool_match): the record has a row of its own that is filled at every key.
TEST(MatchBench, DISABLED_OneRecordTypedAgainstAMillion) {
  const auto lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                      ReadAsset("assets/industries/industries.txt"));
  ASSERT_TRUE(lexicon.ok());
  const std::vector<MatchField> fields = {{"name", MatchKind::kCompanyName, {0}}, {"uscc", MatchKind::kUscc, {1}},
                                          {"contact", MatchKind::kPersonName, {2}}, {"phone", MatchKind::kPhone, {3}},
                                          {"mobile", MatchKind::kPhone, {4}}, {"email", MatchKind::kEmail, {5}},
                                          {"region", MatchKind::kPlace, {6}}, {"address", MatchKind::kAddress, {7}}};
  MatchIndex index(fields, &*lexicon);
  const MatchModel model(fields);
  constexpr std::uint32_t kRows = 1'000'000;
  SampleRandom random(1);
  std::vector<SampleCompany> some;
  auto start = std::chrono::steady_clock::now();
  for (std::uint32_t row = 0; row < kRows; ++row) {
    SampleCompany company = MakeSampleCompany(random);
    index.Add(ColumnsOf(company));
    if (row % 1000 == 0) some.push_back(std::move(company));
  }
  std::printf("%u rows ready in %.1f s\n", kRows, Milliseconds(start) / 1000);
  const MatchRow asked = index.Add(std::vector<std::string_view>());
  std::vector<double> times;
  std::size_t found = 0, checks = 0;
  for (std::size_t i = 0; i < some.size(); ++i) {
    const SampleCompany typed = MakeNearDuplicate(some[i], random);
    // The name grows character by character at its end, then one cell after the other is filled.
    for (std::size_t filled = 1; filled <= 8; filled += 1 + (i % 3)) {
      std::vector<std::string_view> columns = ColumnsOf(typed);
      columns.resize(filled);
      start = std::chrono::steady_clock::now();
      index.Change(asked, columns);
      bool is_found = false;
      for (const MatchRow other : index.Candidates(asked, 50)) {
        const MatchScore score = model.Score(index.table(), asked, other);
        is_found = is_found || (other == i * 1000 && score.verdict == MatchVerdict::kSame);
      }
      times.push_back(Milliseconds(start));
      ++checks;
      found += is_found ? 1 : 0;
    }
  }
  std::sort(times.begin(), times.end());
  std::printf("%zu checks: p50 %.2f ms, p99 %.2f ms, most %.2f ms; the record itself called the same in %zu\n", checks, times[times.size() / 2],
              times[times.size() * 99 / 100], times.back(), found);
}

}  // namespace
}  // namespace kedang
