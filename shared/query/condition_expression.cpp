// Conditions as texts of the expression language.
#include <algorithm>

#include "shared/query/query_date.h"
#include "shared/query/query_value.h"
#include "shared/query/record_filter.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::string_view kNothing = "false";

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + '"';
}

std::string ListOf(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) list += (list.size() > 1 ? ", " : "") + Quoted(text);
  return list + "]";
}

std::string_view SignOf(QueryOperator op) {
  switch (op) {
    case QueryOperator::kLess: return " < ";
    case QueryOperator::kLessEqual: return " <= ";
    case QueryOperator::kGreater: return " > ";
    default: return " >= ";
  }
}

class Translator {
 public:
  Translator(const QueryCondition& condition, const QueryScope& scope, Date today)
      : condition_(condition), scope_(scope), today_(today) {
    bool is_found = false;
    field_ = ShownQueryField(scope, condition.field, is_found);
    form_ = FormOfQueryField(field_, condition.field);
    name_ = condition.field == kChangedField ? "changed()" : condition.field == kCreatedField ? "created()" : "{" + condition.field + "}";
    is_known_ = is_found && form_ != QueryForm::kFlag;
  }

  std::string Translate() const {
    if (!is_known_) return std::string(kNothing);
    if (condition_.op == QueryOperator::kEmpty) return "is_empty(" + name_ + ")";
    if (condition_.op == QueryOperator::kFilled) return "not is_empty(" + name_ + ")";
    if (condition_.op != QueryOperator::kIs && condition_.op != QueryOperator::kEqual) return Ordered();
    switch (form_) {
      case QueryForm::kChoice: return OneOf(Keys());
      case QueryForm::kChoices: return HasOne(Keys());
      case QueryForm::kRegion:
      case QueryForm::kIndustry: {
        const std::vector<std::string> codes = Keys();
        return codes.empty() ? std::string(kNothing) : name_ + " in " + ListOf(codes);
      }
      case QueryForm::kPerson: return People();
      case QueryForm::kTags: return Join([this](const std::string& tag) { return TagIs(tag); });
      case QueryForm::kFiles: return Join([this](const std::string& text) { return "fold(join(" + name_ + ", \"|\"))" + Holds(text); });
      case QueryForm::kRecord: return Join([this](const std::string& text) { return RecordIs(text); });
      case QueryForm::kRecords: return Join([this](const std::string& text) { return RecordsHave(text); });
      case QueryForm::kNumber: return Numbers();
      case QueryForm::kDate: return Dates();
      case QueryForm::kBoolean: return Join([this](const std::string& text) { return name_ + " = " + (text == "true" ? "true" : "false"); });
      case QueryForm::kDigits: return Join([this](const std::string& text) { return PhoneHas(text); });
      case QueryForm::kText: return Join([this](const std::string& text) { return TextHas(text); });
      case QueryForm::kFlag: break;
    }
    return std::string(kNothing);
  }

