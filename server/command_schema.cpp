#include "server/command_schema.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/file.h"
#include "server/schema_publisher.h"
#include "server/schema_routes.h"
#include "server/schema_table.h"
#include "server/user_table.h"
#include "shared/expr/expression.h"
#include "shared/expr/function_docs.h"
#include "shared/schema/schema_diff.h"
#include "shared/schema/schema_draft.h"
#include "shared/schema/schema_package.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(std::string_view text) { return std::string(text); }

Result<std::vector<Schema>> ReadPackage(const std::string& file) {
  KEDANG_ASSIGN(const Bytes bytes, ReadWholeFile(file));
  auto package = ParseSchemaPackage(AsText(bytes));
  if (!package.ok()) return Error{package.error().code, file + ": " + package.error().message};
  return package;
}

Json ChangeJson(const SchemaSet& set, const SchemaChange& change) {
  Json item{{"change", Text(SchemaChangeKindName(change.kind))}};
  if (const Schema* schema = set.Find(change.schema)) item["schema"] = schema->key;
  if (change.field != 0) item["field"] = change.field;
  if (!change.key.empty()) item["key"] = change.key;
  if (!change.label.zh.empty()) item["label"] = change.label.zh;
  if (!change.part.empty()) item["part"] = change.part;
  if (!change.before.empty()) item["before"] = change.before;
  if (!change.after.empty()) item["after"] = change.after;
  return item;
}

void PrintChange(const SchemaSet& set, const SchemaChange& change) {
  const Schema* schema = set.Find(change.schema);
  std::printf("%s\t%s\t%s%s%s\t%s\t%s\n", Text(SchemaChangeKindName(change.kind)).c_str(),
              schema == nullptr ? "" : schema->key.c_str(), change.key.c_str(), change.part.empty() ? "" : ".",
              change.part.c_str(), change.before.c_str(), change.after.c_str());
}

void PrintProblems(const SchemaSet& draft, const std::vector<SchemaProblem>& problems) {
  for (const SchemaProblem& problem : problems) {
    std::fprintf(stderr, "%s: %s\n", problem.severity == Severity::kBlock ? "error" : "warning",
                 FormatSchemaProblem(draft, problem).c_str());
  }
}

// The change of a whole set that a command is about.
struct Plan {
  SchemaSet current;
  SchemaSet draft;
  std::vector<PackageConflict> conflicts;
};

// Says what the plan changes and what is wrong with it.
int Report(const CommonOptions& common, const Plan& plan, const std::vector<SchemaProblem>& problems,
           const PublishResult* answer) {
  const std::vector<SchemaChange> changes = DiffSchemas(plan.current, plan.draft);
  if (common.is_json) {
    Json list = Json::array(), conflicts = Json::array();
    for (const SchemaChange& change : changes) list.push_back(ChangeJson(plan.draft, change));
    for (const PackageConflict& conflict : plan.conflicts) {
      conflicts.push_back(Json{{"schema", conflict.schema},
                               {"field", conflict.field},
                               {"part", conflict.part},
                               {"ours", conflict.ours},
                               {"theirs", conflict.theirs}});
    }
    Json out{{"changes", std::move(list)}, {"conflicts", std::move(conflicts)}, {"problems", ProblemsJson(plan.draft, problems)}};
    if (answer != nullptr) {
      out["version"] = answer->version;
      out["converted"] = answer->converted;
      out["emptied"] = answer->emptied;
    }
    PrintJson(out);
  } else {
    for (const SchemaChange& change : changes) PrintChange(plan.draft, change);
    for (const PackageConflict& conflict : plan.conflicts) {
      std::fprintf(stderr, "kept: %s%s%s %s is %s here, %s in the package\n", conflict.schema.c_str(),
                   conflict.field.empty() ? "" : ".", conflict.field.c_str(), conflict.part.c_str(), conflict.ours.c_str(),
                   conflict.theirs.c_str());
    }
    PrintProblems(plan.draft, problems);
    if (answer == nullptr) {
      std::printf("%zu changes; nothing was written\n", changes.size());
    } else if (answer->outcome == PublishOutcome::kUnchanged) {
      std::printf("nothing to change; version %u stays in force\n", answer->version);
    } else {
      std::printf("version %u is in force: %zu changes, %llu values converted, %llu emptied (kept in history)\n", answer->version,
                  changes.size(), static_cast<unsigned long long>(answer->converted),
                  static_cast<unsigned long long>(answer->emptied));
    }
  }
  return MayPublish(problems) ? kDone : kFailed;
}

