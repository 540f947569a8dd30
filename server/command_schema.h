// kedang schema list | show | export | import | update | publish | diff | history, and kedang expr docs | check.
#pragma once

#include "server/command.h"

namespace kedang {

struct SchemaCommandOptions {
  std::string file;
  std::vector<std::string> schemas;  // keys; empty: all
  std::string schema;
  std::string as_user;
  bool is_dry_run = false;
  bool keeps_ours = false;
  std::string expression;
  std::string language = "zh";
};

int RunSchemaList(const CommonOptions& common);
// One schema as JSON.
int RunSchemaShow(const CommonOptions& common, const SchemaCommandOptions& options);
int RunSchemaExport(const CommonOptions& common, const SchemaCommandOptions& options);
// A package joins what is here, by keys (MergePackage); kFailed when the result may not be published.
int RunSchemaImport(const CommonOptions& common, const SchemaCommandOptions& options);
// What this program ships and the database lacks.
int RunSchemaUpdate(const CommonOptions& common, const SchemaCommandOptions& options);
// The schemas of an exported and edited package take the place of those with their numbers.
int RunSchemaPublish(const CommonOptions& common, const SchemaCommandOptions& options);
// What publishing the file would change, and what is wrong with it; writes nothing.
int RunSchemaDiff(const CommonOptions& common, const SchemaCommandOptions& options);
// Who published what, newest first.
int RunSchemaHistory(const CommonOptions& common);

// Markdown of the expression language's functions.
int RunExprDocs(const SchemaCommandOptions& options);
// Whether an expression compiles for records of a schema, and what it gives; kFailed when it does not.
int RunExprCheck(const CommonOptions& common, const SchemaCommandOptions& options);

}  // namespace kedang
