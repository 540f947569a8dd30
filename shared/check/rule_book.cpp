#include "shared/check/rule_book.h"

#include <algorithm>

namespace kedang {

RuleBook::RuleBook(const SchemaSet& schemas, const Lexicon& lexicon) : version_(schemas.version) {
  for (const Schema& schema : schemas.schemas) {
    sets_.push_back(std::make_unique<RuleSet>(schema, ExpressionScope{&schemas, &schema, &lexicon, nullptr}));
  }
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
  return all;
}

bool RuleBook::reads_records() const {
  return std::any_of(sets_.begin(), sets_.end(), [](const auto& set) { return set->reads_records(); });
}

void RuleJudge::Judge(const Record& record, const CheckContext& context, const RecordChange& change, Issues& issues) {
  const RuleSet* set = book_.Find(record.schema);
  if (set != nullptr) set->Judge(record, context, change, evaluator_, issues);
}

}  // namespace kedang
