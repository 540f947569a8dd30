#include "wasm/app/session.h"

#include <nlohmann/json.hpp>

#include "wasm/platform/network.h"

namespace kedang {
namespace {

using nlohmann::json;

std::string TextOf(const json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

ResponseCallback Answer(SessionCallback done) {
  return [done = std::move(done)](const HttpResponse& response) {
    SessionUser user;
    if (response.failure != HttpResponse::Failure::kNone || response.status >= 500) {
      done(SessionAnswer::kUnreachable, user, "unreachable");
      return;
    }
    const json body = json::parse(AsText(response.body), nullptr, false);
    if (!response.ok()) {
      std::string code = TextOf(body, "code");
      done(SessionAnswer::kSignedOut, user, code.empty() ? "refused" : code);
      return;
    }
    const auto who = body.is_object() ? body.find("user") : body.end();
    const auto id = body.is_object() && who != body.end() ? ParseId(TextOf(*who, "id")) : std::nullopt;
    if (!id) {
      done(SessionAnswer::kSignedOut, user, "");
      return;
    }
    user.id = *id;
    user.name = TextOf(*who, "name");
    user.display = TextOf(*who, "display");
    user.role = TextOf(*who, "role");
    user.is_administrator = user.role == "administrator";
    const auto has_password = body.find("has_password");
    user.has_password = has_password == body.end() || !has_password->is_boolean() || has_password->get<bool>();
    done(SessionAnswer::kSignedIn, user, "");
  };
}

std::string Dump(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

void AskWhoIsSignedIn(SessionCallback done) { Get("/auth/me", Answer(std::move(done))); }

void SignIn(std::string_view name, std::string_view password, SessionCallback done) {
  PostJson("/auth/signin", Dump({{"name", std::string(name)}, {"password", std::string(password)}}), Answer(std::move(done)));
}

void SignInByLink(std::string_view token, SessionCallback done) {
  PostJson("/auth/link", Dump({{"token", std::string(token)}}), Answer(std::move(done)));
}

void ChangePassword(std::string_view old_password, std::string_view new_password, SessionCallback done) {
  json body = {{"new", std::string(new_password)}};
  if (!old_password.empty()) body["old"] = std::string(old_password);
  PostJson("/auth/password", Dump(body), Answer(std::move(done)));
}

void SignOut(SessionCallback done) { PostJson("/auth/signout", "{}", Answer(std::move(done))); }

}  // namespace kedang
