// The edits of SchemaDraft that are more than setting a property.
#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"
#include "wasm/app/schema_draft.h"

namespace kedang {
namespace {

constexpr std::size_t kMostKey = 40;

template <typename List>
auto FindKey(List& list, std::string_view key) {
  return std::find_if(list.begin(), list.end(), [key](const auto& item) { return item.key == key; });
}

std::vector<Field>::iterator FindField(Schema& schema, FieldId id) {
  return std::find_if(schema.fields.begin(), schema.fields.end(), [id](const Field& field) { return field.id == id; });
}

std::string KeyOfWords(std::string_view words) {
  std::string key;
  for (const char c : words) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (is_letter || (is_digit && !key.empty())) {
      key.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    } else if (!key.empty() && key.back() != '_') {
      key.push_back('_');
    }
  }
  key = key.substr(0, kMostKey - 4);  // room for a number
  while (!key.empty() && key.back() == '_') key.pop_back();
  return key;
}

// What a field of the type has besides: only what the type reads.
void MakeFit(Field& field, const SchemaSet& set) {
  const FieldTraits& traits = TraitsOf(field.type);
  field.merge = traits.merge;
  field.default_value.clear();
  field.computation = Computation();
  field.format.clear();
  if (!traits.has_unit) field.unit.clear();
  if (!traits.has_choices) field.choices.clear();
  if (traits.needs_choices && field.choices.empty()) {
    field.choices = {{"a", {"选项一", "Option 1"}, 1, {}}, {"b", {"选项二", "Option 2"}, 2, {}}};
  }
  if (!traits.has_target) field.target.clear();
  else if (field.target.empty() && !set.schemas.empty()) field.target = set.schemas.front().key;
  if (field.type == FieldType::kCurrency) field.unit = "CNY";
  if (field.type == FieldType::kAutoNumber) field.format = "{yyyy}-{00000}";
  if (field.type == FieldType::kPhone) field.format = "any";
  if (field.type == FieldType::kRollup) field.computation.summary = "count";
  if (IsReadOnly(field.type)) field.is_required = field.is_unique = field.is_unique_block = false;
}

// A field that nobody knows any more, taken out of everything that names it.
void Forget(Schema& schema, FieldId id) {
  for (FieldId* role : {&schema.stage, &schema.level, &schema.owner, &schema.template_field, &schema.visibility, &schema.team}) {
    if (*role == id) *role = 0;
  }
  for (Rule& rule : schema.rules) std::erase(rule.fields, id);
  for (StageDemand& stage : schema.stages) std::erase(stage.needs, id);
  for (Template& one : schema.templates) {
    std::erase(one.without, id);
    std::erase(one.needs, id);
  }
  if (schema.stage == 0) schema.stages.clear();
  if (schema.template_field == 0) schema.templates.clear();
}

// Stages and templates stand in the order of the choices they belong to.
void SortByChoices(Schema& schema, const Field& field) {
  const auto place = [&field](const std::string& key) {
    return FindKey(field.choices, key) - field.choices.begin();
  };
  const auto is_before = [&place](const auto& a, const auto& b) { return place(a.key) < place(b.key); };
  if (schema.stage == field.id) std::stable_sort(schema.stages.begin(), schema.stages.end(), is_before);
  if (schema.template_field == field.id) std::stable_sort(schema.templates.begin(), schema.templates.end(), is_before);
}

}  // namespace

