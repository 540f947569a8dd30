#include "shared/query/query_scope.h"

#include <array>

#include "shared/base/utf8.h"
#include "shared/expr/nearest.h"
#include "shared/model/computed_field.h"
#include "shared/query/query.h"
#include "shared/query/query_text.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

bool IsAmong(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = list.find(';');
    if (list.substr(0, end) == word) return true;
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return false;
}

constexpr std::string_view kChangedWords =
    "更新;更新时间;更新日期;修改;修改时间;修改日期;最后更新;最后修改;changed;updated;modified;changed at;updated at;changed_at;updated_at";
constexpr std::string_view kCreatedWords =
    "创建;创建时间;创建日期;建立;建立时间;建立日期;新建;created;created at;created_at";

const Field* FindByName(const Schema& schema, const std::string& folded) {
  for (const Field& field : schema.fields) {
    if (!field.is_retired && FoldsTo(field.key, folded)) return &field;
  }
  for (const Field& field : schema.fields) {
    if (field.is_retired) continue;
    if (FoldsTo(field.label.zh, folded) || (!field.label.en.empty() && FoldsTo(field.label.en, folded))) return &field;
  }
  return nullptr;
}

const Field* FindByRole(const Schema& schema, const std::string& folded) {
  if (IsAmong(folded, "阶段;状态;stage;status")) return schema.Find(schema.stage);
  if (IsAmong(folded, "等级;级别;level")) return schema.Find(schema.level);
  if (IsAmong(folded, "负责人;owner")) return schema.Find(schema.owner);
  if (IsAmong(folded, "名称;标题;name;title")) return schema.Find(schema.title);
  return nullptr;
}

// 金额 is 合同金额 where no other label ends so.
const Field* FindByEnd(const Schema& schema, const std::string& folded) {
  if (CountCodePoints(folded) < 2 || !IsHanzi(ToCodePoints(folded).front())) return nullptr;
  const Field* found = nullptr;
  for (const Field& field : schema.fields) {
    if (field.is_retired || !Fold(field.label.zh).ends_with(folded)) continue;
    if (found != nullptr) return nullptr;
    found = &field;
  }
  return found;
}

std::string KeyOf(const Field& field) {
  if (field.type == FieldType::kChangedAt) return std::string(kChangedField);
  if (field.type == FieldType::kCreatedAt) return std::string(kCreatedField);
  return field.key;
}

struct KeywordRow {
  QueryKeyword keyword;
  std::string_view zh;
  std::string_view en;
  std::string_view others;
};
constexpr std::array kKeywords = {
    KeywordRow{QueryKeyword::kMissing, "缺", "missing", "缺少;没有;为空;无;empty;without;no"},
    KeywordRow{QueryKeyword::kHas, "有", "has", "含有;不为空;已填;with;filled"},
    KeywordRow{QueryKeyword::kDuplicate, "重复", "duplicate", "查重;duplicates;dup"},
    KeywordRow{QueryKeyword::kEnding, "尾号", "ending", "尾数;ends;tail"},
};

const Label& TimeLabel(std::string_view key) {
  static const auto* const labels = new std::array<Label, 3>{Label{"更新", "changed"}, Label{"创建", "created"}, Label{"重复", "duplicate"}};
  return (*labels)[key == kChangedField ? 0 : key == kCreatedField ? 1 : 2];
}

}  // namespace

std::string FindQueryField(const QueryScope& scope, std::string_view name) {
  if (name == kChangedField || name == kCreatedField) return std::string(name);
  const std::string folded = Fold(name);
  if (folded.empty() || scope.schema == nullptr) return {};
  const Schema& schema = *scope.schema;
  if (const Field* field = FindByName(schema, folded)) return KeyOf(*field);
  if (IsAmong(folded, kChangedWords)) return std::string(kChangedField);
  if (IsAmong(folded, kCreatedWords)) return std::string(kCreatedField);
  const Field* field = FindFieldNamed(schema, name);
  if (field == nullptr) field = FindByRole(schema, folded);
  if (field == nullptr) field = FindByEnd(schema, folded);
  return field != nullptr ? KeyOf(*field) : std::string();
}

std::string NearestQueryField(const QueryScope& scope, std::string_view name) {
  if (scope.schema == nullptr) return {};
  std::vector<std::string> names;
  for (const Field& field : scope.schema->fields) {
    if (field.is_retired) continue;
    names.push_back(field.label.zh);
    if (!field.label.en.empty()) names.push_back(field.label.en);
    names.push_back(field.key);
  }
  for (const Field& field : scope.schema->fields) {
    if (!field.is_retired) names.insert(names.end(), field.synonyms.begin(), field.synonyms.end());
  }
  for (const char* word : {"更新", "创建", "changed", "created"}) names.emplace_back(word);
  for (const KeywordRow& row : kKeywords) {
    names.emplace_back(row.zh);
    names.emplace_back(row.en);
  }
  std::string nearest = NearestWord(name, names);
  return nearest.empty() || IsPlainQueryName(nearest) ? nearest : QuoteQueryText(nearest);
}

Field ShownQueryField(const QueryScope& scope, std::string_view key, bool& is_found) {
  is_found = true;
  if (key.starts_with('@')) {
    Field field;
    field.key = key;
    field.label = TimeLabel(key);
    field.type = key == kDuplicateField ? FieldType::kBoolean : FieldType::kDate;
    return field;
  }
  const Field* field = scope.schema != nullptr ? scope.schema->Find(key) : nullptr;
  if (field != nullptr) return ShownField(scope.schemas, *scope.schema, *field);
  is_found = false;
  return {};
}

std::string LabelOfQueryField(const QueryScope& scope, std::string_view key) {
  if (key.starts_with('@')) return TimeLabel(key).In(scope.is_english);
  const Field* field = scope.schema != nullptr ? scope.schema->Find(key) : nullptr;
  return field != nullptr ? field->label.In(scope.is_english) : std::string(key);
}

std::string NameOfQueryField(const QueryScope& scope, std::string_view key) {
  if (key == kDuplicateField) return std::string(QueryKeywordName(QueryKeyword::kDuplicate, scope.is_english));
  const std::string label = LabelOfQueryField(scope, key);
  const auto leads_back = [&](std::string_view name) {
    return IsPlainQueryName(name) && FindQueryKeyword(name) == QueryKeyword::kNone && FindQueryField(scope, name) == key;
  };
  if (leads_back(label)) return label;
  if (leads_back(key)) return std::string(key);
  // A label that others have, or a word with a meaning of its own: in quotes it is a name.
  return QuoteQueryText(FindQueryField(scope, label) == key ? label : std::string(key));
}

QueryKeyword FindQueryKeyword(std::string_view name) {
  const std::string folded = Fold(name);
  for (const KeywordRow& row : kKeywords) {
    if (folded == row.zh || folded == row.en || IsAmong(folded, row.others)) return row.keyword;
  }
  return QueryKeyword::kNone;
}

std::string_view QueryKeywordName(QueryKeyword keyword, bool is_english) {
  for (const KeywordRow& row : kKeywords) {
    if (row.keyword == keyword) return is_english ? row.en : row.zh;
  }
  return {};
}

}  // namespace kedang
