#include <set>

#include <nlohmann/json.hpp>

#include "shared/base/utf8.h"
#include "shared/model/provenance.h"
#include "shared/model/schema.h"
#include "shared/model/unfinished_schema.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFields = 500, kMaxChoices = 10'000, kMaxKey = 62, kMaxRules = 1000;
constexpr std::size_t kMaxExpressionSource = 64 * 1024;

// Reads typed properties and keeps the first complaint, with the place it is about.
class Reader {
 public:
  // A draft may be unfinished: what makes no schema yet is kept as it is, or left out when it names nothing.
  explicit Reader(bool is_draft = false) : is_draft_(is_draft) {}

  // What a draft may be like.
  void Doubt(const std::string& where, std::string_view what) {
    if (!is_draft_) Fail(where, what);
  }
  void Fail(const std::string& where, std::string_view what) {
    if (is_ok()) complaint_ = where + ": " + std::string(what);
  }
  bool is_ok() const { return complaint_.empty(); }
  Error error() const { return Error{ErrorCode::kInvalidArgument, complaint_}; }

  const json* Find(const json& object, const char* name) const {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }
  std::string Text(const json& object, const char* name, const std::string& where) {
    const json* item = Find(object, name);
    if (item == nullptr) return std::string();
    const auto* text = item->get_ptr<const std::string*>();
    if (text == nullptr) Fail(where + "." + name, "must be a string");
    return text == nullptr ? std::string() : *text;
  }
  // The source of an expression; only its size is looked at.
  std::string Expression(const json& object, const char* name, const std::string& where) {
    std::string source = Text(object, name, where);
    if (source.size() > kMaxExpressionSource) Doubt(where + "." + name, "more than 64 KiB");
    return source;
  }
  std::string Key(const json& object, const std::string& where) {
    std::string key = Text(object, "key", where);
    bool is_key = !key.empty() && key.size() <= kMaxKey && key[0] >= 'a' && key[0] <= 'z';
    for (const char c : key) is_key = is_key && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    if (!is_key) Doubt(where + ".key", "must be a name of a-z, 0-9 and _ that begins with a letter, not \"" + key + "\"");
    return key;
  }
  std::uint32_t Number(const json& object, const char* name, std::uint32_t fallback, std::uint32_t most,
                       const std::string& where) {
    const json* item = Find(object, name);
    if (item == nullptr) return fallback;
    const std::uint64_t number = item->is_number_unsigned() ? item->get<std::uint64_t>() : UINT64_MAX;
    if (number > most) Doubt(where + "." + name, "must be a whole number from 0 to " + std::to_string(most));
    return number > INT32_MAX ? fallback : static_cast<std::uint32_t>(number);
  }
  bool Flag(const json& object, const char* name, const std::string& where) {
    const json* item = Find(object, name);
    if (item == nullptr) return false;
    if (!item->is_boolean()) Fail(where + "." + name, "must be true or false");
    return item->is_boolean() && item->get<bool>();
  }
  // The array of that name; an empty one when it is missing.
  const json& Array(const json& object, const char* name, const std::string& where) {
    static const json kEmpty = json::array();
    const json* item = Find(object, name);
    if (item == nullptr) return kEmpty;
    if (item->is_array()) return *item;
    Fail(where + "." + name, "must be an array");
    return kEmpty;
  }
  Label ReadLabel(const json& object, const char* name, bool is_required, const std::string& where) {
    const json* item = Find(object, name);
    Label label;
    if (item != nullptr && item->is_object()) {
      label.zh = Text(*item, "zh", where + "." + name);
      label.en = Text(*item, "en", where + "." + name);
    } else if (item != nullptr) {
      Fail(where + "." + name, "must be {\"zh\", \"en\"}");
    }
    if (is_required && label.zh.empty()) Doubt(where + "." + name + ".zh", "must not be empty");
    return label;
  }
  std::vector<std::string> Texts(const json& object, const char* name, const std::string& where) {
    std::vector<std::string> texts;
    for (const json& item : Array(object, name, where)) {
      if (const auto* text = item.get_ptr<const std::string*>()) {
        texts.push_back(*text);
      } else {
        Fail(where + "." + name, "must hold strings");
      }
    }
    return texts;
  }

 private:
  const bool is_draft_;
  std::string complaint_;
};

std::string At(const std::string& where, const char* name, std::size_t index) {
  return where + "." + name + "[" + std::to_string(index) + "]";
}

// Complains about an array item that is no object, or that comes after too many.
bool IsUsable(Reader& reader, const json& item, const std::string& where) {
  if (!item.is_object()) reader.Fail(where, "must be an object");
  return reader.is_ok();
}

