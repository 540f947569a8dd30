#include "server/command_serve.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <thread>

#include <nlohmann/json.hpp>

#include "server/assets.h"
#include "server/auth.h"
#include "server/batch_routes.h"
#include "server/crypto.h"
#include "server/default_views.h"
#include "server/device_routes.h"
#include "server/http_server.h"
#include "server/import_folder.h"
#include "server/log.h"
#include "server/presence_routes.h"
#include "server/quality_rounds.h"
#include "server/record_routes.h"
#include "server/sample_data.h"
#include "server/schema_routes.h"
#include "server/sync_routes.h"
#include "server/tls.h"

namespace kedang {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsIpv6(const std::string& host) {
  in6_addr ignored{};
  return inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

// As the host stands in an address and in the Host header.
std::string InAddress(const std::string& host) { return IsIpv6(host) ? '[' + host + ']' : Lower(host); }

bool IsLoopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

bool IsWildcard(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

Status CheckOptions(const ServeOptions& options) {
  if (options.port < 0 || options.port > 65535) {
    return Status(ErrorCode::kInvalidArgument, "--port must be a number from 0 to 65535");
  }
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    return Status(ErrorCode::kInvalidArgument, "--tls-cert and --tls-key belong together");
  }
  if (!IsLoopback(options.host) && options.tls_key.empty() && !options.allow_plain_http) {
    return Status(ErrorCode::kInvalidArgument,
                  "refusing to serve " + options.host + " without encryption: give --tls-cert and --tls-key, or, behind "
                  "a proxy that encrypts or on a network you trust, --allow-plain-http");
  }
  return Status();
}

GuardRules RulesFor(const ServeOptions& options) {
  GuardRules rules;
  rules.hosts = {"localhost", "127.0.0.1", "[::1]"};
  if (!IsWildcard(options.host)) rules.hosts.push_back(InAddress(options.host));
  for (const std::string& host : options.allowed_hosts) rules.hosts.push_back(InAddress(host));
  rules.allows_any_address = !IsLoopback(options.host);
  std::array<char, 256> name{};
  if (rules.allows_any_address && gethostname(name.data(), name.size() - 1) == 0) {
    rules.hosts.push_back(Lower(name.data()));
  }
  return rules;
}

Status WriteLinkFile(const std::string& path, const std::string& link) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Status(ErrorCode::kInvalidArgument, "cannot write the sign-in link to " + path);
  const std::string line = link + '\n';
  const bool is_written = fchmod(file, 0600) == 0 && write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  close(file);
  if (!is_written) return Status(ErrorCode::kResourceExhausted, "cannot write the sign-in link to " + path);
  return Status();
}

// Address, and the link while it is needed; flushed, because others wait for these lines.
Status Announce(SessionStore& sessions, const ServeOptions& options, const std::string& address) {
  std::printf("Kedang %s is served on %s\n", KEDANG_VERSION, address.c_str());
  KEDANG_ASSIGN(const std::optional<User> administrator, sessions.EnsureAdministrator());
  if (administrator && administrator->password_hash.empty()) {
    KEDANG_ASSIGN(const std::string secret, sessions.MakeSignInLink(administrator->id));
    const std::string link = address + "/#/signin/" + secret;
    std::printf("Sign in as %s, once, within 24 hours: %s\n", administrator->name.c_str(), link.c_str());
    if (!options.sign_in_link_file.empty()) KEDANG_RETURN_IF_ERROR(WriteLinkFile(options.sign_in_link_file, link));
  }
  std::fflush(stdout);
  return Status();
}

HttpResponse Health() {
  const nlohmann::json body = {{"status", "ok"}, {"version", KEDANG_VERSION}};
  return JsonResponse(200, body.dump());
}

// Whatever ends Serve, nobody is told of commits any more when what they would wake is gone.
struct StopAtEnd {
  ~StopAtEnd() { instance.Stop(); }
  Instance& instance;
};

Status Serve(Instance& instance, const std::string& directory, const ServeOptions& options) {
  std::unique_ptr<TlsContext> tls;
  if (!options.tls_key.empty()) {
    KEDANG_ASSIGN(tls, TlsContext::Load(options.tls_certificate, options.tls_key));
  }
  WakeHub wake;
  const StopAtEnd stop_at_end{instance};
  SessionStore sessions(instance);
  if (options.is_demo) {
    // First the administrator, then the sample's people: an administrator is only made while there is nobody.
    KEDANG_RETURN_IF_ERROR(sessions.EnsureAdministrator());
    KEDANG_RETURN_IF_ERROR(AddSampleData(instance));
  }
  KEDANG_RETURN_IF_ERROR(AddDefaultViews(instance));
  Auth auth(instance, sessions, wake);
  DeviceRoutes devices(instance, auth, wake);
  ResidentPool pool(instance);
  SyncRoutes sync(instance, auth, wake, pool);
  PresenceRoutes presence(instance, auth, wake);
  SchemaRoutes schemas(instance, auth);
  RecordRoutes records(instance, auth, pool);
  BatchRoutes batches(instance, auth);
  HttpRouter router;
  auth.AddRoutes(router);
  devices.AddRoutes(router);
  schemas.AddRoutes(router);
  records.AddRoutes(router);
  batches.AddRoutes(router);
  sync.AddRoutes(router);
  presence.AddRoutes(router);
  router.Add("GET", "/healthz", [](const HttpRequest&) { return Health(); });
  router.AddPrefix("GET", "/", ServeAsset);
  for (const Issue& broken : instance.rules().Broken()) LogError("rules: left out: " + broken.message);
  KEDANG_RETURN_IF_ERROR(instance.Watch([&wake](std::uint64_t) { wake.Notify(); }));

  HttpServer server(
      {RulesFor(options), tls.get(), options.max_connections_per_address, options.max_requests_per_address, options.trusted_proxies},
      [&router](const HttpRequest& request) { return router.Answer(request); },
      [&wake](std::shared_ptr<HttpConnection> connection, const std::string& session) {
        wake.Add(std::move(connection), session);
      });
  KEDANG_ASSIGN(const int port, server.Bind(options.host, options.port));
  const std::string shown_host = IsLoopback(options.host) || IsWildcard(options.host) ? "localhost" : InAddress(options.host);
  const std::string address = (tls ? "https://" : "http://") + shown_host + ':' + std::to_string(port);
  KEDANG_RETURN_IF_ERROR(Announce(sessions, options, address));

  ImportFolder folder({directory, options.import_folder, options.import_as, options.import_every});
  if (!options.import_folder.empty()) KEDANG_RETURN_IF_ERROR(folder.Start());
  QualityRounds rounds({directory, options.quality_every});
  if (options.quality_every > 0) rounds.Start();

  // The signals are blocked in every thread; only this one takes them.
  std::thread stopper([&server] {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    int signal = 0;
    sigwait(&signals, &signal);
    LogInfo("stopping");
    server.Stop();
  });
  server.Run();
  // It may have ended by itself.
  pthread_kill(stopper.native_handle(), SIGTERM);
  stopper.join();
  rounds.Stop();
  folder.Stop();
  return Status();
}

}  // namespace

namespace {

// Every browser keeps a stream open; many systems allow a process a thousand files unless it asks for more.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  constexpr rlim_t kWanted = 16384;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? kWanted : std::min<rlim_t>(limit.rlim_max, kWanted);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int RunServe(const CommonOptions& common, const ServeOptions& options) {
  if (const Status status = CheckOptions(options); !status.ok()) return Fail(status.error());
  if (const Status status = StartCrypto(); !status.ok()) return Fail(status.error());
  StartLog();
  RaiseFileLimit();
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const Status status = Serve(**instance, common.data_directory, options);
  if (!status.ok()) return Fail(status.error());
  LogInfo("stopped");
  return kDone;
}

}  // namespace kedang
