// SchemaTrial: draft rules and stages over all records of this browser, in slices: how many would break them, whose they
// are, and which; and over a sample of what was saved last, which the server has. RetypePreview: what would become of the values of a field under another definition.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/check/rule_trial.h"
#include "shared/schema/retype.h"
#include "shared/sync/messages.h"
#include "wasm/app/workspace.h"

namespace kedang {

struct TrialOwner {
  Id owner;  // nil: nobody's
  std::uint64_t records = 0;
};

class SchemaTrial {
 public:
  // `rule` 0: all rules and stages of the draft. Only that rule otherwise, also when it is switched off.
  SchemaTrial(Workspace& workspace, const SchemaSet& draft, SchemaId schema, RuleId rule);

  // Works until `is_over`; true when all records were judged.
  bool Step(const std::function<bool()>& is_over);
  bool is_done() const { return is_done_; }
  // 0 … 1.
  float share() const;
  SchemaId schema() const { return schema_; }
  std::uint64_t judged() const { return trial_.judged(); }
  std::uint64_t breaking() const { return trial_.breaking(); }
  // Of them, those that break something they do not break by what is published.
  std::uint64_t newly_breaking() const { return trial_.newly_breaking(); }
  // The same rules over what was saved last, as it was saved.
  void TrySaves(const RecentSavesResponse& saves);
  // They could not be had: the server is out of reach.
  void MissSaves() { has_missed_saves_ = true; }
  bool has_missed_saves() const { return has_missed_saves_; }
  const RuleTrial& saves() const { return saves_; }
  double spent_ms() const { return spent_ms_; }
  void AddTime(double milliseconds) { spent_ms_ += milliseconds; }
  // What does not compile is left out and told here.
  const Issues& broken() const { return trial_.broken(); }
  // Once done: what breaks, worst first, and whose, most first.
  const std::vector<TrialCount>& counts() const { return counts_; }
  const std::vector<TrialOwner>& owners() const { return owners_; }
  // Records that break something, each once, in the order they were met.
  const std::vector<Id>& records() const { return records_; }

 private:
  void Finish();

  Workspace& workspace_;
  SchemaId schema_;
  RuleTrial trial_;
  RuleTrial saves_;
  bool has_missed_saves_ = false;
  RecordLookup* related_;
  Row next_ = 0;
  bool is_done_ = false;
  double spent_ms_ = 0;
  std::vector<TrialCount> counts_;
  std::vector<TrialOwner> owners_;
  std::vector<Id> records_;
};

// The failing records as a table to hand out: title, owner, what they break. `labels` are the column heads.
std::string TrialCsv(const SchemaTrial& trial, Workspace& workspace, const std::vector<std::string>& heads,
                     const std::function<std::string(const TrialCount&)>& reason);

class RetypePreview {
 public:
  RetypePreview(Workspace& workspace, SchemaId schema, const Field& before, const Field& after);
  RetypePreview(const RetypePreview&) = delete;  // the trial looks into the context
  RetypePreview& operator=(const RetypePreview&) = delete;

  bool Step(const std::function<bool()>& is_over);
  bool is_done() const { return is_done_; }
  // 0 … 1.
  float share() const;
  SchemaId schema() const { return schema_; }
  const RetypeTrial& trial() const { return trial_; }
  const Field& before() const { return before_; }
  const Field& after() const { return after_; }

 private:
  Workspace& workspace_;
  SchemaId schema_;
  Field before_;
  Field after_;
  CheckContext context_;
  RetypeTrial trial_;
  Row next_ = 0;
  bool is_done_ = false;
};

}  // namespace kedang
