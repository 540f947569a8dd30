#include "shared/expr/scope.h"

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

bool HasSynonym(const Field& field, const std::string& folded) {
  for (const std::string& synonym : field.synonyms) {
    if (FoldsTo(synonym, folded)) return true;
  }
  return false;
}

bool IsNamed(std::string_view key, const Label& label, const std::string& folded) {
  return FoldsTo(key, folded) || FoldsTo(label.zh, folded) || (!label.en.empty() && FoldsTo(label.en, folded));
}

const Field* FindAmong(const Schema& schema, const std::string& folded, bool is_retired) {
  for (const Field& field : schema.fields) {
    if (field.is_retired == is_retired && FoldsTo(field.key, folded)) return &field;
  }
  for (const Field& field : schema.fields) {
    if (field.is_retired == is_retired && IsNamed(field.key, field.label, folded)) return &field;
  }
  const Field* found = nullptr;
  for (const Field& field : schema.fields) {
    if (field.is_retired != is_retired || !HasSynonym(field, folded)) continue;
    if (found != nullptr) return nullptr;
    found = &field;
  }
  return found;
}

Choice SourceChoice(const char* key, const char* zh, const char* en) {
  Choice choice;
  choice.key = key;
  choice.label = {zh, en};
  return choice;
}

}  // namespace

const Field* FindFieldNamed(const Schema& schema, std::string_view name) {
  const std::string folded = Fold(name);
  if (folded.empty()) return nullptr;
  const Field* found = FindAmong(schema, folded, false);
  return found != nullptr ? found : FindAmong(schema, folded, true);
}

std::optional<Relation> FindRelationNamed(const SchemaSet& schemas, const Schema& target, std::string_view name) {
  const std::string folded = Fold(name);
  for (const Schema& schema : schemas.schemas) {
    if (!IsNamed(schema.key, schema.label, folded)) continue;
    for (const Field& field : schema.fields) {
      if (TraitsOf(field.type).has_target && field.target == target.key && !field.is_retired) {
        return Relation{&schema, &field};
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string> NamesOf(const ExpressionScope& scope, const Schema& schema) {
  std::vector<std::string> names;
  const auto add = [&names](const Label& label, const std::string& key) {
    names.push_back(label.zh);
    if (!label.en.empty()) names.push_back(label.en);
    names.push_back(key);
  };
  for (const Field& field : schema.fields) {
    if (!field.is_retired) add(field.label, field.key);
  }
  if (scope.schemas != nullptr) {
    for (const Schema& other : scope.schemas->schemas) {
      if (FindRelationNamed(*scope.schemas, schema, other.key).has_value()) add(other.label, other.key);
    }
  }
  return names;
}

const Schema* TargetOf(const ExpressionScope& scope, const Field& field) {
  if (!TraitsOf(field.type).has_target || scope.schemas == nullptr) return nullptr;
  return scope.schemas->Find(field.target);
}

ExpressionType TypeInScope(const ExpressionScope& scope, const Schema& schema, const Field& field, CellForm* form) {
  if (!IsComputed(field.type)) {
    const Schema* target = TargetOf(scope, field);
    if (form != nullptr) *form = CellFormOf(field, target);
    return TypeOfField(field, target);
  }
  static const Field* const user = [] {
    auto* made = new Field();
    made->type = FieldType::kUser;
    return made;
  }();
  const Field shown = ShownField(scope.schemas, schema, field);
  const Schema* target = TargetOf(scope, shown);
  if (form != nullptr) *form = CellFormOf(shown, target);
  ExpressionType type = TypeOfField(shown, target);
  if (type.field == nullptr) return type;
  // A type outlives the copy: its closed set of values is the source's, or nobody's.
  const Field* source = scope.schemas != nullptr ? SourceOf(*scope.schemas, schema, field) : nullptr;
  type.field = source != nullptr && source->type == shown.type ? source : shown.type == FieldType::kUser ? user : nullptr;
  return type;
}

void KnownNames::Gather(const Schema& schema) {
  const auto add = [this](const std::string& name) {
    if (!name.empty()) folded_.insert(Fold(name));
  };
  add(schema.key);
  add(schema.label.zh);
  add(schema.label.en);
  for (const Field& field : schema.fields) {
    add(field.key);
    add(field.label.zh);
    add(field.label.en);
    for (const std::string& synonym : field.synonyms) add(synonym);
  }
}

bool KnownNames::Has(std::string_view name) {
  if (folded_.empty()) {
    if (scope_.schema != nullptr) Gather(*scope_.schema);
    if (scope_.schemas != nullptr) {
      for (const Schema& schema : scope_.schemas->schemas) Gather(schema);
    }
  }
  return folded_.count(Fold(name)) > 0;
}

const Field& SourceField() {
  static const Field* const field = [] {
    auto* made = new Field();
    made->key = "source";
    made->label = {"来源", "Source"};
    made->type = FieldType::kChoice;
    made->choices = {SourceChoice("manual", "手工", "Typed"),   SourceChoice("import", "导入", "Import"),
                     SourceChoice("api", "接口", "API"),         SourceChoice("form", "表单", "Form"),
                     SourceChoice("undo", "撤销", "Undo"),       SourceChoice("conflict_resolution", "冲突处理", "Conflict"),
                     SourceChoice("sample", "示例", "Sample"),   SourceChoice("schema", "模板改动", "Template change")};
    return made;
  }();
  return *field;
}

}  // namespace kedang
