// `kedang serve` as a process of its own with an empty data directory, and an administrator signed in by the printed link.
#pragma once

#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "shared/sync/codec.h"
#include "tests/support/directory_test.h"

namespace kedang {

inline const char* ProgramPath() {
  const char* program = std::getenv("KEDANG_BINARY");
  return program != nullptr ? program : "build/release/kedang";
}

class ServedTest : public DirectoryTest {
 protected:
  void SetUp() override {
    const std::string text = Start();
    if (HasFatalFailure()) return;
    const std::size_t link = text.find("#/signin/") + 9;
    const nlohmann::json body = {{"token", text.substr(link, text.find('\n', link) - link)}};
    httplib::Client client("127.0.0.1", port_);
    const auto answer = client.Post("/auth/link", {{"X-Kedang", "1"}}, body.dump(), "application/json");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
    const auto cookies = answer->headers.equal_range("Set-Cookie");
    for (auto it = cookies.first; it != cookies.second; ++it) {
      if (it->second.starts_with("__Host-s=")) cookie_ = it->second.substr(0, it->second.find(';'));
    }
    ASSERT_FALSE(cookie_.empty());
  }

  // Starts the program on directory_; gives what it printed up to the link.
  std::string Start() {
    int out[2];
    if (pipe(out) != 0) ADD_FAILURE() << "no pipe";
    process_ = fork();
    if (process_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      execl(ProgramPath(), ProgramPath(), "serve", "--port", "0", "--data", directory_.c_str(), nullptr);
      _exit(127);
    }
    close(out[1]);
    FILE* lines = fdopen(out[0], "r");
    std::string text;
    char line[512];
    while (text.find("#/signin/") == std::string::npos && std::fgets(line, sizeof line, lines) != nullptr) text += line;
    std::fclose(lines);
    const std::size_t colon = text.find("localhost:");
    EXPECT_NE(colon, std::string::npos) << text;
    port_ = colon != std::string::npos ? std::atoi(text.c_str() + colon + 10) : 0;
    return text;
  }

  void TearDown() override {
    kill(process_, SIGTERM);
    int status = 0;
    waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }

  httplib::Headers Headers() const { return {{"X-Kedang", "1"}, {"Cookie", cookie_}}; }

  httplib::Result Send(const std::string& route, const std::string& body) {
    httplib::Client client("127.0.0.1", port_);
    return client.Post("/sync/" + route, Headers(), body, "application/x-kedang");
  }

  template <typename Response, typename Request>
  Response Call(const std::string& route, const Request& request) {
    const auto answer = Send(route, std::string(AsText(Encode(request, 7))));
    EXPECT_TRUE(answer);
    if (!answer) return Response();
    EXPECT_EQ(answer->status, 200) << route;
    const auto message = Decode<Response>(AsBytes(answer->body));
    EXPECT_TRUE(message.ok()) << (message.ok() ? "" : message.error().message);
    return message.ok() ? *message : Response();
  }

  pid_t process_ = -1;
  int port_ = 0;
  std::string cookie_;
};

}  // namespace kedang
