#include "server/command_input.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

bool IsTerminal() { return isatty(STDIN_FILENO) == 1; }

std::string AskUnseen(const char* prompt) {
  std::fputs(prompt, stderr);
  termios shown{};
  const bool is_terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
  if (is_terminal) {
    termios unseen = shown;
    unseen.c_lflag &= static_cast<tcflag_t>(~ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  std::string line;
  std::getline(std::cin, line);
  if (is_terminal) tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  std::fputc('\n', stderr);
  return line;
}

Result<std::string> Checked(std::string line) {
  if (!IsValidUtf8(line)) return Error{ErrorCode::kInvalidArgument, "what was typed is not UTF-8"};
  return line;
}

}  // namespace

Result<std::string> ReadSecretLine(const char* prompt) {
  if (IsTerminal()) return Checked(AskUnseen(prompt));
  std::string line;
  std::getline(std::cin, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return Checked(std::move(line));
}

Result<std::string> ReadNewSecretLine(const char* prompt) {
  KEDANG_ASSIGN(std::string line, ReadSecretLine(prompt));
  if (IsTerminal() && line != AskUnseen("Again: ")) return Error{ErrorCode::kInvalidArgument, "the two differ"};
  return line;
}

}  // namespace kedang