Result<SchemaSet> SchemasInForce(Instance& instance) {
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  KEDANG_ASSIGN(const auto edition, instance.EditionAt(reader->connection()));
  return edition->schemas();
}

// Publishes the plan, or only says what it would do.
int Carry(const CommonOptions& common, Instance& instance, const SchemaCommandOptions& options, const Plan& plan,
          bool is_dry_run) {
  if (is_dry_run) return Report(common, plan, CheckSchemas(plan.draft, &plan.current, instance.lexicon()), nullptr);
  PublishOrder request;
  request.base = plan.current.version;
  request.schemas = plan.draft.schemas;
  request.source = "command";
  auto author = PrincipalFor(instance, options.as_user);
  if (!author.ok()) return Fail(author.error());
  request.author = std::move(author).value();
  const auto answer = PublishSchemas(instance, request);
  if (!answer.ok()) return Fail(answer.error());
  if (answer->outcome == PublishOutcome::kConflict) {
    return Fail(Error{ErrorCode::kConflict, "somebody published version " + std::to_string(answer->version) + " meanwhile: look again"});
  }
  return Report(common, plan, answer->problems, answer->outcome == PublishOutcome::kInvalid ? nullptr : &*answer);
}

int Merge(const CommonOptions& common, Instance& instance, const SchemaCommandOptions& options,
          const std::vector<Schema>& package, PackageMode mode) {
  auto current = SchemasInForce(instance);
  if (!current.ok()) return Fail(current.error());
  PackageMerge merge = MergePackage(*current, package, mode);
  Plan plan{std::move(current).value(), std::move(merge.set), std::move(merge.conflicts)};
  return Carry(common, instance, options, plan, options.is_dry_run);
}

}  // namespace

int RunSchemaList(const CommonOptions& common) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto reader = (*instance)->Read();
  if (!reader.ok()) return Fail(reader.error());
  const SchemaSet& set = (*instance)->schemas();
  Json list = Json::array();
  if (!common.is_json) std::printf("# version %u: key, name, fields, rules, records\n", set.version);
  for (const Schema& schema : set.schemas) {
    const auto records = (*reader)->Count(schema.id);
    if (!records.ok()) return Fail(records.error());
    if (common.is_json) {
      list.push_back(Json{{"id", schema.id},
                          {"key", schema.key},
                          {"version", schema.version},
                          {"label", {{"zh", schema.label.zh}, {"en", schema.label.en}}},
                          {"fields", schema.fields.size()},
                          {"rules", schema.rules.size()},
                          {"records", *records}});
    } else {
      std::printf("%s\t%s\t%zu\t%zu\t%zu\n", schema.key.c_str(), schema.label.zh.c_str(), schema.fields.size(),
                  schema.rules.size(), *records);
    }
  }
  if (common.is_json) PrintJson(Json{{"version", set.version}, {"schemas", std::move(list)}});
  return kDone;
}

int RunSchemaShow(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto schema = SchemaFor(**instance, options.schema);
  if (!schema.ok()) return Fail(schema.error());
  const std::string text = Json::parse(FormatSchema(**schema)).dump(common.is_json ? -1 : 2);
  std::printf("%s\n", text.c_str());
  return kDone;
}

int RunSchemaExport(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  std::vector<Schema> schemas;
  for (const std::string& key : options.schemas) {
    const auto schema = SchemaFor(**instance, key);
    if (!schema.ok()) return Fail(schema.error());
    schemas.push_back(**schema);
  }
  if (options.schemas.empty()) schemas = (*instance)->schemas().schemas;
  FileWriter out(options.file);
  Status status = out.Open();
  if (status.ok()) status = out.Write(FormatSchemaPackage(schemas));
  if (status.ok()) status = out.Close();
  if (!status.ok()) return Fail(status.error());
  if (options.file != "-" && common.is_json) {
    PrintJson(Json{{"schemas", schemas.size()}, {"file", options.file}});
  } else if (options.file != "-") {
    std::printf("exported %zu schemas to %s\n", schemas.size(), options.file.c_str());
  }
  return kDone;
}

int RunSchemaImport(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto package = ReadPackage(options.file);
  if (!package.ok()) return Fail(package.error());
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  return Merge(common, **instance, options, *package, options.keeps_ours ? PackageMode::kAdd : PackageMode::kUpdate);
}

int RunSchemaUpdate(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  std::vector<Schema> shipped;
  for (const std::string_view json : EmbeddedContent().schemas) {
    auto schema = ParseSchema(json);
    if (!schema.ok()) return Fail(schema.error());
    shipped.push_back(std::move(schema).value());
  }
  return Merge(common, **instance, options, shipped, PackageMode::kAdd);
}

