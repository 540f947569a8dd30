// Principal: who asks. Policy: the one place that says what a principal may see and do. Every way to data (sync, search,
// export, API, command line) goes through Project and MayWrite.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/model/record.h"

namespace kedang {

enum class Role : std::uint8_t { kAdministrator, kMember, kViewer };

std::string_view RoleName(Role role);  // "administrator", "member", "viewer"
std::optional<Role> ParseRole(std::string_view name);

struct Principal {
  Id user;
  std::string name;  // sign-in name
  Role role = Role::kViewer;
  std::uint64_t permission_version = 1;  // rises with every change of what this user may do
};

// A person as others see them: for owner fields, authors of changes, initials.
struct Person {
  Id id;
  std::string name;
  bool is_active = true;
};

// What `principal` may see of `record`: nothing when the row is not theirs to know.
std::optional<Record> Project(const Principal& principal, const Record& record);
// Principals with the same key see the same of every record: what was made for one may be given to the other.
std::string VisibilityKey(const Principal& principal);
bool MayWrite(const Principal& principal, SchemaId schema, FieldId field);
bool MayDelete(const Principal& principal, SchemaId schema);
bool MayAdminister(const Principal& principal);

}  // namespace kedang
