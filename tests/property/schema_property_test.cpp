// Laws of schemas that change: any sequence of legal edits may be published, an illegal one never, packages come back as
// they were, and nothing differs from itself.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/schema/schema_check.h"
#include "shared/schema/schema_diff.h"
#include "shared/schema/schema_draft.h"
#include "shared/schema/schema_package.h"
#include "tests/support/schema_edits.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

RC_GTEST_PROP(SchemaProperty, LegalEditsMayAlwaysBePublished, (std::uint64_t seed)) {
  SeededRandom random(seed);
  SchemaSet current = StartingSchemas();
  for (int step = 0; step < 25; ++step) {
    SchemaSet draft = current;
    const std::string edit = EditLegally(draft, random);
    RC_LOG() << edit << "\n";
    std::vector<Schema> changed;
    for (const Schema& schema : draft.schemas) changed.push_back(schema);
    const SchemaSet published = WithChanges(current, changed);
    for (const SchemaProblem& problem : CheckSchemas(published, &current, ShippedLexicon())) {
      if (problem.severity == Severity::kBlock) RC_FAIL(FormatSchemaProblem(published, problem));
    }
    // What is written reads back, and what differs is told.
    const auto again = ParseSchemaSet(FormatSchemaSet(published));
    RC_ASSERT(again.ok());
    RC_ASSERT(DiffSchemas(*again, published).empty());
    RC_ASSERT(DiffSchemas(current, published).empty() == (published.version == current.version));
    current = published;
  }
  // A package of it changes nothing here, and brings all of it to an empty instance.
  const auto package = ParseSchemaPackage(FormatSchemaPackage(current.schemas));
  RC_ASSERT(package.ok());
  const PackageMerge same = MergePackage(current, *package, PackageMode::kUpdate);
  RC_ASSERT(same.conflicts.empty());
  RC_ASSERT(DiffSchemas(current, same.set).empty());
  const PackageMerge fresh = MergePackage(SchemaSet(), *package, PackageMode::kAdd);
  RC_ASSERT(DiffSchemas(current, fresh.set).empty());
}

RC_GTEST_PROP(SchemaProperty, AnIllegalEditIsNeverPublished, (std::uint64_t seed)) {
  SeededRandom random(seed);
  SchemaSet current = StartingSchemas();
  for (std::size_t step = random.Below(10); step > 0; --step) {
    SchemaSet draft = current;
    EditLegally(draft, random);
    current = WithChanges(current, draft.schemas);
  }
  SchemaSet draft = current;
  const std::string edit = EditIllegally(draft, random);
  RC_LOG() << edit << "\n";
  RC_ASSERT(!MayPublish(CheckSchemas(draft, &current, ShippedLexicon())));
}

}  // namespace
}  // namespace kedang
