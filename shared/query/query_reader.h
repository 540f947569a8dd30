// QueryReader: one reading of one text; ParseQuery's inside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/query/query.h"
#include "shared/query/query_problem.h"
#include "shared/query/query_scope.h"
#include "shared/query/query_value.h"

namespace kedang {

class QueryReader {
 public:
  // `text` is well-formed UTF-8 of at most kMaxQueryBytes. Problems are appended.
  QueryReader(std::string_view text, const QueryScope& scope, std::vector<QueryProblem>& problems)
      : text_(text), scope_(scope), problems_(problems) {}

  // Not yet in normal form.
  Query Read();

 private:
  // A piece of the text.
  struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;  // without quotes
  };
  struct Comparison {
    QueryOperator op = QueryOperator::kIs;
    bool is_not = false;
    bool is_given = false;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  Query ReadAny(std::size_t depth);
  Query ReadAll(std::size_t depth);
  Query ReadNegated(std::size_t depth);
  Query ReadTight(std::size_t depth);
  Query ReadAtom(std::size_t depth);
  Query ReadGroup(std::size_t depth);
  Query ReadWord(std::size_t depth);

  // query_reader_condition.cpp
  // The reader stands behind the name: before a colon or a comparison.
  Query ReadCondition(const Piece& name, bool is_quoted, std::size_t depth);
  Query ReadUnknown(const Piece& name);
  Query ReadKeyword(QueryKeyword keyword, const Piece& name, std::size_t depth);
  Query ReadValues(const std::string& field, const Piece& name, std::size_t depth);
  Comparison ReadComparison();
  bool ReadPiece(bool has_ranges, Piece& piece);
  bool SkipRange();
  Query EitherOf(std::vector<Query> parts, std::size_t depth);
  void AddValue(const std::string& field, const Piece& piece, QueryCondition& condition);
  Query ReadNames(QueryOperator op, const Piece& name, std::size_t depth);
  bool FindCompared(std::size_t begin, std::size_t end, Piece& name) const;

  // The sign at the position in its ASCII form; 0 at the end.
  char32_t Peek() const;
  char32_t Take();
  void SkipBlanks();
  // A quoted text from the position on; false, and a problem, when the quote is not closed: the position is behind it.
  bool ReadQuoted(Piece& piece);
  // Whether a word like 或 stands here, alone; moves behind it.
  bool TakeJoint(bool is_or);
  std::string_view ShortWord() const;
  bool IsFull();
  void Report(QueryCode code, std::size_t begin, std::size_t end, std::string text = {});

  std::string_view text_;
  const QueryScope& scope_;
  std::vector<QueryProblem>& problems_;
  std::size_t position_ = 0;
  std::size_t parts_ = 0;
  bool is_too_deep_ = false;
  bool is_full_ = false;
  bool is_unclosed_[3] = {false, false, false};  // " “ ‘
};

}  // namespace kedang