int RunSchemaPublish(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto package = ReadPackage(options.file);
  if (!package.ok()) return Fail(package.error());
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  auto current = SchemasInForce(**instance);
  if (!current.ok()) return Fail(current.error());
  Plan plan{*current, WithChanges(*current, *package), {}};
  return Carry(common, **instance, options, plan, options.is_dry_run);
}

int RunSchemaDiff(const CommonOptions& common, const SchemaCommandOptions& options) {
  SchemaCommandOptions dry = options;
  dry.is_dry_run = true;
  return RunSchemaPublish(common, dry);
}

int RunSchemaHistory(const CommonOptions& common) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto reader = (*instance)->Read();
  if (!reader.ok()) return Fail(reader.error());
  Connection& connection = (*reader)->connection();
  const auto publications = ListPublications(connection);
  const auto users = ListUsers(connection);
  if (!publications.ok() || !users.ok()) return Fail(publications.ok() ? users.error() : publications.error());
  Json list = Json::array();
  for (std::size_t i = 0; i < publications->size(); ++i) {
    const Publication& publication = (*publications)[i];
    auto set = ReadSchemas(connection, publication.version);
    if (!set.ok()) return Fail(set.error());
    std::vector<SchemaChange> changes;
    if (i + 1 < publications->size()) {
      const auto before = ReadSchemas(connection, (*publications)[i + 1].version);
      if (!before.ok()) return Fail(before.error());
      changes = DiffSchemas(*before, *set);
    }
    std::string author = publication.author;
    for (const User& user : *users) {
      if (FormatId(user.id) == publication.author) author = user.name;
    }
    if (!common.is_json) {
      std::printf("version %u\t%lld\t%s\t%s\t%llu converted, %llu emptied\n", publication.version,
                  static_cast<long long>(publication.at_ms), author.c_str(), publication.source.c_str(),
                  static_cast<unsigned long long>(publication.converted), static_cast<unsigned long long>(publication.emptied));
      for (const SchemaChange& change : changes) {
        std::printf("  ");
        PrintChange(*set, change);
      }
      continue;
    }
    Json item{{"version", publication.version},     {"at_ms", publication.at_ms},         {"author", author},
              {"source", publication.source},       {"converted", publication.converted}, {"emptied", publication.emptied}};
    Json told = Json::array();
    for (const SchemaChange& change : changes) told.push_back(ChangeJson(*set, change));
    item["changes"] = std::move(told);
    list.push_back(std::move(item));
  }
  if (common.is_json) PrintJson(list);
  return kDone;
}

int RunExprDocs(const SchemaCommandOptions& options) {
  if (options.language != "zh" && options.language != "en") {
    return Fail(Error{ErrorCode::kInvalidArgument, "--lang must be zh or en"});
  }
  const std::string docs = FunctionDocs(options.language == "en");
  std::fwrite(docs.data(), 1, docs.size(), stdout);
  return kDone;
}

int RunExprCheck(const CommonOptions& common, const SchemaCommandOptions& options) {
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  const auto schema = SchemaFor(**instance, options.schema);
  if (!schema.ok()) return Fail(schema.error());
  const SchemaSet& set = (*instance)->schemas();
  const Compilation compilation =
      CompileExpression(options.expression, ExpressionScope{&set, *schema, &(*instance)->lexicon(), nullptr});
  if (!compilation.ok()) {
    const ExpressionError& error = compilation.error;
    if (common.is_json) {
      PrintJson(Json{{"ok", false},
                     {"code", Text(ExpressionCodeName(error.code))},
                     {"offset", error.offset},
                     {"length", error.length},
                     {"message", FormatExpressionError(error)},
                     {"suggestion", error.suggestion}});
    } else {
      std::printf("bad\t%s\n", FormatExpressionError(error).c_str());
    }
    return kFailed;
  }
  Json reads = Json::array();
  std::string words;
  for (const FieldRead& read : compilation.program.reads()) {
    const Schema* of = set.Find(read.schema);
    const Field* field = of == nullptr ? nullptr : of->Find(read.field);
    if (field == nullptr) continue;
    const std::string name = of->key + "." + field->key;
    reads.push_back(name);
    words.append(words.empty() ? "" : ", ").append(name);
  }
  if (common.is_json) {
    PrintJson(Json{{"ok", true}, {"reads", std::move(reads)}});
  } else {
    std::printf("ok\treads %s\n", words.empty() ? "nothing" : words.c_str());
  }
  return kDone;
}

}  // namespace kedang
