// RuleBook: the compiled rules of all schemas of a set; RuleJudge: a book with what judging needs to keep between records.
// Whoever owns a SchemaSet owns its book and makes a new one when the set changes.
#pragma once

#include <memory>
#include <vector>

#include "shared/check/rule_set.h"

namespace kedang {

class RuleBook {
 public:
  RuleBook() = default;
  // Compiles every rule. Nothing is kept of the arguments.
  RuleBook(const SchemaSet& schemas, const Lexicon& lexicon);

  // The version of the set it was made from; 0: none.
  std::uint32_t version() const { return version_; }
  // Null for a schema that is not in the set.
  const RuleSet* Find(SchemaId schema) const;
  // Rules left out, of all schemas.
  Issues Broken() const;
  bool reads_records() const;

 private:
  std::uint32_t version_ = 0;
  std::vector<std::unique_ptr<RuleSet>> sets_;
};

// For one thread. The book must outlive it.
class RuleJudge {
 public:
  explicit RuleJudge(const RuleBook& book) : book_(book) {}

  const RuleBook& book() const { return book_; }
  void Judge(const Record& record, const CheckContext& context, const RecordChange& change, Issues& issues);

 private:
  const RuleBook& book_;
  Evaluator evaluator_;
};

}  // namespace kedang
