#include "server/command_user.h"

#include <cstdio>
#include <functional>

#include <nlohmann/json.hpp>

#include "server/command_input.h"
#include "server/crypto.h"
#include "server/device_table.h"
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

Result<OfflinePolicy> ParsePolicy(const UserCommandOptions& options) {
  const auto mode = ParseOfflineMode(options.offline);
  if (!mode) return Error{ErrorCode::kInvalidArgument, "no mode '" + options.offline + "'; there are: off, encrypted, plain"};
  const OfflinePolicy policy{*mode, options.offline_days};
  if (!IsValid(policy)) return Error{ErrorCode::kInvalidArgument, "--days is 1 to 7"};
  return policy;
}

// The cap somebody has with this mode: what is asked for, what there is, or the usual one of sealed data.
std::uint32_t CapOf(const User& user, const UserCommandOptions& options) {
  if (options.row_cap) return *options.row_cap;
  return user.row_cap == 0 && user.offline.mode == OfflineMode::kEncrypted ? kOfflineRowCap : user.row_cap;
}

Result<User> FindNamed(Instance& instance, const std::string& name) {
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  KEDANG_ASSIGN(const std::optional<User> user, FindUser(reader->connection(), name));
  if (!user) return Error{ErrorCode::kNotFound, "no user '" + name + "' (see: kedang user list)"};
  return *user;
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
  KEDANG_ASSIGN(user.offline, ParsePolicy(options));
  user.row_cap = CapOf(user, options);
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

Result<User> ChangePassword(Instance& instance, const UserCommandOptions& options) {
  KEDANG_ASSIGN(const User user, FindNamed(instance, options.name));
  KEDANG_ASSIGN(const std::string hash, ReadPasswordHash(options.name));
  KEDANG_RETURN_IF_ERROR(instance.writer().Submit(
      [&](SqliteStore& store) { return SetPasswordHash(store.connection(), user.id, hash, ByteSpan()); }));
  return user;
}

// Browsers are told when a number of the one order is taken: they ask, and get what other permissions make different.
Status TellReplicas(SqliteStore& store) {
  KEDANG_RETURN_IF_ERROR(store.NextSequence());
  return {};
}

Result<User> ChangeTeam(Instance& instance, const UserCommandOptions& options) {
  KEDANG_ASSIGN(const User user, FindNamed(instance, options.name));
  Id department;
  if (!options.department.empty()) {
    KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
    KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(*reader, instance.schemas()));
    const std::vector<Id> found = names.RecordsTitled("department", options.department);
    if (found.size() != 1) return Error{ErrorCode::kNotFound, "no department '" + options.department + "'"};
    department = found.front();
  }
  const Status status = instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(SetUserDepartment(store.connection(), user.id, department));
    return TellReplicas(store);
  });
  KEDANG_RETURN_IF_ERROR(status);
  return user;
}

Result<User> ChangeCap(Instance& instance, const UserCommandOptions& options) {
  KEDANG_ASSIGN(User user, FindNamed(instance, options.name));
  user.row_cap = options.row_cap.value_or(0);
  const Status status = instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(SetUserRowCap(store.connection(), user.id, user.row_cap));
    return TellReplicas(store);
  });
  KEDANG_RETURN_IF_ERROR(status);
  return user;
}

Result<User> ChangeOffline(Instance& instance, const UserCommandOptions& options) {
  KEDANG_ASSIGN(const OfflinePolicy policy, ParsePolicy(options));
  KEDANG_ASSIGN(User user, FindNamed(instance, options.name));
  user.offline = policy;
  const std::uint32_t cap = CapOf(user, options);
  const Status status = instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_RETURN_IF_ERROR(SetUserOffline(store.connection(), user.id, policy));
    if (cap != user.row_cap) KEDANG_RETURN_IF_ERROR(SetUserRowCap(store.connection(), user.id, cap));
    return TellReplicas(store);
  });
  KEDANG_RETURN_IF_ERROR(status);
  user.row_cap = cap;
  return user;
}

Result<User> Wipe(Instance& instance, const UserCommandOptions& options) {
  KEDANG_ASSIGN(const User user, FindNamed(instance, options.name));
  Id device;
  if (!options.device.empty()) {
    const auto id = ParseId(options.device);
    if (!id) return Error{ErrorCode::kInvalidArgument, "--device is no id (see: kedang user list --devices)"};
    device = *id;
  }
  KEDANG_RETURN_IF_ERROR(instance.writer().Submit(
      [&](SqliteStore& store) { return WipeDevices(store, user.id, device, instance.clock().NowMs()); }));
  return user;
}

