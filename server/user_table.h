// The people of an instance as the database keeps them. Names are compared without regard to ASCII case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/sqlite.h"
#include "shared/policy/offline_policy.h"
#include "shared/policy/principal.h"

namespace kedang {

struct User {
  Id id;
  std::string name;           // to sign in with
  std::string display;        // as others see it
  Role role = Role::kMember;
  std::string password_hash;  // empty: no password yet, only sign-in links
  bool is_active = true;
  std::uint64_t permission_version = 1;
  OfflinePolicy offline;      // what their browsers may keep
  Id department;              // the team: a record of the schema department; nil: none
  std::uint32_t row_cap = 0;  // most records of others that a device of theirs holds; 0: all
};

Principal PrincipalOf(const User& user);
Person PersonOf(const User& user);

Result<std::optional<User>> FindUser(Connection& connection, std::string_view name);
Result<std::optional<User>> FindUserById(Connection& connection, Id id);
// By name, inactive ones included.
Result<std::vector<User>> ListUsers(Connection& connection);

// These run inside a write transaction.
// kAlreadyExists when the name is taken.
Status AddUser(Connection& connection, const User& user, TimeMs now);
// Also ends every session of the user but the one whose token has this hash (empty: all).
Status SetPasswordHash(Connection& connection, Id user, std::string_view password_hash, ByteSpan kept_session);
// Raises the permission version; an inactive user's sessions end. Their devices are wiped by WipeDevices.
Status SetUserActive(Connection& connection, Id user, bool is_active);
// Raises the permission version, so that browsers ask.
Status SetUserOffline(Connection& connection, Id user, const OfflinePolicy& policy);
Status SetUserRole(Connection& connection, Id user, Role role);
// Nil: no team any more. What is shared with a team is seen otherwise: raises the permission version.
Status SetUserDepartment(Connection& connection, Id user, Id department);
// 0: none. Raises the permission version.
Status SetUserRowCap(Connection& connection, Id user, std::uint32_t row_cap);

}  // namespace kedang
