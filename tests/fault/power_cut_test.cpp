// Power cuts at random calls while replicas push, pull and import, over the real store, writer and sync handlers. After
// each the database must be whole, with everything that was acknowledged. A few hundred cuts; KEDANG_CUTS and KEDANG_SEED
// ask for others.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "server/import_job.h"
#include "tests/fault/faulty_company.h"

namespace kedang {
namespace {

std::uint64_t Number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}


struct Findings {
  std::uint64_t cuts = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t wrong = 0;  // cuts after which something was not as promised
  std::string first;        // of them, with its seed
};

struct Campaign {
  std::string settings;
  bool sync_lies = false;
};

// A life of one database: opened, used until the power goes, again and again.
void RunLife(FaultyCompany& company, std::uint64_t seed, const Campaign& campaign, Findings& findings) {
  constexpr int kCutsInALife = 12;
  company.StartAnew();
  company.vfs().SetSyncLies(campaign.sync_lies);
  SeededRandom random(seed);
  for (int cut = 0; cut < kCutsInALife; ++cut) {
    const bool has_thread = random.OneIn(3);
    // Often already while the last cut is being mended.
    company.vfs().CutAfter(1 + random.Below(random.OneIn(6) ? 12 : 250));
    FaultyCompany::Options options;
    options.checkpoint_pages = random.OneIn(2) ? 1000 : static_cast<int>(1 + random.Below(40));
    options.settings = campaign.settings;
    if (company.Open(options, has_thread).ok()) {
      while (!company.vfs().is_cut()) {
        if (random.OneIn(3)) static_cast<void>(company.Pull().ok());
        static_cast<void>(company.PushSome().ok());
        if (random.OneIn(12)) break;  // and goes while the connections are being closed
      }
    }
    company.Close();
    company.vfs().Restart();
    ++findings.cuts;
    const std::string wrong = company.Check();
    if (wrong.empty()) continue;
    ++findings.wrong;
    if (findings.first.empty()) findings.first = "seed " + std::to_string(seed) + ", cut " + std::to_string(cut) + ":\n" + wrong;
    return;
  }
}

Findings RunLives(std::uint64_t cuts, const Campaign& campaign) {
  Findings findings;
  const std::uint64_t seed = Number("KEDANG_SEED", 1);
  FaultyCompany company(seed);
  const std::uint64_t before = company.acknowledged();
  for (std::uint64_t life = 0; findings.cuts < cuts; ++life) {
    company.Reseed(seed + life);
    RunLife(company, seed + life, campaign, findings);
  }
  findings.acknowledged = company.acknowledged() - before;
  return findings;
}

TEST(PowerCut, LosesNothingThatWasAcknowledged) {
  const auto start = std::chrono::steady_clock::now();
  const Findings findings = RunLives(Number("KEDANG_CUTS", 600), {});
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%llu power cuts, %llu acknowledged mutations, %llu findings, %.0f cuts/s\n",
              static_cast<unsigned long long>(findings.cuts), static_cast<unsigned long long>(findings.acknowledged),
              static_cast<unsigned long long>(findings.wrong), static_cast<double>(findings.cuts) / seconds);
  EXPECT_EQ(findings.wrong, 0u) << findings.first;
  EXPECT_GT(findings.acknowledged, findings.cuts * 4);
}

// Tests of the test: what is known to lose data must be found.
TEST(PowerCut, FindsWhatLazySyncsLose) {
  const Findings findings = RunLives(200, {"PRAGMA synchronous = NORMAL;", false});
  EXPECT_GT(findings.wrong, 10u);
  EXPECT_EQ(findings.first.find("integrity_check"), std::string::npos) << findings.first;
}

TEST(PowerCut, FindsADiskThatLies) {
  const Findings findings = RunLives(200, {"", true});
  EXPECT_GT(findings.wrong, 10u);
}

// Imports are one transaction each: all of it or nothing.
TEST(PowerCut, LeavesWholeImportsOnly) {
  constexpr int kRows = 120;
  FaultyCompany company(77);
  const std::string file = FaultyCompany::WriteCsv(kRows);
  SeededRandom random(78);
  const auto count = [&company]() -> std::int64_t {
    auto connection = Connection::Open(FaultyCompany::Path() + "/kedang.db", Connection::Mode::kReadOnly);
    if (!connection.ok()) return -1;
    const auto rows = (*connection)->QueryInteger("SELECT count(*) FROM record");
    const auto keys = (*connection)->QueryInteger("SELECT count(*) FROM unique_key");
    const auto batches = (*connection)->QueryInteger("SELECT count(*) FROM batch");
    const auto history = (*connection)->QueryInteger("SELECT count(*) FROM history");
    if (!rows.ok() || !keys.ok() || !batches.ok() || !history.ok()) return -1;
    return *rows == *history && *rows == *batches * kRows && *keys <= *rows ? *batches : -1;
  };
  std::uint64_t done = 0;
  const std::uint64_t cuts = Number("KEDANG_CUTS", 1800) / 30;
  for (std::uint64_t cut = 0; cut < cuts; ++cut) {
    company.StartAnew();
    company.vfs().CutAfter(1 + random.Below(260));
    std::int64_t acknowledged = 0;
    {
      auto instance = Instance::Open(FaultyCompany::Path(), FaultyCompany::MakeContent());
      while (instance.ok() && !company.vfs().is_cut()) {
        ImportRequest request;
        request.file = file;
        request.schema = (*instance)->schemas().Find("customer");
        request.author = Principal{Id{1, 1}, "admin", Role::kAdministrator, 1};
        if (RunImportJob(**instance, request, [](std::uint64_t, std::uint64_t) {}).ok()) ++acknowledged;
      }
    }
    company.vfs().Restart();
    const std::int64_t batches = count();
    ASSERT_GE(batches, acknowledged) << "cut " << cut;
    ASSERT_LE(batches, acknowledged + 1) << "cut " << cut;
    ASSERT_EQ(company.Check(), "") << "cut " << cut;
    done += static_cast<std::uint64_t>(acknowledged);
  }
  EXPECT_GT(done, cuts / 20);
}

}  // namespace
}  // namespace kedang
