// kedang user add | passwd | team | cap | list.
#pragma once

#include "server/command.h"

namespace kedang {

struct UserCommandOptions {
  std::string name;
  std::string display;
  std::string role = "member";
  std::string department;  // its name; empty: none
  std::uint32_t row_cap = 0;  // 0: none
};

// The password is the first line of standard input; asked for twice, unseen, on a terminal.
int RunUserAdd(const CommonOptions& common, const UserCommandOptions& options);
int RunUserPassword(const CommonOptions& common, const UserCommandOptions& options);
// Says to which department somebody belongs.
int RunUserTeam(const CommonOptions& common, const UserCommandOptions& options);
// Says how many records of others a device of somebody's holds at most.
int RunUserCap(const CommonOptions& common, const UserCommandOptions& options);
int RunUserList(const CommonOptions& common);

}  // namespace kedang
