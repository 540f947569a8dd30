// Auth: the routes by which people sign in and out, and the question who sent a request.
//   POST /auth/signin {"name","password"}     POST /auth/link {"token"}      → 200 {"user":{…},"has_password":bool} + cookie
//   POST /auth/password {"old","new"}          "old" may be missing while there is no password yet; ends other sessions
//   POST /auth/signout                         GET /auth/me → the same JSON, or 401
// Errors are problem details with the codes bad_json, wrong_name_or_password, link_not_valid, too_many_tries,
// signed_out, wrong_password and those of CheckNewPassword.
#pragma once

#include "server/auth_throttle.h"
#include "server/http_router.h"
#include "server/password.h"
#include "server/session.h"
#include "server/wake.h"

namespace kedang {

class Auth {
 public:
  // All outlive this.
  Auth(Instance& instance, SessionStore& sessions, WakeHub& wake)
      : instance_(instance), sessions_(sessions), wake_(wake) {}

  void AddRoutes(HttpRouter& router);
  // Who sent the request; nothing when nobody is signed in. Failures of the database are errors.
  Result<std::optional<SignedIn>> Authenticate(const HttpRequest& request);

 private:
  HttpResponse SignIn(const HttpRequest& request);
  HttpResponse UseLink(const HttpRequest& request);
  HttpResponse ChangePassword(const HttpRequest& request);
  HttpResponse SignOut(const HttpRequest& request);
  HttpResponse Me(const HttpRequest& request);

  // Opens a session in place of the one the request had, and answers with its cookie.
  HttpResponse Welcome(const HttpRequest& request, const User& user);
  // Ends the session and its event streams.
  Status End(const std::string& session);
  // Milliseconds until account and address may try again; 0: now.
  int Throttle(const std::string& account, const std::string& address);

  Instance& instance_;
  SessionStore& sessions_;
  WakeHub& wake_;
  PasswordGate gate_;
  AuthThrottle account_throttle_{5};
  AuthThrottle address_throttle_{20};  // many people may share one address
};

}  // namespace kedang
