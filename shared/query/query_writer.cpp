#include "shared/query/query_writer.h"

#include "shared/query/query_date.h"
#include "shared/query/query_text.h"
#include "shared/query/query_value.h"
#include "shared/text/lexicon.h"

namespace kedang {
namespace {

class Writer {
 public:
  explicit Writer(const QueryScope& scope) : scope_(scope) {}

  // `is_inner`: something stands beside it, so either-or needs parentheses.
  void Write(const Query& query, bool is_inner) {
    switch (query.kind) {
      case Query::Kind::kAll: return WriteParts(query, " ", is_inner && is_in_not_);
      case Query::Kind::kAny: return WriteAny(query, is_inner);
      case Query::Kind::kNot: {
        text_ += '-';
        const bool was_in_not = std::exchange(is_in_not_, true);
        Write(query.parts[0], true);
        is_in_not_ = was_in_not;
        return;
      }
      case Query::Kind::kWord: return WriteWord(query.word);
      case Query::Kind::kCondition: return WriteCondition(query.condition);
    }
  }
  std::string Take() { return std::move(text_); }

 private:
  void WriteParts(const Query& query, std::string_view joint, bool has_parentheses) {
    if (has_parentheses) text_ += '(';
    const bool was_in_not = std::exchange(is_in_not_, false);
    for (std::size_t i = 0; i < query.parts.size(); ++i) {
      if (i > 0) text_ += joint;
      Write(query.parts[i], query.kind == Query::Kind::kAll);
    }
    is_in_not_ = was_in_not;
    if (has_parentheses) text_ += ')';
  }

  // 杭州|上海 where all parts are words, else a 或 b.
  void WriteAny(const Query& query, bool is_inner) {
    bool are_words = true;
    for (const Query& part : query.parts) are_words = are_words && part.kind == Query::Kind::kWord;
    if (are_words) return WriteParts(query, "|", false);
    WriteParts(query, scope_.is_english ? " OR " : " 或 ", is_inner);
  }

  void WriteWord(const QueryWord& word) {
    switch (word.form) {
      case QueryWord::Form::kPlain: text_ += word.text; return;
      case QueryWord::Form::kPhrase: text_ += QuoteQueryText(word.text); return;
      case QueryWord::Form::kSuffix:
        text_ += scope_.is_english ? "ending:" : "尾号";
        text_ += word.text;
        return;
    }
  }

  void WriteCondition(const QueryCondition& condition) {
    const bool is_empty = condition.op == QueryOperator::kEmpty;
    const std::string name = NameOfQueryField(scope_, condition.field);
    if (is_empty || condition.op == QueryOperator::kFilled) {
      text_ += QueryKeywordName(is_empty ? QueryKeyword::kMissing : QueryKeyword::kHas, scope_.is_english);
      text_ += ':' + name;
      return;
    }
    text_ += name + ':';
    switch (condition.op) {
      case QueryOperator::kEqual: text_ += '='; break;
      case QueryOperator::kLess: text_ += '<'; break;
      case QueryOperator::kLessEqual: text_ += "<="; break;
      case QueryOperator::kGreater: text_ += '>'; break;
      case QueryOperator::kGreaterEqual: text_ += ">="; break;
      default: break;
    }
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      if (i > 0) text_ += condition.op == QueryOperator::kBetween ? ".." : "|";
      text_ += WriteQueryValue(condition, condition.values[i], scope_);
    }
  }

  const QueryScope& scope_;
  std::string text_;
  bool is_in_not_ = false;
};

}  // namespace

std::string ShowQueryValue(const QueryCondition& condition, const QueryValue& value, const QueryScope& scope) {
  return TextOfQueryValue(scope, condition.field, value);
}

std::string WriteQueryValue(const QueryCondition& condition, const QueryValue& value, const QueryScope& scope) {
  bool is_found = false;
  const Field field = ShownQueryField(scope, condition.field, is_found);
  const QueryForm form = FormOfQueryField(field, condition.field);
  const auto quoted = [&](const std::string& text) {
    return IsPlainQueryValue(text, HasOrder(form)) ? text : QuoteQueryText(text);
  };
  const auto leads_back = [&](const std::string& text) {
    std::vector<QueryProblem> problems;
    const std::vector<QueryValue> read = ReadQueryValue(scope, condition.field, text, problems);
    return read.size() == 1 && read[0] == value;
  };
  const std::string shown = TextOfQueryValue(scope, condition.field, value);
  if (leads_back(shown)) return quoted(shown);
  if (form == QueryForm::kRegion && scope.lexicon != nullptr) {
    if (const Region* region = scope.lexicon->regions().FindText(value.text)) {
      std::string path;
      for (const char c : scope.lexicon->regions().PathName(region->code)) {
        if (c != ' ') path += c;
      }
      if (leads_back(path)) return quoted(path);
    }
  }
  if (form == QueryForm::kIndustry && scope.lexicon != nullptr) {
    const Industry* industry = scope.lexicon->industries().Find(value.text);
    if (industry != nullptr && leads_back(industry->name)) return quoted(industry->name);
  }
  return quoted(value.text);
}

std::string WriteQuery(const Query& query, const QueryScope& scope) {
  Writer writer(scope);
  writer.Write(query, false);
  return writer.Take();
}

}  // namespace kedang
