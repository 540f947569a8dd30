#include "shared/check/rule_set.h"

#include <algorithm>

#include "shared/check/overlay_records.h"
#include "shared/expr/expression.h"
#include "shared/field/checked.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/template_form.h"

namespace kedang {
namespace {

// The message with each {key} replaced by the value of that field; words in braces that name no field stay.
std::string FillMessage(const std::string& pattern, const Schema& schema, const Record& record,
                        const FormatContext& format, const EvaluationContext& world, ComputedReader& computed) {
  std::string text;
  std::size_t at = 0;
  for (;;) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) break;
    text.append(pattern, at, open - at);
    const std::string_view key = std::string_view(pattern).substr(open + 1, close - open - 1);
    if (const Field* field = schema.Find(key)) {
      text.append(FormatField(computed.fields().Shown(schema.id, *field), computed.Get(record, field->id, world), format));
    } else {
      text.append(pattern, open, close + 1 - open);
    }
    at = close + 1;
  }
  return text.append(pattern, at);
}

const Label& LabelOf(const Field& field, const std::string& key) {
  static const Label kNone;
  for (const Choice& choice : field.choices) {
    if (choice.key == key) return choice.label;
  }
  return kNone;
}

// Where a rule is shown; what is about the whole record stands at its title.
FieldId PlaceOf(const Schema& schema, const Rule& rule) { return rule.fields.empty() ? schema.title : rule.fields.front(); }

bool IsChanged(const Record& record, const Record& before, FieldId field) {
  return !(record.Get(field) == before.Get(field));
}

}  // namespace

RuleSet::RuleSet(const Schema& schema, const ExpressionScope& scope, const ComputedFields& computed) : schema_(schema) {
  const Field* stage = schema_.Find(schema_.stage);
  if (stage != nullptr && !stage->is_retired) stage_ = stage;
  for (const StageDemand& demand : schema_.stages) stage_places_.push_back(StagePlace(demand.key));
  for (std::size_t i = 0; i < schema_.rules.size(); ++i) {
    if (schema_.rules[i].is_off) continue;
    const Rule& rule = schema_.rules[i];
    Compilation compilation = CompileExpression(rule.holds, scope, kConditionGoal);
    if (!compilation.ok()) {
      Issue issue = MakeIssue(Severity::kWarn, "rule_broken",
                              {{"rule", rule.key},
                               {"error", FormatExpressionError(compilation.error)},
                               {"offset", std::to_string(compilation.error.offset)}});
      issue.field = PlaceOf(schema_, rule);
      broken_.push_back(std::move(issue));
      continue;
    }
    Compiled compiled;
    compiled.rule = i;
    compiled.cells = rule.fields;
    if (rule.when == RuleWhen::kFromStage || rule.when == RuleWhen::kEntering) {
      compiled.stage = StagePlace(rule.when_key);
      compiled.cells.push_back(schema_.stage);
    }
    compiled.is_volatile = compilation.program.is_volatile();
    const auto add = [&](const FieldRead& read) {
      if (read.is_own) compiled.cells.push_back(read.field);
      else compiled.reads_records = reads_records_ = true;
    };
    for (const FieldRead& read : compilation.program.reads()) {
      const ComputedField* field = computed.Find(read.schema, read.field);
      if (field == nullptr) {
        add(read);
        continue;
      }
      // A computed field changes when what it is made of does.
      compiled.is_volatile = compiled.is_volatile || field->is_volatile;
      for (FieldRead deeper : field->reads) {
        deeper.is_own = deeper.is_own && read.is_own;
        add(deeper);
      }
    }
    // Its words may tell of other records, too.
    for (const Field& field : schema_.fields) {
      const ComputedField* told = computed.Find(schema_.id, field.id);
      if (told == nullptr || !told->reads_records) continue;
      const std::string mark = "{" + field.key + "}";
      if (rule.message.zh.find(mark) != std::string::npos || rule.message.en.find(mark) != std::string::npos) reads_records_ = true;
    }
    compiled.program = std::move(compilation.program);
    compiled_.push_back(std::move(compiled));
  }
}

// Where a stage is on the way a record goes; -1: beside it. A schema that demands nothing of its stages has them all.
int RuleSet::StagePlace(std::string_view key) const {
  int place = 0;
  if (schema_.stages.empty()) {
    const Field* field = schema_.Find(schema_.stage);
    if (field == nullptr) return -1;
    for (const Choice& choice : field->choices) {
      if (choice.key == key) return place;
      ++place;
    }
    return -1;
  }
  for (const StageDemand& stage : schema_.stages) {
    if (stage.is_side) continue;
    if (stage.key == key) return place;
    ++place;
  }
  return -1;
}

bool RuleSet::Applies(const Compiled& compiled, const std::string& stage, int place, const Record& record,
                      const RecordChange& change) const {
  const Rule& rule = schema_.rules[compiled.rule];
  switch (rule.when) {
    case RuleWhen::kAlways: return true;
    case RuleWhen::kCreate: return change.before == nullptr;
    case RuleWhen::kFromStage:
      if (stage.empty()) return false;
      return compiled.stage < 0 ? stage == rule.when_key : place >= compiled.stage;
    case RuleWhen::kEntering:
      return stage == rule.when_key &&
             (change.before == nullptr || IsChanged(record, *change.before, schema_.stage));
    case RuleWhen::kSource: return SourceKindName(change.source) == rule.when_key;
  }
  return false;
}

