// Conditions: what stands before a colon, and the values behind it.
#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/query/query_reader.h"
#include "shared/query/query_text.h"

namespace kedang {
namespace {

// Reading the nearest name compares with all names there are.
constexpr std::size_t kMostSuggestions = 8;

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsRangeSign(char32_t sign) { return sign == '~' || sign == U'…'; }

}  // namespace

bool QueryReader::FindCompared(std::size_t begin, std::size_t end, Piece& name) const {
  for (std::size_t at = begin; at < end;) {
    const std::size_t here = at;
    const char32_t sign = TakeQuerySign(text_, at);
    std::size_t next = at;
    const bool is_not = sign == '!' && next < end && TakeQuerySign(text_, next) == '=';
    const bool is_sign = sign == '<' || sign == '>' || sign == '=' || sign == U'≤' || sign == U'≥' || sign == U'≠';
    if (!is_not && !is_sign) continue;
    if (here == begin) return false;
    name = {begin, here, std::string(text_.substr(begin, here - begin))};
    return !FindQueryField(scope_, name.text).empty();
  }
  return false;
}

Query QueryReader::ReadCondition(const Piece& name, bool is_quoted, std::size_t depth) {
  const QueryKeyword keyword = is_quoted ? QueryKeyword::kNone : FindQueryKeyword(name.text);
  if (keyword != QueryKeyword::kNone) {
    Take();
    return ReadKeyword(keyword, name, depth);
  }
  const std::string field = FindQueryField(scope_, name.text);
  if (field.empty()) return ReadUnknown(name);
  Take();
  return ReadValues(field, name, depth);
}

// No field of that name: an address, a time of day, or a mistake. Searched as words.
Query QueryReader::ReadUnknown(const Piece& name) {
  const std::size_t colon = position_;
  std::size_t behind = colon;
  TakeQuerySign(text_, behind);
  const bool is_address = text_.substr(behind).starts_with("//") || IsDigits(name.text);
  position_ = EndOfQueryWord(text_, behind, false);
  if (is_address) {
    ++parts_;
    return Query::Word(std::string(text_.substr(name.begin, position_ - name.begin)));
  }
  Report(QueryCode::kUnknownField, name.begin, name.end, name.text);
  if (problems_.size() <= kMostSuggestions) problems_.back().suggestion = NearestQueryField(scope_, name.text);
  std::vector<Query> words;
  std::string word = name.text;
  const auto add = [&] {
    if (!word.empty()) words.push_back(Query::Word(std::exchange(word, {})));
  };
  add();
  for (std::size_t at = behind; at < position_ && words.size() < kMaxTerms;) {
    const std::size_t here = at;
    const char32_t sign = TakeQuerySign(text_, at);
    if (sign == ':' || sign == '"' || sign == '|') add();
    else word += text_.substr(here, at - here);
  }
  add();
  parts_ += words.size();
  return Query::All(std::move(words));
}

Query QueryReader::ReadKeyword(QueryKeyword keyword, const Piece& name, std::size_t depth) {
  if (keyword == QueryKeyword::kDuplicate) return ReadValues(std::string(kDuplicateField), name, depth);
  if (keyword == QueryKeyword::kMissing) return ReadNames(QueryOperator::kEmpty, name, depth);
  if (keyword == QueryKeyword::kHas) return ReadNames(QueryOperator::kFilled, name, depth);
  Piece piece;
  ++parts_;
  if (!ReadPiece(false, piece)) {
    Report(QueryCode::kMissingValue, name.begin, position_);
    return Query();
  }
  const SearchTerm term = SuffixOf(piece.text);
  if (term.text.empty()) {
    Report(QueryCode::kBadNumber, piece.begin, piece.end, piece.text);
    return Query();
  }
  return Query::Word(std::string(term.text.begin(), term.text.end()), QueryWord::Form::kSuffix);
}

// The fields of 缺:手机|邮箱: one of them.
Query QueryReader::ReadNames(QueryOperator op, const Piece& name, std::size_t depth) {
  std::vector<Query> parts;
  Piece piece;
  bool has_any = false;
  while (!IsFull() && ReadPiece(false, piece)) {
    has_any = true;
    ++parts_;
    QueryCondition condition;
    condition.field = FindQueryField(scope_, piece.text);
    condition.op = op;
    if (condition.field.empty()) {
      Report(QueryCode::kUnknownField, piece.begin, piece.end, piece.text);
      if (problems_.size() <= kMostSuggestions) problems_.back().suggestion = NearestQueryField(scope_, piece.text);
    } else {
      parts.push_back(Query::Of(std::move(condition)));
    }
    if (Peek() != '|') break;
    Take();
  }
  if (!has_any) ++parts_;
  if (!has_any && !is_full_) Report(QueryCode::kMissingValue, name.begin, position_);
  return EitherOf(std::move(parts), depth);
}

QueryReader::Comparison QueryReader::ReadComparison() {
  Comparison comparison;
  comparison.begin = position_;
  const char32_t sign = Peek();
  std::size_t at = position_;
  if (at < text_.size()) TakeQuerySign(text_, at);
  std::size_t behind = at;
  const char32_t second = at < text_.size() ? TakeQuerySign(text_, behind) : 0;
  comparison.is_given = true;
  if (sign == '<' && second == '>') {
    comparison.is_not = true;
    at = behind;
  } else if (sign == '<' || sign == '>') {
    const bool has_equal = second == '=';
    comparison.op = sign == '<' ? (has_equal ? QueryOperator::kLessEqual : QueryOperator::kLess)
                                : (has_equal ? QueryOperator::kGreaterEqual : QueryOperator::kGreater);
    if (has_equal) at = behind;
  } else if (sign == U'≤' || sign == U'≥') {
    comparison.op = sign == U'≤' ? QueryOperator::kLessEqual : QueryOperator::kGreaterEqual;
  } else if (sign == U'≠') {
    comparison.is_not = true;
  } else if (sign == '!' && second == '=') {
    comparison.is_not = true;
    at = behind;
  } else if (sign == '=') {
    comparison.op = QueryOperator::kEqual;
    if (second == '=') at = behind;
  } else {
    comparison.is_given = false;
    return comparison;
  }
  position_ = comparison.end = at;
  return comparison;
}

bool QueryReader::SkipRange() {
  if (text_.substr(position_).starts_with("..")) {
    while (position_ < text_.size() && text_[position_] == '.') ++position_;
    return true;
  }
  if (!IsRangeSign(Peek())) return false;
  while (IsRangeSign(Peek())) Take();
  return true;
}

bool QueryReader::ReadPiece(bool has_ranges, Piece& piece) {
  if (Peek() == '"' && ReadQuoted(piece)) return true;
  const std::size_t end = EndOfQueryWord(text_, position_, false);
  piece.begin = position_;
  if (!has_ranges) {
    position_ = end;
  } else {
    while (position_ < end && !text_.substr(position_).starts_with("..") && !IsRangeSign(Peek())) Take();
  }
  piece.end = position_;
  piece.text = std::string(text_.substr(piece.begin, piece.end - piece.begin));
  return piece.end > piece.begin;
}

void QueryReader::AddValue(const std::string& field, const Piece& piece, QueryCondition& condition) {
  std::vector<QueryProblem> found;
  const std::string_view text = TruncateUtf8(piece.text, kMaxQueryText);
  for (QueryValue& value : ReadQueryValue(scope_, field, text, found)) condition.values.push_back(std::move(value));
  for (QueryProblem& problem : found) {
    const std::size_t before = problems_.size();
    Report(problem.code, piece.begin, piece.end);
    if (problems_.size() == before) continue;
    problem.offset = problems_.back().offset;
    problem.length = problems_.back().length;
    problems_.back() = std::move(problem);
  }
}

Query QueryReader::ReadValues(const std::string& field, const Piece& name, std::size_t depth) {
  bool is_found = false;
  const Field shown = ShownQueryField(scope_, field, is_found);
  const QueryForm form = FormOfQueryField(shown, field);
  const bool has_order = HasOrder(form);
  const bool is_text = form == QueryForm::kText || form == QueryForm::kDigits;
  const auto report = [&](QueryCode code, std::size_t begin, std::size_t end) {
    const std::size_t before = problems_.size();
    Report(code, begin, end);
    if (problems_.size() == before) return;
    problems_.back().field = shown.label.zh;
    problems_.back().field_en = shown.label.en;
  };
  std::vector<Query> parts;
  Comparison comparison;  // holds for the values behind a bar, too: !=a|b
  QueryCondition same;    // values of one comparison
  const auto finish = [&] {
    if (same.values.empty()) return;
    same.field = field;
    Query part = Query::Of(std::exchange(same, QueryCondition()));
    parts.push_back(comparison.is_not ? Query::Not(std::move(part)) : std::move(part));
  };
  while (!IsFull()) {
    const Comparison given = ReadComparison();
    if (given.is_given || (comparison.op != QueryOperator::kIs && comparison.op != QueryOperator::kEqual)) {
      finish();
      comparison = given;
    }
    QueryOperator op = comparison.op;
    if (op == QueryOperator::kEqual && !is_text) op = QueryOperator::kIs;
    if (op != QueryOperator::kIs && op != QueryOperator::kEqual && !has_order) {
      report(QueryCode::kWrongOperator, given.begin, given.end);
      op = comparison.op = QueryOperator::kIs;
    }
    Piece first;
    const bool has_first = ReadPiece(has_order, first);
    const bool is_range = has_order && op == QueryOperator::kIs && SkipRange();
    Piece second;
    const bool has_second = is_range && ReadPiece(has_order, second);
    ++parts_;
    if (!has_first && !has_second) {
      report(QueryCode::kMissingValue, name.begin, position_);
      break;
    }
    if (!is_range && (op == QueryOperator::kIs || op == QueryOperator::kEqual)) {
      same.op = op;
      AddValue(field, first, same);
    } else {
      finish();
      QueryCondition one;
      one.field = field;
      if (has_first) AddValue(field, first, one);
      const std::size_t least = one.values.size();
      if (has_second) AddValue(field, second, one);
      one.op = !is_range ? op : !has_second ? QueryOperator::kGreaterEqual : !has_first ? QueryOperator::kLessEqual : QueryOperator::kBetween;
      one.values.resize(std::min(one.values.size(), least + 1));
      Query part = Query::Of(std::move(one));
      parts.push_back(comparison.is_not ? Query::Not(std::move(part)) : std::move(part));
    }
    // What is glued to a value in another way is a word of its own.
    if (Peek() != '|') break;
    const std::size_t bar = position_;
    Take();
    const char32_t next = Peek();
    if (next == 0 || IsQueryBlank(next) || next == ')' || next == '|') {
      if (next != 0) position_ = bar;
      break;
    }
  }
  finish();
  // Yes or no has its own way of saying no. Both are everything.
  for (Query& part : parts) {
    QueryCondition& flag = part.kind == Query::Kind::kNot ? part.parts[0].condition : part.condition;
    const auto is_no = [](const QueryValue& value) { return value == QueryValue{"false", true}; };
    if (form != QueryForm::kFlag || !std::all_of(flag.values.begin(), flag.values.end(), is_no)) continue;
    flag.values = {{"true", true}};
    part = Query::Not(std::move(part));
  }
  return EitherOf(std::move(parts), depth);
}

}  // namespace kedang
