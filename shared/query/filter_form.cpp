#include "shared/query/filter_form.h"

#include <algorithm>

namespace kedang {
namespace {

using Kind = Query::Kind;

FilterRow Other(const Query& query) {
  FilterRow row;
  row.other = query;
  return row;
}

FilterRow RowOfWord(const QueryWord& word, bool is_not, const Query& whole) {
  FilterRow row;
  row.field = kWordsField;
  row.values = {{word.text, true}};
  switch (word.form) {
    case QueryWord::Form::kSuffix:
      if (is_not) return Other(whole);
      row.verb = FilterVerb::kEnding;
      return row;
    case QueryWord::Form::kPhrase: row.verb = is_not ? FilterVerb::kIsNotEqual : FilterVerb::kEqual; return row;
    case QueryWord::Form::kPlain: row.verb = is_not ? FilterVerb::kIsNot : FilterVerb::kIs; return row;
  }
  return row;
}

FilterRow RowOf(const Query& whole) {
  const bool is_not = whole.kind == Kind::kNot;
  const Query& part = is_not ? whole.parts[0] : whole;
  if (part.kind == Kind::kWord) return RowOfWord(part.word, is_not, whole);
  if (part.kind != Kind::kCondition) return Other(whole);
  FilterRow row;
  row.field = part.condition.field;
  row.values = part.condition.values;
  switch (part.condition.op) {
    case QueryOperator::kIs: row.verb = is_not ? FilterVerb::kIsNot : FilterVerb::kIs; return row;
    case QueryOperator::kEqual: row.verb = is_not ? FilterVerb::kIsNotEqual : FilterVerb::kEqual; return row;
    case QueryOperator::kLess: row.verb = FilterVerb::kLess; break;
    case QueryOperator::kLessEqual: row.verb = FilterVerb::kLessEqual; break;
    case QueryOperator::kGreater: row.verb = FilterVerb::kGreater; break;
    case QueryOperator::kGreaterEqual: row.verb = FilterVerb::kGreaterEqual; break;
    case QueryOperator::kBetween: row.verb = FilterVerb::kBetween; break;
    case QueryOperator::kEmpty: row.verb = FilterVerb::kEmpty; break;
    case QueryOperator::kFilled: row.verb = FilterVerb::kFilled; break;
  }
  return is_not ? Other(whole) : row;
}

FilterItem ItemOf(const Query& part) {
  FilterItem item;
  if (part.kind != Kind::kAll && part.kind != Kind::kAny) {
    item.rows.push_back(RowOf(part));
    return item;
  }
  item.is_group = true;
  item.is_any = part.kind == Kind::kAny;
  for (const Query& inner : part.parts) item.rows.push_back(RowOf(inner));
  return item;
}

bool IsWhole(const FilterRow& row) {
  const auto count = static_cast<std::size_t>(ValueCountOf(row.verb));
  if (count == 0) return true;
  if (row.values.size() < (count == 3 ? 1 : count)) return false;
  return std::none_of(row.values.begin(), row.values.end(), [](const QueryValue& value) { return value.text.empty(); });
}

// The words of a row are one part each.
Query QueryOfWords(const FilterRow& row) {
  const std::string& text = row.values[0].text;
  switch (row.verb) {
    case FilterVerb::kEnding: return Query::Word(text, QueryWord::Form::kSuffix);
    case FilterVerb::kEqual: return Query::Word(text, QueryWord::Form::kPhrase);
    case FilterVerb::kIsNotEqual: return Query::Not(Query::Word(text, QueryWord::Form::kPhrase));
    case FilterVerb::kIsNot: return Query::Not(Query::Word(text));
    default: return Query::Word(text);
  }
}

Query QueryOfRow(const FilterRow& row) {
  if (row.is_other()) return row.other;
  if (!IsWhole(row)) return Query();
  if (row.field == kWordsField) return QueryOfWords(row);
  QueryCondition condition;
  condition.field = row.field;
  condition.values = row.values;
  bool is_not = false;
  switch (row.verb) {
    case FilterVerb::kIs: break;
    case FilterVerb::kIsNot: is_not = true; break;
    case FilterVerb::kEqual: condition.op = QueryOperator::kEqual; break;
    case FilterVerb::kIsNotEqual:
      condition.op = QueryOperator::kEqual;
      is_not = true;
      break;
    case FilterVerb::kLess: condition.op = QueryOperator::kLess; break;
    case FilterVerb::kLessEqual: condition.op = QueryOperator::kLessEqual; break;
    case FilterVerb::kGreater: condition.op = QueryOperator::kGreater; break;
    case FilterVerb::kGreaterEqual: condition.op = QueryOperator::kGreaterEqual; break;
    case FilterVerb::kBetween: condition.op = QueryOperator::kBetween; break;
    case FilterVerb::kEmpty: condition.op = QueryOperator::kEmpty; break;
    case FilterVerb::kFilled: condition.op = QueryOperator::kFilled; break;
    case FilterVerb::kEnding: return Query();
  }
  const int count = ValueCountOf(row.verb);
  if (count < 3) condition.values.resize(static_cast<std::size_t>(count));
  Query query = Query::Of(std::move(condition));
  return is_not ? Query::Not(std::move(query)) : query;
}

}  // namespace

FilterForm FormOfQuery(const Query& query) {
  FilterForm form;
  if (query.kind == Kind::kAll || query.kind == Kind::kAny) {
    form.is_any = query.kind == Kind::kAny;
    for (const Query& part : query.parts) form.items.push_back(ItemOf(part));
  } else {
    form.items.push_back(ItemOf(query));
  }
  return form;
}

Query QueryOfForm(const FilterForm& form) {
  std::vector<Query> parts;
  for (const FilterItem& item : form.items) {
    std::vector<Query> rows;
    for (const FilterRow& row : item.rows) rows.push_back(QueryOfRow(row));
    parts.push_back(item.is_any ? Query::Any(std::move(rows)) : Query::All(std::move(rows)));
  }
  Query query = form.is_any ? Query::Any(std::move(parts)) : Query::All(std::move(parts));
  Normalize(query);
  return query;
}

std::vector<FilterVerb> VerbsOf(QueryForm form) {
  switch (form) {
    case QueryForm::kFlag: return {FilterVerb::kIs, FilterVerb::kIsNot};
    case QueryForm::kText:
    case QueryForm::kDigits:
      return {FilterVerb::kIs, FilterVerb::kIsNot, FilterVerb::kEqual, FilterVerb::kIsNotEqual, FilterVerb::kEmpty, FilterVerb::kFilled};
    case QueryForm::kNumber:
    case QueryForm::kDate:
      return {FilterVerb::kIs,           FilterVerb::kIsNot,  FilterVerb::kGreater, FilterVerb::kGreaterEqual, FilterVerb::kLess,
              FilterVerb::kLessEqual, FilterVerb::kBetween, FilterVerb::kEmpty,   FilterVerb::kFilled};
    case QueryForm::kChoice:
      return {FilterVerb::kIs, FilterVerb::kIsNot, FilterVerb::kGreaterEqual, FilterVerb::kLessEqual, FilterVerb::kEmpty, FilterVerb::kFilled};
    default: return {FilterVerb::kIs, FilterVerb::kIsNot, FilterVerb::kEmpty, FilterVerb::kFilled};
  }
}

std::vector<FilterVerb> VerbsOfWords() {
  return {FilterVerb::kIs, FilterVerb::kIsNot, FilterVerb::kEqual, FilterVerb::kIsNotEqual, FilterVerb::kEnding};
}

std::string VerbKey(FilterVerb verb, QueryForm form) {
  const bool is_text = form == QueryForm::kText || form == QueryForm::kDigits || form == QueryForm::kFiles;
  const bool is_list = form == QueryForm::kTags || form == QueryForm::kChoices || form == QueryForm::kRecords;
  const bool is_date = form == QueryForm::kDate;
  const bool is_number = form == QueryForm::kNumber;
  switch (verb) {
    case FilterVerb::kIs: return is_text ? "holds" : is_list ? "has" : is_date ? "in" : is_number ? "equal" : "is";
    case FilterVerb::kIsNot: return is_text ? "holds_not" : is_list ? "has_not" : is_date ? "not_in" : is_number ? "not_equal" : "is_not";
    case FilterVerb::kEqual: return "exactly";
    case FilterVerb::kIsNotEqual: return "not_exactly";
    case FilterVerb::kLess: return is_date ? "before" : "less";
    case FilterVerb::kLessEqual: return is_date ? "until" : is_number ? "less_equal" : "up_to";
    case FilterVerb::kGreater: return is_date ? "after" : "greater";
    case FilterVerb::kGreaterEqual: return is_date ? "from" : is_number ? "greater_equal" : "from_on";
    case FilterVerb::kBetween: return "between";
    case FilterVerb::kEmpty: return "empty";
    case FilterVerb::kFilled: return "filled";
    case FilterVerb::kEnding: return "ending";
  }
  return {};
}

int ValueCountOf(FilterVerb verb) {
  switch (verb) {
    case FilterVerb::kEmpty:
    case FilterVerb::kFilled: return 0;
    case FilterVerb::kBetween: return 2;
    case FilterVerb::kIs:
    case FilterVerb::kIsNot:
    case FilterVerb::kEqual:
    case FilterVerb::kIsNotEqual: return 3;
    default: return 1;
  }
}

}  // namespace kedang
