#include "server/user_table.h"

namespace kedang {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, name, display, role, coalesce(password_hash, ''), is_active, permission_version, department, "
    "row_cap, offline, offline_days FROM user ";

Result<User> ReadUser(const Statement& statement) {
  const auto id = ParseId(statement.Text(0));
  const auto role = ParseRole(statement.Text(3));
  if (!id || !role) return Error{ErrorCode::kCorrupt, "table user: a row without a known id or role"};
  User user;
  user.id = *id;
  user.name = statement.Text(1);
  user.display = statement.Text(2);
  user.role = *role;
  user.password_hash = statement.Text(4);
  user.is_active = statement.Integer(5) != 0;
  user.permission_version = static_cast<std::uint64_t>(statement.Integer(6));
  user.department = ParseId(statement.Text(7)).value_or(Id());
  user.row_cap = static_cast<std::uint32_t>(statement.Integer(8));
  const auto mode = ParseOfflineMode(statement.Text(9));
  if (!mode) return Error{ErrorCode::kCorrupt, "table user: a row without a known offline policy"};
  user.offline = {*mode, static_cast<int>(statement.Integer(10))};
  return user;
}

Result<std::optional<User>> ReadOne(Statement& statement) {
  KEDANG_ASSIGN(const bool has_row, statement.Step());
  if (!has_row) return std::optional<User>();
  KEDANG_ASSIGN(User user, ReadUser(statement));
  return std::optional<User>(std::move(user));
}

Status EndSessions(Connection& connection, Id user, ByteSpan kept_session) {
  KEDANG_ASSIGN(Statement statement, connection.Prepare("DELETE FROM session WHERE user = ?1 AND token_hash <> ?2"));
  return statement.Bind(1, FormatId(user)).BindBlob(2, kept_session).Run();
}

}  // namespace

Principal PrincipalOf(const User& user) {
  Principal principal;
  principal.user = user.id;
  principal.name = user.name;
  principal.role = user.role;
  principal.permission_version = user.permission_version;
  if (!user.department.is_nil()) principal.teams.push_back(user.department);
  principal.row_cap = user.row_cap;
  return principal;
}

Person PersonOf(const User& user) {
  Person person;
  person.id = user.id;
  person.name = user.display;
  person.is_active = user.is_active;
  return person;
}

Result<std::optional<User>> FindUser(Connection& connection, std::string_view name) {
  KEDANG_ASSIGN(Statement statement, connection.Prepare(std::string(kSelect) + "WHERE name = ?1"));
  statement.Bind(1, name);
  return ReadOne(statement);
}

Result<std::optional<User>> FindUserById(Connection& connection, Id id) {
  KEDANG_ASSIGN(Statement statement, connection.Prepare(std::string(kSelect) + "WHERE id = ?1"));
  const std::string text = FormatId(id);
  statement.Bind(1, text);
  return ReadOne(statement);
}

Result<std::vector<User>> ListUsers(Connection& connection) {
  KEDANG_ASSIGN(Statement statement, connection.Prepare(std::string(kSelect) + "ORDER BY name"));
  std::vector<User> users;
  while (true) {
    KEDANG_ASSIGN(const bool has_row, statement.Step());
    if (!has_row) return users;
    KEDANG_ASSIGN(User user, ReadUser(statement));
    users.push_back(std::move(user));
  }
}

Status AddUser(Connection& connection, const User& user, TimeMs now) {
  KEDANG_ASSIGN(const std::optional<User> other, FindUser(connection, user.name));
  if (other) return Status(ErrorCode::kAlreadyExists, "there is a user of the name " + user.name + " already");
  KEDANG_ASSIGN(Statement statement,
                connection.Prepare("INSERT INTO user (id, name, display, role, password_hash, is_active, "
                                   "permission_version, created_ms, row_cap, offline, offline_days) "
                                   "VALUES (?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7, ?8, ?9, ?10, ?11)"));
  const std::string id = FormatId(user.id);
  statement.Bind(1, id).Bind(2, user.name).Bind(3, user.display).Bind(4, RoleName(user.role));
  statement.Bind(9, user.row_cap).Bind(10, OfflineModeName(user.offline.mode)).Bind(11, user.offline.days);
  return statement.Bind(5, user.password_hash).Bind(6, user.is_active).Bind(7, user.permission_version).Bind(8, now).Run();
}

Status SetPasswordHash(Connection& connection, Id user, std::string_view password_hash, ByteSpan kept_session) {
  {
    KEDANG_ASSIGN(Statement statement, connection.Prepare("UPDATE user SET password_hash = ?2 WHERE id = ?1"));
    const std::string id = FormatId(user);
    KEDANG_RETURN_IF_ERROR(statement.Bind(1, id).Bind(2, password_hash).Run());
  }
  return EndSessions(connection, user, kept_session);
}

Status SetUserActive(Connection& connection, Id user, bool is_active) {
  {
    KEDANG_ASSIGN(Statement statement,
                  connection.Prepare("UPDATE user SET is_active = ?2, permission_version = permission_version + 1 "
                                     "WHERE id = ?1"));
    const std::string id = FormatId(user);
    KEDANG_RETURN_IF_ERROR(statement.Bind(1, id).Bind(2, is_active).Run());
  }
  return is_active ? Status() : EndSessions(connection, user, ByteSpan());
}

Status SetUserOffline(Connection& connection, Id user, const OfflinePolicy& policy) {
  KEDANG_ASSIGN(Statement statement,
                connection.Prepare("UPDATE user SET offline = ?2, offline_days = ?3, "
                                   "permission_version = permission_version + 1 WHERE id = ?1"));
  const std::string id = FormatId(user);
  return statement.Bind(1, id).Bind(2, OfflineModeName(policy.mode)).Bind(3, policy.days).Run();
}

Status SetUserRole(Connection& connection, Id user, Role role) {
  KEDANG_ASSIGN(Statement statement,
                connection.Prepare("UPDATE user SET role = ?2, permission_version = permission_version + 1 "
                                   "WHERE id = ?1"));
  const std::string id = FormatId(user);
  return statement.Bind(1, id).Bind(2, RoleName(role)).Run();
}

Status SetUserDepartment(Connection& connection, Id user, Id department) {
  KEDANG_ASSIGN(Statement statement,
                connection.Prepare("UPDATE user SET department = ?2, permission_version = permission_version + 1 "
                                   "WHERE id = ?1"));
  const std::string id = FormatId(user), team = department.is_nil() ? std::string() : FormatId(department);
  return statement.Bind(1, id).Bind(2, team).Run();
}

Status SetUserRowCap(Connection& connection, Id user, std::uint32_t row_cap) {
  KEDANG_ASSIGN(Statement statement,
                connection.Prepare("UPDATE user SET row_cap = ?2, permission_version = permission_version + 1 "
                                   "WHERE id = ?1"));
  const std::string id = FormatId(user);
  return statement.Bind(1, id).Bind(2, row_cap).Run();
}

}  // namespace kedang
