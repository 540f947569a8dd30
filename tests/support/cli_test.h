// The command line as scripts use it: the real program in a directory of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/directory_test.h"

namespace kedang {

struct Answer {
  int status = -1;
  std::string out;
};

class CliTest : public DirectoryTest {
 protected:
  void SetUp() override {
    const char* binary = std::getenv("KEDANG_BINARY");
    ASSERT_NE(binary, nullptr) << "KEDANG_BINARY must name the program";
    binary_ = binary;
  }

  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << text;
    return directory_ + "/" + name;
  }

  Answer Run(const std::string& arguments, const std::string& input = "", const std::string& before = "") const {
    const std::string input_file = Write("input", input);
    const std::string command = before + "'" + binary_ + "' " + arguments + " <'" + input_file + "' 2>'" + directory_ + "/errors'";
    Answer answer;
    std::FILE* pipe = popen(("cd '" + directory_ + "' && " + command).c_str(), "r");
    if (pipe == nullptr) return answer;
    char piece[4096];
    for (std::size_t taken; (taken = std::fread(piece, 1, sizeof piece, pipe)) > 0;) answer.out.append(piece, taken);
    const int status = pclose(pipe);
    answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return answer;
  }

  std::string Errors() const {
    std::ifstream file(directory_ + "/errors");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string binary_;
};

}  // namespace kedang
