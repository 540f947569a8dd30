#include "shared/policy/principal.h"

#include <algorithm>
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

namespace {

constexpr std::string_view kPrivate = "private", kTeam = "team";

}  // namespace

bool IsOwnerOf(const Principal& principal, const Schema& schema, const Record& record) {
  if (schema.owner == 0 || principal.user.is_nil()) return false;
  return record.Get(schema.owner).text() == FormatId(principal.user);
}

bool MaySee(const Principal& principal, const Schema& schema, const Record& record) {
  if (schema.visibility == 0 || IsOwnerOf(principal, schema, record)) return true;
  const std::string& seen_by = record.Get(schema.visibility).text();
  if (seen_by == kPrivate) return false;
  if (seen_by != kTeam) return true;
  const std::string& team = record.Get(schema.team).text();
  return std::any_of(principal.teams.begin(), principal.teams.end(), [&team](Id id) { return FormatId(id) == team; });
}

std::optional<Record> Project(const Principal& principal, const SchemaSet& schemas, const Record& record) {
  const Schema* schema = schemas.Find(record.schema);
  if (schema != nullptr && !MaySee(principal, *schema, record)) return std::nullopt;
  return record;
}

bool IsPersonal(const SchemaSet& schemas, const Record& record) {
  const Schema* schema = schemas.Find(record.schema);
  if (schema == nullptr || schema->visibility == 0) return false;
  const std::string& seen_by = record.Get(schema->visibility).text();
  return seen_by == kPrivate || seen_by == kTeam;
}

// What is told apart is personal: it is in no snapshot for all.
std::string VisibilityKey(const Principal&) { return "everything"; }

std::string ProjectionKey(const Principal&) { return "whole"; }

bool IsAlwaysHeld(const Principal& principal, const Schema& schema, const Record& record) {
  return schema.is_system || IsOwnerOf(principal, schema, record);
}

// The program's own records (saved views) are kept by readers, too.
bool MayWrite(const Principal& principal, const Schema& schema, FieldId field) {
  const Field* written = schema.Find(field);
  if (written != nullptr && written->is_administrative && !MayAdminister(principal)) return false;
  return principal.role != Role::kViewer || schema.is_system;
}

// What only administrators may name they alone take away.
bool MayDelete(const Principal& principal, const Schema& schema) {
  return MayWrite(principal, schema, schema.title);
}

bool MayChange(const Principal& principal, const Schema& schema, const Record* before, const Record& after) {
  if (schema.visibility == 0) return true;
  if (before != nullptr && !MaySee(principal, schema, *before)) return false;
  if (MayAdminister(principal)) return true;
  if (before != nullptr && !IsOwnerOf(principal, schema, *before)) return false;
  if (!IsOwnerOf(principal, schema, after)) return false;
  return principal.role != Role::kViewer || after.Get(schema.visibility).text() == kPrivate;
}

bool MayAdminister(const Principal& principal) { return principal.role == Role::kAdministrator; }

}  // namespace kedang
