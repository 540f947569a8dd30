#include "shared/query/query_completion.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/query/query_date.h"
#include "shared/query/query_text.h"
#include "shared/query/query_value.h"
#include "shared/query/query_writer.h"
#include "shared/text/fold.h"
#include "shared/text/name_prefix.h"

namespace kedang {
namespace {

using Kind = QueryCompletion::Kind;
constexpr int kNoMatch = 100;
constexpr std::size_t kMostValues = 2000;  // that are looked at

// Where the caret is: in a name, or in a value behind one.
struct CaretPlace {
  std::size_t begin = 0;   // of the name or the value, behind a sign before it
  std::size_t end = 0;
  std::string typed;       // up to the caret
  bool is_value = false;
  bool has_operator = false;
  bool has_colon_behind = false;
  std::string name;        // before the colon
  bool is_quoted_name = false;
};

bool IsOperatorSign(char32_t sign) { return sign == '<' || sign == '>' || sign == '=' || sign == '!' || sign == U'≤' || sign == U'≥' || sign == U'≠'; }

// Behind a quoted text that begins at `at`; the end of the text when it is not closed.
std::size_t EndOfQuoted(std::string_view text, std::size_t at) {
  TakeQuerySign(text, at);
  while (at < text.size()) {
    if (TakeQuerySign(text, at) == '"') return at;
  }
  return at;
}

std::string Unquoted(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (TakeQuerySign(text, at) != '"') out += text.substr(here, at - here);
  }
  return out;
}

CaretPlace FindCaret(std::string_view text, std::size_t caret) {
  CaretPlace place;
  std::size_t at = 0;
  place.begin = 0;
  int open = 0;  // parentheses in the word
  // Token by token up to the one that holds the caret.
  while (at < caret) {
    const std::size_t here = at;
    const char32_t sign = TakeQuerySign(text, at);
    // Within a word dashes and parentheses are part of it: last-7-days, follow-up.
    const bool is_first = here == place.begin && !place.is_value;
    const bool is_before = (sign == '-' || sign == '(') && is_first;
    if (IsQueryBlank(sign) || is_before || (sign == ')' && open == 0) || (sign == '|' && !place.is_value)) {
      place = CaretPlace();
      place.begin = at;
      open = 0;
      continue;
    }
    if (sign == '(') ++open;
    if (sign == ')') --open;
    if (sign == '"') {
      at = std::min(EndOfQuoted(text, here), caret);
      continue;
    }
    if (sign == ':' && !place.is_value) {
      place.is_value = true;
      place.is_quoted_name = text.substr(place.begin).starts_with('"');
      place.name = Unquoted(text.substr(place.begin, here - place.begin));
      place.begin = at;
      continue;
    }
    const bool is_range = place.is_value && text.substr(here).starts_with("..");
    if (place.is_value && (sign == '|' || is_range || sign == '~')) {
      place.begin = at = std::min(is_range ? here + 2 : at, caret);
    } else if (place.is_value && here == place.begin && IsOperatorSign(sign)) {
      place.has_operator = true;
      place.begin = at;
    }
  }
  place.typed = Unquoted(text.substr(place.begin, caret - place.begin));
  place.end = caret;
  const bool is_quoted = text.substr(place.begin, caret - place.begin).find('"') != std::string_view::npos;
  if (!is_quoted) place.end = EndOfQueryWord(text, caret, !place.is_value);
  if (!place.is_value && place.end < text.size()) {
    std::size_t behind = place.end;
    place.has_colon_behind = TakeQuerySign(text, behind) == ':';
  }
  return place;
}

class Completer {
 public:
  Completer(std::string_view text, std::size_t caret, const QueryScope& scope, const QueryVocabulary* vocabulary)
      : scope_(scope), vocabulary_(vocabulary), place_(FindCaret(text, caret)), folded_(Fold(place_.typed)) {}

