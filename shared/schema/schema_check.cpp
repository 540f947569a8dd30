#include "shared/schema/schema_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "shared/check/computation_text.h"
#include "shared/expr/expression.h"
#include "shared/expr/formula_order.h"
#include "shared/field/field_traits.h"
#include "shared/field/types/word_list.h"
#include "shared/model/computed_field.h"
#include "shared/schema/schema_problem.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxFields = 500, kMaxChoices = 10'000, kMaxRules = 1000, kMaxKey = 62, kMaxChoiceKey = 200;

bool IsKey(std::string_view key) {
  if (key.empty() || key.size() > kMaxKey || key[0] < 'a' || key[0] > 'z') return false;
  return std::all_of(key.begin(), key.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Several choices are written as their keys with separators between.
bool IsChoiceKey(const std::string& key) {
  if (key.empty() || key.size() > kMaxChoiceKey) return false;
  const TextList words = SplitWords(key);
  return words.size() == 1 && words.front() == key;
}

bool IsNumber(std::uint32_t id) { return id != 0 && id <= 0xFFFFFF; }

bool HasChoice(const Field* field, std::string_view key) {
  return field != nullptr && std::any_of(field->choices.begin(), field->choices.end(),
                                         [key](const Choice& choice) { return choice.key == key; });
}

class SchemaChecker {
 public:
  SchemaChecker(const SchemaSet& draft, const SchemaSet* current, const Lexicon& lexicon)
      : draft_(draft), current_(current), lexicon_(lexicon) {}

  std::vector<SchemaProblem> Run() {
    std::set<SchemaId> ids;
    std::set<std::string> keys;
    std::set<std::string> labels;
    for (const Schema& schema : draft_.schemas) {
      schema_ = &schema;
      if (!IsNumber(schema.id)) Add("schema.number_missing");
      if (!IsKey(schema.key)) Add("schema.bad_key", {{"key", schema.key}}).part = "key";
      if (!ids.insert(schema.id).second || !keys.insert(schema.key).second) {
        Add("schema.schema_twice", {{"schema", schema.key}});
      }
      CheckLabel(schema.label, labels, 0, schema.key);
      CheckAgainstCurrent();
      CheckRoom();
      CheckFields();
      CheckRoles();
      CheckTemplates();
      CheckRules();
      CheckStages();
      CheckCircles(defaults_, "default");
      defaults_.clear();
    }
    CheckWhatIsGone();
    CheckCircles(formulas_, "formula");
    return std::move(problems_);
  }

 private:
  SchemaProblem& Add(std::string_view code, IssueDetails details = {}, Severity severity = Severity::kBlock) {
    problems_.push_back(MakeSchemaProblem(severity, code, details));
    problems_.back().schema = schema_ == nullptr ? 0 : schema_->id;
    return problems_.back();
  }
  SchemaProblem& AddAt(FieldId field, std::string key, std::string part, std::string_view code, IssueDetails details = {},
                       Severity severity = Severity::kBlock) {
    SchemaProblem& problem = Add(code, details, severity);
    problem.field = field;
    problem.key = std::move(key);
    problem.part = std::move(part);
    return problem;
  }

  void CheckLabel(const Label& label, std::set<std::string>& labels, FieldId field, const std::string& key) {
    if (label.zh.empty()) {
      AddAt(field, key, "label", "schema.label_empty");
    } else if (!labels.insert(label.zh).second) {
      AddAt(field, key, "label", "schema.label_twice", {{"label", label.zh}}, Severity::kWarn);
    }
  }

  // Numbers mean what they always meant, and keys do not go over to something else.
  void CheckAgainstCurrent() {
    if (current_ == nullptr) return;
    const Schema* same_key = current_->Find(schema_->key);
    if (same_key != nullptr && same_key->id != schema_->id) {
      Add("schema.schema_key_moved", {{"key", schema_->key}, {"was", std::to_string(same_key->id)}}).part = "key";
    }
    const Schema* was = current_->Find(schema_->id);
    if (was == nullptr) return;
    for (const Field& field : was->fields) {
      if (schema_->Find(field.id) == nullptr) AddAt(field.id, "", "", "schema.field_removed", {{"field", field.label.zh}});
    }
    for (const Field& field : schema_->fields) {
      const Field* owner = was->Find(field.key);
      if (owner == nullptr || owner->id == field.id) continue;
      AddAt(field.id, "", "key", "schema.field_key_moved", {{"key", field.key}, {"was", std::to_string(owner->id)}});
    }
    const RuleId next = NextRuleId(*was);
    for (const Rule& rule : schema_->rules) {
      const auto same = std::find_if(was->rules.begin(), was->rules.end(), [&](const Rule& old) { return old.id == rule.id; });
      const auto owner = std::find_if(was->rules.begin(), was->rules.end(), [&](const Rule& old) { return old.key == rule.key; });
      if (owner != was->rules.end() && owner->id != rule.id) {
        AddAt(0, rule.key, "key", "schema.rule_key_moved", {{"key", rule.key}, {"was", std::to_string(owner->id)}});
      } else if (same == was->rules.end() && rule.id != 0 && rule.id < next) {
        AddAt(0, rule.key, "id", "schema.rule_number_used",
              {{"number", std::to_string(rule.id)}, {"next", std::to_string(next)}});
      }
    }
  }

  // What is in force has the numbers it has.
  void CheckRoom() {
    const Schema* was = current_ == nullptr ? nullptr : current_->Find(schema_->id);
    const SchemaId next_schema = current_ == nullptr ? 1 : NextSchemaId(*current_);
    const FieldId next_field = was == nullptr ? 1 : NextFieldId(*was);
    const RuleId next_rule = was == nullptr ? 1 : NextRuleId(*was);
    const auto check = [this](std::uint32_t number, std::uint32_t next, FieldId field, const std::string& key, const char* part) {
      if (number <= std::max(kMostNewNumber, next)) return;
      AddAt(field, key, part, "schema.number_far", {{"number", std::to_string(number)}});
    };
    check(schema_->id, next_schema, 0, "", "id");
    for (const Field& field : schema_->fields) check(field.id, next_field, field.id, "", "id");
    for (const Rule& rule : schema_->rules) check(rule.id, next_rule, 0, rule.key, "id");
    check(schema_->last_rule, next_rule, 0, "", "last_rule");
  }

  void CheckWhatIsGone() {
    schema_ = nullptr;
    if (current_ == nullptr) return;
    for (const Schema& schema : current_->schemas) {
      if (draft_.Find(schema.id) != nullptr) continue;
      Add("schema.schema_removed", {{"schema", schema.label.zh}}).schema = schema.id;
    }
  }

  void CheckFields() {
    if (schema_->fields.empty()) Add("schema.no_fields").part = "fields";
    if (schema_->fields.size() > kMaxFields) {
      Add("schema.too_many_fields", {{"limit", std::to_string(kMaxFields)}}).part = "fields";
    }
    std::set<std::string> group_keys, group_labels;
    for (const FieldGroup& group : schema_->groups) {
      if (!IsKey(group.key)) AddAt(0, group.key, "key", "schema.bad_key", {{"key", group.key}});
      if (!group_keys.insert(group.key).second) AddAt(0, group.key, "", "schema.group_twice", {{"group", group.key}});
      CheckLabel(group.label, group_labels, 0, group.key);
    }
    std::set<FieldId> ids;
    std::set<std::string> keys, labels;
    for (const Field& field : schema_->fields) {
      if (!IsNumber(field.id)) AddAt(field.id, field.key, "id", "schema.number_missing");
      if (!IsKey(field.key)) AddAt(field.id, "", "key", "schema.bad_key", {{"key", field.key}});
      if (!ids.insert(field.id).second || !keys.insert(field.key).second) {
        AddAt(field.id, "", "", "schema.field_twice", {{"field", field.key}});
      }
      std::set<std::string> not_compared;
      CheckLabel(field.label, field.is_retired ? not_compared : labels, field.id, "");
      if (!field.group.empty() && group_keys.count(field.group) == 0) {
        AddAt(field.id, "", "group", "schema.group_missing", {{"group", field.group}});
      }
      CheckChoices(field);
      if (TraitsOf(field.type).has_target && field.target.empty()) AddAt(field.id, "", "target", "schema.target_empty");
      if (!field.target.empty() && draft_.Find(field.target) == nullptr) {
        AddAt(field.id, "", "target", "schema.bad_target", {{"target", field.target}});
      }
      if (!field.is_retired) CheckExpressionsOf(field);
    }
  }

  void CheckChoices(const Field& field) {
    if (TraitsOf(field.type).needs_choices && field.choices.empty()) AddAt(field.id, "", "choices", "schema.no_choices");
    if (field.choices.size() > kMaxChoices) {
      AddAt(field.id, "", "choices", "schema.too_many_choices", {{"limit", std::to_string(kMaxChoices)}});
    }
    const Schema* schema = current_ == nullptr ? nullptr : current_->Find(schema_->id);
    const Field* was = schema == nullptr ? nullptr : schema->Find(field.id);
    std::set<std::string> keys, labels;
    for (const Choice& choice : field.choices) {
      if (!IsChoiceKey(choice.key) && !HasChoice(was, choice.key)) AddAt(field.id, choice.key, "choices", "schema.choice_key");
      if (!keys.insert(choice.key).second) AddAt(field.id, choice.key, "choices", "schema.choice_twice", {{"choice", choice.key}});
      CheckLabel(choice.label, labels, field.id, choice.key);
    }
  }

  // Gives the program when it compiles.
  std::optional<Program> CheckExpression(const std::string& source, const Schema* schema, const ExpressionGoal& goal,
                                         FieldId field, const std::string& key, const char* part,
                                         Severity severity = Severity::kBlock) {
    Compilation compilation = CompileExpression(source, ExpressionScope{&draft_, schema, &lexicon_, nullptr}, goal);
    if (compilation.ok()) return std::move(compilation.program);
    SchemaProblem problem;
    problem.severity = severity;
    problem.code = "expr." + std::string(ExpressionCodeName(compilation.error.code));
    problem.schema = schema_->id;
    problem.field = field;
    problem.key = key;
    problem.part = part;
    problem.offset = compilation.error.offset;
    problem.length = compilation.error.length;
    problem.details = compilation.error.details;
    problem.suggestion = compilation.error.suggestion;
    problem.message = FormatExpressionError(compilation.error);
    problems_.push_back(std::move(problem));
    return std::nullopt;
  }

  void CheckExpressionsOf(const Field& field) {
    const ExpressionGoal goal{std::nullopt, false, &field};
    if (!field.default_value.empty()) {
      auto program = CheckExpression(field.default_value, schema_, goal, field.id, "", "default");
      if (program.has_value() && !IsReadOnly(field.type)) defaults_.push_back({schema_->id, field.id, std::move(*program)});
    }
    const Computation& computation = field.computation;
    if (!computation.expression.empty()) {
      if (auto program = CheckExpression(computation.expression, schema_, goal, field.id, "", "formula")) {
        formulas_.push_back({schema_->id, field.id, std::move(*program)});
      }
    }
    if (!computation.condition.empty()) {
      const Schema* through = draft_.Find(computation.through);
      if (through != nullptr) {
        CheckExpression(computation.condition, through, kConditionGoal, field.id, "", "condition");
      } else {
        AddAt(field.id, "", "through", "schema.bad_target", {{"target", computation.through}});
      }
    }
    if (field.type == FieldType::kSmartTags) return CheckTags(field, goal);
    const bool reads_others = field.type == FieldType::kLookup || field.type == FieldType::kRollup;
    if (!reads_others) return;
    const std::size_t known = problems_.size();
    const bool is_dated = ShownSource(draft_, *schema_, field).type == FieldType::kDate;
    const std::string text = TextOfComputation(field, is_dated).source;
    if (text.empty()) {
      AddAt(field.id, "", "source", "schema.no_expression");
    } else if (auto program = CheckExpression(text, schema_, goal, field.id, "", "source")) {
      formulas_.push_back({schema_->id, field.id, std::move(*program)});
    } else if (!computation.condition.empty() && known > 0 && problems_[known - 1].field == field.id && problems_[known - 1].part == "condition") {
      problems_.pop_back();  // the condition's own problem says it with its place
    }
  }

  void CheckTags(const Field& field, const ExpressionGoal& goal) {
    const std::size_t known = problems_.size();
    for (const Choice& choice : field.choices) {
      if (choice.when.empty()) AddAt(field.id, choice.key, "when", "schema.no_expression").severity = Severity::kWarn;
      else CheckExpression(choice.when, schema_, kConditionGoal, field.id, choice.key, "when");
    }
    const std::string text = TextOfComputation(field, false).source;
    if (problems_.size() > known || text.empty()) return;
    if (auto program = CheckExpression(text, schema_, goal, field.id, "", "choices")) formulas_.push_back({schema_->id, field.id, std::move(*program)});
  }

  void CheckRole(FieldId id, const char* role, std::optional<FieldType> type) {
    if (id == 0) return;
    const Field* field = schema_->Find(id);
    if (field == nullptr) {
      Add("schema.role_missing", {{"role", role}}).part = role;
      return;
    }
    if (field->is_retired) AddAt(id, "", role, "schema.role_retired", {{"field", field->label.zh}, {"role", role}});
    if (type.has_value() && field->type != *type) {
      AddAt(id, "", role, "schema.role_type", {{"field", field->label.zh}, {"role", role}, {"expected", FieldTypeName(*type)}});
    }
  }

  void CheckRoles() {
    if (schema_->title == 0) Add("schema.title_missing").part = "title";
    CheckRole(schema_->title, "title", std::nullopt);
    CheckRole(schema_->stage, "stage", FieldType::kChoice);
    CheckRole(schema_->level, "level", FieldType::kChoice);
    CheckRole(schema_->owner, "owner", FieldType::kUser);
    CheckRole(schema_->template_field, "template", FieldType::kChoice);
    CheckRole(schema_->visibility, "visibility", FieldType::kChoice);
    CheckRole(schema_->team, "team", FieldType::kDepartment);
    const Field* title = schema_->Find(schema_->title);
    if (title != nullptr && KindOf(title->type) == Value::Kind::kList) {
      AddAt(title->id, "", "title", "schema.role_type",
            {{"field", title->label.zh}, {"role", "title"}, {"expected", FieldTypeName(FieldType::kText)}});
    }
  }

  void CheckFieldList(const std::vector<FieldId>& fields, const std::string& key, const char* part) {
    for (const FieldId id : fields) {
      if (schema_->Find(id) == nullptr) AddAt(0, key, part, "schema.field_unknown", {{"number", std::to_string(id)}});
    }
  }

  void CheckTemplates() {
    std::set<std::string> keys, labels;
    const Field* field = schema_->Find(schema_->template_field);
    for (const Template& form : schema_->templates) {
      if (!keys.insert(form.key).second) AddAt(0, form.key, "", "schema.template_twice", {{"template", form.key}});
      if (!HasChoice(field, form.key)) AddAt(0, form.key, "", "schema.template_unknown", {{"template", form.key}});
      CheckLabel(form.label, labels, 0, form.key);
      CheckFieldList(form.without, form.key, "without");
      CheckFieldList(form.needs, form.key, "needs");
    }
  }

  void CheckRules() {
    if (schema_->rules.size() > kMaxRules) {
      Add("schema.too_many_rules", {{"limit", std::to_string(kMaxRules)}}).part = "rules";
    }
    std::set<RuleId> ids;
    std::set<std::string> keys, labels;
    for (const Rule& rule : schema_->rules) {
      if (!IsNumber(rule.id)) AddAt(0, rule.key, "id", "schema.number_missing");
      if (!IsKey(rule.key)) AddAt(0, rule.key, "key", "schema.bad_key", {{"key", rule.key}});
      if (!ids.insert(rule.id).second || !keys.insert(rule.key).second) {
        AddAt(0, rule.key, "", "schema.rule_twice", {{"rule", rule.key}});
      }
      CheckLabel(rule.label, labels, 0, rule.key);
      if (rule.message.zh.empty()) AddAt(0, rule.key, "message", "schema.message_empty", {{"rule", rule.label.zh}});
      CheckFieldList(rule.fields, rule.key, "fields");
      const bool has_stage = rule.when == RuleWhen::kFromStage || rule.when == RuleWhen::kEntering;
      if (has_stage && !HasChoice(schema_->Find(schema_->stage), rule.when_key)) {
        AddAt(0, rule.key, "when", "schema.rule_stage_unknown", {{"stage", rule.when_key}});
      }
      if (rule.holds.empty()) {
        AddAt(0, rule.key, "holds", "schema.no_expression");
        continue;
      }
      // One that is off may wait for its repair.
      CheckExpression(rule.holds, schema_, kConditionGoal, 0, rule.key, "holds",
                      rule.is_off ? Severity::kWarn : Severity::kBlock);
    }
  }

  void CheckStages() {
    const Field* field = schema_->Find(schema_->stage);
    std::set<std::string> keys, reached;
    bool leads_anywhere = false;
    for (const StageDemand& stage : schema_->stages) {
      if (!keys.insert(stage.key).second) AddAt(0, stage.key, "", "schema.stage_twice", {{"stage", stage.key}});
      if (!HasChoice(field, stage.key)) AddAt(0, stage.key, "", "schema.stage_unknown", {{"stage", stage.key}});
      CheckFieldList(stage.needs, stage.key, "needs");
      leads_anywhere = leads_anywhere || stage.next.empty();
      for (const std::string& next : stage.next) {
        reached.insert(next);
        if (!HasChoice(field, next)) AddAt(0, stage.key, "next", "schema.stage_unknown", {{"stage", next}});
      }
    }
    // A choice that the list leaves out may lead anywhere, too.
    const bool is_complete = field != nullptr && std::all_of(field->choices.begin(), field->choices.end(),
                                                             [&](const Choice& choice) { return keys.count(choice.key) != 0; });
    if (leads_anywhere || !is_complete || schema_->stages.empty()) return;
    for (std::size_t i = 1; i < schema_->stages.size(); ++i) {
      const std::string& key = schema_->stages[i].key;
      if (reached.count(key) == 0) {
        AddAt(0, key, "next", "schema.stage_unreachable", {{"stage", key}}, Severity::kWarn);
      }
    }
  }

  struct CompiledFormula {
    SchemaId schema = 0;
    FieldId field = 0;
    Program program;
  };

  void CheckCircles(const std::vector<CompiledFormula>& compiled, const char* part) {
    std::vector<Formula> formulas;
    for (const CompiledFormula& formula : compiled) formulas.push_back({formula.schema, formula.field, &formula.program});
    // Every circle is told: those of one are taken out before the next is looked for.
    for (;;) {
      const FormulaOrder order = OrderFormulas(formulas);
      if (order.cycle.empty()) return;
      std::string circle;
      for (const std::size_t index : order.cycle) circle.append(NameOf(formulas[index])).append(" → ");
      circle += NameOf(formulas[order.cycle.front()]);
      const Formula& first = formulas[order.cycle.front()];
      schema_ = draft_.Find(first.schema);
      AddAt(first.field, "", part, "schema.formula_circle", {{"circle", circle}});
      std::vector<Formula> rest;
      for (std::size_t i = 0; i < formulas.size(); ++i) {
        if (std::find(order.cycle.begin(), order.cycle.end(), i) == order.cycle.end()) rest.push_back(formulas[i]);
      }
      formulas = std::move(rest);
    }
  }
  std::string NameOf(const Formula& formula) const {
    const Schema* schema = draft_.Find(formula.schema);
    const Field* field = schema->Find(formula.field);
    return schema->label.zh + "." + (field == nullptr ? std::string() : field->label.zh);  // null: two of that number
  }

  const SchemaSet& draft_;
  const SchemaSet* current_;
  const Lexicon& lexicon_;
  const Schema* schema_ = nullptr;  // the one that is looked at
  std::vector<CompiledFormula> formulas_;
  std::vector<CompiledFormula> defaults_;  // of that one
  std::vector<SchemaProblem> problems_;
};

}  // namespace

std::vector<SchemaProblem> CheckSchemas(const SchemaSet& draft, const SchemaSet* current, const Lexicon& lexicon) {
  return SchemaChecker(draft, current, lexicon).Run();
}

bool MayPublish(const std::vector<SchemaProblem>& problems) {
  return std::none_of(problems.begin(), problems.end(),
                      [](const SchemaProblem& problem) { return problem.severity == Severity::kBlock; });
}

std::string FormatSchemaProblem(const SchemaSet& draft, const SchemaProblem& problem) {
  std::string text;
  const auto add = [&text](const std::string& word) { text.append(text.empty() || word.empty() ? "" : ".").append(word); };
  const Schema* schema = draft.Find(problem.schema);
  if (schema != nullptr) add(schema->key);
  const Field* field = schema == nullptr ? nullptr : schema->Find(problem.field);
  if (field != nullptr) add(field->key);
  add(problem.key);
  add(problem.part);
  if (!text.empty()) text += ": ";
  return text + problem.message;
}

SchemaId NextSchemaId(const SchemaSet& set) {
  SchemaId last = 0;
  for (const Schema& schema : set.schemas) last = std::max(last, schema.id);
  return last + 1;
}

FieldId NextFieldId(const Schema& schema) {
  FieldId last = 0;
  for (const Field& field : schema.fields) last = std::max(last, field.id);
  return last + 1;
}

RuleId NextRuleId(const Schema& schema) {
  RuleId last = schema.last_rule;
  for (const Rule& rule : schema.rules) last = std::max(last, rule.id);
  return last + 1;
}

}  // namespace kedang
