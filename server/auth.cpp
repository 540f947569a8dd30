#include "server/auth.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/crypto.h"
#include "server/log.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxAuthBytes = 8u << 10;
constexpr std::string_view kSecureCookie = "__Host-s";
constexpr std::string_view kPlainCookie = "s";

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// The text properties of a JSON object; nothing when the body is no such object.
std::optional<json> ParseBody(const HttpRequest& request) {
  if (request.body.size() > kMaxAuthBytes) return std::nullopt;
  json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  return body;
}

std::optional<std::string> TextOf(const json& body, const char* key) {
  const auto found = body.find(key);
  if (found == body.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

HttpResponse Failed(const Error& error) {
  LogError("auth: " + error.message);
  return ProblemResponse(StatusOf(error.code), ErrorCodeName(error.code));
}

HttpResponse UserResponse(const User& user) {
  const json body = {{"user",
                      {{"id", FormatId(user.id)},
                       {"name", user.name},
                       {"display", user.display},
                       {"role", std::string(RoleName(user.role))}}},
                     {"has_password", !user.password_hash.empty()}};
  return JsonResponse(200, body.dump(-1, ' ', false, json::error_handler_t::replace));
}

bool IsLoopbackHost(std::string_view host) {
  return host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
}

// Browsers keep Secure cookies of TLS and, most of them, of loopback; the plain one is for the others, and for networks
// where the operator allowed plain HTTP.
void SetCookies(const HttpRequest& request, std::string_view secret, HttpResponse& response) {
  const std::string rest = "; Path=/; HttpOnly; SameSite=Strict" + std::string(secret.empty() ? "; Max-Age=0" : "");
  if (request.is_tls || IsLoopbackHost(request.Header("host"))) {
    response.headers.emplace_back("Set-Cookie",
                                  std::string(kSecureCookie) + '=' + std::string(secret) + rest + "; Secure");
  }
  if (!request.is_tls) {
    response.headers.emplace_back("Set-Cookie", std::string(kPlainCookie) + '=' + std::string(secret) + rest);
  }
}

}  // namespace

void Auth::AddRoutes(HttpRouter& router) {
  router.Add("POST", "/auth/signin", [this](const HttpRequest& request) { return SignIn(request); });
  router.Add("POST", "/auth/link", [this](const HttpRequest& request) { return UseLink(request); });
  router.Add("POST", "/auth/password", [this](const HttpRequest& request) { return ChangePassword(request); });
  router.Add("POST", "/auth/signout", [this](const HttpRequest& request) { return SignOut(request); });
  router.Add("GET", "/auth/me", [this](const HttpRequest& request) { return Me(request); });
}

Result<std::optional<SignedIn>> Auth::Authenticate(const HttpRequest& request) {
  std::optional<std::string_view> secret = request.Cookie(kSecureCookie);
  if (!secret && !request.is_tls) secret = request.Cookie(kPlainCookie);
  if (!secret || secret->empty()) return std::optional<SignedIn>();
  return sessions_.Find(*secret);
}

int Auth::Throttle(const std::string& account, const std::string& address) {
  const TimeMs now = instance_.clock().NowMs();
  return std::max(account_throttle_.Try(account, now), address_throttle_.Try(address, now));
}

HttpResponse Auth::SignIn(const HttpRequest& request) {
  const auto body = ParseBody(request);
  const auto name = body ? TextOf(*body, "name") : std::nullopt;
  const auto password = body ? TextOf(*body, "password") : std::nullopt;
  if (!name || !password) return ProblemResponse(400, "bad_json");
  const std::string account = Lower(*name);
  if (const int wait_ms = Throttle(account, request.address)) return ProblemResponse(429, "too_many_tries", wait_ms);
  std::optional<User> user;
  {
    auto reader = instance_.Read();
    if (!reader.ok()) return Failed(reader.error());
    auto found = FindUser((*reader)->connection(), *name);
    if (!found.ok()) return Failed(found.error());
    user = std::move(*found);
  }
  // A name nobody has costs the same time as one that somebody has.
  const auto is_right = gate_.Verify(*password, user ? user->password_hash : std::string());
  if (!is_right.ok()) return ProblemResponse(429, "too_many_tries", 2000);
  if (!*is_right || !user || !user->is_active) return ProblemResponse(401, "wrong_name_or_password");
  account_throttle_.Succeed(account);
  address_throttle_.Succeed(request.address);
  if (IsPasswordHashOutdated(user->password_hash)) {
    const auto hash = gate_.Hash(*password);
    // When it fails now it happens the next time.
    if (hash.ok()) {
      const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
        KEDANG_ASSIGN(Statement statement,
                      store.connection().Prepare("UPDATE user SET password_hash = ?2 WHERE id = ?1"));
        return statement.Bind(1, FormatId(user->id)).Bind(2, *hash).Run();
      });
      if (!status.ok()) return Failed(status.error());
    }
  }
  return Welcome(request, *user);
}

