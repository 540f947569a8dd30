#include "shared/query/query.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/query/query_text.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

using Kind = Query::Kind;

// A part that says nothing.
bool IsVoid(const Query& query) {
  switch (query.kind) {
    case Kind::kAll:
    case Kind::kAny: return query.parts.empty();
    case Kind::kNot: return query.parts.empty() || IsVoid(query.parts[0]);
    case Kind::kWord: return query.word.text.empty();
    case Kind::kCondition: return query.condition.field.empty();
  }
  return false;
}

void CleanText(std::string& text) {
  if (!IsValidUtf8(text)) text = RepairUtf8(text);
  if (text.size() > kMaxQueryText) text.resize(TruncateUtf8(text, kMaxQueryText).size());
}

void NormalizeWord(QueryWord& word) {
  CleanText(word.text);
  if (word.form == QueryWord::Form::kSuffix) {
    const SearchTerm term = SuffixOf(word.text);
    word.text.assign(term.text.begin(), term.text.end());
    return;
  }
  if (Fold(word.text).empty()) {
    word.text.clear();
  } else if (word.form == QueryWord::Form::kPlain && !IsPlainQueryWord(word.text)) {
    word.form = QueryWord::Form::kPhrase;
  }
}

void NormalizeCondition(QueryCondition& condition) {
  const bool has_values = condition.op != QueryOperator::kEmpty && condition.op != QueryOperator::kFilled;
  if (!has_values) {
    condition.values.clear();
    return;
  }
  std::vector<QueryValue> values;
  for (QueryValue& value : condition.values) {
    CleanText(value.text);
    const bool is_double = condition.op != QueryOperator::kBetween && std::find(values.begin(), values.end(), value) != values.end();
    if (!is_double && values.size() < kMaxQueryParts) values.push_back(std::move(value));
  }
  const std::size_t least = condition.op == QueryOperator::kBetween ? 2 : 1;
  condition.values = std::move(values);
  if (condition.values.size() < least) condition.field.clear();
}

// Parts of the same kind move up, void ones go.
void Flatten(Query& query) {
  std::vector<Query> parts;
  for (Query& part : query.parts) {
    if (IsVoid(part)) continue;
    if (part.kind == query.kind) {
      for (Query& inner : part.parts) parts.push_back(std::move(inner));
    } else {
      parts.push_back(std::move(part));
    }
  }
  query.parts = std::move(parts);
  if (query.parts.size() == 1) {
    Query only = std::move(query.parts[0]);
    query = std::move(only);
  } else if (query.parts.empty()) {
    query = Query();
  }
}

void NormalizeNot(Query& query) {
  if (IsVoid(query)) {
    query = Query();
    return;
  }
  Query part = std::move(query.parts[0]);
  query.parts.clear();
  if (part.kind == Kind::kNot) {
    Query inner = std::move(part.parts[0]);
    query = std::move(inner);
    return;
  }
  if (part.kind == Kind::kCondition &&
      (part.condition.op == QueryOperator::kEmpty || part.condition.op == QueryOperator::kFilled)) {
    part.condition.op = part.condition.op == QueryOperator::kEmpty ? QueryOperator::kFilled : QueryOperator::kEmpty;
    query = std::move(part);
    return;
  }
  query.parts.push_back(std::move(part));
}

const QueryCondition* ValuesCondition(const Query& part, std::string_view field) {
  const bool fits = part.kind == Kind::kCondition && part.condition.field == field && part.condition.op == QueryOperator::kIs;
  return fits ? &part.condition : nullptr;
}

// The all-of at the top, made when there is none.
std::vector<Query>& PartsAtTop(Query& query) {
  if (query.kind != Kind::kAll) {
    Query only = std::move(query);
    query = Query();
    query.parts.push_back(std::move(only));
  }
  return query.parts;
}

bool IsAbout(const Query& part, std::string_view field) {
  if (part.kind == Kind::kNot) return IsAbout(part.parts[0], field);
  return part.kind == Kind::kCondition && part.condition.field == field;
}

}  // namespace

bool Query::operator==(const Query& other) const {
  if (kind != other.kind) return false;
  if (kind == Kind::kWord) return word == other.word;
  if (kind == Kind::kCondition) return condition == other.condition;
  return parts == other.parts;
}

Query Query::All(std::vector<Query> parts) {
  Query query;
  query.parts = std::move(parts);
  return query;
}

Query Query::Any(std::vector<Query> parts) {
  Query query;
  query.kind = Kind::kAny;
  query.parts = std::move(parts);
  return query;
}

Query Query::Not(Query part) {
  Query query;
  query.kind = Kind::kNot;
  query.parts.push_back(std::move(part));
  return query;
}

Query Query::Word(std::string text, QueryWord::Form form) {
  Query query;
  query.kind = Kind::kWord;
  query.word.text = std::move(text);
  query.word.form = form;
  return query;
}