std::vector<Choice> ReadChoices(Reader& reader, const json& object, const std::string& where) {
  std::vector<Choice> choices;
  std::set<std::string> keys;
  for (const json& item : reader.Array(object, "choices", where)) {
    const std::string place = At(where, "choices", choices.size());
    if (choices.size() >= kMaxChoices) reader.Doubt(place, "too many choices");
    if (!IsUsable(reader, item, place)) break;
    Choice choice;
    choice.key = reader.Text(item, "key", place);
    choice.label = reader.ReadLabel(item, "label", true, place);
    choice.color = static_cast<std::uint8_t>(reader.Number(item, "color", 6, 6, place));
    choice.synonyms = reader.Texts(item, "synonyms", place);
    choice.when = reader.Expression(item, "when", place);
    if (choice.key.empty()) reader.Doubt(place + ".key", "must not be empty");
    if (choice.color == 0) reader.Doubt(place + ".color", "must be 1 to 6");
    if (!keys.insert(choice.key).second) reader.Doubt(place + ".key", "\"" + choice.key + "\" is there twice");
    choices.push_back(std::move(choice));
  }
  return choices;
}

void ReadUnique(Reader& reader, const json& object, const std::string& where, Field& field) {
  const std::string unique = reader.Text(object, "unique", where);
  field.is_unique = !unique.empty();
  field.is_unique_block = unique == "block";
  if (field.is_unique && !field.is_unique_block && unique != "warn") {
    reader.Fail(where + ".unique", "must be \"warn\" or \"block\"");
  }
}

void ReadMerge(Reader& reader, const json& object, const std::string& where, Field& field) {
  const std::string merge = reader.Text(object, "merge", where);
  const bool is_list = KindOf(field.type) == Value::Kind::kList;
  field.merge = is_list ? MergePolicy::kThreeWay : MergePolicy::kNewest;
  if (merge == "newest") {
    field.merge = MergePolicy::kNewest;
  } else if (merge == "three_way" && is_list) {
    field.merge = MergePolicy::kThreeWay;
  } else if (merge == "hold") {
    field.merge = MergePolicy::kHold;
  } else if (!merge.empty()) {
    reader.Doubt(where + ".merge", "must be \"newest\" or \"hold\", or for lists \"three_way\"");
  }
}

Computation ReadComputation(Reader& reader, const json& object, const std::string& where) {
  Computation computation;
  computation.expression = reader.Expression(object, "formula", where);
  computation.through = reader.Text(object, "through", where);
  computation.source = reader.Text(object, "source", where);
  computation.summary = reader.Text(object, "summary", where);
  computation.condition = reader.Expression(object, "condition", where);
  const std::string result = reader.Text(object, "result", where);
  if (result.empty()) return computation;
  if (const auto known = ParseFieldType(result)) {
    computation.result = *known;
  } else {
    reader.Fail(where + ".result", "\"" + result + "\" is no field type");
  }
  return computation;
}

Field ReadField(Reader& reader, const json& object, const std::string& where) {
  Field field;
  field.id = reader.Number(object, "id", 0, 0xFFFFFF, where);
  field.key = reader.Key(object, where);
  field.label = reader.ReadLabel(object, "label", true, where);
  field.help = reader.ReadLabel(object, "help", false, where);
  const std::string type = reader.Text(object, "type", where);
  if (const auto known = ParseFieldType(type)) {
    field.type = *known;
  } else {
    reader.Fail(where + ".type", "\"" + type + "\" is no field type");
  }
  field.group = reader.Text(object, "group", where);
  field.is_required = reader.Flag(object, "required", where);
  ReadUnique(reader, object, where, field);
  ReadMerge(reader, object, where, field);
  field.is_retired = reader.Flag(object, "retired", where);
  field.synonyms = reader.Texts(object, "synonyms", where);
  field.choices = ReadChoices(reader, object, where);
  field.format = reader.Text(object, "format", where);
  field.target = reader.Text(object, "target", where);
  field.unit = reader.Text(object, "unit", where);
  field.default_value = reader.Expression(object, "default", where);
  field.is_sensitive = reader.Flag(object, "sensitive", where);
  field.is_wide = reader.Flag(object, "wide", where);
  field.is_administrative = reader.Flag(object, "administrative", where);
  field.computation = ReadComputation(reader, object, where);
  field.max_length = static_cast<std::int32_t>(reader.Number(object, "max_length", 0, 1000000, where));
  field.search_weight = static_cast<std::uint8_t>(reader.Number(object, "search_weight", 1, 3, where));
  field.column_width = static_cast<std::int32_t>(reader.Number(object, "column_width", 0, 4000, where));
  if (field.id == 0) reader.Fail(where + ".id", "must be 1 or more");
  const bool has_choices = field.type == FieldType::kChoice || field.type == FieldType::kMultipleChoice;
  if (has_choices && field.choices.empty()) reader.Doubt(where + ".choices", "must not be empty for this type");
  if (field.type == FieldType::kDepartment && field.target.empty()) field.target = "department";
  const bool has_target = field.type == FieldType::kReference || field.type == FieldType::kReferences;
  if (has_target && field.target.empty()) {
    reader.Doubt(where + ".target", "must name the schema a reference points to");
  }
  return field;
}