Result<User> ChangeActive(Instance& instance, const std::string& name, bool is_active) {
  KEDANG_ASSIGN(User user, FindNamed(instance, name));
  const Status status = instance.writer().Submit([&](SqliteStore& store) -> Status {
    if (const Status changed = SetUserActive(store.connection(), user.id, is_active); !changed.ok()) return changed;
    return is_active ? Status() : WipeDevices(store, user.id, Id(), instance.clock().NowMs());
  });
  KEDANG_RETURN_IF_ERROR(status);
  user.is_active = is_active;
  return user;
}

nlohmann::ordered_json DeviceJson(const Device& device) {
  return {{"id", FormatId(device.id)},
          {"user", FormatId(device.user)},
          {"agent", device.agent},
          {"created", FormatTimeUtc(device.created_ms)},
          {"seen", FormatTimeUtc(device.seen_ms)},
          {"state", device.is_open ? "open" : device.told_ms != 0 ? "wiped" : "to be wiped"}};
}

nlohmann::ordered_json UserJson(const User& user) {
  return {{"id", FormatId(user.id)},           {"name", user.name},
          {"display", user.display},           {"role", std::string(RoleName(user.role))},
          {"active", user.is_active},          {"has_password", !user.password_hash.empty()},
          {"offline", std::string(OfflineModeName(user.offline.mode))}, {"offline_days", user.offline.days},
          {"row_cap", user.row_cap}};
}

// Does `action` and says so.
int Run(const CommonOptions& common, const char* what, const std::function<Result<User>(Instance&)>& action) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const Result<User> user = action(**instance);
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
  return Run(common, "added", [&](Instance& instance) { return Add(instance, options); });
}

int RunUserPassword(const CommonOptions& common, const UserCommandOptions& options) {
  return Run(common, "new password for", [&](Instance& instance) { return ChangePassword(instance, options); });
}

int RunUserTeam(const CommonOptions& common, const UserCommandOptions& options) {
  return Run(common, "changed the team of", [&](Instance& instance) { return ChangeTeam(instance, options); });
}

int RunUserCap(const CommonOptions& common, const UserCommandOptions& options) {
  return Run(common, "changed the cap of", [&](Instance& instance) { return ChangeCap(instance, options); });
}

int RunUserOffline(const CommonOptions& common, const UserCommandOptions& options) {
  return Run(common, "changed what browsers keep of", [&](Instance& instance) { return ChangeOffline(instance, options); });
}

int RunUserWipe(const CommonOptions& common, const UserCommandOptions& options) {
  return Run(common, "wiped the browsers of", [&](Instance& instance) { return Wipe(instance, options); });
}

int RunUserActive(const CommonOptions& common, const UserCommandOptions& options, bool is_active) {
  return Run(common, is_active ? "enabled" : "disabled and wiped",
             [&](Instance& instance) { return ChangeActive(instance, options.name, is_active); });
}

int RunUserList(const CommonOptions& common, const UserCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto reader = (*instance)->Read();
  if (!reader.ok()) return Fail(reader.error());
  const auto users = ListUsers((*reader)->connection());
  if (!users.ok()) return Fail(users.error());
  std::vector<Device> devices;
  if (options.is_listing_devices) {
    auto all = ListDevices((*reader)->connection(), Id());
    if (!all.ok()) return Fail(all.error());
    devices = std::move(*all);
  }
  auto list = nlohmann::ordered_json::array();
  for (const User& user : *users) {
    auto entry = UserJson(user);
    const std::string days = user.offline.mode == OfflineMode::kEncrypted ? " " + std::to_string(user.offline.days) + "d" : "";
    const std::string cap = user.row_cap == 0 ? "" : "\tat most " + std::to_string(user.row_cap) + " records of others on a device";
    if (!common.is_json) {
      std::printf("%s\t%s\t%s\t%s\t%s%s%s\n", user.name.c_str(), user.display.c_str(), std::string(RoleName(user.role)).c_str(),
                  user.is_active ? "active" : "inactive", std::string(OfflineModeName(user.offline.mode)).c_str(), days.c_str(),
                  cap.c_str());
    }
    for (const Device& device : devices) {
      if (!(device.user == user.id)) continue;
      const auto words = DeviceJson(device);
      entry["devices"].push_back(words);
      if (!common.is_json) {
        std::printf("\t%s\t%s\t%s\t%s\n", FormatId(device.id).c_str(), words["seen"].get<std::string>().c_str(),
                    words["state"].get<std::string>().c_str(), device.agent.c_str());
      }
    }
    list.push_back(std::move(entry));
  }
  if (common.is_json) PrintJson(list);
  return kDone;
}

}  // namespace kedang
