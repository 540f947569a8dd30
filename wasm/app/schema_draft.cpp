#include "wasm/app/schema_draft.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "shared/model/unfinished_schema.h"
#include "wasm/app/schema_merge.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

// Steps are whole schemas: so many of them, and so many fields in all of them, bound the memory.
constexpr std::size_t kMostSteps = 200;
constexpr std::size_t kMostStepFields = 30'000;

// Equal for whoever reads it.
bool IsSame(const Schema& a, const Schema& b) { return FormatSchema(a) == FormatSchema(b); }

Schema* FindIn(SchemaSet& set, SchemaId id) {
  for (Schema& schema : set.schemas) {
    if (schema.id == id) return &schema;
  }
  return nullptr;
}

}  // namespace

void SchemaDraft::Reset(const SchemaSet& published) {
  base_ = set_ = published;
  touched_.clear();
  undo_.clear();
  redo_.clear();
  Changed();
}

std::string SchemaDraft::Pack() const {
  if (!has_changes()) return "";
  Json packed = Json::object();
  packed["version"] = base_.version;
  packed["base"] = Json::array();
  packed["schemas"] = Json::array();
  for (const SchemaId id : ChangedSchemas()) {
    if (const Schema* base = base_.Find(id)) packed["base"].push_back(Json::parse(FormatSchema(*base), nullptr, false));
    packed["schemas"].push_back(Json::parse(FormatSchema(*set_.Find(id)), nullptr, false));
  }
  return packed.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool SchemaDraft::Restore(std::string_view packed, const SchemaSet& published) {
  Reset(published);
  const Json json = Json::parse(packed, nullptr, false);
  if (!json.is_object() || !json.contains("schemas") || !json["schemas"].is_array() || !json.contains("base") || !json["base"].is_array()) {
    return false;
  }
  const auto read = [](const Json& list, std::vector<Schema>& schemas) {
    for (const Json& item : list) {
      auto schema = ParseUnfinishedSchema(item.dump());
      if (!schema.ok()) return false;
      schemas.push_back(std::move(schema).value());
    }
    return true;
  };
  std::vector<Schema> bases, drafts;
  if (!read(json["base"], bases) || !read(json["schemas"], drafts)) return false;
  const auto put = [](SchemaSet& set, const Schema& schema) {
    if (Schema* place = FindIn(set, schema.id)) *place = schema;
    else set.schemas.push_back(schema);
  };
  // As things stood when it was kept; then what was published since.
  for (const Schema& schema : bases) put(base_, schema);
  std::erase_if(base_.schemas, [&](const Schema& schema) {
    const auto is_it = [&](const Schema& other) { return other.id == schema.id; };
    return std::any_of(drafts.begin(), drafts.end(), is_it) && std::none_of(bases.begin(), bases.end(), is_it);
  });
  set_ = base_;
  for (const Schema& schema : drafts) put(set_, schema);
  (void)Rebase(published);
  return true;
}

std::vector<SchemaClash> SchemaDraft::Rebase(const SchemaSet& published) {
  std::vector<SchemaClash> clashes;
  SchemaSet merged = published;
  touched_.clear();
  for (const Schema& mine : set_.schemas) {
    const Schema* base = base_.Find(mine.id);
    Schema* theirs = FindIn(merged, mine.id);
    if (base == nullptr) {
      // Made here: another one may have taken its id or its key meanwhile, or it is this one, published.
      Schema own = mine;
      if (theirs != nullptr && theirs->key == own.key) {
        own.version = theirs->version;
        if (!IsSame(own, *theirs)) clashes.push_back({own.id, ""});
        touched_.insert(own.id);
        *theirs = std::move(own);
        continue;
      }
      if (theirs != nullptr) {
        for (const Schema& other : published.schemas) own.id = std::max(own.id, other.id + 1);
      }
      while (merged.Find(std::string_view(own.key)) != nullptr) own.key += "_2";
      merged.schemas.push_back(std::move(own));
      continue;
    }
    if (theirs == nullptr || IsSame(*base, mine)) continue;
    SchemaMerge result = MergeSchemas(*base, mine, *theirs);
    for (std::string& place : result.clashes) clashes.push_back({mine.id, std::move(place)});
    *theirs = std::move(result.merged);
    touched_.insert(mine.id);
  }
  base_ = published;
  set_ = std::move(merged);
  undo_.clear();
  redo_.clear();
  Changed();
  return clashes;
}

void SchemaDraft::OnPublished(SchemaSet sent, std::uint32_t version) {
  base_ = std::move(sent);
  base_.version = set_.version = version;
  undo_.clear();
  redo_.clear();
  Changed();
}

std::vector<SchemaId> SchemaDraft::ChangedSchemas() const {
  std::vector<SchemaId> changed;
  for (const Schema& schema : set_.schemas) {
    const Schema* base = base_.Find(schema.id);
    if (base == nullptr || (touched_.count(schema.id) > 0 && CountSchemaChanges(*base, schema) > 0)) changed.push_back(schema.id);
  }
  return changed;
}

std::size_t SchemaDraft::change_count() const {
  if (counted_revision_ == revision_) return change_count_;
  counted_revision_ = revision_;
  change_count_ = 0;
  for (const Schema& schema : set_.schemas) {
    const Schema* base = base_.Find(schema.id);
    change_count_ += base == nullptr ? 1 : touched_.count(schema.id) == 0 ? 0 : CountSchemaChanges(*base, schema);
  }
  return change_count_;
}

bool SchemaDraft::IsPublished(SchemaId schema, FieldId field) const {
  const Schema* base = base_.Find(schema);
  return base != nullptr && base->Find(field) != nullptr;
}

void SchemaDraft::Changed() {
  ++revision_;
  last_tag_.clear();
  for (const Schema& schema : set_.schemas) {
    FieldId& field = highest_field_[schema.id];
    for (const Field& one : schema.fields) field = std::max(field, one.id);
    RuleId& rule = highest_rule_[schema.id];
    rule = std::max(rule, schema.last_rule);
    for (const Rule& one : schema.rules) rule = std::max(rule, one.id);
  }
}

void SchemaDraft::Push(Step step) {
  redo_.clear();
  undo_.push_back(std::move(step));
  std::size_t fields = 0;
  for (const Step& one : undo_) fields += one.content.fields.size();
  while (undo_.size() > 1 && (undo_.size() > kMostSteps || fields > kMostStepFields)) {
    fields -= undo_.front().content.fields.size();
    undo_.erase(undo_.begin());
  }
}

void SchemaDraft::Swap(std::vector<Step>& from, std::vector<Step>& to) {
  if (from.empty()) return;
  Step step = std::move(from.back());
  from.pop_back();
  Schema* place = FindIn(set_, step.schema);
  touched_.insert(step.schema);
  Step back;
  back.schema = step.schema;
  back.was_there = place != nullptr;
  if (place != nullptr) back.content = *place;
  if (!step.was_there) {
    std::erase_if(set_.schemas, [&](const Schema& schema) { return schema.id == step.schema; });
  } else if (place != nullptr) {
    *place = std::move(step.content);
  } else {
    set_.schemas.push_back(std::move(step.content));
  }
  to.push_back(std::move(back));
  Changed();
}

void SchemaDraft::Edit(SchemaId schema, std::string_view tag, const std::function<void(Schema&)>& change) {
  Schema* place = FindIn(set_, schema);
  if (place == nullptr) return;
  touched_.insert(schema);
  const bool joins = !tag.empty() && tag == last_tag_ && !undo_.empty() && undo_.back().schema == schema;
  if (joins) {
    // Typing goes on: the step has what was there before.
    change(*place);
    redo_.clear();
  } else {
    Step step;
    step.schema = schema;
    step.content = *place;
    change(*place);
    // Whoever types has changed something; writing both out would take longer than a frame.
    if (tag.empty() && IsSame(step.content, *place)) return;
    Push(std::move(step));
  }
  Changed();
  last_tag_ = std::string(tag);
}

}  // namespace kedang
