#include "server/bench_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace kedang {
namespace {

constexpr std::string_view kSessionCookie = "__Host-s=";

std::string Between(std::string_view text, std::string_view before, std::string_view ends) {
  const std::size_t begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = text.substr(begin + before.size());
  return std::string(rest.substr(0, rest.find_first_of(ends)));
}

Error Gone(std::string_view what) { return Error{ErrorCode::kUnavailable, "bench: the server " + std::string(what)}; }

}  // namespace

Result<std::unique_ptr<BenchServer>> BenchServer::Start(const std::string& data_directory) {
  std::unique_ptr<BenchServer> server(new BenchServer);
  int out[2];
  if (pipe(out) != 0) return Gone("cannot be started: no pipe");
  server->process_ = fork();
  if (server->process_ < 0) return Gone("cannot be started: no process");
  if (server->process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    close(out[1]);
    execl("/proc/self/exe", "kedang", "serve", "--port", "0", "--data", data_directory.c_str(), nullptr);
    _exit(127);
  }
  close(out[1]);
  std::string said;
  std::array<char, 512> block;
  for (ssize_t count; said.find("/#/signin/") == std::string::npos && (count = read(out[0], block.data(), block.size())) > 0;) {
    said.append(block.data(), static_cast<std::size_t>(count));
  }
  close(out[0]);
  server->port_ = std::atoi(Between(said, "served on http://localhost:", "\n").c_str());
  const std::string link = Between(said, "/#/signin/", "\n");
  BenchClient client(server->port_);
  KEDANG_ASSIGN(const BenchAnswer answer, client.Call("POST", "/auth/link", "", "application/json", "{\"token\":\"" + link + "\"}"));
  const std::string secret = Between(answer.head, kSessionCookie, ";\r");
  if (secret.empty()) return Gone("did not let us in");
  server->cookie_ = std::string(kSessionCookie) + secret;
  return server;
}

BenchServer::~BenchServer() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  int ignored = 0;
  waitpid(process_, &ignored, 0);
}

std::uint64_t BenchServer::PeakBytes() const {
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

BenchClient::~BenchClient() { Close(); }

void BenchClient::Close() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

Status BenchClient::Connect() {
  Close();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 || connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return Gone("takes no connection (ulimit -n must allow some thousand files)");
  }
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return {};
}

Status BenchClient::Send(std::string_view bytes) {
  if (socket_ < 0) KEDANG_RETURN_IF_ERROR(Connect());
  while (!bytes.empty()) {
    const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return Gone("is gone");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<BenchAnswer> BenchClient::Call(std::string_view method, std::string_view path, std::string_view cookie,
                                      std::string_view type, std::string_view body) {
  std::string request(method);
  request.append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\nX-Kedang: 1\r\n");
  if (!cookie.empty()) request.append("Cookie: ").append(cookie).append("\r\n");
  if (!type.empty()) {
    request.append("Content-Type: ").append(type).append("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n");
  }
  request.append("\r\n").append(body);
  KEDANG_RETURN_IF_ERROR(Send(request));
  BenchAnswer answer;
  std::string received;
  std::size_t wanted = 0;
  std::array<char, 16384> block;
  while (wanted == 0 || received.size() < wanted) {
    const ssize_t count = recv(socket_, block.data(), block.size(), 0);
    if (count <= 0) return Gone("closed the connection");
    received.append(block.data(), static_cast<std::size_t>(count));
    const std::size_t end = received.find("\r\n\r\n");
    if (wanted > 0 || end == std::string::npos) continue;
    answer.head = received.substr(0, end + 2);
    wanted = end + 4 + std::strtoull(Between(answer.head, "Content-Length: ", "\r").c_str(), nullptr, 10);
  }
  answer.status = std::atoi(answer.head.c_str() + 9);
  answer.body = received.substr(answer.head.size() + 2);
  if (answer.head.find("Connection: close") != std::string::npos) Close();
  return answer;
}

}  // namespace kedang
