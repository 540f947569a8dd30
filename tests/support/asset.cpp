#include "tests/support/asset.h"

#include <cstdio>

namespace kedang {

std::string SourceFolder() { return KEDANG_SOURCE_DIR; }

std::string ReadFile(const std::string& path) {
  std::string text;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[65536];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
    std::fclose(file);
  }
  return text;
}

std::string ReadAsset(std::string_view path) { return ReadFile(SourceFolder() + "/" + std::string(path)); }

}  // namespace kedang
