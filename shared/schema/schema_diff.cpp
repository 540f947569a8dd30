#include "shared/schema/schema_diff.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 17> kKindNames = {
    "schema_added", "schema_changed", "field_added",  "field_changed", "field_retyped",  "field_retired",
    "field_restored", "group_changed", "choice_added", "choice_changed", "choice_removed", "rule_added",
    "rule_changed", "rule_removed",   "stages_changed", "templates_changed", "order_changed"};

// A property in plain words: a text as it is, of labels the Chinese one with the English behind it, of lists the words.
std::string Words(const Json* item) {
  if (item == nullptr || item->is_null()) return std::string();
  if (item->is_string()) return item->get<std::string>();
  if (item->is_object()) {
    std::string words;
    for (const auto& [name, part] : item->items()) {
      const bool is_label = name == "zh" || name == "en";
      words.append(words.empty() ? "" : " / ").append(is_label ? "" : name + " ").append(Words(&part));
    }
    return words;
  }
  if (item->is_array()) {
    std::string words;
    for (const Json& part : *item) words.append(words.empty() ? "" : ", ").append(Words(&part));
    return words;
  }
  return item->dump();
}

const Json* Find(const Json& object, const std::string& name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}
const Json& List(const Json& object, const char* name) {
  static const Json kEmpty = Json::array();
  const Json* list = Find(object, name);
  return list == nullptr ? kEmpty : *list;
}

Label LabelOf(const Json& object) {
  Label label;
  if (const Json* texts = Find(object, "label")) {
    if (const Json* zh = Find(*texts, "zh")) label.zh = Words(zh);
    if (const Json* en = Find(*texts, "en")) label.en = Words(en);
  }
  return label;
}
std::string KeyOf(const Json& object) { return Words(Find(object, "key")); }

// The things of a list by what makes them the same thing.
std::map<std::string, const Json*> ByIdentity(const Json& list, const char* identity) {
  std::map<std::string, const Json*> things;
  for (const Json& item : list) things.emplace(Words(Find(item, identity)), &item);
  return things;
}

class Differ {
 public:
  Differ(const Schema& before, const Schema& after, std::vector<SchemaChange>& changes)
      : schema_(after.id), changes_(changes) {
    // What names fields by key shall not look changed because a field got another key.
    Schema renamed = before;
    for (Field& field : renamed.fields) {
      const Field* same = after.Find(field.id);
      if (same == nullptr || same->key == field.key) continue;
      renamed_.emplace(field.id, field.key);
      field.key = same->key;
    }
    before_ = Json::parse(FormatSchema(renamed));
    after_ = Json::parse(FormatSchema(after));
  }

  void Run() {
    Properties(SchemaChangeKind::kSchemaChanged, before_, after_, 0,
               {"id", "version", "groups", "fields", "rules", "templates", "stages", "last_rule"});
    Things("groups", "key", SchemaChangeKind::kGroupChanged, SchemaChangeKind::kGroupChanged, SchemaChangeKind::kGroupChanged);
    Fields();
    Things("templates", "key", SchemaChangeKind::kTemplatesChanged, SchemaChangeKind::kTemplatesChanged,
           SchemaChangeKind::kTemplatesChanged);
    Things("rules", "id", SchemaChangeKind::kRuleAdded, SchemaChangeKind::kRuleChanged, SchemaChangeKind::kRuleRemoved);
    Things("stages", "key", SchemaChangeKind::kStagesChanged, SchemaChangeKind::kStagesChanged,
           SchemaChangeKind::kStagesChanged);
  }

 private:
  SchemaChange& Add(SchemaChangeKind kind, const Json& thing, FieldId field) {
    SchemaChange change;
    change.kind = kind;
    change.schema = schema_;
    change.field = field;
    change.key = KeyOf(thing);
    change.label = LabelOf(thing);
    changes_.push_back(std::move(change));
    return changes_.back();
  }

  // One change for each property that differs, in the order of `after`, then those that are gone.
  void Properties(SchemaChangeKind kind, const Json& before, const Json& after, FieldId field,
                  const std::set<std::string>& without) {
    const auto compare = [&](const std::string& name) {
      const Json *was = Find(before, name), *is = Find(after, name);
      if (was != nullptr && is != nullptr && *was == *is) return;
      SchemaChange& change = Add(kind, after, field);
      change.part = name;
      change.before = Words(was);
      change.after = Words(is);
    };
    for (const auto& [name, item] : after.items()) {
      if (without.count(name) == 0) compare(name);
    }
    for (const auto& [name, item] : before.items()) {
      if (without.count(name) == 0 && Find(after, name) == nullptr) compare(name);
    }
  }

  // Where both have the same things in another order.
  void Order(const Json& before, const Json& after, const char* identity, const std::string& part, const Json& of,
             FieldId field) {
    const auto was = ByIdentity(before, identity), is = ByIdentity(after, identity);
    std::string old_order, new_order, old_words, new_words;
    for (const Json& item : before) {
      const std::string name = Words(Find(item, identity));
      if (is.count(name) == 0) continue;
      old_order.append(name).append("\n");
      old_words.append(old_words.empty() ? "" : ", ").append(LabelOf(item).zh.empty() ? name : LabelOf(item).zh);
    }
    for (const Json& item : after) {
      const std::string name = Words(Find(item, identity));
      if (was.count(name) == 0) continue;
      new_order.append(name).append("\n");
      new_words.append(new_words.empty() ? "" : ", ").append(LabelOf(item).zh.empty() ? name : LabelOf(item).zh);
    }
    if (old_order == new_order) return;
    SchemaChange& change = Add(SchemaChangeKind::kOrderChanged, of, field);
    change.part = part;
    change.before = std::move(old_words);
    change.after = std::move(new_words);
  }

