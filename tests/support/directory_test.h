// DirectoryTest: a test with an empty directory of its own, deleted after everything the test owns is gone.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace kedang {

class DirectoryTest : public ::testing::Test {
 protected:
  DirectoryTest() : directory_((std::filesystem::temp_directory_path() / "kedang-test-XXXXXX").string()) {
    if (::mkdtemp(directory_.data()) == nullptr) {
      throw std::filesystem::filesystem_error("no directory", directory_, {errno, std::generic_category()});
    }
  }
  ~DirectoryTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string directory_;  // its path
};

}  // namespace kedang
