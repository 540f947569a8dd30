// Files of the repository, for tests: natively and, with NODERAWFS, under Node.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace kedang {

// The whole file; empty when it cannot be read.
inline std::string ReadFile(const std::string& path) {
  std::string text;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[65536];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
    std::fclose(file);
  }
  return text;
}

// The whole file at `path` below the repository's root; empty when it cannot be read.
inline std::string ReadAsset(std::string_view path) {
  return ReadFile(std::string(KEDANG_SOURCE_DIR) + "/" + std::string(path));
}

}  // namespace kedang