bool IsSchemaKey(std::string_view key) {
  if (key.empty() || key.size() > kMostKey || key[0] < 'a' || key[0] > 'z') return false;
  return std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string SchemaDraft::KeyFor(const Label& label, std::string_view otherwise,
                                const std::function<bool(const std::string&)>& is_taken) const {
  std::string key = KeyOfWords(label.en);
  if (key.empty()) key = KeyOfWords(pinyin_.Initials(label.zh));
  if (key.empty()) key = std::string(otherwise);
  if (!is_taken(key)) return key;
  for (int i = 2;; ++i) {
    std::string numbered = key + "_" + std::to_string(i);
    if (!is_taken(numbered)) return numbered;
  }
}

std::string SchemaDraft::FieldKeyFor(const Schema& schema, FieldId field, const Label& label) const {
  return KeyFor(label, "field", [&](const std::string& key) {
    const Field* other = schema.Find(std::string_view(key));
    return other != nullptr && other->id != field;
  });
}

SchemaId SchemaDraft::AddSchema(const Label& label) {
  Schema schema;
  for (const SchemaSet* set : {&base_, &set_}) {
    for (const Schema& one : set->schemas) schema.id = std::max(schema.id, one.id);
  }
  for (const auto& [id, field] : highest_field_) schema.id = std::max(schema.id, id);
  ++schema.id;
  schema.key = KeyFor(label, "schema", [&](const std::string& key) { return set_.Find(std::string_view(key)) != nullptr; });
  schema.label = label;
  schema.icon = "folder";
  schema.groups.push_back({"main", {"基本", "Basics"}});
  Field name;
  name.id = 1;
  name.key = "name";
  name.label = {"名称", "Name"};
  name.group = "main";
  name.is_required = true;
  name.search_weight = 3;
  name.column_width = 320;
  schema.fields.push_back(name);
  schema.title = 1;
  Step step;
  step.schema = schema.id;
  step.was_there = false;
  Push(std::move(step));
  set_.schemas.push_back(schema);
  Changed();
  return schema.id;
}

FieldId SchemaDraft::AddField(SchemaId schema, FieldType type, const Label& label, std::string_view group, FieldId behind, FieldId before) {
  const FieldId id = highest_field_[schema] + 1;
  Edit(schema, "", [&](Schema& one) {
    Field field;
    field.id = id;
    field.label = label;
    field.key = FieldKeyFor(one, id, label);
    field.type = type;
    field.group = std::string(group);
    field.is_sensitive = TraitsOf(type).is_personal;
    MakeFit(field, set_);
    auto place = FindField(one, before);
    if (place != one.fields.end()) {
      one.fields.insert(place, std::move(field));
      return;
    }
    place = FindField(one, behind);
    if (place != one.fields.end()) {
      field.group = place->group;
      ++place;
    } else {
      // Behind the last one of its group.
      const auto last = std::find_if(one.fields.rbegin(), one.fields.rend(), [&](const Field& other) { return other.group == field.group; });
      place = last == one.fields.rend() ? one.fields.end() : last.base();
    }
    one.fields.insert(place, std::move(field));
  });
  return id;
}

FieldId SchemaDraft::CopyField(SchemaId schema, FieldId field, std::string_view suffix) {
  const FieldId id = highest_field_[schema] + 1;
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end()) return;
    Field copy = *place;
    copy.id = id;
    copy.label.zh += suffix;
    if (!copy.label.en.empty()) copy.label.en += " 2";
    copy.key = FieldKeyFor(one, id, copy.label);
    copy.synonyms.clear();
    one.fields.insert(place + 1, std::move(copy));
  });
  return id;
}

void SchemaDraft::MoveField(SchemaId schema, FieldId field, std::string_view group, FieldId before) {
  if (field == before) return;
  Edit(schema, "", [&](Schema& one) {
    const auto from = FindField(one, field);
    if (from == one.fields.end()) return;
    Field moved = std::move(*from);
    one.fields.erase(from);
    moved.group = std::string(group);
    auto place = FindField(one, before);
    if (place == one.fields.end()) {
      const auto last = std::find_if(one.fields.rbegin(), one.fields.rend(), [&](const Field& other) { return other.group == moved.group; });
      place = last == one.fields.rend() ? one.fields.end() : last.base();
    }
    one.fields.insert(place, std::move(moved));
  });
}

void SchemaDraft::StepField(SchemaId schema, FieldId field, int by) {
  const Schema* now = Find(schema);
  if (now == nullptr || by == 0 || now->Find(field) == nullptr) return;
  const std::string group = now->Find(field)->group;
  std::vector<FieldId> peers;  // of the group, in form order
  for (const Field& one : now->fields) {
    if (one.group == group && !one.is_retired) peers.push_back(one.id);
  }
  const auto at = std::find(peers.begin(), peers.end(), field);
  if (at == peers.end()) return;
  const auto index = at - peers.begin();
  const auto target = index + by;
  if (target >= 0 && target < static_cast<std::ptrdiff_t>(peers.size())) {
    const auto behind = by > 0 ? target + 1 : target;
    MoveField(schema, field, group, behind < static_cast<std::ptrdiff_t>(peers.size()) ? peers[static_cast<std::size_t>(behind)] : 0);
    return;
  }
  // Over the border: to the end of the group before, to the beginning of the one behind.
  const auto place = FindKey(now->groups, group) - now->groups.begin() + (by > 0 ? 1 : -1);
  if (place < 0 || place >= static_cast<std::ptrdiff_t>(now->groups.size())) return;
  const std::string next = now->groups[static_cast<std::size_t>(place)].key;
  FieldId before = 0;
  if (by > 0) {
    const auto first = std::find_if(now->fields.begin(), now->fields.end(), [&](const Field& one) { return one.group == next && !one.is_retired; });
    if (first != now->fields.end()) before = first->id;
  }
  MoveField(schema, field, next, before);
}

