// Session: who is signed in, as the server says. The session itself is a cookie that script cannot read.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "shared/model/id.h"

namespace kedang {

// Who was here last: id, sign-in name, display name and role, one a line.
inline constexpr char kUserSetting[] = "user";

struct SessionUser {
  Id id;
  std::string name;     // sign-in name
  std::string display;  // as others see it
  bool has_password = true;
  bool is_administrator = false;
  std::string role = "member";  // as the server calls it
};

enum class SessionAnswer : std::uint8_t { kSignedIn, kSignedOut, kUnreachable };

// `code` is the server's word for what went wrong ("wrong_name_or_password"), empty when nothing did; "unreachable" when
// there is no network.
using SessionCallback = std::function<void(SessionAnswer answer, const SessionUser& user, const std::string& code)>;

void AskWhoIsSignedIn(SessionCallback done);
void SignIn(std::string_view name, std::string_view password, SessionCallback done);
void SignInByLink(std::string_view token, SessionCallback done);
// `old_password` is empty while there is none yet.
void ChangePassword(std::string_view old_password, std::string_view new_password, SessionCallback done);
void SignOut(SessionCallback done);

}  // namespace kedang
