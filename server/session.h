// Sessions and sign-in links: who a request belongs to. The browser holds a secret of 256 bits, the database only its
// SHA-256. A session ends after 12 hours without a request or 30 days after signing in; what a browser keeps offline does
// not depend on it. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/instance.h"
#include "server/user_table.h"

namespace kedang {

struct SignedIn {
  User user;
  std::string session;  // name of the session: its hash in hexadecimal, no secret
};

class SessionStore {
 public:
  explicit SessionStore(Instance& instance) : instance_(instance) {}

  // The secret of a new session. `agent` is what the browser calls itself.
  Result<std::string> Open(Id user, std::string_view agent);
  // Nothing when the secret is unknown or expired or the user may no longer sign in. Role and permissions are those of
  // this moment.
  Result<std::optional<SignedIn>> Find(std::string_view secret);
  // By name; ending what does not exist is fine.
  Status End(const std::string& session);
  Result<std::vector<std::string>> SessionsOf(Id user);

  // The secret of a link that signs `user` in once within 24 hours; earlier links of the user stop working.
  Result<std::string> MakeSignInLink(Id user);
  // Uses the link up; nothing when it is unknown, used, expired, or the user may not sign in.
  Result<std::optional<User>> TakeSignInLink(std::string_view secret);

  // The administrator of an instance without users, made when needed; otherwise the first active administrator.
  Result<std::optional<User>> EnsureAdministrator();

 private:
  Instance& instance_;
};

}  // namespace kedang
