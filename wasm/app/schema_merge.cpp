#include "wasm/app/schema_merge.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "shared/model/unfinished_schema.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const Schema& schema) {
  Json json = Json::parse(FormatSchema(schema), nullptr, false);
  json.erase("version");  // the server's
  return json;
}

// What tells the items of a list apart: "key" before "id", because people know fields by their key.
std::string IdentityOf(const Json& item) {
  if (item.is_string()) return item.get<std::string>();
  if (!item.is_object()) return "";
  if (const auto id = item.find("id"); id != item.end()) return id->dump();
  const auto key = item.find("key");
  return key != item.end() && key->is_string() ? key->get<std::string>() : "";
}

std::string NameOf(const Json& item) {
  const auto key = item.is_object() ? item.find("key") : item.end();
  return item.is_object() && key != item.end() && key->is_string() ? key->get<std::string>() : IdentityOf(item);
}

const Json* FindItem(const Json& list, const std::string& identity) {
  if (!list.is_array()) return nullptr;
  for (const Json& item : list) {
    if (IdentityOf(item) == identity) return &item;
  }
  return nullptr;
}

bool IsKeyedList(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& item) { return !IdentityOf(item).empty(); });
}

std::vector<std::string> OrderOf(const Json& list) {
  std::vector<std::string> order;
  for (const Json& item : list) order.push_back(IdentityOf(item));
  return order;
}

class Merger {
 public:
  explicit Merger(std::vector<std::string>& clashes) : clashes_(clashes) {}

  // Null stands for "not there".
  Json Merge(const Json& base, const Json& mine, const Json& theirs, const std::string& place) {
    if (mine == base || mine == theirs) return theirs;
    if (theirs == base) return mine;
    if (mine.is_object() && theirs.is_object()) return MergeObjects(base.is_object() ? base : Json::object(), mine, theirs, place);
    if (IsKeyedList(mine) && IsKeyedList(theirs)) return MergeLists(base.is_array() ? base : Json::array(), mine, theirs, place);
    clashes_.push_back(place);
    return mine;
  }

 private:
  static const Json& At(const Json& object, const std::string& name) {
    static const Json nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
  }
  static std::string Below(const std::string& place, const std::string& name) { return place.empty() ? name : place + "." + name; }

  Json MergeObjects(const Json& base, const Json& mine, const Json& theirs, const std::string& place) {
    Json merged = Json::object();
    const auto add = [&](const std::string& name) {
      if (merged.contains(name)) return;
      // The lists of a schema are known by their items alone: "name.label", not "fields.name.label".
      const bool is_list = At(mine, name).is_array() && place.empty();
      Json value = Merge(At(base, name), At(mine, name), At(theirs, name), is_list ? "" : Below(place, name));
      if (!value.is_null()) merged[name] = std::move(value);
    };
    for (const auto& [name, value] : theirs.items()) add(name);
    for (const auto& [name, value] : mine.items()) add(name);
    return merged;
  }

  Json MergeLists(const Json& base, const Json& mine, const Json& theirs, const std::string& place) {
    static const Json nothing;
    // The order is that of the side that changed it, the draft's when both did.
    const bool is_mine_first = OrderOf(mine) != OrderOf(base);
    const Json& first = is_mine_first ? mine : theirs;
    const Json& second = is_mine_first ? theirs : mine;
    std::vector<std::string> order = OrderOf(first);
    std::string before;
    for (const std::string& identity : OrderOf(second)) {
      if (std::find(order.begin(), order.end(), identity) == order.end()) {
        const auto at = std::find(order.begin(), order.end(), before);
        order.insert(at == order.end() ? order.end() : at + 1, identity);
      }
      before = identity;
    }
    Json merged = Json::array();
    for (const std::string& identity : order) {
      const auto of = [&](const Json& list) -> const Json& {
        const Json* item = FindItem(list, identity);
        return item == nullptr ? nothing : *item;
      };
      const Json& some = of(mine).is_null() ? of(theirs) : of(mine);
      Json value = Merge(of(base), of(mine), of(theirs), Below(place, NameOf(some)));
      if (!value.is_null()) merged.push_back(std::move(value));
    }
    return merged;
  }

  std::vector<std::string>& clashes_;
};

