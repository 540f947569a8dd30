// RuleSet: what a schema demands of its records as data (rules and stages), compiled once and judged for every record.
// Immutable: any number of threads may use one, each with its own Evaluator.
#pragma once

#include <string_view>
#include <vector>

#include "shared/check/computed_reader.h"
#include "shared/check/record_change.h"
#include "shared/expr/evaluator.h"
#include "shared/expr/scope.h"
#include "shared/field/check_context.h"
#include "shared/model/issue.h"
#include "shared/model/record.h"

namespace kedang {

// Codes of issues of rules are this and the rule's key. Their details "message" and "message.en" are the rule's own words
// with the values filled in.
inline constexpr std::string_view kRuleCode = "rule:";

class RuleSet {
 public:
  // Keeps a copy of the schema; the scope may go. A rule that does not compile is left out and told by broken().
  // `computed` tells what computed fields depend on.
  RuleSet(const Schema& schema, const ExpressionScope& scope, const ComputedFields& computed);

  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

  const Schema& schema() const { return schema_; }
  // One "rule_broken" per rule left out: details rule (its key), error, offset (bytes into its expression).
  const Issues& broken() const { return broken_; }
  // Rules that are judged.
  std::size_t size() const { return compiled_.size(); }
  // Some rule asks for other records than the one judged.
  bool reads_records() const { return reads_records_; }

  // Appends what the record breaks: stages first, then rules in the order of the schema. A rule or a demand that the change
  // is not answerable for (nothing it reads was changed) warns where it would block: what was wrong before must not stop
  // other work. A rule that needs what `context` does not have is told as "rule_unjudged", never passed over.
  void Judge(const Record& record, const CheckContext& context, const RecordChange& change, Evaluator& evaluator,
             ComputedReader& computed, Issues& issues) const;

 private:
  struct Compiled {
    std::size_t rule = 0;  // index in schema_.rules
    int stage = -1;        // place of when_key on the way
    bool reads_records = false;
    bool is_volatile = false;
    std::vector<FieldId> cells;  // own cells it reads, and those it points at
    Program program;
  };

  int StagePlace(std::string_view key) const;
  // `stage` is the record's, `place` where that is.
  bool Applies(const Compiled& compiled, const std::string& stage, int place, const Record& record, const RecordChange& change) const;
  bool IsAnswerable(const Compiled& compiled, const Record& record, const RecordChange& change) const;
  void JudgeStage(int place, const Record& record, const RecordChange& change, Issues& issues) const;
  Issue MakeRuleIssue(const Rule& rule, const Record& record, const CheckContext& context, const EvaluationContext& world,
                      ComputedReader& computed) const;

  Schema schema_;
  std::vector<Compiled> compiled_;
  const Field* stage_ = nullptr;     // of schema_, when it is in use
  std::vector<int> stage_places_;    // of schema_.stages
  Issues broken_;
  bool reads_records_ = false;
};

}  // namespace kedang