HttpResponse Auth::UseLink(const HttpRequest& request) {
  const auto body = ParseBody(request);
  const auto token = body ? TextOf(*body, "token") : std::nullopt;
  if (!token) return ProblemResponse(400, "bad_json");
  const int wait_ms = address_throttle_.Try(request.address, instance_.clock().NowMs());
  if (wait_ms > 0) return ProblemResponse(429, "too_many_tries", wait_ms);
  const auto user = sessions_.TakeSignInLink(*token);
  if (!user.ok()) return Failed(user.error());
  if (!user.value()) return ProblemResponse(401, "link_not_valid");
  address_throttle_.Succeed(request.address);
  return Welcome(request, **user);
}

HttpResponse Auth::Welcome(const HttpRequest& request, const User& user) {
  const auto before = Authenticate(request);
  if (before.ok() && before.value()) {
    if (const Status status = End((*before)->session); !status.ok()) return Failed(status.error());
  }
  const auto secret = sessions_.Open(user.id, request.Header("user-agent"));
  if (!secret.ok()) return Failed(secret.error());
  HttpResponse response = UserResponse(user);
  SetCookies(request, *secret, response);
  return response;
}

HttpResponse Auth::ChangePassword(const HttpRequest& request) {
  const auto signed_in = Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!signed_in.value()) return ProblemResponse(401, "signed_out");
  const User& user = (*signed_in)->user;
  const auto body = ParseBody(request);
  const auto fresh = body ? TextOf(*body, "new") : std::nullopt;
  if (!fresh) return ProblemResponse(400, "bad_json");
  if (!user.password_hash.empty()) {
    const std::string account = Lower(user.name);
    if (const int wait_ms = Throttle(account, request.address)) return ProblemResponse(429, "too_many_tries", wait_ms);
    const auto is_right = gate_.Verify(TextOf(*body, "old").value_or(""), user.password_hash);
    if (!is_right.ok()) return ProblemResponse(429, "too_many_tries", 2000);
    if (!*is_right) return ProblemResponse(403, "wrong_password");
    account_throttle_.Succeed(account);
    address_throttle_.Succeed(request.address);
  }
  const std::string_view fault = CheckNewPassword(user.name, *fresh);
  if (!fault.empty()) return ProblemResponse(400, fault);
  const auto hash = gate_.Hash(*fresh);
  if (!hash.ok()) return ProblemResponse(429, "too_many_tries", 2000);
  const auto sessions = sessions_.SessionsOf(user.id);
  if (!sessions.ok()) return Failed(sessions.error());
  const std::string& own = (*signed_in)->session;
  const Bytes kept = FromHex(own).value_or(Bytes());
  const Status status = instance_.writer().Submit(
      [&](SqliteStore& store) { return SetPasswordHash(store.connection(), user.id, *hash, kept); });
  if (!status.ok()) return Failed(status.error());
  for (const std::string& session : *sessions) {
    if (session != own) wake_.EndSession(session);
  }
  User changed = user;
  changed.password_hash = *hash;
  return UserResponse(changed);
}

HttpResponse Auth::SignOut(const HttpRequest& request) {
  const auto signed_in = Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (signed_in.value()) {
    if (const Status status = End((*signed_in)->session); !status.ok()) return Failed(status.error());
  }
  HttpResponse response;
  response.status = 204;
  SetCookies(request, "", response);
  return response;
}

HttpResponse Auth::Me(const HttpRequest& request) {
  const auto signed_in = Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  return signed_in.value() ? UserResponse((*signed_in)->user) : ProblemResponse(401, "signed_out");
}

Status Auth::End(const std::string& session) {
  wake_.EndSession(session);
  return sessions_.End(session);
}

}  // namespace kedang
