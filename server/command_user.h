// kedang user add | passwd | team | cap | offline | wipe | disable | enable | list.
#pragma once

#include <optional>

#include "server/command.h"

namespace kedang {

struct UserCommandOptions {
  std::string name;
  std::string display;
  std::string role = "member";
  std::string department;  // its name; empty: none
  std::string offline = "plain";  // off, encrypted, plain
  int offline_days = 7;
  std::string device;      // empty: all of them
  bool is_listing_devices = false;
  std::optional<std::uint32_t> row_cap;  // 0: none; nothing: as usual
};

// The password is the first line of standard input; asked for twice, unseen, on a terminal.
int RunUserAdd(const CommonOptions& common, const UserCommandOptions& options);
int RunUserPassword(const CommonOptions& common, const UserCommandOptions& options);
// Says to which department somebody belongs.
int RunUserTeam(const CommonOptions& common, const UserCommandOptions& options);
// Says how many records of others a device of somebody's holds at most.
int RunUserCap(const CommonOptions& common, const UserCommandOptions& options);
// What the browsers of somebody may keep.
int RunUserOffline(const CommonOptions& common, const UserCommandOptions& options);
// Deletes what the browsers of somebody keep, as soon as they are heard of; unsent edits stay for their owner.
int RunUserWipe(const CommonOptions& common, const UserCommandOptions& options);
// Ends somebody's access, with a wipe, or gives it back.
int RunUserActive(const CommonOptions& common, const UserCommandOptions& options, bool is_active);
int RunUserList(const CommonOptions& common, const UserCommandOptions& options);

}  // namespace kedang