  // `kind` for properties of things that stay; a kind that means all of it says by words what came and what went.
  void Things(const char* list, const char* identity, SchemaChangeKind added, SchemaChangeKind kind, SchemaChangeKind removed) {
    const Json &was = List(before_, list), &is = List(after_, list);
    const auto old_things = ByIdentity(was, identity), new_things = ByIdentity(is, identity);
    for (const Json& item : is) {
      const auto found = old_things.find(Words(Find(item, identity)));
      if (found == old_things.end()) {
        Add(added, item, 0).after = NameOf(item);
      } else {
        Properties(kind, *found->second, item, 0, {"id"});
      }
    }
    for (const Json& item : was) {
      if (new_things.count(Words(Find(item, identity))) == 0) Add(removed, item, 0).before = NameOf(item);
    }
    Order(was, is, identity, list, after_, 0);
  }
  static std::string NameOf(const Json& thing) {
    const std::string name = LabelOf(thing).zh;
    return name.empty() ? KeyOf(thing) : name;
  }

  void Fields() {
    const Json &was = List(before_, "fields"), &is = List(after_, "fields");
    const auto old_fields = ByIdentity(was, "id");
    for (const Json& item : is) {
      const auto id = item["id"].get<FieldId>();
      const auto found = old_fields.find(Words(Find(item, "id")));
      if (found == old_fields.end()) {
        Add(SchemaChangeKind::kFieldAdded, item, id).after = Words(Find(item, "type"));
        continue;
      }
      OneField(*found->second, item, id);
    }
    Order(was, is, "id", "fields", after_, 0);
  }

  void OneField(const Json& before, const Json& after, FieldId id) {
    const auto renamed = renamed_.find(id);
    if (renamed != renamed_.end()) {
      SchemaChange& change = Add(SchemaChangeKind::kFieldChanged, after, id);
      change.part = "key";
      change.before = renamed->second;
      change.after = change.key;
    }
    const std::string old_type = Words(Find(before, "type")), new_type = Words(Find(after, "type"));
    if (old_type != new_type) {
      SchemaChange& change = Add(SchemaChangeKind::kFieldRetyped, after, id);
      change.before = old_type;
      change.after = new_type;
    }
    const bool was_retired = Find(before, "retired") != nullptr, is_retired = Find(after, "retired") != nullptr;
    if (was_retired != is_retired) {
      Add(is_retired ? SchemaChangeKind::kFieldRetired : SchemaChangeKind::kFieldRestored, after, id);
    }
    Properties(SchemaChangeKind::kFieldChanged, before, after, id, {"id", "type", "retired", "choices"});
    const Json &old_choices = List(before, "choices"), &new_choices = List(after, "choices");
    const auto old_by_key = ByIdentity(old_choices, "key"), new_by_key = ByIdentity(new_choices, "key");
    for (const Json& choice : new_choices) {
      const auto found = old_by_key.find(KeyOf(choice));
      if (found == old_by_key.end()) {
        Add(SchemaChangeKind::kChoiceAdded, choice, id).after = NameOf(choice);
      } else {
        Properties(SchemaChangeKind::kChoiceChanged, *found->second, choice, id, {});
      }
    }
    for (const Json& choice : old_choices) {
      if (new_by_key.count(KeyOf(choice)) == 0) Add(SchemaChangeKind::kChoiceRemoved, choice, id).before = NameOf(choice);
    }
    Order(old_choices, new_choices, "key", "choices", after, id);
  }

  SchemaId schema_;
  std::vector<SchemaChange>& changes_;
  std::map<FieldId, std::string> renamed_;  // old keys
  Json before_, after_;
};

}  // namespace

std::string_view SchemaChangeKindName(SchemaChangeKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::vector<SchemaChange> DiffSchemas(const Schema& before, const Schema& after) {
  std::vector<SchemaChange> changes;
  Differ(before, after, changes).Run();
  return changes;
}

std::vector<SchemaChange> DiffSchemas(const SchemaSet& before, const SchemaSet& after) {
  std::vector<SchemaChange> changes;
  std::vector<SchemaId> old_order, new_order;
  for (const Schema& schema : before.schemas) {
    if (after.Find(schema.id) != nullptr) old_order.push_back(schema.id);
  }
  for (const Schema& schema : after.schemas) {
    const Schema* was = before.Find(schema.id);
    if (was != nullptr) {
      new_order.push_back(schema.id);
      Differ(*was, schema, changes).Run();
      continue;
    }
    SchemaChange change;
    change.kind = SchemaChangeKind::kSchemaAdded;
    change.schema = schema.id;
    change.key = schema.key;
    change.label = schema.label;
    change.after = schema.label.zh;
    changes.push_back(std::move(change));
  }
  if (old_order != new_order) {
    SchemaChange change;
    change.kind = SchemaChangeKind::kOrderChanged;
    change.part = "schemas";
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace kedang