Query Query::Of(QueryCondition condition) {
  Query query;
  query.kind = Kind::kCondition;
  query.condition = std::move(condition);
  return query;
}

void Normalize(Query& query) {
  for (Query& part : query.parts) Normalize(part);
  switch (query.kind) {
    case Kind::kAll:
    case Kind::kAny: Flatten(query); break;
    case Kind::kNot: NormalizeNot(query); break;
    case Kind::kWord:
      NormalizeWord(query.word);
      if (query.word.text.empty()) query = Query();
      break;
    case Kind::kCondition:
      NormalizeCondition(query.condition);
      if (query.condition.field.empty()) query = Query();
      break;
  }
}

SearchWords TermsOf(const QueryWord& word) {
  SearchWords words;
  switch (word.form) {
    case QueryWord::Form::kPlain: return ParseWords(word.text);
    case QueryWord::Form::kPhrase: words.terms.push_back(PhraseOf(word.text)); break;
    case QueryWord::Form::kSuffix: words.terms.push_back(SuffixOf(word.text)); break;
  }
  return words;
}

SearchWords WordsOf(const Query& query) {
  SearchWords words;
  const auto add = [&words](const Query& part) {
    if (part.kind != Kind::kWord) return;
    for (SearchTerm& term : TermsOf(part.word).terms) {
      if (words.terms.size() < kMaxTerms) words.terms.push_back(std::move(term));
    }
  };
  add(query);
  if (query.kind == Kind::kAll) {
    for (const Query& part : query.parts) add(part);
  }
  return words;
}

bool HasWords(const Query& query) {
  if (query.kind == Kind::kWord) return true;
  return query.kind == Kind::kAll && std::any_of(query.parts.begin(), query.parts.end(),
                                                 [](const Query& part) { return part.kind == Kind::kWord; });
}

bool HasConditions(const Query& query) {
  if (query.kind == Kind::kWord) return false;
  if (query.kind != Kind::kAll) return true;
  return std::any_of(query.parts.begin(), query.parts.end(), [](const Query& part) { return part.kind != Kind::kWord; });
}

Query WithoutWords(const Query& query) {
  Query rest = query.kind == Kind::kWord ? Query() : query;
  if (rest.kind == Kind::kAll) {
    rest.parts.erase(std::remove_if(rest.parts.begin(), rest.parts.end(), [](const Query& part) { return part.kind == Kind::kWord; }),
                     rest.parts.end());
    Flatten(rest);
  }
  return rest;
}

Query BesidesWords(const Query& query) {
  if (query.kind == Kind::kWord) return Query();
  if (query.kind != Kind::kAll) return query;
  Query rest;
  std::size_t terms = 0;
  for (const Query& part : query.parts) {
    if (part.kind == Kind::kWord) {
      terms += TermsOf(part.word).terms.size();
      if (terms <= kMaxTerms) continue;
    }
    rest.parts.push_back(part);
  }
  Flatten(rest);
  return rest;
}

std::vector<Query> PartsOf(const Query& query) {
  if (query.kind == Kind::kAll) return query.parts;
  return {query};
}

std::vector<std::string> ValuesOf(const Query& query, std::string_view field) {
  std::vector<std::string> values;
  const auto take = [&](const Query& part) {
    const QueryCondition* condition = ValuesCondition(part, field);
    if (condition == nullptr) return false;
    for (const QueryValue& value : condition->values) values.push_back(value.text);
    return true;
  };
  if (query.kind != Kind::kAll) {
    take(query);
    return values;
  }
  for (const Query& part : query.parts) {
    if (take(part)) break;
  }
  return values;
}

void SetValues(Query& query, std::string_view field, const std::vector<std::string>& values) {
  QueryCondition condition;
  condition.field = field;
  for (const std::string& value : values) condition.values.push_back({value, true});
  std::vector<Query>& parts = PartsAtTop(query);
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Query& part) { return ValuesCondition(part, field) != nullptr; });
  if (found == parts.end()) {
    parts.push_back(Query::Of(std::move(condition)));
  } else {
    *found = Query::Of(std::move(condition));
  }
  Normalize(query);
}

void AddPart(Query& query, Query part) {
  PartsAtTop(query).push_back(std::move(part));
  Normalize(query);
}

void RemovePart(Query& query, std::size_t index) {
  std::vector<Query>& parts = PartsAtTop(query);
  if (index < parts.size()) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(index));
  Normalize(query);
}

void RemoveConditions(Query& query, std::string_view field) {
  std::vector<Query>& parts = PartsAtTop(query);
  parts.erase(std::remove_if(parts.begin(), parts.end(), [&](const Query& part) { return IsAbout(part, field); }), parts.end());
  Normalize(query);
}

}  // namespace kedang
