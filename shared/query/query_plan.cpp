#include "shared/query/query_plan.h"

#include <algorithm>

#include "shared/expr/expression.h"
#include "shared/query/query_value.h"
#include "shared/query/record_filter.h"

namespace kedang {
namespace {

constexpr std::size_t kRowsPerLook = 256;    // between two looks at the clock
constexpr std::size_t kDearRowsPerLook = 8;  // where other records or computed fields are read
constexpr std::size_t kWordRowsPerLook = 20'000;
constexpr std::size_t kFewRows = 2000;       // are looked at sooner than searched

// Cheap parts first.
enum Cost { kColumnCost, kWordCost, kTimeCost, kCellCost, kDearCost, kDuplicateCost };

}  // namespace

struct QueryPlan::Node {
  Query::Kind kind = Query::Kind::kAll;
  int cost = kWordCost;
  std::vector<std::unique_ptr<Node>> parts;
  SearchWords words;
  QueryCondition condition;
  FieldId field = 0;                        // of the schema; 0 = of the record
  std::vector<std::string> values;          // what columns are asked for
  bool is_for_columns = false;
  std::string source;                       // of the expression
  std::vector<SearchWords> phrases;         // a row that fits holds one of these in its index text; none: nothing is known
  RowSet likely;                            // rows that hold one of those looked for so far
  std::size_t next_phrase = 0;
  std::shared_ptr<JudgedCondition> judged;