FieldId ReadRole(Reader& reader, const json& object, const char* name, const Schema& schema, const std::string& where) {
  const std::string key = reader.Text(object, name, where);
  if (key.empty()) return 0;
  const Field* field = schema.Find(key);
  if (field == nullptr) reader.Doubt(where + "." + name, "there is no field \"" + key + "\"");
  return field == nullptr ? 0 : field->id;
}

void ReadGroups(Reader& reader, const json& object, const std::string& where, Schema& schema) {
  std::set<std::string> keys;
  for (const json& item : reader.Array(object, "groups", where)) {
    const std::string place = At(where, "groups", schema.groups.size());
    if (!IsUsable(reader, item, place)) return;
    FieldGroup group{reader.Key(item, place), reader.ReadLabel(item, "label", true, place)};
    if (!keys.insert(group.key).second) reader.Doubt(place + ".key", "\"" + group.key + "\" is there twice");
    schema.groups.push_back(std::move(group));
  }
}

void ReadFields(Reader& reader, const json& object, const std::string& where, Schema& schema) {
  std::set<std::string> keys;
  std::set<FieldId> ids;
  for (const json& item : reader.Array(object, "fields", where)) {
    const std::string place = At(where, "fields", schema.fields.size());
    if (schema.fields.size() >= kMaxFields) reader.Doubt(place, "too many fields");
    if (!IsUsable(reader, item, place)) return;
    Field field = ReadField(reader, item, place);
    if (!keys.insert(field.key).second) reader.Doubt(place + ".key", "\"" + field.key + "\" is there twice");
    if (!ids.insert(field.id).second) reader.Fail(place + ".id", std::to_string(field.id) + " is there twice");
    bool has_group = field.group.empty();
    for (const FieldGroup& group : schema.groups) has_group = has_group || group.key == field.group;
    if (!has_group) reader.Doubt(place + ".group", "there is no group \"" + field.group + "\"");
    schema.fields.push_back(std::move(field));
  }
  if (schema.fields.empty()) reader.Doubt(where + ".fields", "must not be empty");
}

std::vector<FieldId> ReadFieldKeys(Reader& reader, const json& object, const char* name, const Schema& schema,
                                   const std::string& where) {
  std::vector<FieldId> fields;
  for (const std::string& key : reader.Texts(object, name, where)) {
    const Field* field = schema.Find(key);
    if (field != nullptr) fields.push_back(field->id);
    else reader.Doubt(where + "." + name, "there is no field \"" + key + "\"");
  }
  return fields;
}

// Complains unless the key is a choice of the field with that role.
void CheckChoiceKey(Reader& reader, const Schema& schema, FieldId role, const char* role_name, const std::string& key,
                    const std::string& where) {
  const Field* field = schema.Find(role);
  bool is_known = false;
  if (field != nullptr) {
    for (const Choice& choice : field->choices) is_known = is_known || choice.key == key;
  }
  if (!is_known) reader.Doubt(where, "\"" + key + "\" is no choice of the " + role_name + " field");
}
void CheckStageKey(Reader& reader, const Schema& schema, const std::string& key, const std::string& where) {
  CheckChoiceKey(reader, schema, schema.stage, "stage", key, where);
}