void SchemaDraft::RetireField(SchemaId schema, FieldId field) {
  const bool is_published = IsPublished(schema, field);
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end() || one.title == field) return;
    Forget(one, field);
    if (is_published) {
      place->is_retired = true;
    } else {
      one.fields.erase(place);
    }
  });
}

void SchemaDraft::RestoreField(SchemaId schema, FieldId field) {
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place != one.fields.end()) place->is_retired = false;
  });
}

void SchemaDraft::Rename(SchemaId schema, FieldId field, const Label& label) {
  const bool is_published = IsPublished(schema, field);
  Edit(schema, "label:" + std::to_string(field), [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end()) return;
    // A key that somebody typed stays.
    const bool follows = !is_published && place->key == FieldKeyFor(one, field, place->label);
    place->label = label;
    if (follows) place->key = FieldKeyFor(one, field, label);
  });
}

void SchemaDraft::RenameKey(SchemaId schema, FieldId field, std::string_view key) {
  if (IsPublished(schema, field) || !IsSchemaKey(key)) return;
  Edit(schema, "key:" + std::to_string(field), [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place != one.fields.end() && one.Find(key) == nullptr) place->key = std::string(key);
  });
}

void SchemaDraft::Retype(SchemaId schema, FieldId field, FieldType type) {
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end() || place->type == type) return;
    place->type = type;
    MakeFit(*place, set_);
    if (type == FieldType::kChoice) return;
    // Only a choice can say a stage, a level or a template.
    for (FieldId* role : {&one.stage, &one.level, &one.template_field}) {
      if (*role == field) *role = 0;
    }
    if (one.stage == 0) one.stages.clear();
    if (one.template_field == 0) one.templates.clear();
    if (one.owner == field && type != FieldType::kUser) one.owner = 0;
  });
}

std::string SchemaDraft::AddGroup(SchemaId schema, const Label& label) {
  std::string key;
  Edit(schema, "", [&](Schema& one) {
    key = KeyFor(label, "group", [&](const std::string& taken) { return FindKey(one.groups, taken) != one.groups.end(); });
    one.groups.push_back({key, label});
  });
  return key;
}

void SchemaDraft::MoveGroup(SchemaId schema, std::string_view group, int by) {
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindKey(one.groups, group);
    if (place == one.groups.end()) return;
    const auto to = place - one.groups.begin() + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(one.groups.size())) return;
    FieldGroup moved = std::move(*place);
    one.groups.erase(place);
    one.groups.insert(one.groups.begin() + to, std::move(moved));
  });
}

void SchemaDraft::RemoveGroup(SchemaId schema, std::string_view group) {
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindKey(one.groups, group);
    if (place == one.groups.end() || one.groups.size() < 2) return;
    const std::string heir = place == one.groups.begin() ? (place + 1)->key : (place - 1)->key;
    for (Field& field : one.fields) {
      if (field.group == group) field.group = heir;
    }
    one.groups.erase(place);
  });
}

std::string SchemaDraft::AddChoice(SchemaId schema, FieldId field, const Label& label) {
  std::string key;
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end()) return;
    key = KeyFor(label, "choice", [&](const std::string& taken) { return FindKey(place->choices, taken) != place->choices.end(); });
    Choice choice;
    choice.key = key;
    choice.label = label;
    choice.color = static_cast<std::uint8_t>(1 + place->choices.size() % 6);
    place->choices.push_back(std::move(choice));
    if (one.stage == field && !one.stages.empty()) one.stages.push_back({key, {}, {}, false});
  });
  return key;
}

void SchemaDraft::MoveChoice(SchemaId schema, FieldId field, std::size_t from, std::size_t to) {
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end() || from >= place->choices.size() || to >= place->choices.size()) return;
    Choice moved = std::move(place->choices[from]);
    place->choices.erase(place->choices.begin() + static_cast<std::ptrdiff_t>(from));
    place->choices.insert(place->choices.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    SortByChoices(one, *place);
  });
}

