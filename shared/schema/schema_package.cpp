#include "shared/schema/schema_package.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "shared/field/field_traits.h"
#include "shared/schema/schema_check.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

class SchemaMerger {
 public:
  SchemaMerger(Schema& ours, const Schema& theirs, PackageMode mode, std::vector<PackageConflict>& conflicts)
      : ours_(ours), theirs_(theirs), is_update_(mode == PackageMode::kUpdate), conflicts_(conflicts) {}

  void Run() {
    MergeGroups();
    MergeFields();
    if (is_update_) {
      ours_.label = theirs_.label;
      if (!theirs_.icon.empty()) ours_.icon = theirs_.icon;
    }
    Role("title", ours_.title, theirs_.title);
    Role("stage", ours_.stage, theirs_.stage);
    Role("level", ours_.level, theirs_.level);
    Role("owner", ours_.owner, theirs_.owner);
    Role("template", ours_.template_field, theirs_.template_field);
    Role("visibility", ours_.visibility, theirs_.visibility);
    Role("team", ours_.team, theirs_.team);
    if (is_update_) ours_.is_system = theirs_.is_system;
    MergeTemplates();
    MergeRules();
    MergeStages();
  }

 private:
  void Conflict(std::string field, std::string part, std::string ours, std::string theirs) {
    conflicts_.push_back({ours_.key, std::move(field), std::move(part), std::move(ours), std::move(theirs)});
  }

  void MergeGroups() {
    for (const FieldGroup& group : theirs_.groups) {
      const auto found = std::find_if(ours_.groups.begin(), ours_.groups.end(),
                                      [&](const FieldGroup& known) { return known.key == group.key; });
      if (found == ours_.groups.end()) {
        ours_.groups.push_back(group);
      } else if (is_update_) {
        found->label = group.label;
      }
    }
  }

  void MergeFields() {
    for (const Field& field : theirs_.fields) {
      const auto found = std::find_if(ours_.fields.begin(), ours_.fields.end(),
                                      [&](const Field& known) { return known.key == field.key; });
      if (found == ours_.fields.end()) {
        Field added = field;
        added.id = NextFieldId(ours_);
        numbers_[field.id] = added.id;
        ours_.fields.push_back(std::move(added));
        continue;
      }
      numbers_[field.id] = found->id;
      if (found->type != field.type) {
        Conflict(field.key, "type", std::string(FieldTypeName(found->type)), std::string(FieldTypeName(field.type)));
        continue;
      }
      if (TraitsOf(field.type).has_target && found->target != field.target) {
        Conflict(field.key, "target", found->target, field.target);
        continue;
      }
      if (is_update_ && found->is_retired != field.is_retired) {
        const auto word = [](bool is_retired) { return std::string(is_retired ? "true" : "false"); };
        Conflict(field.key, "retired", word(found->is_retired), word(field.is_retired));
      }
      if (is_update_) {
        Field updated = field;
        updated.id = found->id;
        updated.is_retired = found->is_retired;
        updated.choices = MergeChoices(field.choices, found->choices);
        *found = std::move(updated);
      } else {
        found->choices = MergeChoices(found->choices, field.choices);
      }
    }
  }

  // `first` as it is, behind it what only `second` has.
  static std::vector<Choice> MergeChoices(std::vector<Choice> first, const std::vector<Choice>& second) {
    const std::size_t size = first.size();
    for (const Choice& choice : second) {
      const auto known = std::find_if(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(size),
                                      [&](const Choice& other) { return other.key == choice.key; });
      if (known == first.begin() + static_cast<std::ptrdiff_t>(size)) first.push_back(choice);
    }
    return first;
  }

  FieldId Number(FieldId theirs) const {
    const auto found = numbers_.find(theirs);
    return found == numbers_.end() ? 0 : found->second;
  }
  std::vector<FieldId> Numbers(const std::vector<FieldId>& theirs) const {
    std::vector<FieldId> ours;
    for (const FieldId id : theirs) ours.push_back(Number(id));
    return ours;
  }

  void Role(const char* role, FieldId& ours, FieldId theirs) {
    const FieldId wanted = Number(theirs);
    if (wanted == 0 || wanted == ours) return;
    if (ours == 0) {
      ours = wanted;
      return;
    }
    // What the records of this instance go by is not changed from outside.
    Conflict("", role, ours_.Find(ours)->key, ours_.Find(wanted)->key);
  }

  void MergeTemplates() {
    for (const Template& form : theirs_.templates) {
      Template merged = form;
      merged.without = Numbers(form.without);
      merged.needs = Numbers(form.needs);
      Place(ours_.templates, std::move(merged));
    }
  }

