#include "shared/check/rule_book.h"

#include <algorithm>

#include "shared/check/overlay_records.h"

namespace kedang {

RuleBook::RuleBook(const SchemaSet& schemas, const Lexicon& lexicon, SchemaId only) : version_(schemas.version), computed_(schemas, lexicon) {
  for (const Schema& schema : schemas.schemas) {
    if (only != 0 && schema.id != only) continue;
    const ExpressionScope scope{&schemas, &schema, &lexicon, nullptr};
    sets_.push_back(std::make_unique<RuleSet>(schema, scope, computed_));
    auto defaults = std::make_unique<DefaultValues>(scope);
    if (!defaults->is_empty() || !defaults->broken().empty()) defaults_.emplace_back(schema.id, std::move(defaults));
  }
}

const DefaultValues* RuleBook::FindDefaults(SchemaId schema) const {
  for (const auto& [id, defaults] : defaults_) {
    if (id == schema) return defaults.get();
  }
  return nullptr;
}

const RuleSet* RuleBook::Find(SchemaId schema) const {
  for (const auto& set : sets_) {
    if (set->schema().id == schema) return set.get();
  }
  return nullptr;
}

Issues RuleBook::Broken() const {
  Issues all;
  for (const auto& set : sets_) all.insert(all.end(), set->broken().begin(), set->broken().end());
  all.insert(all.end(), computed_.broken().begin(), computed_.broken().end());
  for (const auto& [id, defaults] : defaults_) all.insert(all.end(), defaults->broken().begin(), defaults->broken().end());
  return all;
}

bool RuleBook::reads_records() const {
  return std::any_of(sets_.begin(), sets_.end(), [](const auto& set) { return set->reads_records(); });
}

std::vector<FieldId> RuleJudge::FillDefaults(Record& record, const std::vector<FieldId>& except, const CheckContext& context,
                                             Issues& issues) {
  const DefaultValues* defaults = book_.FindDefaults(record.schema);
  if (defaults == nullptr || defaults->is_empty()) return {};
  OverlayRecords overlay(context.related);
  overlay.Lay(record);
  const std::string user = context.user.is_nil() ? std::string() : FormatId(context.user);
  EvaluationContext world = WorldOf(context, user);
  if (context.related != nullptr) world.related = &overlay;
  std::vector<FieldId> filled = defaults->Fill(record, except, world, evaluator_, computed_, issues);
  if (context.related != nullptr) context.related->Release();
  computed_.Forget();
  return filled;
}

void RuleJudge::Judge(const Record& record, const CheckContext& context, const RecordChange& change, Issues& issues) {
  const RuleSet* set = book_.Find(record.schema);
  if (set == nullptr) return;
  set->Judge(record, context, change, evaluator_, computed_, issues);
  computed_.Forget();
}

}  // namespace kedang