// Fields and rules that the draft made get ids and keys that nobody else has used meanwhile.
Schema Renumbered(const Schema& base, Schema mine, const Schema& theirs) {
  FieldId last = 0;
  std::set<std::string> keys;
  for (const Schema* schema : std::initializer_list<const Schema*>{&base, &mine, &theirs}) {
    for (const Field& field : schema->fields) {
      last = std::max(last, field.id);
      keys.insert(field.key);
    }
  }
  const auto free_key = [&keys](const std::string& key) {
    for (int i = 2;; ++i) {
      std::string other = key + "_" + std::to_string(i);
      if (keys.insert(other).second) return other;
    }
  };
  for (Field& field : mine.fields) {
    if (base.Find(field.id) != nullptr) continue;
    // It was published from here, and only the answer was lost.
    const Field* same = theirs.Find(field.id);
    if (same != nullptr && same->key == field.key && same->type == field.type) continue;
    if (theirs.Find(std::string_view(field.key)) != nullptr) field.key = free_key(field.key);
    if (theirs.Find(field.id) == nullptr) continue;
    const FieldId old = field.id, made = ++last;
    const auto change = [old, made](std::vector<FieldId>& ids) { std::replace(ids.begin(), ids.end(), old, made); };
    field.id = made;
    for (FieldId* role : {&mine.title, &mine.stage, &mine.level, &mine.owner, &mine.template_field, &mine.visibility, &mine.team}) {
      if (*role == old) *role = made;
    }
    for (Rule& rule : mine.rules) change(rule.fields);
    for (StageDemand& stage : mine.stages) change(stage.needs);
    for (Template& one : mine.templates) {
      change(one.without);
      change(one.needs);
    }
  }
  RuleId last_rule = 0;
  for (const Schema* schema : std::initializer_list<const Schema*>{&base, &mine, &theirs}) {
    last_rule = std::max(last_rule, schema->last_rule);
    for (const Rule& rule : schema->rules) last_rule = std::max(last_rule, rule.id);
  }
  const auto has_rule = [](const Schema& schema, const auto& is_it) { return std::any_of(schema.rules.begin(), schema.rules.end(), is_it); };
  for (Rule& rule : mine.rules) {
    if (has_rule(base, [&](const Rule& other) { return other.id == rule.id; })) continue;
    if (has_rule(theirs, [&](const Rule& other) { return other.id == rule.id && other.key == rule.key && other.holds == rule.holds; })) continue;
    if (has_rule(theirs, [&](const Rule& other) { return other.key == rule.key; })) rule.key += "_" + std::to_string(last_rule + 1);
    // Others may have made and removed one of that number.
    const bool was_used = rule.id <= theirs.last_rule || has_rule(theirs, [&](const Rule& other) { return other.id == rule.id; });
    if (was_used) rule.id = ++last_rule;
  }
  return mine;
}

std::size_t CountListChanges(const Json& before, const Json& after) {
  std::size_t count = 0;
  for (const Json& item : after) {
    const Json* old = FindItem(before, IdentityOf(item));
    if (old == nullptr || *old != item) ++count;
  }
  std::vector<std::string> was, is;
  for (const Json& item : before) {
    if (FindItem(after, IdentityOf(item)) == nullptr) ++count;
    else was.push_back(IdentityOf(item));
  }
  for (const Json& item : after) {
    if (FindItem(before, IdentityOf(item)) != nullptr) is.push_back(IdentityOf(item));
  }
  return count + (was == is ? 0 : 1);
}

}  // namespace

SchemaMerge MergeSchemas(const Schema& base, const Schema& mine, const Schema& theirs) {
  SchemaMerge result;
  const Schema renumbered = Renumbered(base, mine, theirs);
  const Json merged = Merger(result.clashes).Merge(JsonOf(base), JsonOf(renumbered), JsonOf(theirs), "");
  auto parsed = ParseUnfinishedSchema(merged.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (parsed.ok()) {
    result.merged = std::move(parsed).value();
  } else {
    // The same number for two things: the draft stays whole.
    result.merged = mine;
    result.clashes = {""};
  }
  result.merged.version = theirs.version;
  return result;
}

std::size_t CountSchemaChanges(const Schema& before, const Schema& after) {
  const Json a = JsonOf(before), b = JsonOf(after);
  if (a == b) return 0;
  std::size_t count = 0;
  std::set<std::string> names;
  for (const auto& [name, value] : a.items()) names.insert(name);
  for (const auto& [name, value] : b.items()) names.insert(name);
  for (const std::string& name : names) {
    static const Json empty = Json::array();
    const Json& old = a.contains(name) ? a[name] : empty;
    const Json& now = b.contains(name) ? b[name] : empty;
    if (old == now) continue;
    count += old.is_array() && now.is_array() ? CountListChanges(old, now) : 1;
  }
  return count;
}

}  // namespace kedang
