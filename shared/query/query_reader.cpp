#include "shared/query/query_reader.h"

#include "shared/base/utf8.h"
#include "shared/query/query_text.h"

namespace kedang {
namespace {

constexpr std::size_t kMostProblems = 50;
constexpr std::size_t kLongestJoint = 12;  // bytes

bool IsCurly(char32_t quote) { return quote != '"' && quote != U'＂'; }
bool IsSingle(char32_t quote) { return quote == U'‘' || quote == U'’'; }

}  // namespace

char32_t QueryReader::Peek() const {
  std::size_t position = position_;
  return position < text_.size() ? TakeQuerySign(text_, position) : 0;
}

char32_t QueryReader::Take() { return position_ < text_.size() ? TakeQuerySign(text_, position_) : 0; }

void QueryReader::SkipBlanks() {
  while (position_ < text_.size() && IsQueryBlank(Peek())) Take();
}

void QueryReader::Report(QueryCode code, std::size_t begin, std::size_t end, std::string text) {
  if (problems_.size() >= kMostProblems) return;
  QueryProblem problem;
  problem.code = code;
  problem.offset = static_cast<std::uint32_t>(begin);
  problem.length = static_cast<std::uint32_t>(end - begin);
  problem.text = TruncateUtf8(text, 200);
  problems_.push_back(std::move(problem));
}

bool QueryReader::IsFull() {
  if (parts_ < kMaxQueryParts) return false;
  if (!is_full_) Report(QueryCode::kTooMany, position_, text_.size(), std::to_string(kMaxQueryParts));
  is_full_ = true;
  position_ = text_.size();
  return true;
}

bool QueryReader::TakeJoint(bool is_or) {
  const char32_t sign = Peek();
  if (sign == '|') {
    if (!is_or) return false;
    while (Peek() == '|') Take();
    return true;
  }
  const std::string_view word = ShortWord();
  if (FindQueryJoint(word) != (is_or ? QueryJoint::kOr : QueryJoint::kAnd)) return false;
  position_ += word.size();
  return true;
}

// The word at the position, cut where it is longer than any that joins: looking for its end would read a long text many times.
std::string_view QueryReader::ShortWord() const {
  const std::string_view ahead = text_.substr(position_, kLongestJoint + 1);
  return ahead.substr(0, EndOfQueryWord(ahead, 0, false));
}

Query QueryReader::Read() {
  std::vector<Query> parts;
  parts.push_back(ReadAny(0));
  // A parenthesis that nobody opened is passed over.
  while (position_ < text_.size()) {
    const std::size_t begin = position_;
    Take();
    Report(QueryCode::kStrayClose, begin, position_);
    Query part = ReadAny(0);
    if (!part.parts.empty()) parts.push_back(std::move(part));
  }
  return Query::All(std::move(parts));
}

Query QueryReader::ReadAny(std::size_t depth) {
  std::vector<Query> parts;
  std::size_t joint = 0;
  bool has_joint = false;
  while (true) {
    Query part = ReadAll(depth);
    if (has_joint && part.is_empty()) Report(QueryCode::kMissingPart, joint, std::min(joint + 1, text_.size()));
    if (!part.is_empty()) parts.push_back(std::move(part));
    joint = position_;
    if (position_ >= text_.size() || !TakeJoint(true)) break;
    if (parts.empty()) Report(QueryCode::kMissingPart, joint, position_);
    has_joint = true;
  }
  return Query::Any(std::move(parts));
}

Query QueryReader::ReadAll(std::size_t depth) {
  std::vector<Query> parts;
  while (true) {
    SkipBlanks();
    if (position_ >= text_.size() || Peek() == ')') break;
    const std::size_t before = position_;
    if (TakeJoint(true)) {
      position_ = before;
      break;
    }
    if (TakeJoint(false)) continue;
    if (IsFull()) break;
    parts.push_back(ReadNegated(depth));
  }
  Query all = Query::All(std::move(parts));
  return all;
}

Query QueryReader::ReadNegated(std::size_t depth) {
  bool is_not = false;
  const std::size_t begin = position_;
  while (true) {
    if (Peek() == '-') {
      Take();
      is_not = !is_not;
      continue;
    }
    const std::string_view word = ShortWord();
    if (FindQueryJoint(word) != QueryJoint::kNot) break;
    position_ += word.size();
    is_not = !is_not;
    SkipBlanks();
  }
  const char32_t next = Peek();
  if (position_ > begin && (next == 0 || IsQueryBlank(next) || next == ')' || next == '|')) {
    Report(QueryCode::kMissingPart, begin, position_);
    return Query();
  }
  Query part = ReadTight(depth);
  if (is_not && !part.is_empty()) return Query::Not(std::move(part));
  return part;
}

// a|b without blanks belongs together before anything else.
Query QueryReader::ReadTight(std::size_t depth) {
  Query first = ReadAtom(depth);
  if (Peek() != '|') return first;
  std::vector<Query> parts;
  parts.push_back(std::move(first));
  while (Peek() == '|') {
    const std::size_t bar = position_;
    while (Peek() == '|') Take();
    const char32_t next = Peek();
    if (next == 0 || IsQueryBlank(next) || next == ')') {
      position_ = bar;  // an "or" between what stands around it
      break;
    }
    if (IsFull()) break;
    bool is_not = false;
    for (; Peek() == '-'; Take()) is_not = !is_not;
    Query part = ReadAtom(depth);
    parts.push_back(is_not ? Query::Not(std::move(part)) : std::move(part));
  }
  return EitherOf(std::move(parts), depth);
}

// Alternatives that are written with parentheses of their own when there are not only words.
Query QueryReader::EitherOf(std::vector<Query> parts, std::size_t depth) {
  Query either = Query::Any(std::move(parts));
  Normalize(either);
  if (either.kind != Query::Kind::kAny || depth < kMaxQueryDepth) return either;
  for (const Query& part : either.parts) {
    if (part.kind == Query::Kind::kWord) continue;
    if (!is_too_deep_) Report(QueryCode::kTooDeep, position_, position_, std::to_string(kMaxQueryDepth));
    is_too_deep_ = true;
    return either.parts[0];
  }
  return either;
}

Query QueryReader::ReadAtom(std::size_t depth) {
  const char32_t sign = Peek();
  if (sign == 0 || IsQueryBlank(sign) || sign == ')' || sign == '|') return Query();
  if (sign == '(') return ReadGroup(depth);
  if (sign == '"') {
    Piece piece;
    if (!ReadQuoted(piece)) return Query();
    if (Peek() == ':') return ReadCondition(piece, true, depth);
    ++parts_;
    return Query::Word(std::move(piece.text), QueryWord::Form::kPhrase);
  }
  return ReadWord(depth);
}

Query QueryReader::ReadGroup(std::size_t depth) {
  const std::size_t begin = position_;
  Take();
  if (depth >= kMaxQueryDepth) {
    if (!is_too_deep_) Report(QueryCode::kTooDeep, begin, position_, std::to_string(kMaxQueryDepth));
    is_too_deep_ = true;
    // It is left out, up to its end.
    int open = 1;
    while (open > 0 && position_ < text_.size()) {
      const char32_t sign = Take();
      if (sign == '(') ++open;
      if (sign == ')') --open;
    }
    return Query();
  }
  Query group = ReadAny(depth + 1);
  if (Peek() == ')') {
    Take();
  } else if (!is_full_) {
    Report(QueryCode::kUnclosedGroup, begin, begin + (text_[begin] == '(' ? 1 : 3));
  }
  Normalize(group);
  return group;
}

Query QueryReader::ReadWord(std::size_t depth) {
  const std::size_t begin = position_;
  const std::size_t end = EndOfQueryWord(text_, begin, true);
  Piece name{begin, end, std::string(text_.substr(begin, end - begin))};
  position_ = end;
  if (Peek() == ':' && end > begin) return ReadCondition(name, false, depth);
  position_ = begin;
  if (FindCompared(begin, end, name)) {
    position_ = name.end;
    return ReadValues(FindQueryField(scope_, name.text), name, depth);
  }
  position_ = EndOfQueryWord(text_, begin, false);
  if (position_ == begin) Take();  // nothing that ends a word stands here: cannot be, but nothing may stay in place
  ++parts_;
  const std::string_view word = text_.substr(begin, position_ - begin);
  if (const std::string_view digits = SuffixDigits(word); !digits.empty()) {
    return Query::Word(std::string(digits), QueryWord::Form::kSuffix);
  }
  return Query::Word(std::string(word));
}

bool QueryReader::ReadQuoted(Piece& piece) {
  piece.begin = position_;
  const char32_t quote = DecodeUtf8(text_, position_);
  // Once one was not closed, no later one of its kind is: a text of nothing but quotes is read once.
  bool& is_unclosed = is_unclosed_[IsSingle(quote) ? 2 : IsCurly(quote) ? 1 : 0];
  std::string text;
  for (std::size_t at = position_; !is_unclosed && at < text_.size();) {
    const std::size_t here = at;
    const char32_t sign = DecodeUtf8(text_, at);
    std::size_t back = here;
    const bool is_quote = TakeQuerySign(text_, back) == '"';
    const bool closes = is_quote && IsCurly(sign) == IsCurly(quote) && IsSingle(sign) == IsSingle(quote);
    if (!closes) {
      text += text_.substr(here, at - here);
      continue;
    }
    // A doubled one stands for itself.
    if (!IsCurly(quote) && at < text_.size() && text_[at] == '"' && sign == '"') {
      text += '"';
      ++at;
      continue;
    }
    position_ = piece.end = at;
    piece.text = std::move(text);
    return true;
  }
  is_unclosed = true;
  Report(QueryCode::kUnclosedQuote, piece.begin, position_);
  return false;
}

}  // namespace kedang