  // While it is worked on:
  bool has_started = false;
  RowSet candidates;
  RowSet result;
  std::size_t next_part = 0;
  Row next_row = 0;
  std::unique_ptr<SearchRun> run;
  std::unique_ptr<DuplicateFinder> duplicates;
};

QueryPlan::QueryPlan(const Query& query, SchemaId schema, const QueryScope& scope, const QueryWorld& world)
    : schema_(schema), of_(scope.schema), words_(WordsOf(query)) {
  const Query rest = BesidesWords(query);
  if (!rest.is_empty() && of_ != nullptr) rest_ = Make(rest, scope, world);
}

QueryPlan::~QueryPlan() = default;

std::unique_ptr<QueryPlan::Node> QueryPlan::Make(const Query& query, const QueryScope& scope, const QueryWorld& world) {
  auto node = std::make_unique<Node>();
  node->kind = query.kind;
  for (const Query& part : query.parts) {
    node->parts.push_back(Make(part, scope, world));
    node->cost = std::max(node->cost, node->parts.back()->cost);
  }
  std::stable_sort(node->parts.begin(), node->parts.end(),
                   [](const std::unique_ptr<Node>& a, const std::unique_ptr<Node>& b) { return a->cost < b->cost; });
  if (query.kind == Query::Kind::kWord) node->words = TermsOf(query.word);
  if (query.kind != Query::Kind::kCondition) return node;

  const QueryCondition& condition = node->condition = query.condition;
  if (condition.field == kDuplicateField) {
    node->cost = kDuplicateCost;
    return node;
  }
  bool is_found = false;
  const Field shown = ShownQueryField(scope, condition.field, is_found);
  const Field* field = of_->Find(std::string_view(condition.field));
  if (field != nullptr) node->field = field->id;
  const QueryForm form = FormOfQueryField(shown, condition.field);
  const bool has_codes = form == QueryForm::kChoice || form == QueryForm::kChoices || form == QueryForm::kTags || form == QueryForm::kRegion ||
                         form == QueryForm::kIndustry || form == QueryForm::kPerson || form == QueryForm::kBoolean ||
                         form == QueryForm::kRecord || form == QueryForm::kRecords;
  const bool is_blank = condition.op == QueryOperator::kEmpty || condition.op == QueryOperator::kFilled;
  node->is_for_columns = field != nullptr && (is_blank || (condition.op == QueryOperator::kIs && has_codes));
  for (const QueryValue& value : condition.values) {
    const bool is_record = form == QueryForm::kRecord || form == QueryForm::kRecords;
    if (is_record && !ParseId(value.text).has_value()) node->is_for_columns = false;
    if (value.text == "me" && form == QueryForm::kPerson) {
      if (!world.context.user.empty()) node->values.emplace_back(world.context.user);
    } else if (value.is_known) {
      node->values.push_back(value.text);
    } else {
      for (std::string& key : AlikeOf(scope, shown, value.text)) node->values.push_back(std::move(key));
    }
  }
  // Texts that are searched are in the index as they are: rows that do not hold the value there need not be looked at.
  const bool is_searched = field != nullptr && form == QueryForm::kText && field->search_weight > 0 && field->type == shown.type &&
                           field->type != FieldType::kGeoPoint;
  if (is_searched && (condition.op == QueryOperator::kIs || condition.op == QueryOperator::kEqual)) {
    for (const QueryValue& value : condition.values) {
      if (value.is_known) node->phrases.push_back({{PhraseOf(value.text)}});
    }
  }
  node->source = ConditionExpression(condition, scope, world.context.today);
  const std::string name = std::to_string(schema_) + " " + std::to_string(world.scope.schemas->version) + " " +
                           FormatDate(world.context.today) + " " + std::string(world.context.user) + " " + node->source;
  node->judged = world.memory->Find(name, world.revision, world.journal, world.records->row_limit());
  JudgedCondition& judged = *node->judged;
  if (judged.program.is_empty()) {
    judged.program = CompileExpression(node->source, scope.expression(), kConditionGoal).program;
    judged.reads_own = ReadsOwnCells(judged.program, judged.cells);
  }
  node->cost = node->is_for_columns && world.columns != nullptr ? kColumnCost
               : !judged.reads_own                              ? kDearCost
               : judged.cells.empty()                           ? kTimeCost
                                                                : kCellCost;
  return node;
}

bool QueryPlan::Step(const QueryWorld& world, SearchRun& words, const IsOver& is_over) {
  if (!has_started_) {
    has_started_ = true;
    if (has_words()) words.Start(*world.index, words_, schema_);
  }
  if (stage_ == 0) {
    if (has_words()) {
      while (!words.Step(*world.index, kWordRowsPerLook)) {
        if (is_over()) return false;
      }
      found_ = words.found();
    } else if (!StepRows(world, is_over)) {
      return false;
    }
    stage_ = 1;
  }
  if (stage_ == 1 && rest_ != nullptr) {
    if (!StepNode(*rest_, found_, world, is_over)) return false;
    found_ = std::move(rest_->result);
  }
  stage_ = 2;
  return true;
}

// Every live row of the schema.
bool QueryPlan::StepRows(const QueryWorld& world, const IsOver& is_over) {
  const Row limit = world.records->row_limit();
  if (rows_ == nullptr) {
    rows_ = world.memory->Find(std::to_string(schema_) + " rows", world.revision, world.journal, limit);
    next_row_ = 0;
  }
  while (next_row_ < limit) {
    const Row stop = static_cast<Row>(std::min<std::size_t>(limit, next_row_ + kRowsPerLook * 4));
    for (; next_row_ < stop; ++next_row_) {
      if (rows_->known.Has(next_row_)) continue;
      const auto header = world.records->HeaderAt(next_row_);
      rows_->known.Add(next_row_);
      if (header && !header->is_deleted && (schema_ == 0 || header->schema == schema_)) rows_->holds.Add(next_row_);
    }
    if (next_row_ < limit && is_over()) return false;
  }
  found_ = rows_->holds;
  return true;
}

bool QueryPlan::StepNode(Node& node, RowSet candidates, const QueryWorld& world, const IsOver& is_over) {
  if (!node.has_started) {
    node.has_started = true;
    node.candidates = std::move(candidates);
  }
  switch (node.kind) {
    case Query::Kind::kAll:
    case Query::Kind::kAny:
    case Query::Kind::kNot: return StepParts(node, world, is_over);
    case Query::Kind::kWord: return StepWord(node, world, is_over);
    case Query::Kind::kCondition:
      if (node.condition.field == kDuplicateField) return StepDuplicates(node, world, is_over);
      return StepCondition(node, world, is_over);
  }
  return true;
}

bool QueryPlan::StepParts(Node& node, const QueryWorld& world, const IsOver& is_over) {
  for (; node.next_part < node.parts.size(); ++node.next_part) {
    Node& part = *node.parts[node.next_part];
    if (!part.has_started) {
      // Either-or looks at what no part before has found.
      part.candidates = node.candidates;
      part.has_started = true;
    }
    if (!StepNode(part, RowSet(), world, is_over)) return false;
    switch (node.kind) {
      case Query::Kind::kAny:
        node.result |= part.result;
        node.candidates -= part.result;
        break;
      case Query::Kind::kNot: node.candidates -= part.result; break;
      default: node.candidates = part.result; break;
    }
    part.result = part.candidates = RowSet();
  }
  if (node.kind != Query::Kind::kAny) node.result = std::move(node.candidates);
  return true;
}

bool QueryPlan::StepWord(Node& node, const QueryWorld& world, const IsOver& is_over) {
  if (node.run == nullptr) {
    node.run = std::make_unique<SearchRun>();
    node.run->Start(*world.index, node.words, schema_);
  }
  // A word that nothing holds is nothing here: "not 云绵" must not leave out 云锦.
  while (!node.run->is_approximate() && !node.run->Step(*world.index, kWordRowsPerLook)) {
    if (is_over()) return false;
  }
  if (!node.run->is_approximate()) {
    node.result = node.run->found();
    node.result &= node.candidates;
  }
  node.run = nullptr;
  return true;
}

bool QueryPlan::AskColumns(Node& node, const QueryWorld& world) {
  if (!node.is_for_columns || world.columns == nullptr) return false;
  const bool is_blank = node.condition.op == QueryOperator::kEmpty || node.condition.op == QueryOperator::kFilled;
  const bool is_known = is_blank ? world.columns->RowsWithout(schema_, node.field, node.result)
                                 : world.columns->RowsWith(schema_, node.field, node.values, node.result);
  if (!is_known) {
    node.result = RowSet();
    return false;
  }
  if (node.condition.op == QueryOperator::kFilled) {
    node.candidates -= node.result;
    node.result = std::move(node.candidates);
  } else {
    node.result &= node.candidates;
  }
  return true;
}

bool QueryPlan::StepPhrases(Node& node, const QueryWorld& world, const IsOver& is_over) {
  for (; node.next_phrase < node.phrases.size(); ++node.next_phrase) {
    if (node.run == nullptr) {
      node.run = std::make_unique<SearchRun>();
      node.run->Start(*world.index, node.phrases[node.next_phrase], schema_);
    }
    while (!node.run->is_approximate() && !node.run->Step(*world.index, kWordRowsPerLook)) {
      if (is_over()) return false;
    }
    if (!node.run->is_approximate()) node.likely |= node.run->found();
    node.run = nullptr;
  }
  RowSet unlikely = world.index->RowsOf(schema_);
  unlikely -= node.likely;
  node.judged->known |= unlikely;
  node.judged->holds -= unlikely;
  return true;
}

bool QueryPlan::StepCondition(Node& node, const QueryWorld& world, const IsOver& is_over) {
  if (node.next_row == 0 && AskColumns(node, world)) return true;
  JudgedCondition& judged = *node.judged;
  const bool is_many = node.next_phrase > 0 || RowSet::CountBoth(node.candidates, judged.known) + kFewRows < node.candidates.Count();
  if (node.next_row == 0 && !node.phrases.empty() && is_many && !StepPhrases(node, world, is_over)) return false;
  EvaluationContext context = world.context;
  // Everything is asked within one step of a slice.
  const std::size_t per_look = judged.reads_own ? kRowsPerLook : kDearRowsPerLook;
  const auto release = [&] {
    if (!judged.reads_own && world.release) world.release();
  };
  const std::vector<std::uint64_t>& wanted = node.candidates.words();
  std::size_t looked = 0;
  for (; node.next_row < node.candidates.limit(); ++node.next_row) {
    const Row row = node.next_row;
    if (row % 64 == 0 && wanted[row / 64] == 0) {
      node.next_row += 63;
      continue;
    }
    if (!node.candidates.Has(row) || judged.known.Has(row)) continue;
    const auto record = judged.reads_own ? world.records->CellsAt(row, judged.cells) : world.records->RecordAt(row);
    context.record = record ? &*record : nullptr;
    const bool holds = record && record->schema == of_->id && !record->is_deleted && !judged.program.is_empty() &&
                       evaluator_.Holds(judged.program, context);
    judged.known.Add(row);
    if (holds) judged.holds.Add(row);
    if (++looked % per_look != 0) continue;
    release();
    if (is_over()) {
      ++node.next_row;
      return false;
    }
  }
  release();
  node.result = judged.holds;
  node.result &= node.candidates;
  return true;
}

bool QueryPlan::StepDuplicates(Node& node, const QueryWorld& world, const IsOver& is_over) {
  if (node.judged == nullptr) {
    node.judged = world.memory->Find(std::to_string(schema_) + " " + std::to_string(world.scope.schemas->version) + " duplicates",
                                     world.revision, nullptr, world.records->row_limit());
  }
  JudgedCondition& judged = *node.judged;
  // It is all known or nothing.
  if (judged.known.empty()) {
    if (node.duplicates == nullptr) {
      node.duplicates = std::make_unique<DuplicateFinder>();
      node.duplicates->Start(*of_, world.records->row_limit());
    }
    if (!node.duplicates->Step(*world.records, is_over)) return false;
    judged.holds = node.duplicates->found();
    judged.known.Reset(world.records->row_limit(), true);
    node.duplicates = nullptr;
  }
  // Who asks for yes or no asks for all.
  const std::vector<QueryValue>& values = node.condition.values;
  const bool is_all = std::find(values.begin(), values.end(), QueryValue{"false", true}) != values.end();
  node.result = is_all ? node.candidates : judged.holds;
  node.result &= node.candidates;
  return true;
}

}  // namespace kedang
