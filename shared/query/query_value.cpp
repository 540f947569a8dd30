#include "shared/query/query_value.h"

#include <algorithm>

#include "shared/expr/lexer.h"
#include "shared/expr/literal.h"
#include "shared/expr/nearest.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/query/query_date.h"
#include "shared/text/fold.h"
#include "shared/text/name_prefix.h"

namespace kedang {
namespace {

constexpr std::size_t kMostAlike = 60;
constexpr std::size_t kMostPeople = 20;  // of those whose names begin alike

std::vector<QueryValue> Unknown(std::string_view text) { return {QueryValue{std::string(text), false}}; }

QueryProblem ProblemOf(QueryCode code, std::string_view text, const Field& field) {
  QueryProblem problem;
  problem.code = code;
  problem.text = text;
  problem.field = field.label.zh;
  problem.field_en = field.label.en;
  return problem;
}

std::vector<QueryValue> ReadClosed(const QueryScope& scope, const Field& field, std::string_view text, std::vector<QueryProblem>& problems) {
  ExpressionError error;
  if (const auto value = ReadFieldLiteral(field, text, false, scope.expression(), error)) return {QueryValue{*value, true}};
  if (!AlikeOf(scope, field, text).empty()) return Unknown(text);
  const bool is_ambiguous = error.code == ExpressionCode::kAmbiguousChoice;
  problems.push_back(ProblemOf(is_ambiguous ? QueryCode::kAmbiguousValue : QueryCode::kUnknownValue, text, field));
  problems.back().suggestion = error.suggestion;
  return Unknown(text);
}

std::vector<QueryValue> ReadPerson(const QueryScope& scope, const Field& field, std::string_view text, std::vector<QueryProblem>& problems) {
  const std::string folded = Fold(text);
  if (folded == "我" || folded == "me" || folded == "本人" || folded == "自己") return {QueryValue{"me", true}};
  if (const auto id = ParseId(text)) return {QueryValue{FormatId(*id), true}};
  std::vector<QueryValue> people;
  if (scope.names != nullptr) {
    for (const Id id : scope.names->UsersNamed(text)) people.push_back({FormatId(id), true});
  }
  if (!people.empty()) return people;
  // As far as it is typed: 林, lin and ly for 林悦, and for everybody else who is called so.
  if (scope.people != nullptr && scope.lexicon != nullptr && !folded.empty()) {
    for (const auto& [id, name] : scope.people->Users()) {
      if (people.size() < kMostPeople && BeginsAsTyped(scope.lexicon->pinyin(), name, text)) people.push_back({FormatId(id), true});
    }
  }
  if (!people.empty()) return people;
  problems.push_back(ProblemOf(QueryCode::kUnknownValue, text, field));
  return Unknown(text);
}

std::string PlainNumber(Decimal number) {
  while (number.scale > 0 && number.units % 10 == 0) {
    number.units /= 10;
    --number.scale;
  }
  return FormatDecimal(number);
}

std::vector<QueryValue> ReadNumberValue(const Field& field, std::string_view text, std::vector<QueryProblem>& problems) {
  const Value value = ParseField(field, text, CheckContext()).value;
  if (value.kind() == Value::Kind::kInteger) return {QueryValue{std::to_string(value.integer()), true}};
  if (value.kind() == Value::Kind::kDecimal) return {QueryValue{PlainNumber(value.decimal()), true}};
  // 1.5 next to whole numbers, 10万 where the type knows no such words.
  std::size_t length = 0;
  std::string folded = Fold(text);
  const bool is_minus = folded.starts_with('-');
  if (is_minus) folded.erase(0, 1);
  auto number = ReadNumberLiteral(folded, length);
  if (number.has_value() && length == folded.size()) {
    if (is_minus) number->units = -number->units;
    return {QueryValue{PlainNumber(*number), true}};
  }
  problems.push_back(ProblemOf(QueryCode::kBadNumber, text, field));
  return Unknown(text);
}

std::vector<QueryValue> ReadTag(const Field& field, std::string_view text) {
  const std::string folded = Fold(text);
  for (const Choice& choice : field.choices) {
    const bool is_meant = Fold(choice.key) == folded || Fold(choice.label.zh) == folded || Fold(choice.label.en) == folded;
    if (is_meant) return {QueryValue{choice.key, true}};
  }
  return {QueryValue{std::string(text), !folded.empty()}};
}

std::vector<QueryValue> ReadRecord(const QueryScope& scope, const Field& field, std::string_view text) {
  if (const auto id = ParseId(text)) return {QueryValue{FormatId(*id), true}};
  if (scope.names != nullptr && !field.target.empty()) {
    const std::vector<Id> ids = scope.names->RecordsTitled(field.target, text);
    if (ids.size() == 1) return {QueryValue{FormatId(ids.front()), true}};
  }
  return {QueryValue{std::string(text), !Fold(text).empty()}};
}

std::vector<std::string> RegionsAlike(const RegionTree& regions, const std::string& folded) {
  std::vector<std::string> codes;
  for (const Region& region : regions.All()) {
    if (region.is_retired || region.is_container || region.level == RegionLevel::kDistrict) continue;
    if (Fold(region.name).starts_with(folded)) codes.push_back(std::to_string(region.code));
    if (codes.size() >= kMostAlike) break;
  }
  return codes;
}

std::vector<std::string> IndustriesAlike(const IndustryTree& industries, const std::string& folded) {
  std::vector<std::string> codes;
  for (const Industry& industry : industries.All()) {
    if (Fold(industry.name).find(folded) != std::string::npos) codes.push_back(industry.code);
    if (codes.size() >= kMostAlike) break;
  }
  return codes;
}

std::string TitleOf(const QueryScope& scope, const Field& field, const std::string& text) {
  const auto id = ParseId(text);
  if (!id.has_value() || scope.names == nullptr) return text;
  const std::string title = scope.names->RecordTitle(field.target, *id);
  return title.empty() ? text : title;
}

}  // namespace

QueryForm FormOfQueryField(const Field& shown, std::string_view key) {
  if (key == kDuplicateField) return QueryForm::kFlag;
  switch (TraitsOf(shown.type).expression) {
    case ExpressionForm::kText: return shown.type == FieldType::kPhone ? QueryForm::kDigits : QueryForm::kText;
    case ExpressionForm::kClosedText:
      switch (shown.type) {
        case FieldType::kRegion: return QueryForm::kRegion;
        case FieldType::kIndustry: return QueryForm::kIndustry;
        case FieldType::kUser: return QueryForm::kPerson;
        default: return QueryForm::kChoice;
      }
    case ExpressionForm::kClosedTexts: return QueryForm::kChoices;
    case ExpressionForm::kTexts: return shown.type == FieldType::kAttachment ? QueryForm::kFiles : QueryForm::kTags;
    case ExpressionForm::kNumber: return QueryForm::kNumber;
    case ExpressionForm::kDate:
    case ExpressionForm::kMoment: return QueryForm::kDate;
    case ExpressionForm::kBoolean: return QueryForm::kBoolean;
    case ExpressionForm::kRecord: return QueryForm::kRecord;
    case ExpressionForm::kRecords: return QueryForm::kRecords;
  }
  return QueryForm::kText;
}

bool HasOrder(QueryForm form) { return form == QueryForm::kNumber || form == QueryForm::kDate || form == QueryForm::kChoice; }

std::vector<std::string> AlikeOf(const QueryScope& scope, const Field& shown, std::string_view text) {
  const std::string folded = Fold(text);
  if (folded.empty()) return {};
  if (shown.type == FieldType::kRegion) return scope.lexicon != nullptr ? RegionsAlike(scope.lexicon->regions(), folded) : std::vector<std::string>();
  if (shown.type == FieldType::kIndustry) {
    return scope.lexicon != nullptr ? IndustriesAlike(scope.lexicon->industries(), folded) : std::vector<std::string>();
  }
  std::vector<std::string> keys;
  for (const Choice& choice : shown.choices) {
    const auto holds = [&](const std::string& name) { return Fold(name).find(folded) != std::string::npos; };
    const bool is_meant = holds(choice.label.zh) || holds(choice.label.en) ||
                          std::any_of(choice.synonyms.begin(), choice.synonyms.end(), holds);
    if (is_meant) keys.push_back(choice.key);
  }
  return keys;
}

std::vector<QueryValue> ReadQueryValue(const QueryScope& scope, std::string_view key, std::string_view text,
                                       std::vector<QueryProblem>& problems) {
  bool is_found = false;
  const Field field = ShownQueryField(scope, key, is_found);
  switch (FormOfQueryField(field, key)) {
    case QueryForm::kChoice:
    case QueryForm::kChoices:
    case QueryForm::kRegion:
    case QueryForm::kIndustry: return ReadClosed(scope, field, text, problems);
    case QueryForm::kPerson: return ReadPerson(scope, field, text, problems);
    case QueryForm::kTags: return ReadTag(field, text);
    case QueryForm::kRecord:
    case QueryForm::kRecords: return ReadRecord(scope, field, text);
    case QueryForm::kNumber: return ReadNumberValue(field, text, problems);
    case QueryForm::kDate:
      if (const auto date = ReadQueryDate(text)) return {QueryValue{*date, true}};
      problems.push_back(ProblemOf(QueryCode::kBadDate, text, field));
      return Unknown(text);
    case QueryForm::kBoolean:
    case QueryForm::kFlag: {
      Field boolean = field;
      boolean.type = FieldType::kBoolean;
      const Value value = ParseField(boolean, text, CheckContext()).value;
      if (!value.is_null()) return {QueryValue{value.boolean() ? "true" : "false", true}};
      problems.push_back(ProblemOf(QueryCode::kUnknownValue, text, field));
      return Unknown(text);
    }
    case QueryForm::kText:
    case QueryForm::kDigits:
    case QueryForm::kFiles: break;
  }
  // Nothing but blanks cannot be looked for.
  return {QueryValue{std::string(text), !Fold(text).empty()}};
}

std::string TextOfQueryValue(const QueryScope& scope, std::string_view key, const QueryValue& value) {
  if (!value.is_known) return value.text;
  bool is_found = false;
  const Field field = ShownQueryField(scope, key, is_found);
  const FormatContext format = scope.format();
  switch (FormOfQueryField(field, key)) {
    case QueryForm::kTags:
      for (const Choice& choice : field.choices) {
        if (choice.key == value.text) return choice.label.In(scope.is_english);
      }
      return value.text;
    case QueryForm::kChoices:
    case QueryForm::kChoice:
    case QueryForm::kIndustry: {
      Field single = field;
      if (field.type == FieldType::kMultipleChoice) single.type = FieldType::kChoice;
      return FormatField(single, Value::Text(value.text), format);
    }
    case QueryForm::kRegion: {
      const Region* region = scope.lexicon != nullptr ? scope.lexicon->regions().FindText(value.text) : nullptr;
      return region != nullptr ? region->name : value.text;
    }
    case QueryForm::kPerson:
      if (value.text == "me") return scope.is_english ? "me" : "我";
      return FormatField(field, Value::Text(value.text), format);
    case QueryForm::kRecord:
    case QueryForm::kRecords: return TitleOf(scope, field, value.text);
    case QueryForm::kNumber: {
      std::size_t length = 0;
      const bool is_plain = KindOf(field.type) == Value::Kind::kDecimal || value.text.find('.') == std::string::npos;
      const bool is_minus = value.text.starts_with('-');
      auto number = ReadNumberLiteral(std::string_view(value.text).substr(is_minus ? 1 : 0), length);
      if (!number.has_value() || !is_plain) return value.text;
      if (is_minus) number->units = -number->units;
      const bool is_integer = KindOf(field.type) == Value::Kind::kInteger;
      return EditText(field, is_integer ? Value::Integer(number->units) : Value::Of(*number), format);
    }
    case QueryForm::kDate: return WriteQueryDate(value.text, scope.is_english);
    case QueryForm::kBoolean:
    case QueryForm::kFlag: {
      const bool is_true = value.text == "true";
      return scope.is_english ? (is_true ? "yes" : "no") : is_true ? "是" : "否";
    }
    case QueryForm::kText:
    case QueryForm::kDigits:
    case QueryForm::kFiles: break;
  }
  return value.text;
}

}  // namespace kedang
