// Files of the repository, for tests: natively and, with NODERAWFS, under Node.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// The repository's root. Only asset.cpp is compiled with it, so that other clones share the rest of what a compiler's cache holds.
std::string SourceFolder();

// The whole file; empty when it cannot be read.
std::string ReadFile(const std::string& path);

// The whole file at `path` below the repository's root; empty when it cannot be read.
std::string ReadAsset(std::string_view path);

}  // namespace kedang