  void MergeRules() {
    for (const Rule& rule : theirs_.rules) {
      Rule merged = rule;
      merged.fields = Numbers(rule.fields);
      const auto found =
          std::find_if(ours_.rules.begin(), ours_.rules.end(), [&](const Rule& known) { return known.key == rule.key; });
      if (found == ours_.rules.end()) {
        // Numbers below the highest may have been those of rules that are gone.
        merged.id = NextRuleId(ours_);
        ours_.rules.push_back(std::move(merged));
      } else if (is_update_) {
        merged.id = found->id;
        *found = std::move(merged);
      } else if (found->holds != merged.holds) {
        Conflict("", "rules." + rule.key, found->holds, merged.holds);
      }
    }
  }

  void MergeStages() {
    for (const StageDemand& stage : theirs_.stages) {
      StageDemand merged = stage;
      merged.needs = Numbers(stage.needs);
      Place(ours_.stages, std::move(merged));
    }
  }

  // Adds the thing, or puts it in place of the one with its key.
  template <typename Thing>
  void Place(std::vector<Thing>& things, Thing thing) {
    const auto found = std::find_if(things.begin(), things.end(), [&](const Thing& known) { return known.key == thing.key; });
    if (found == things.end()) {
      things.push_back(std::move(thing));
    } else if (is_update_) {
      *found = std::move(thing);
    }
  }

  Schema& ours_;
  const Schema& theirs_;
  bool is_update_;
  std::vector<PackageConflict>& conflicts_;
  std::map<FieldId, FieldId> numbers_;  // of the package's fields here
};

// Whether its numbers leave too little room for what comes later.
bool IsFar(const Schema& schema) { return std::max(NextFieldId(schema), NextRuleId(schema)) > kMostNewNumber; }

}  // namespace

std::string FormatSchemaPackage(std::span<const Schema> schemas) {
  Json object = Json::object();
  object["kedang_schemas"] = kSchemaPackageFormat;
  Json list = Json::array();
  for (const Schema& schema : schemas) list.push_back(Json::parse(FormatSchema(schema)));
  object["schemas"] = std::move(list);
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool IsNestedTooDeep(std::string_view json) {
  constexpr int kMaxDepth = 32;
  int depth = 0;
  bool is_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (is_text) {
      if (c == '\\') ++i;
      is_text = c != '"';
    } else if (c == '"') {
      is_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

Result<std::vector<Schema>> ParseSchemaPackage(std::string_view json) {
  const auto fail = [](std::string what) { return Error{ErrorCode::kInvalidArgument, "schema package: " + std::move(what)}; };
  if (IsNestedTooDeep(json)) return fail("nested too deep");
  const Json object = Json::parse(json.begin(), json.end(), nullptr, false);
  if (!object.is_object()) return fail("not a JSON object");
  const auto format = object.find("kedang_schemas");
  if (format == object.end()) return fail("kedang_schemas: is missing; this is no package of schemas");
  if (!format->is_number_unsigned() || *format == 0u) return fail("kedang_schemas: must be the number of a format");
  if (*format > kSchemaPackageFormat) {
    return fail("is of format " + format->dump() + "; this version of Kedang reads up to format " +
                std::to_string(kSchemaPackageFormat) + ": update Kedang");
  }
  const auto list = object.find("schemas");
  if (list == object.end() || !list->is_array()) return fail("schemas: must be an array");
  std::vector<Schema> schemas;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string place = "schemas[" + std::to_string(i) + "]";
    auto schema = ParseSchema((*list)[i].dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!schema.ok()) {
      std::string message = schema.error().message;
      if (message.rfind("schema", 0) == 0) message.erase(0, 6);
      return fail(place + message);
    }
    for (const Schema& other : schemas) {
      if (other.key == schema.value().key) return fail(place + ".key: \"" + other.key + "\" is there twice");
    }
    schemas.push_back(std::move(schema).value());
  }
  return schemas;
}

PackageMerge MergePackage(const SchemaSet& current, std::span<const Schema> package, PackageMode mode) {
  PackageMerge merge;
  merge.set = current;
  for (const Schema& schema : package) {
    const auto found = std::find_if(merge.set.schemas.begin(), merge.set.schemas.end(),
                                    [&](const Schema& known) { return known.key == schema.key; });
    if (found != merge.set.schemas.end()) {
      SchemaMerger(*found, schema, mode, merge.conflicts).Run();
      continue;
    }
    Schema added = schema;
    if (IsFar(schema)) {
      added = Schema();
      added.key = schema.key;
      SchemaMerger(added, schema, PackageMode::kUpdate, merge.conflicts).Run();
    }
    if (merge.set.Find(schema.id) != nullptr || schema.id > kMostNewNumber) added.id = NextSchemaId(merge.set);
    else added.id = schema.id;
    merge.set.schemas.push_back(std::move(added));
  }
  return merge;
}

}  // namespace kedang
