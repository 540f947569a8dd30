// RuleBook: what all schemas of a set say as expressions, compiled once: rules, computed fields, default values. RuleJudge: a
// book with what judging needs to keep between records.
// Whoever owns a SchemaSet owns its book and makes a new one when the set changes.
#pragma once

#include <memory>
#include <vector>

#include "shared/check/computed_reader.h"
#include "shared/check/default_values.h"
#include "shared/check/rule_set.h"

namespace kedang {

class RuleBook {
 public:
  RuleBook() = default;
  // Compiles every expression; with `only`, rules and defaults of that schema alone (computed fields of all: they reach over).
  // Nothing is kept of the arguments.
  RuleBook(const SchemaSet& schemas, const Lexicon& lexicon, SchemaId only = 0);

  // The version of the set it was made from; 0: none.
  std::uint32_t version() const { return version_; }
  // Null for a schema that is not in the set.
  const RuleSet* Find(SchemaId schema) const;
  const ComputedFields& computed() const { return computed_; }
  // Null for a schema without defaults.
  const DefaultValues* FindDefaults(SchemaId schema) const;
  // Rules, computed fields and defaults left out, of all schemas.
  Issues Broken() const;
  bool reads_records() const;

 private:
  std::uint32_t version_ = 0;
  ComputedFields computed_;
  std::vector<std::unique_ptr<RuleSet>> sets_;
  std::vector<std::pair<SchemaId, std::unique_ptr<DefaultValues>>> defaults_;
};

// For one thread. The book must outlive it.
class RuleJudge {
 public:
  explicit RuleJudge(const RuleBook& book) : book_(book), computed_(book.computed()) {}

  const RuleBook& book() const { return book_; }
  // Fills what is empty in a new record by its schema's defaults, but for `except`; the fields filled. `context` says what
  // they may ask for.
  std::vector<FieldId> FillDefaults(Record& record, const std::vector<FieldId>& except, const CheckContext& context, Issues& issues);
  void Judge(const Record& record, const CheckContext& context, const RecordChange& change, Issues& issues);

 private:
  const RuleBook& book_;
  Evaluator evaluator_;
  ComputedReader computed_;
};

}  // namespace kedang