 private:
  // Keys of what can be meant, each once.
  std::vector<std::string> Keys() const {
    std::vector<std::string> keys;
    const auto add = [&keys](const std::string& key) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    };
    for (const QueryValue& value : condition_.values) {
      if (value.is_known) add(value.text);
      else for (const std::string& key : AlikeOf(scope_, field_, value.text)) add(key);
    }
    return keys;
  }
  // Known values joined by or.
  template <typename Make>
  std::string Join(Make make) const {
    std::string source;
    for (const QueryValue& value : condition_.values) {
      if (value.is_known) source += (source.empty() ? "" : " or ") + make(value.text);
    }
    return source.empty() ? std::string(kNothing) : source;
  }

  std::string OneOf(const std::vector<std::string>& keys) const {
    if (keys.empty()) return std::string(kNothing);
    return keys.size() == 1 ? name_ + " = " + Quoted(keys[0]) : name_ + " in " + ListOf(keys);
  }
  std::string HasOne(const std::vector<std::string>& keys) const {
    std::string source;
    for (const std::string& key : keys) source += (source.empty() ? "" : " or ") + name_ + " contains " + Quoted(key);
    return source.empty() ? std::string(kNothing) : source;
  }
  std::string People() const {
    std::vector<std::string> ids;
    bool has_me = false;
    for (const QueryValue& value : condition_.values) {
      if (!value.is_known) continue;
      if (value.text == "me") has_me = true;
      else ids.push_back(value.text);
    }
    std::string source = ids.empty() ? std::string() : OneOf(ids);
    // Nobody is not the owner of what nobody owns.
    if (has_me) source += std::string(source.empty() ? "" : " or ") + "(me() <> null and " + name_ + " = me())";
    return source.empty() ? std::string(kNothing) : source;
  }
  std::string TagIs(const std::string& tag) const {
    return "fold(\"|\" & join(" + name_ + ", \"|\") & \"|\") contains " + Quoted("|" + Fold(tag) + "|");
  }
  std::string RecordIs(const std::string& text) const {
    if (ParseId(text).has_value()) return name_ + " = " + Quoted(text);
    return "fold(" + name_ + ")" + Holds(text);
  }
  std::string RecordsHave(const std::string& text) const {
    if (ParseId(text).has_value()) return name_ + " contains " + Quoted(text);
    const Schema* target = scope_.schemas != nullptr ? scope_.schemas->Find(field_.target) : nullptr;
    const Field* title = target != nullptr ? target->Find(target->title) : nullptr;
    if (title == nullptr) return std::string(kNothing);
    return "any(" + name_ + ", fold({" + title->key + "})" + Holds(text) + ")";
  }
  std::string Numbers() const {
    std::string source;
    for (const QueryValue& value : condition_.values) {
      if (value.is_known) source += (source.empty() ? "" : " or ") + name_ + " = " + value.text;
    }
    return source.empty() ? std::string(kNothing) : source;
  }
  std::string Dates() const {
    return Join([this](const std::string& text) {
      const auto days = DaysOfQueryDate(text, today_);
      if (!days.has_value()) return std::string(kNothing);
      if (days->first == days->last) return name_ + " = " + Quoted(FormatDate(days->first));
      return "(" + name_ + " >= " + Quoted(FormatDate(days->first)) + " and " + name_ + " <= " + Quoted(FormatDate(days->last)) + ")";
    });
  }
  std::string PhoneHas(const std::string& text) const {
    const SearchTerm digits = SuffixOf(text);
    const bool is_number = text.find_first_not_of("0123456789 -+()") == std::string::npos && !digits.text.empty();
    if (!is_number) return TextHas(text);
    return "digits(" + name_ + ") contains " + Quoted(std::string(digits.text.begin(), digits.text.end()));
  }
  std::string TextHas(const std::string& text) const {
    if (condition_.op == QueryOperator::kEqual) return "fold(" + name_ + ") = " + Quoted(Fold(text));
    return "fold(" + name_ + ")" + Holds(text);
  }
  static std::string Holds(const std::string& text) { return " contains " + Quoted(Fold(text)); }

  // What a side of a comparison is: a number, a key, a day.
  std::string Side(const QueryValue& value, bool is_first) const {
    if (form_ == QueryForm::kNumber) return value.text;
    if (form_ != QueryForm::kDate) return Quoted(value.text);
    const auto days = DaysOfQueryDate(value.text, today_);
    return days.has_value() ? Quoted(FormatDate(is_first ? days->first : days->last)) : std::string();
  }
  std::string Ordered() const {
    for (const QueryValue& value : condition_.values) {
      if (!value.is_known) return std::string(kNothing);
    }
    const bool is_between = condition_.op == QueryOperator::kBetween;
    if (condition_.values.size() != (is_between ? 2u : 1u)) return std::string(kNothing);
    if (is_between) {
      const std::string low = Side(condition_.values[0], true), high = Side(condition_.values[1], false);
      if (low.empty() || high.empty()) return std::string(kNothing);
      return name_ + " >= " + low + " and " + name_ + " <= " + high;
    }
    // Before a month is before its first day, after it after its last.
    const bool is_first = condition_.op == QueryOperator::kLess || condition_.op == QueryOperator::kGreaterEqual;
    const std::string side = Side(condition_.values[0], is_first);
    return side.empty() ? std::string(kNothing) : name_ + std::string(SignOf(condition_.op)) + side;
  }

  const QueryCondition& condition_;
  const QueryScope& scope_;
  Date today_;
  Field field_;
  QueryForm form_ = QueryForm::kText;
  std::string name_;
  bool is_known_ = false;
};

}  // namespace

std::string ConditionExpression(const QueryCondition& condition, const QueryScope& scope, Date today) {
  return Translator(condition, scope, today).Translate();
}

bool IsReadable(const QueryCondition& condition, const QueryScope& scope) {
  if (condition.op == QueryOperator::kEmpty || condition.op == QueryOperator::kFilled) return true;
  bool is_found = false;
  const Field field = ShownQueryField(scope, condition.field, is_found);
  if (!is_found) return true;
  const auto is_readable = [&](const QueryValue& value) { return value.is_known || !AlikeOf(scope, field, value.text).empty(); };
  const bool is_ordered = condition.op != QueryOperator::kIs && condition.op != QueryOperator::kEqual;
  if (is_ordered) {
    return std::all_of(condition.values.begin(), condition.values.end(), [](const QueryValue& value) { return value.is_known; });
  }
  return std::any_of(condition.values.begin(), condition.values.end(), is_readable);
}

Query ReadableOf(const Query& query, const QueryScope& scope) {
  Query readable = query;
  const auto prune = [&](const auto& self, Query& part) -> void {
    for (Query& inner : part.parts) self(self, inner);
    if (part.kind == Query::Kind::kCondition && !IsReadable(part.condition, scope)) part = Query();
  };
  prune(prune, readable);
  Normalize(readable);
  return readable;
}

}  // namespace kedang
