#include <nlohmann/json.hpp>

#include "shared/model/schema.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

// Properties that have their default are left out: schema files stay short to read and to send.
void Put(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}
void Put(Json& object, const char* name, const Label& label) {
  if (label.zh.empty() && label.en.empty()) return;
  Json texts = Json::object();
  Put(texts, "zh", label.zh);
  Put(texts, "en", label.en);
  object[name] = std::move(texts);
}
void Put(Json& object, const char* name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  object[name] = std::move(list);
}

Json ChoiceJson(const Choice& choice) {
  Json object = Json::object();
  object["key"] = choice.key;
  Put(object, "label", choice.label);
  if (choice.color != 6) object["color"] = choice.color;
  Put(object, "synonyms", choice.synonyms);
  Put(object, "when", choice.when);
  return object;
}

Json FieldJson(const Field& field) {
  Json object = Json::object();
  object["id"] = field.id;
  object["key"] = field.key;
  Put(object, "label", field.label);
  Put(object, "help", field.help);
  object["type"] = std::string(FieldTypeName(field.type));
  Put(object, "group", field.group);
  if (field.is_required) object["required"] = true;
  if (field.is_unique) object["unique"] = field.is_unique_block ? "block" : "warn";
  const bool is_list = KindOf(field.type) == Value::Kind::kList;
  const MergePolicy usual = is_list ? MergePolicy::kThreeWay : MergePolicy::kNewest;
  if (field.merge != usual) {
    switch (field.merge) {
      case MergePolicy::kNewest: object["merge"] = "newest"; break;
      case MergePolicy::kThreeWay: object["merge"] = "three_way"; break;
      case MergePolicy::kHold: object["merge"] = "hold"; break;
    }
  }
  Put(object, "synonyms", field.synonyms);
  if (!field.choices.empty()) {
    Json list = Json::array();
    for (const Choice& choice : field.choices) list.push_back(ChoiceJson(choice));
    object["choices"] = std::move(list);
  }
  Put(object, "format", field.format);
  Put(object, "target", field.target);
  Put(object, "unit", field.unit);
  Put(object, "default", field.default_value);
  Put(object, "formula", field.computation.expression);
  Put(object, "through", field.computation.through);
  Put(object, "source", field.computation.source);
  Put(object, "summary", field.computation.summary);
  Put(object, "condition", field.computation.condition);
  if (field.computation.result != FieldType::kText) object["result"] = std::string(FieldTypeName(field.computation.result));
  if (field.is_sensitive) object["sensitive"] = true;
  if (field.is_wide) object["wide"] = true;
  if (field.is_administrative) object["administrative"] = true;
  if (field.max_length != 0) object["max_length"] = field.max_length;
  if (field.search_weight != 1) object["search_weight"] = field.search_weight;
  if (field.column_width != 0) object["column_width"] = field.column_width;
  if (field.is_retired) object["retired"] = true;
  return object;
}

void PutRole(Json& object, const char* name, const Schema& schema, FieldId role) {
  if (const Field* field = schema.Find(role)) object[name] = field->key;
}

void PutFields(Json& object, const char* name, const Schema& schema, const std::vector<FieldId>& fields) {
  std::vector<std::string> keys;
  for (const FieldId id : fields) {
    if (const Field* field = schema.Find(id)) keys.push_back(field->key);
  }
  Put(object, name, keys);
}

Json RuleJson(const Schema& schema, const Rule& rule) {
  Json object = Json::object();
  object["id"] = rule.id;
  object["key"] = rule.key;
  Put(object, "label", rule.label);
  object["severity"] = rule.severity == Severity::kBlock ? "block" : rule.severity == Severity::kWarn ? "warn" : "info";
  switch (rule.when) {
    case RuleWhen::kAlways: break;
    case RuleWhen::kCreate: object["when"] = "create"; break;
    case RuleWhen::kFromStage: object["when"] = Json{{"from", rule.when_key}}; break;
    case RuleWhen::kEntering: object["when"] = Json{{"enters", rule.when_key}}; break;
    case RuleWhen::kSource: object["when"] = Json{{"source", rule.when_key}}; break;
  }
  object["holds"] = rule.holds;
  if (rule.is_off) object["off"] = true;
  PutFields(object, "fields", schema, rule.fields);
  Put(object, "message", rule.message);
  return object;
}

Json TemplateJson(const Schema& schema, const Template& form) {
  Json object = Json::object();
  object["key"] = form.key;
  Put(object, "label", form.label);
  PutFields(object, "without", schema, form.without);
  PutFields(object, "needs", schema, form.needs);
  return object;
}

Json StageJson(const Schema& schema, const StageDemand& stage) {
  Json object = Json::object();
  object["key"] = stage.key;
  PutFields(object, "needs", schema, stage.needs);
  Put(object, "next", stage.next);
  if (stage.is_side) object["side"] = true;
  return object;
}

Json SchemaJson(const Schema& schema) {
  Json object = Json::object();
  object["id"] = schema.id;
  object["key"] = schema.key;
  object["version"] = schema.version;
  Put(object, "label", schema.label);
  Put(object, "icon", schema.icon);
  PutRole(object, "title", schema, schema.title);
  PutRole(object, "stage", schema, schema.stage);
  PutRole(object, "level", schema, schema.level);
  PutRole(object, "owner", schema, schema.owner);
  PutRole(object, "template", schema, schema.template_field);
  PutRole(object, "visibility", schema, schema.visibility);
  PutRole(object, "team", schema, schema.team);
  if (schema.is_system) object["system"] = true;
  Json groups = Json::array();
  for (const FieldGroup& group : schema.groups) {
    Json item = Json::object();
    item["key"] = group.key;
    Put(item, "label", group.label);
    groups.push_back(std::move(item));
  }
  if (!groups.empty()) object["groups"] = std::move(groups);
  Json fields = Json::array();
  for (const Field& field : schema.fields) fields.push_back(FieldJson(field));
  object["fields"] = std::move(fields);
  Json templates = Json::array();
  for (const Template& form : schema.templates) templates.push_back(TemplateJson(schema, form));
  if (!templates.empty()) object["templates"] = std::move(templates);
  Json rules = Json::array();
  for (const Rule& rule : schema.rules) rules.push_back(RuleJson(schema, rule));
  if (!rules.empty()) object["rules"] = std::move(rules);
  if (schema.last_rule != 0) object["last_rule"] = schema.last_rule;
  Json stages = Json::array();
  for (const StageDemand& stage : schema.stages) stages.push_back(StageJson(schema, stage));
  if (!stages.empty()) object["stages"] = std::move(stages);
  return object;
}

std::string Text(const Json& object) { return object.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string FormatSchema(const Schema& schema) { return Text(SchemaJson(schema)); }

std::string FormatSchemaSet(const SchemaSet& set) {
  Json object = Json::object();
  object["version"] = set.version;
  Json list = Json::array();
  for (const Schema& schema : set.schemas) list.push_back(SchemaJson(schema));
  object["schemas"] = std::move(list);
  return Text(object);
}

}  // namespace kedang
