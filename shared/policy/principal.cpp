#include "shared/policy/principal.h"

#include <array>

namespace kedang {
namespace {

constexpr std::array<std::string_view, 3> kRoleNames = {"administrator", "member", "viewer"};

}  // namespace

std::string_view RoleName(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

std::optional<Role> ParseRole(std::string_view name) {
  for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
    if (kRoleNames[i] == name) return static_cast<Role>(i);
  }
  return std::nullopt;
}

std::optional<Record> Project(const Principal&, const Record& record) { return record; }

// Project makes no difference between people yet.
std::string VisibilityKey(const Principal&) { return "everything"; }

bool MayWrite(const Principal& principal, SchemaId, FieldId) { return principal.role != Role::kViewer; }

bool MayDelete(const Principal& principal, SchemaId) { return principal.role != Role::kViewer; }

bool MayAdminister(const Principal& principal) { return principal.role == Role::kAdministrator; }

}  // namespace kedang