void ReadWhen(Reader& reader, const json& object, const Schema& schema, const std::string& where, Rule& rule) {
  const json* item = reader.Find(object, "when");
  if (item == nullptr) return;
  const std::string place = where + ".when";
  if (item->is_object()) {
    struct Form {
      const char* name;
      RuleWhen when;
    };
    for (const Form form : {Form{"from", RuleWhen::kFromStage}, Form{"enters", RuleWhen::kEntering}, Form{"source", RuleWhen::kSource}}) {
      if (reader.Find(*item, form.name) == nullptr) continue;
      rule.when = form.when;
      rule.when_key = reader.Text(*item, form.name, place);
      if (form.when != RuleWhen::kSource) {
        CheckStageKey(reader, schema, rule.when_key, place + "." + form.name);
      } else if (!ParseSourceKind(rule.when_key).has_value()) {
        reader.Fail(place + ".source", "\"" + rule.when_key + "\" is no kind of source");
      }
      return;
    }
  } else if (*item == "always") {
    return;
  } else if (*item == "create") {
    rule.when = RuleWhen::kCreate;
    return;
  }
  reader.Fail(place, "must be \"always\", \"create\", {\"from\":stage}, {\"enters\":stage} or {\"source\":kind}");
}

Severity ReadSeverity(Reader& reader, const json& object, const std::string& where) {
  const std::string severity = reader.Text(object, "severity", where);
  if (severity == "block") return Severity::kBlock;
  if (severity == "info") return Severity::kInfo;
  if (!severity.empty() && severity != "warn") reader.Fail(where + ".severity", "must be \"block\", \"warn\" or \"info\"");
  return Severity::kWarn;
}

void ReadRules(Reader& reader, const json& object, const std::string& where, Schema& schema) {
  std::set<std::string> keys;
  std::set<RuleId> ids;
  for (const json& item : reader.Array(object, "rules", where)) {
    const std::string place = At(where, "rules", schema.rules.size());
    if (schema.rules.size() >= kMaxRules) reader.Doubt(place, "more than 1000 rules");
    if (!IsUsable(reader, item, place)) return;
    Rule rule;
    rule.id = reader.Number(item, "id", 0, 0xFFFFFF, place);
    rule.key = reader.Key(item, place);
    rule.label = reader.ReadLabel(item, "label", true, place);
    rule.severity = ReadSeverity(reader, item, place);
    ReadWhen(reader, item, schema, place, rule);
    rule.is_off = reader.Flag(item, "off", place);
    rule.holds = reader.Expression(item, "holds", place);
    rule.fields = ReadFieldKeys(reader, item, "fields", schema, place);
    rule.message = reader.ReadLabel(item, "message", true, place);
    if (rule.id == 0) reader.Fail(place + ".id", "must be 1 or more");
    if (rule.holds.empty()) reader.Doubt(place + ".holds", "must not be empty");
    if (!keys.insert(rule.key).second) reader.Doubt(place + ".key", "\"" + rule.key + "\" is there twice");
    if (!ids.insert(rule.id).second) reader.Fail(place + ".id", std::to_string(rule.id) + " is there twice");
    schema.rules.push_back(std::move(rule));
  }
}

void ReadTemplates(Reader& reader, const json& object, const std::string& where, Schema& schema) {
  std::set<std::string> keys;
  for (const json& item : reader.Array(object, "templates", where)) {
    const std::string place = At(where, "templates", schema.templates.size());
    if (!IsUsable(reader, item, place)) return;
    Template form;
    form.key = reader.Text(item, "key", place);
    CheckChoiceKey(reader, schema, schema.template_field, "template", form.key, place + ".key");
    form.label = reader.ReadLabel(item, "label", true, place);
    form.without = ReadFieldKeys(reader, item, "without", schema, place);
    form.needs = ReadFieldKeys(reader, item, "needs", schema, place);
    if (!keys.insert(form.key).second) reader.Doubt(place + ".key", "\"" + form.key + "\" is there twice");
    schema.templates.push_back(std::move(form));
  }
}

void ReadStages(Reader& reader, const json& object, const std::string& where, Schema& schema) {
  std::set<std::string> keys;
  for (const json& item : reader.Array(object, "stages", where)) {
    const std::string place = At(where, "stages", schema.stages.size());
    if (!IsUsable(reader, item, place)) return;
    StageDemand stage;
    stage.key = reader.Text(item, "key", place);
    CheckStageKey(reader, schema, stage.key, place + ".key");
    stage.needs = ReadFieldKeys(reader, item, "needs", schema, place);
    stage.next = reader.Texts(item, "next", place);
    for (const std::string& next : stage.next) CheckStageKey(reader, schema, next, place + ".next");
    stage.is_side = reader.Flag(item, "side", place);
    if (!keys.insert(stage.key).second) reader.Doubt(place + ".key", "\"" + stage.key + "\" is there twice");
    if (!reader.is_ok()) return;
    schema.stages.push_back(std::move(stage));
  }
}

