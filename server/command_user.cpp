#include "server/command_user.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/command_input.h"
#include "server/crypto.h"
#include "server/password.h"
#include "server/pool.h"
#include "server/user_table.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

std::string_view WordsOf(std::string_view fault) {
  if (fault == "password_too_short") return "a password needs at least 8 characters (first line of standard input)";
  if (fault == "password_too_long") return "the password is too long";
  return "this password is used so often that it is tried first; take another";
}

Result<std::string> ReadPassword(std::string_view user_name) {
  KEDANG_ASSIGN(const std::string password, ReadNewSecretLine("Password: "));
  const std::string_view fault = CheckNewPassword(user_name, password);
  if (!fault.empty()) return Error{ErrorCode::kInvalidArgument, std::string(WordsOf(fault))};
  return password;
}

Result<std::string> ReadPasswordHash(std::string_view user_name) {
  KEDANG_RETURN_IF_ERROR(StartCrypto());
  KEDANG_ASSIGN(const std::string password, ReadPassword(user_name));
  return HashPassword(password);
}

Result<User> Add(Instance& instance, const UserCommandOptions& options) {
  User user;
  const auto role = ParseRole(options.role);
  if (!role) {
    return Error{ErrorCode::kInvalidArgument, "no role '" + options.role + "'; there are: administrator, member, viewer"};
  }
  user.role = *role;
  user.name = options.name;
  user.display = options.display.empty() ? options.name : options.display;
  user.row_cap = options.row_cap;
  if (user.name.empty() || !IsValidUtf8(user.name) || !IsValidUtf8(user.display)) {
    return Error{ErrorCode::kInvalidArgument, "a name must be UTF-8 text and not empty"};
  }
  KEDANG_ASSIGN(user.password_hash, ReadPasswordHash(user.name));
  const TimeMs now = instance.clock().NowMs();
  user.id = MakeId(now, instance.random());
  KEDANG_RETURN_IF_ERROR(
      instance.writer().Submit([&](SqliteStore& store) { return AddUser(store.connection(), user, now); }));
  return user;
}

Result<User> ChangePassword(Instance& instance, const std::string& name) {
  std::optional<User> user;
  {
    KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
    KEDANG_ASSIGN(user, FindUser(reader->connection(), name));
  }
  if (!user) return Error{ErrorCode::kNotFound, "no user '" + name + "' (see: kedang user list)"};
  KEDANG_ASSIGN(const std::string hash, ReadPasswordHash(name));
  KEDANG_RETURN_IF_ERROR(instance.writer().Submit(
      [&](SqliteStore& store) { return SetPasswordHash(store.connection(), user->id, hash, ByteSpan()); }));
  return *user;
}

// Browsers are told when a number of the one order is taken: they ask, and get what other permissions make different.
Status TellReplicas(SqliteStore& store) {
  KEDANG_RETURN_IF_ERROR(store.NextSequence());
  return {};
}

Result<User> ChangeTeam(Instance& instance, const UserCommandOptions& options) {
  std::optional<User> user;
  Id department;
  {
    KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
    KEDANG_ASSIGN(user, FindUser(reader->connection(), options.name));
    KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(*reader, instance.schemas()));
    const std::vector<Id> found = names.RecordsTitled("department", options.department);
    if (!options.department.empty() && found.size() != 1) {
      return Error{ErrorCode::kNotFound, "no department '" + options.department + "'"};
    }
    if (!options.department.empty()) department = found.front();
  }
  if (!user) return Error{ErrorCode::kNotFound, "no user '" + options.name + "' (see: kedang user list)"};
  const Status changed = instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(SetUserDepartment(store.connection(), user->id, department));
    return TellReplicas(store);
  });
  if (!changed.ok()) return changed.error();
  return *user;
}

Result<User> ChangeCap(Instance& instance, const UserCommandOptions& options) {
  std::optional<User> user;
  {
    KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
    KEDANG_ASSIGN(user, FindUser(reader->connection(), options.name));
  }
  if (!user) return Error{ErrorCode::kNotFound, "no user '" + options.name + "' (see: kedang user list)"};
  const Status changed = instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(SetUserRowCap(store.connection(), user->id, options.row_cap));
    return TellReplicas(store);
  });
  if (!changed.ok()) return changed.error();
  user->row_cap = options.row_cap;
  return *user;
}

nlohmann::ordered_json UserJson(const User& user) {
  return {{"id", FormatId(user.id)},           {"name", user.name},
          {"display", user.display},           {"role", std::string(RoleName(user.role))},
          {"active", user.is_active},          {"has_password", !user.password_hash.empty()},
          {"row_cap", user.row_cap}};
}

int Answer(const CommonOptions& common, const Result<User>& user, const char* what) {
  if (!user.ok()) return Fail(user.error());
  if (common.is_json) {
    PrintJson(UserJson(*user));
  } else {
    std::printf("%s %s (%s)\n", what, user->name.c_str(), std::string(RoleName(user->role)).c_str());
  }
  return kDone;
}

}  // namespace

int RunUserAdd(const CommonOptions& common, const UserCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  return Answer(common, Add(**instance, options), "added");
}

int RunUserPassword(const CommonOptions& common, const UserCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  return Answer(common, ChangePassword(**instance, options.name), "new password for");
}

int RunUserTeam(const CommonOptions& common, const UserCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  return Answer(common, ChangeTeam(**instance, options), "changed the team of");
}

int RunUserCap(const CommonOptions& common, const UserCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  return Answer(common, ChangeCap(**instance, options), "changed the cap of");
}

int RunUserList(const CommonOptions& common) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto reader = (*instance)->Read();
  if (!reader.ok()) return Fail(reader.error());
  const auto users = ListUsers((*reader)->connection());
  if (!users.ok()) return Fail(users.error());
  auto list = nlohmann::ordered_json::array();
  for (const User& user : *users) {
    if (common.is_json) {
      list.push_back(UserJson(user));
    } else {
      const std::string cap = user.row_cap == 0 ? "" : "\tat most " + std::to_string(user.row_cap) + " records of others on a device";
      std::printf("%s\t%s\t%s\t%s%s\n", user.name.c_str(), user.display.c_str(), std::string(RoleName(user.role)).c_str(),
                  user.is_active ? "active" : "inactive", cap.c_str());
    }
  }
  if (common.is_json) PrintJson(list);
  return kDone;
}

}  // namespace kedang
