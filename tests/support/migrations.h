// The scripts that make and change the server's database, as the program holds them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/asset.h"

namespace kedang {

struct MigrationScript {
  std::string name;  // "0001_….sql"
  std::string text;
};

// In the order in which they run.
inline std::vector<MigrationScript> ReadMigrations() {
  std::vector<MigrationScript> scripts;
  for (const auto& file : std::filesystem::directory_iterator(SourceFolder() + "/server/migrations")) {
    scripts.push_back({file.path().filename().string(), ReadFile(file.path().string())});
  }
  std::sort(scripts.begin(), scripts.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return scripts;
}

}  // namespace kedang