Schema ReadSchema(Reader& reader, const json& object, const std::string& where) {
  Schema schema;
  schema.id = reader.Number(object, "id", 0, 0xFFFFFF, where);
  schema.key = reader.Key(object, where);
  schema.version = reader.Number(object, "version", 1, 0x7FFFFFFF, where);
  schema.label = reader.ReadLabel(object, "label", true, where);
  schema.icon = reader.Text(object, "icon", where);
  if (schema.id == 0) reader.Fail(where + ".id", "must be 1 or more");
  ReadGroups(reader, object, where, schema);
  ReadFields(reader, object, where, schema);
  if (!reader.is_ok()) return schema;
  schema.title = ReadRole(reader, object, "title", schema, where);
  schema.stage = ReadRole(reader, object, "stage", schema, where);
  schema.level = ReadRole(reader, object, "level", schema, where);
  schema.owner = ReadRole(reader, object, "owner", schema, where);
  schema.template_field = ReadRole(reader, object, "template", schema, where);
  schema.visibility = ReadRole(reader, object, "visibility", schema, where);
  schema.team = ReadRole(reader, object, "team", schema, where);
  schema.is_system = reader.Flag(object, "system", where);
  if (schema.title == 0) reader.Doubt(where + ".title", "must name the field that names a record");
  for (const FieldId role : {schema.stage, schema.level}) {
    const Field* field = schema.Find(role);
    if (field != nullptr && field->type != FieldType::kChoice) reader.Doubt(where, "stage and level must be choices");
  }
  const Field* visibility = schema.Find(schema.visibility);
  if (visibility != nullptr && visibility->type != FieldType::kChoice) reader.Doubt(where + ".visibility", "must be a choice");
  const Field* team = schema.Find(schema.team);
  if (team != nullptr && team->type != FieldType::kDepartment) reader.Doubt(where + ".team", "must be a department field");
  const Field* owner = schema.Find(schema.owner);
  if (owner != nullptr && owner->type != FieldType::kUser) reader.Doubt(where + ".owner", "must be a user field");
  if (!reader.is_ok()) return schema;
  ReadTemplates(reader, object, where, schema);
  ReadRules(reader, object, where, schema);
  schema.last_rule = reader.Number(object, "last_rule", 0, 0xFFFFFF, where);
  for (const Rule& rule : schema.rules) {
    if (schema.last_rule <= rule.id) schema.last_rule = 0;
  }
  ReadStages(reader, object, where, schema);
  return schema;
}

Result<json> ReadObject(std::string_view text) {
  if (!IsValidUtf8(text)) return Error{ErrorCode::kInvalidArgument, "schema: not UTF-8"};
  json object = json::parse(text.begin(), text.end(), nullptr, false);
  if (object.is_discarded()) return Error{ErrorCode::kInvalidArgument, "schema: not JSON"};
  if (!object.is_object()) return Error{ErrorCode::kInvalidArgument, "schema: must be a JSON object"};
  return object;
}

Result<Schema> ParseOne(std::string_view text, bool is_draft) {
  KEDANG_ASSIGN(const json object, ReadObject(text));
  Reader reader(is_draft);
  Schema schema = ReadSchema(reader, object, "schema");
  if (!reader.is_ok()) return reader.error();
  return schema;
}

}  // namespace

Result<Schema> ParseSchema(std::string_view text) { return ParseOne(text, false); }
Result<Schema> ParseUnfinishedSchema(std::string_view text) { return ParseOne(text, true); }

Result<SchemaSet> ParseSchemaSet(std::string_view text) {
  KEDANG_ASSIGN(const json object, ReadObject(text));
  Reader reader;
  SchemaSet set;
  set.version = reader.Number(object, "version", 1, 0x7FFFFFFF, "set");
  for (const json& item : reader.Array(object, "schemas", "set")) {
    const std::string place = At("set", "schemas", set.schemas.size());
    if (!IsUsable(reader, item, place)) break;
    Schema schema = ReadSchema(reader, item, place);
    if (set.Find(schema.id) != nullptr) reader.Fail(place + ".id", "another schema has it");
    if (set.Find(schema.key) != nullptr) reader.Fail(place + ".key", "another schema has it");
    set.schemas.push_back(std::move(schema));
  }
  for (const Schema& schema : set.schemas) {
    for (const Field& field : schema.fields) {
      if (!field.target.empty() && set.Find(field.target) == nullptr) {
        reader.Fail("schema " + schema.key + ", field " + field.key, "there is no schema \"" + field.target + "\"");
      }
    }
  }
  if (!reader.is_ok()) return reader.error();
  return set;
}

}  // namespace kedang
