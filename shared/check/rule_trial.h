// RuleTrial: draft rules and stages before they are switched on, over records as they are or over past saves: how many would
// break which rule, how many of them do not by the rules in force, whose they are, and the first of them as a list to hand
// out. Works in slices; writes nothing.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/check/past_saves.h"
#include "shared/check/rule_book.h"

namespace kedang {

enum class TrialOf {
  kRecords,  // how they came in, once, is not known: rules for one source are judged as if it came from there
  kSaves,
};

struct TrialCount {
  std::string code;  // "rule:<key>", "stage_needs", "rule_unjudged"
  FieldId field = 0;
  Label label;       // the rule's; empty for stages
  Severity severity = Severity::kWarn;
  std::uint64_t records = 0;  // or saves
  std::uint64_t newly = 0;    // of them, those that do not break the same by the rules in force
  std::map<std::string, std::uint64_t> owners;  // FormatId of the user, "" for nobody → records
  std::vector<Id> first;                        // in the order they were met
};

class RuleTrial {
 public:
  // `schemas` holds the draft and is only looked at here. `context` says what rules may ask for; its `rules` are not used,
  // what it points to must outlive the trial. Of each count `keep` records are kept. `present`: the set in force, also only
  // looked at here; null: everything that breaks is new. Precondition: `schema` is in `schemas`.
  RuleTrial(const SchemaSet& schemas, SchemaId schema, const Lexicon& lexicon, const CheckContext& context, std::size_t keep,
            const SchemaSet* present = nullptr, TrialOf of = TrialOf::kRecords);

  const Issues& broken() const { return book_.Find(schema_)->broken(); }

  // Judges one record as if it were made now in the stage it is in.
  void Judge(const Record& record);
  // Judges one save as it would have been judged on its day; other records are looked at as they are today.
  void Judge(const PastSave& save);
  // Judges up to `most` records that `next` gives; false when it gave none any more.
  bool Step(const std::function<std::optional<Record>()>& next, std::size_t most);

  std::uint64_t judged() const { return judged_; }
  std::uint64_t breaking() const { return breaking_; }  // records, saves, that break anything
  std::uint64_t newly_breaking() const { return newly_breaking_; }  // of those, the ones that break something they did not
  std::uint64_t blocked() const { return blocked_; }                // of those, the ones that would not be taken
  // By code and field.
  std::vector<TrialCount> Counts() const;

 private:
  void Judge(const Record& record, const CheckContext& context, const RecordChange& change, const std::string& whose);

  SchemaId schema_;
  RuleBook book_;
  RuleJudge judge_;
  RuleBook present_book_;
  RuleJudge present_judge_;
  CheckContext context_;
  std::size_t keep_;
  std::map<std::pair<std::string, FieldId>, TrialCount> counts_;
  Issues issues_;
  Issues present_issues_;
  std::uint64_t judged_ = 0;
  std::uint64_t breaking_ = 0;
  std::uint64_t newly_breaking_ = 0;
  std::uint64_t blocked_ = 0;
};

}  // namespace kedang
