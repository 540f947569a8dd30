// kedang user add | passwd | team | list.
#pragma once

#include "server/command.h"

namespace kedang {

struct UserCommandOptions {
  std::string name;
  std::string display;
  std::string role = "member";
  std::string department;  // its name; empty: none
};

// The password is the first line of standard input; asked for twice, unseen, on a terminal.
int RunUserAdd(const CommonOptions& common, const UserCommandOptions& options);
int RunUserPassword(const CommonOptions& common, const UserCommandOptions& options);
// Says to which department somebody belongs.
int RunUserTeam(const CommonOptions& common, const UserCommandOptions& options);
int RunUserList(const CommonOptions& common);

}  // namespace kedang
