// SchemaPackage: schemas as one JSON file to hand on, {"kedang_schemas":1,"schemas":[…]}, each as in ParseSchema; and how a
// package joins the schemas that an instance has: by keys, because numbers are each instance's own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/model/schema.h"

namespace kedang {

inline constexpr std::uint32_t kSchemaPackageFormat = 1;

std::string FormatSchemaPackage(std::span<const Schema> schemas);
// Whether JSON text goes deeper than any schema does: refused before it is read, so that no reader can be exhausted.
bool IsNestedTooDeep(std::string_view json);
// Errors say where ("schemas[0].fields[3].type: …"); a package of a newer format says which one it has and which ones can be
// read.
Result<std::vector<Schema>> ParseSchemaPackage(std::string_view json);

enum class PackageMode : std::uint8_t {
  kAdd,     // what is missing is added, what is here stays as it is
  kUpdate,  // what the package has takes the place of what is here, which keeps what the package lacks
};

// Something the package says that was not taken over.
struct PackageConflict {
  std::string schema;        // key
  std::string field;         // key; empty: about no field
  std::string part;          // "type", "rules.<key>" …
  std::string ours, theirs;  // plain words

  bool operator==(const PackageConflict&) const = default;
};

struct PackageMerge {
  SchemaSet set;  // of the version of `current`; CheckSchemas says whether it may be published
  std::vector<PackageConflict> conflicts;
};

// Schemas, fields, groups, choices, rules, stages and templates meet by key; new ones get numbers of their own. A field of
// another type stays as it is and is a conflict. Nothing is ever taken away.
PackageMerge MergePackage(const SchemaSet& current, std::span<const Schema> package, PackageMode mode);

}  // namespace kedang
