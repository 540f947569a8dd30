// Any bytes as a package of schemas: refused with a reason, or it reads back as it was written, joins other schemas, and is
// checked without harm; what may be published compiles.
#include <cstdlib>

#include "shared/base/bytes.h"
#include "shared/check/rule_book.h"
#include "shared/schema/schema_check.h"
#include "shared/schema/schema_diff.h"
#include "shared/schema/schema_draft.h"
#include "shared/schema/schema_package.h"
#include "tests/support/schema_edits.h"
#include "tests/support/shipped_lexicon.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kedang;
  static const SchemaSet start = StartingSchemas();
  const auto package = ParseSchemaPackage(AsText(ByteSpan(data, size)));
  if (!package.ok()) {
    if (package.error().message.empty()) std::abort();
    return 0;
  }
  const std::string written = FormatSchemaPackage(*package);
  const auto again = ParseSchemaPackage(written);
  if (!again.ok() || FormatSchemaPackage(*again) != written) std::abort();
  for (const PackageMode mode : {PackageMode::kAdd, PackageMode::kUpdate}) {
    const PackageMerge merge = MergePackage(start, *package, mode);
    // Whatever came, numbers and types of what was here are as they were.
    for (const Schema& schema : start.schemas) {
      const Schema* merged = merge.set.Find(schema.id);
      if (merged == nullptr || merged->key != schema.key) std::abort();
      for (const Field& field : schema.fields) {
        const Field* same = merged->Find(field.id);
        if (same == nullptr || same->key != field.key || same->type != field.type) std::abort();
      }
    }
    if (!DiffSchemas(merge.set, merge.set).empty()) std::abort();
    if (!MayPublish(CheckSchemas(merge.set, &start, ShippedLexicon()))) continue;
    const SchemaSet published = WithChanges(start, merge.set.schemas);
    if (!RuleBook(published, ShippedLexicon()).Broken().empty()) std::abort();
    if (!ParseSchemaSet(FormatSchemaSet(published)).ok()) std::abort();
  }
  return 0;
}
