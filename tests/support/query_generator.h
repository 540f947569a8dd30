// Random queries for tests: trees in normal form over the fields of a schema, and texts that look like queries or nearly so.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "shared/model/computed_field.h"
#include "shared/query/query_date.h"
#include "shared/query/query_value.h"
#include "tests/support/field_type_world.h"
#include "tests/support/query_world.h"
#include "tests/support/random.h"

namespace kedang {

class QueryGenerator {
 public:
  QueryGenerator(const QueryScope& scope, std::uint64_t seed) : scope_(scope), random_(seed) {}

  Query Tree() {
    Query query = Part(3);
    Normalize(query);
    return query;
  }

  std::string Text() {
    std::string text;
    for (std::size_t count = random_.Below(14); count > 0; --count) {
      switch (random_.Below(4)) {
        case 0: text += Pick({" ", "\"", "“", "”", "(", ")", "（", "-", "|", ":", "：", "..", "或", " OR ", "\n", "\xE4", "😀", "=", ">"}); break;
        case 1: text += FieldName() + Pick({":", "：", ":>", ":!=", ">=", ""}); break;
        case 2: text += Word(); break;
        default: text += Pick({"缺:", "有:", "重复:是", "尾号5678", "最近7天", "1万..5万", "公海|沉睡", "我", "浙江", "2025-03", "-", " 或 ", " "}); break;
      }
    }
    return text;
  }

 private:
  std::string Pick(std::initializer_list<const char*> texts) { return *(texts.begin() + random_.Below(texts.size())); }

  std::string Word() {
    return Pick({"云锦", "杭州", "a", "A-1", "13812345678", "or", "或", "OR", "-x", "x|y", "a b", "\"", "“好”", "a:b", "尾号12", "(a)", "a)", "华测（杭州）",
                 "𠮷野家", "😀", "!=", "a=b", "..", "1..2", "NOT", "http://a.cn", "é", "ﬁ", "　", "\t", "x~y", "…"});
  }

  std::string FieldName() {
    const Field& field = scope_.schema->fields[random_.Below(scope_.schema->fields.size())];
    if (random_.OneIn(8)) return Pick({"更新", "changed", "创建", "nothing", "阶段"});
    return random_.OneIn(2) ? field.label.zh : random_.OneIn(2) ? field.key : field.label.en;
  }

  QueryValue ValueFor(const Field& shown, QueryForm form) {
    switch (form) {
      case QueryForm::kChoice:
      case QueryForm::kChoices:
        if (shown.choices.empty()) return {"nothing of that name", false};
        return {shown.choices[random_.Below(shown.choices.size())].key, true};
      case QueryForm::kRegion: {
        const auto& regions = scope_.lexicon->regions().All();
        return {std::to_string(regions[random_.Below(regions.size())].code), true};
      }
      case QueryForm::kIndustry: {
        const auto& industries = scope_.lexicon->industries().All();
        return {industries[random_.Below(industries.size())].code, true};
      }
      case QueryForm::kPerson: return {random_.OneIn(3) ? "me" : FormatId(FieldTypeWorld::IdOf(random_.Below(5))), true};
      case QueryForm::kRecord:
      case QueryForm::kRecords:
        if (random_.OneIn(2)) return {FormatId(FieldTypeWorld::IdOf(random_.Below(5))), true};
        return {Pick({"云锦", "a b", "x|y", "\"q\""}), true};
      case QueryForm::kNumber:
        if (KindOf(shown.type) == Value::Kind::kDecimal && random_.OneIn(2)) return {Pick({"0.15", "-3.5", "1000000.01"}), true};
        if (shown.type == FieldType::kRating) return {Pick({"1", "3", "5"}), true};
        return {std::to_string(random_.Below(100'000)), true};
      case QueryForm::kDate: {
        if (random_.OneIn(2)) return {CommonQueryDates()[random_.Below(CommonQueryDates().size())], true};
        return {Pick({"2025-03-01", "2025-03", "2025", "2025-Q4", "last-12-months", "next-2-weeks", "30-days-ago", "1-years-later"}), true};
      }
      case QueryForm::kBoolean: return {random_.OneIn(2) ? "true" : "false", true};
      case QueryForm::kTags:
        if (!shown.choices.empty() && random_.OneIn(2)) return {shown.choices[random_.Below(shown.choices.size())].key, true};
        return {Pick({"own tag", "自定", "a|b", "x\"y", ">3", "(a", "..", "=z"}), true};
      default: return {Pick({"云锦", "a b", "a|b", "x\"y", ">3", "(a", "..", "=z", "!=q", "0571-8812", "a:b", "）", "-", "…"}), true};
    }
  }

  Query Condition() {
    QueryCondition condition;
    const std::size_t kind = random_.Below(20);
    if (kind == 0) {
      condition = {std::string(kDuplicateField), QueryOperator::kIs, {{"true", true}}};
      return Query::Of(std::move(condition));
    }
    const Field* field = &scope_.schema->fields[random_.Below(scope_.schema->fields.size())];
    const bool is_time = kind == 1 || field->type == FieldType::kChangedAt || field->type == FieldType::kCreatedAt;
    condition.field = is_time ? std::string(random_.OneIn(2) ? kChangedField : kCreatedField) : field->key;
    bool is_found = false;
    const Field shown = ShownQueryField(scope_, condition.field, is_found);
    const QueryForm form = FormOfQueryField(shown, condition.field);
    if (random_.OneIn(6)) {
      condition.op = random_.OneIn(2) ? QueryOperator::kEmpty : QueryOperator::kFilled;
      return Query::Of(std::move(condition));
    }
    const bool is_text = form == QueryForm::kText || form == QueryForm::kDigits;
    if (is_text && random_.OneIn(4)) condition.op = QueryOperator::kEqual;
    if (HasOrder(form) && random_.OneIn(2)) {
      static constexpr QueryOperator kOrders[] = {QueryOperator::kLess, QueryOperator::kLessEqual, QueryOperator::kGreater, QueryOperator::kGreaterEqual,
                                                  QueryOperator::kBetween};
      condition.op = kOrders[random_.Below(5)];
    }
    const bool takes_many = condition.op == QueryOperator::kIs || condition.op == QueryOperator::kEqual;
    const std::size_t count = condition.op == QueryOperator::kBetween ? 2 : takes_many ? 1 + random_.Below(3) : 1;
    for (std::size_t i = 0; i < count; ++i) condition.values.push_back(ValueFor(shown, form));
    return Query::Of(std::move(condition));
  }

  Query Part(std::size_t depth) {
    switch (depth == 0 ? random_.Below(2) : random_.Below(6)) {
      case 0: {
        if (random_.OneIn(6)) return Query::Word(std::to_string(random_.Below(100'000)), QueryWord::Form::kSuffix);
        return Query::Word(Word(), random_.OneIn(3) ? QueryWord::Form::kPhrase : QueryWord::Form::kPlain);
      }
      case 1:
      case 2: return Condition();
      case 3: return Query::Not(Part(depth - 1));
      default: {
        std::vector<Query> parts;
        for (std::size_t count = random_.Below(4); count > 0; --count) parts.push_back(Part(depth - 1));
        return random_.OneIn(2) ? Query::All(std::move(parts)) : Query::Any(std::move(parts));
      }
    }
  }

  const QueryScope& scope_;
  SeededRandom random_;
};

}  // namespace kedang