  std::vector<QueryCompletion> Complete(std::size_t limit) {
    if (scope_.schema == nullptr) return {};
    if (!place_.is_value) {
      AddFields(true);
      AddKeywords();
      if (CountCodePoints(folded_) >= 2 && !place_.has_colon_behind) AddChoicesOfAll();
    } else {
      const QueryKeyword keyword = place_.is_quoted_name ? QueryKeyword::kNone : FindQueryKeyword(place_.name);
      if (keyword == QueryKeyword::kMissing || keyword == QueryKeyword::kHas) AddFields(false);
      const std::string key = keyword == QueryKeyword::kDuplicate ? std::string(kDuplicateField)
                              : keyword == QueryKeyword::kNone    ? FindQueryField(scope_, place_.name)
                                                                  : std::string();
      if (!key.empty()) AddValues(key);
    }
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.rank < b.rank; });
    std::vector<QueryCompletion> completions;
    for (Found& one : found_) {
      if (completions.size() == limit) break;
      completions.push_back(std::move(one.completion));
    }
    return completions;
  }

 private:
  struct Found {
    QueryCompletion completion;
    int rank = 0;
  };

  // How well a name fits what is typed: 0 as it begins, then by its pinyin or initials, then anywhere; kNoMatch.
  int RankOf(std::string_view name) const {
    if (folded_.empty()) return 0;
    if (name.empty()) return kNoMatch;
    const std::string folded = Fold(name);
    if (folded.starts_with(folded_)) return folded == folded_ ? 0 : 1;
    if (scope_.lexicon != nullptr && folded_.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos &&
        BeginsAsTyped(scope_.lexicon->pinyin(), name, folded_)) {
      return 3;
    }
    return folded.find(folded_) != std::string::npos ? 5 : kNoMatch;
  }
  int RankOf(const Label& label, std::string_view key, const std::vector<std::string>& synonyms) const {
    int best = std::min({RankOf(label.zh), RankOf(label.en), RankOf(key)});
    for (const std::string& synonym : synonyms) best = std::min(best, RankOf(synonym) + 1);
    return best;
  }

  void Add(QueryCompletion completion, int rank) {
    if (rank >= kNoMatch) return;
    completion.begin = place_.begin;
    completion.end = place_.end;
    found_.push_back({std::move(completion), rank});
  }

  void AddFields(bool has_colon) {
    const auto add = [&](const std::string& key, int rank, std::string_view icon, std::string_view example) {
      QueryCompletion completion;
      completion.kind = Kind::kField;
      completion.label = LabelOfQueryField(scope_, key);
      completion.detail = example;
      completion.icon = icon;
      completion.insert = NameOfQueryField(scope_, key) + (has_colon && !place_.has_colon_behind ? ":" : "");
      completion.is_whole = !has_colon;
      Add(std::move(completion), rank);
    };
    for (const Field& field : scope_.schema->fields) {
      if (field.is_retired || field.type == FieldType::kChangedAt || field.type == FieldType::kCreatedAt) continue;
      int rank = RankOf(field.label, field.key, field.synonyms);
      if (rank >= kNoMatch) continue;
      // With nothing typed what a list is mostly asked for comes first.
      const bool is_common = field.id == scope_.schema->stage || field.id == scope_.schema->level || field.id == scope_.schema->owner ||
                             field.type == FieldType::kTags || field.type == FieldType::kRegion || field.type == FieldType::kIndustry;
      if (folded_.empty() && !is_common) rank = field.column_width > 0 ? 1 : 2;
      bool is_found = false;
      const Field shown = ShownQueryField(scope_, field.key, is_found);
      const FieldTraits& traits = TraitsOf(shown.type);
      add(field.key, rank, traits.icon, shown.choices.empty() ? traits.example : std::string_view(shown.choices[0].label.In(scope_.is_english)));
    }
    add(std::string(kChangedField), std::min({RankOf("更新"), RankOf("修改"), RankOf("changed"), RankOf("updated")}), "history",
        WriteQueryDate("last-7-days", scope_.is_english));
    add(std::string(kCreatedField), std::min({RankOf("创建"), RankOf("建立"), RankOf("created")}), "clock",
        WriteQueryDate("this-month", scope_.is_english));
  }

  void AddKeywords() {
    struct Row {
      QueryKeyword keyword;
      std::string_view insert_zh, insert_en, detail_zh, detail_en;
    };
    static constexpr Row kRows[] = {
        {QueryKeyword::kMissing, "缺:", "missing:", "字段没有填", "the field is empty"},
        {QueryKeyword::kHas, "有:", "has:", "字段填了", "the field is filled"},
        {QueryKeyword::kDuplicate, "重复:是", "duplicate:yes", "与别的记录相同", "equals another record"},
        {QueryKeyword::kEnding, "尾号", "ending:", "号码的最后几位", "last digits of a number"},
    };
    for (const Row& row : kRows) {
      QueryCompletion completion;
      completion.kind = Kind::kKeyword;
      completion.label = QueryKeywordName(row.keyword, scope_.is_english);
      completion.detail = scope_.is_english ? row.detail_en : row.detail_zh;
      completion.icon = "list-filter";
      completion.insert = scope_.is_english ? row.insert_en : row.insert_zh;
      if (place_.has_colon_behind) continue;
      completion.is_whole = row.keyword == QueryKeyword::kDuplicate;
      const int rank = std::min(RankOf(QueryKeywordName(row.keyword, false)), RankOf(QueryKeywordName(row.keyword, true)));
      Add(std::move(completion), folded_.empty() ? 1 : rank);
    }
  }

  void AddValue(const std::string& key, const std::string& value, int rank, bool has_name = false) {
    QueryCondition condition;
    condition.field = key;
    condition.values = {{value, true}};
    QueryCompletion completion;
    completion.kind = Kind::kValue;
    completion.icon = value_icon_;
    const std::string shown = ShowQueryValue(condition, condition.values[0], scope_);
    completion.label = shown;
    completion.insert = WriteQueryValue(condition, condition.values[0], scope_);
    if (has_name) {
      completion.detail = LabelOfQueryField(scope_, key);
      completion.insert = NameOfQueryField(scope_, key) + ":" + completion.insert;
    }
    completion.is_whole = true;
    Add(std::move(completion), rank);
  }

  // 谈判 typed as a word: 阶段:谈判.
  void AddChoicesOfAll() {
    for (const Field& field : scope_.schema->fields) {
      if (field.is_retired) continue;
      const QueryForm form = FormOfQueryField(field, field.key);
      if (form != QueryForm::kChoice && form != QueryForm::kChoices && form != QueryForm::kTags) continue;
      for (const Choice& choice : field.choices) {
        const int rank = std::min(RankOf(choice.label.zh), RankOf(choice.label.en));
        if (rank < 3) AddValue(field.key, choice.key, rank + 2, true);
      }
    }
  }

  void AddOperators() {
    struct Row {
      std::string_view sign, zh, en;
    };
    static constexpr Row kRows[] = {{">", "大于", "more than"}, {">=", "不小于", "at least"}, {"<", "小于", "less than"}, {"<=", "不大于", "at most"}};
    for (const Row& row : kRows) {
      QueryCompletion completion;
      completion.kind = Kind::kOperator;
      completion.label = row.sign;
      completion.detail = scope_.is_english ? row.en : row.zh;
      completion.insert = row.sign;
      Add(std::move(completion), 6);
    }
  }

  void AddValues(const std::string& key) {
    bool is_found = false;
    const Field field = ShownQueryField(scope_, key, is_found);
    const QueryForm form = FormOfQueryField(field, key);
    value_icon_ = is_found ? TraitsOf(field.type).icon : std::string_view();
    switch (form) {
      case QueryForm::kChoice:
      case QueryForm::kChoices:
      case QueryForm::kTags:
        for (const Choice& choice : field.choices) AddValue(key, choice.key, RankOf(choice.label, choice.key, choice.synonyms));
        break;
      case QueryForm::kPerson:
        AddValue(key, "me", std::min(RankOf("我"), RankOf("me")));
        if (vocabulary_ != nullptr) {
          for (const auto& [id, name] : vocabulary_->People()) AddValue(key, FormatId(id), RankOf(name) + 1);
        }
        break;
      case QueryForm::kRegion: AddRegions(key); break;
      case QueryForm::kIndustry: AddIndustries(key); break;
      case QueryForm::kDate:
        for (const std::string& date : CommonQueryDates()) {
          AddValue(key, date, std::min(RankOf(WriteQueryDate(date, false)), RankOf(date)));
        }
        break;
      case QueryForm::kBoolean:
      case QueryForm::kFlag:
        for (const char* flag : {"true", "false"}) {
          AddValue(key, flag, std::min(RankOf(flag[0] == 't' ? "是" : "否"), RankOf(flag[0] == 't' ? "yes" : "no")));
        }
        break;
      default: break;
    }
    const Field* own = scope_.schema->Find(std::string_view(key));
    if (vocabulary_ != nullptr && own != nullptr && (form == QueryForm::kTags || form == QueryForm::kText)) {
      for (const std::string& value : vocabulary_->ValuesIn(scope_.schema->id, own->id, kMostValues)) {
        const bool is_choice = std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& choice) { return choice.key == value; });
        if (!is_choice) AddValue(key, value, RankOf(value) + 1);
      }
    }
    if (HasOrder(form) && form != QueryForm::kChoice && folded_.empty() && !place_.has_operator) AddOperators();
  }

  void AddRegions(const std::string& key) {
    if (scope_.lexicon == nullptr) return;
    for (const Region& region : scope_.lexicon->regions().All()) {
      if (region.is_retired || region.is_container) continue;
      if (folded_.empty() && region.level != RegionLevel::kProvince) continue;
      const int rank = folded_.empty() ? 0 : RankOf(region.name);
      if (rank < 4) AddValue(key, std::to_string(region.code), rank * 3 + static_cast<int>(region.level));
      if (found_.size() >= kMostValues) return;
    }
  }

  void AddIndustries(const std::string& key) {
    if (scope_.lexicon == nullptr) return;
    for (const Industry& industry : scope_.lexicon->industries().All()) {
      if (folded_.empty() && !industry.parent.empty()) continue;
      const int rank = RankOf(industry.name);
      if (rank < kNoMatch) AddValue(key, industry.code, rank);
    }
  }

  const QueryScope& scope_;
  const QueryVocabulary* vocabulary_;
  CaretPlace place_;
  std::string folded_;
  std::string_view value_icon_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<QueryCompletion> CompleteQuery(std::string_view text, std::size_t caret, const QueryScope& scope,
                                           const QueryVocabulary* vocabulary, std::size_t limit) {
  if (text.size() > kMaxQueryText * 16 || caret > text.size()) return {};
  return Completer(text, caret, scope, vocabulary).Complete(limit);
}

}  // namespace kedang