void SchemaDraft::RemoveChoice(SchemaId schema, FieldId field, std::string_view key) {
  const std::string gone(key);
  Edit(schema, "", [&](Schema& one) {
    const auto place = FindField(one, field);
    if (place == one.fields.end()) return;
    std::erase_if(place->choices, [&](const Choice& choice) { return choice.key == gone; });
    if (one.stage == field) {
      std::erase_if(one.stages, [&](const StageDemand& stage) { return stage.key == gone; });
      for (StageDemand& stage : one.stages) std::erase(stage.next, gone);
      for (Rule& rule : one.rules) {
        const bool names_it = rule.when == RuleWhen::kFromStage || rule.when == RuleWhen::kEntering;
        if (!names_it || rule.when_key != gone) continue;
        rule.when = RuleWhen::kAlways;
        rule.when_key.clear();
        rule.is_off = true;
      }
    }
    if (one.template_field == field) std::erase_if(one.templates, [&](const Template& form) { return form.key == gone; });
  });
}

RuleId SchemaDraft::AddRule(SchemaId schema, const Label& label, FieldId field) {
  const RuleId id = highest_rule_[schema] + 1;
  Edit(schema, "", [&](Schema& one) {
    Rule rule;
    rule.id = id;
    rule.label = label;
    rule.key = KeyFor({"", ""}, "rule_" + std::to_string(id), [&](const std::string& taken) { return FindKey(one.rules, taken) != one.rules.end(); });
    rule.is_off = true;  // until its expression says something
    if (field != 0) rule.fields.push_back(field);
    one.rules.push_back(std::move(rule));
  });
  return id;
}

void SchemaDraft::RemoveRule(SchemaId schema, RuleId rule) {
  Edit(schema, "", [&](Schema& one) { std::erase_if(one.rules, [rule](const Rule& other) { return other.id == rule; }); });
}

void SchemaDraft::EditStage(SchemaId schema, std::string_view key, std::string_view tag, const std::function<void(StageDemand&)>& change) {
  Edit(schema, tag, [&](Schema& one) {
    const auto field = FindField(one, one.stage);
    if (field == one.fields.end()) return;
    // All of them from then on: their order is the way.
    for (const Choice& choice : field->choices) {
      if (FindKey(one.stages, choice.key) == one.stages.end()) one.stages.push_back({choice.key, {}, {}, false});
    }
    SortByChoices(one, *field);
    const auto stage = FindKey(one.stages, key);
    if (stage != one.stages.end()) change(*stage);
  });
}

std::string SchemaDraft::AddTemplate(SchemaId schema, const Label& label, const Label& field_label) {
  const Schema* now = Find(schema);
  if (now == nullptr) return "";
  const FieldId made = highest_field_[schema] + 1;
  std::string key;
  Edit(schema, "", [&](Schema& one) {
    if (one.template_field == 0) {
      Field field;
      field.id = made;
      field.label = field_label;
      field.key = FieldKeyFor(one, made, field_label);
      field.type = FieldType::kChoice;
      field.group = one.groups.empty() ? "" : one.groups.front().key;
      one.fields.insert(one.fields.begin(), std::move(field));
      one.template_field = made;
    }
    const auto field = FindField(one, one.template_field);
    if (field == one.fields.end()) return;
    key = KeyFor(label, "template", [&](const std::string& taken) { return FindKey(field->choices, taken) != field->choices.end(); });
    Choice choice;
    choice.key = key;
    choice.label = label;
    choice.color = static_cast<std::uint8_t>(1 + field->choices.size() % 6);
    field->choices.push_back(std::move(choice));
    one.templates.push_back({key, label, {}, {}});
  });
  return key;
}

void SchemaDraft::EditTemplate(SchemaId schema, std::string_view key, const std::function<void(Template&)>& change) {
  Edit(schema, "template:" + std::string(key), [&](Schema& one) {
    const auto form = FindKey(one.templates, key);
    if (form != one.templates.end()) change(*form);
  });
}

void SchemaDraft::RemoveTemplate(SchemaId schema, std::string_view key) {
  const std::string gone(key);
  Edit(schema, "", [&](Schema& one) { std::erase_if(one.templates, [&](const Template& form) { return form.key == gone; }); });
}

}  // namespace kedang
