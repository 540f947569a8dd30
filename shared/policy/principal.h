// Principal: who asks. Policy: the one place that says what a principal may see and do. Every way to data (sync, search,
// export, API, command line) goes through Project and MayWrite.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

enum class Role : std::uint8_t { kAdministrator, kMember, kViewer };

std::string_view RoleName(Role role);  // "administrator", "member", "viewer"
std::optional<Role> ParseRole(std::string_view name);

struct Principal {
  Id user;
  std::string name;  // sign-in name
  Role role = Role::kViewer;
  std::uint64_t permission_version = 1;  // rises with every change of what this user may do
  std::vector<Id> teams = {};  // departments the user belongs to; for the server only
  std::uint32_t row_cap = 0;   // most records of others that a device of theirs holds; 0: all; for the server only
};

// A person as others see them: for owner fields, authors of changes, initials.
struct Person {
  Id id;
  std::string name;
  bool is_active = true;
};

// Whether the record is that person's: by the schema's owner field.
bool IsOwnerOf(const Principal& principal, const Schema& schema, const Record& record);
// Of schemas with a visibility: its owner sees every record, a team those shared with it, everybody the rest. Nobody else,
// administrators included, sees what is private: it is not even sent to them.
bool MaySee(const Principal& principal, const Schema& schema, const Record& record);
// What `principal` may see of `record`: nothing when the row is not theirs to know.
std::optional<Record> Project(const Principal& principal, const SchemaSet& schemas, const Record& record);
// Records that not everybody sees who has the same VisibilityKey: they are told apart by Project for each person.
bool IsPersonal(const SchemaSet& schemas, const Record& record);
// Principals with the same key see the same of every record that is not personal: what was made for one may be given to
// the other.
std::string VisibilityKey(const Principal& principal);
// Principals with the same key are given the same of a record that both see.
std::string ProjectionKey(const Principal& principal);
// What a device holds of the records its user sees: these always; of the others, when there is a cap, the `row_cap` that
// were changed last.
bool IsAlwaysHeld(const Principal& principal, const Schema& schema, const Record& record);

bool MayWrite(const Principal& principal, const Schema& schema, FieldId field);
bool MayDelete(const Principal& principal, const Schema& schema);
// Of schemas with a visibility: only its owner and administrators change a record that they see, and nobody makes one for
// somebody else; who only reads keeps private ones. `before` is null for a new record.
bool MayChange(const Principal& principal, const Schema& schema, const Record* before, const Record& after);
bool MayAdminister(const Principal& principal);

}  // namespace kedang
