#include "shared/match/record_match.h"

#include <algorithm>

#include "shared/match/match_table.h"
#include "shared/model/withheld.h"

namespace kedang {
namespace {

std::string_view TextOf(const Value& value) { return IsWithheld(value) ? std::string_view() : std::string_view(value.text()); }

// Kinds by which somebody or something can be told from others at all.
bool IsIdentifying(MatchKind kind) {
  switch (kind) {
    case MatchKind::kCode:
    case MatchKind::kUscc:
    case MatchKind::kIdentityCard:
    case MatchKind::kPhone:
    case MatchKind::kEmail:
    case MatchKind::kPersonName:
    case MatchKind::kCompanyName: return true;
    default: return false;
  }
}

}  // namespace

MatchKind MatchKindOf(const Schema& schema, const Field& field) {
  if (field.is_retired) return MatchKind::kIgnored;
  switch (field.type) {
    case FieldType::kText:
      if (field.format == "company_name") return MatchKind::kCompanyName;
      if (field.format == "person_name") return MatchKind::kPersonName;
      if (field.id == schema.title) return MatchKind::kText;
      return field.is_unique ? MatchKind::kCode : MatchKind::kIgnored;
    case FieldType::kPhone: return MatchKind::kPhone;
    case FieldType::kEmail: return MatchKind::kEmail;
    case FieldType::kUrl: return MatchKind::kUrl;
    // The code of who pays the bills (a head office) says nothing of who somebody is.
    case FieldType::kUscc: return field.is_unique ? MatchKind::kUscc : MatchKind::kIgnored;
    case FieldType::kIdentityCard: return MatchKind::kIdentityCard;
    case FieldType::kRegion: return MatchKind::kPlace;
    case FieldType::kAddress: return MatchKind::kAddress;
    case FieldType::kPostcode: return MatchKind::kPostcode;
    case FieldType::kReference: return MatchKind::kCategory;
    default: return MatchKind::kIgnored;
  }
}

RecordMatch::RecordMatch(const Schema& schema) {
  if (schema.is_system) return;
  bool is_party = false;
  for (const Field& field : schema.fields) {
    const MatchKind kind = MatchKindOf(schema, field);
    if (kind == MatchKind::kIgnored) continue;
    is_party = is_party || IsIdentifying(kind);
    if (fields_.size() == MatchTable::kMostFields) break;
    fields_.push_back({field.key, kind, {columns_.size()}});
    columns_.push_back(field.id);
  }
  if (is_party) return;
  fields_.clear();
  columns_.clear();
}

bool RecordMatch::Reads(FieldId field) const { return std::find(columns_.begin(), columns_.end(), field) != columns_.end(); }

void RecordMatch::Read(const Record& record, std::vector<std::string_view>& texts) const {
  texts.clear();
  for (const FieldId column : columns_) texts.push_back(TextOf(record.Get(column)));
}

void RecordMatch::Read(const std::vector<std::pair<FieldId, Value>>& cells, std::vector<std::string_view>& texts) const {
  texts.clear();
  for (const FieldId column : columns_) {
    const auto found = std::lower_bound(cells.begin(), cells.end(), column,
                                        [](const std::pair<FieldId, Value>& cell, FieldId field) { return cell.first < field; });
    texts.push_back(found != cells.end() && found->first == column ? TextOf(found->second) : std::string_view());
  }
}

}  // namespace kedang