bool RuleSet::IsAnswerable(const Compiled& compiled, const Record& record, const RecordChange& change) const {
  if (change.before == nullptr || change.is_whole) return true;
  if (compiled.cells.empty()) return change.before != &record;
  return std::any_of(compiled.cells.begin(), compiled.cells.end(),
                     [&](FieldId field) { return IsChanged(record, *change.before, field); });
}

void RuleSet::JudgeStage(int place, const Record& record, const RecordChange& change, Issues& issues) const {
  if (stage_ == nullptr) return;
  const Field* const field = stage_;
  const std::string& now = record.Get(field->id).text();
  const bool is_moved = change.before != nullptr && IsChanged(record, *change.before, field->id);
  // Taking a change back may go any way.
  if (is_moved && !now.empty() && change.source != SourceKind::kUndo) {
    const std::string& was = change.before->Get(field->id).text();
    for (const StageDemand& stage : schema_.stages) {
      if (stage.key != was || stage.next.empty()) continue;
      if (std::find(stage.next.begin(), stage.next.end(), now) != stage.next.end()) continue;
      const Label &from = LabelOf(*field, was), &to = LabelOf(*field, now);
      Issue issue = MakeIssue(Severity::kBlock, "stage_transition",
                              {{"from", from.zh}, {"from.en", from.en}, {"to", to.zh}, {"to.en", to.en}});
      issue.field = field->id;
      issues.push_back(std::move(issue));
    }
  }
  if (now.empty()) return;
  std::vector<FieldId> told;
  for (std::size_t i = 0; i < schema_.stages.size(); ++i) {
    const StageDemand& stage = schema_.stages[i];
    if (stage.needs.empty()) continue;
    const bool is_reached = stage.is_side ? stage.key == now : place >= 0 && stage_places_[i] <= place;
    if (!is_reached) continue;
    for (const FieldId id : stage.needs) {
      if (!record.Get(id).is_null()) continue;
      const Field* needed = schema_.Find(id);
      const TemplateForm form(schema_, record);
      if (needed == nullptr || !form.Shows(*needed) || IsReadOnly(needed->type)) continue;
      if (form.Demands(*needed)) continue;
      if (std::find(told.begin(), told.end(), id) != told.end()) continue;
      told.push_back(id);
      const bool is_emptied = change.before != nullptr && !change.before->Get(id).is_null();
      const Severity severity = is_moved || is_emptied ? Severity::kBlock : Severity::kWarn;
      const Label& label = LabelOf(*field, stage.key);
      Issue issue = MakeIssue(severity, "stage_needs", {{"stage", label.zh}, {"stage.en", label.en}});
      issue.field = id;
      issues.push_back(std::move(issue));
    }
  }
}

Issue RuleSet::MakeRuleIssue(const Rule& rule, const Record& record, const CheckContext& context, const EvaluationContext& world,
                             ComputedReader& computed) const {
  Issue issue;
  issue.code = std::string(kRuleCode) + rule.key;
  issue.field = PlaceOf(schema_, rule);
  std::string zh = FillMessage(rule.message.zh, schema_, record, FormatContext{false, context.lexicon, context.names}, world, computed);
  std::string en;
  if (!rule.message.en.empty()) {
    en = FillMessage(rule.message.en, schema_, record, FormatContext{true, context.lexicon, context.names}, world, computed);
  }
  issue.message = en.empty() ? zh : en;
  issue.details.reserve(2);
  issue.details.push_back({"message", std::move(zh)});
  issue.details.push_back({"message.en", std::move(en)});
  return issue;
}

void RuleSet::Judge(const Record& record, const CheckContext& context, const RecordChange& change,
                    Evaluator& evaluator, ComputedReader& computed, Issues& issues) const {
  const std::string& stage = record.Get(schema_.stage).text();
  const int place = stage.empty() ? -1 : StagePlace(stage);
  if (!schema_.stages.empty()) JudgeStage(place, record, change, issues);
  if (compiled_.empty()) return;
  OverlayRecords overlay(context.related);
  EvaluationContext evaluation;
  evaluation.record = &record;
  evaluation.computed = &computed;
  if (reads_records_ && context.related != nullptr) {
    overlay.Lay(record);
    evaluation.related = &overlay;
  }
  evaluation.lexicon = context.lexicon;
  evaluation.today = context.today.value_or(Date());
  evaluation.offset_minutes = context.offset_minutes;
  std::string user;
  if (!context.user.is_nil()) user = FormatId(context.user);
  evaluation.user = user;
  evaluation.source = SourceKindName(change.source);
  for (const Compiled& compiled : compiled_) {
    if (!Applies(compiled, stage, place, record, change)) continue;
    const Rule& rule = schema_.rules[compiled.rule];
    Evaluation result;
    if (compiled.is_volatile && !context.today.has_value()) {
      result.error = ExpressionCode::kNoRecords;  // the world it asks for is not there
    } else {
      result = evaluator.Evaluate(compiled.program, evaluation);
    }
    if (result.ok() && result.value.is_true()) continue;
    if (!result.ok()) {
      issues.push_back(MakeIssue(Severity::kWarn, "rule_unjudged",
                                 {{"rule", rule.label.zh}, {"rule.en", rule.label.en}, {"error", ExpressionCodeName(result.error)}}));
      issues.back().field = PlaceOf(schema_, rule);
      continue;
    }
    Issue issue = MakeRuleIssue(rule, record, context, evaluation, computed);
    issue.severity = rule.severity;
    if (rule.severity == Severity::kBlock && !IsAnswerable(compiled, record, change)) issue.severity = Severity::kWarn;
    issues.push_back(std::move(issue));
  }
  if (evaluation.related != nullptr) context.related->Release();
}

}  // namespace kedang
