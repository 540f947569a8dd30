#include "shared/expr/expression_type.h"

#include <array>

namespace kedang {

ExpressionType TypeOfField(const Field& field, const Schema* target) {
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kLongText:
    case FieldType::kPhone:
    case FieldType::kEmail:
    case FieldType::kUrl:
    case FieldType::kUscc:
    case FieldType::kAutoNumber: return {ExpressionKind::kText, false, nullptr, nullptr};
    case FieldType::kChoice:
    case FieldType::kRegion:
    case FieldType::kIndustry:
    case FieldType::kUser: return {ExpressionKind::kText, false, nullptr, &field};
    case FieldType::kInteger:
    case FieldType::kDecimal: return {ExpressionKind::kNumber, false, nullptr, nullptr};
    case FieldType::kDate: return {ExpressionKind::kDate, false, nullptr, nullptr};
    case FieldType::kBoolean: return {ExpressionKind::kBoolean, false, nullptr, nullptr};
    case FieldType::kMultipleChoice: return {ExpressionKind::kText, true, nullptr, &field};
    case FieldType::kTags:
    case FieldType::kAttachment: return {ExpressionKind::kText, true, nullptr, nullptr};
    case FieldType::kReference:
      if (target == nullptr) return {ExpressionKind::kText, false, nullptr, nullptr};
      return {ExpressionKind::kRecord, false, target, nullptr};
  }
  return {};
}

std::string_view TypeName(const ExpressionType& type) {
  static constexpr std::array<std::string_view, 6> kScalars = {"null", "boolean", "number", "date", "text", "record"};
  static constexpr std::array<std::string_view, 6> kLists = {"list",      "boolean_list", "number_list",
                                                             "date_list", "text_list",    "records"};
  return (type.is_list ? kLists : kScalars)[static_cast<std::size_t>(type.kind)];
}

bool AreCompatible(const ExpressionType& a, const ExpressionType& b) {
  if (a.is_null() || b.is_null()) return true;
  if (a.is_list != b.is_list) return false;
  if (a.kind == ExpressionKind::kNull || b.kind == ExpressionKind::kNull) return true;
  return a.kind == b.kind && (a.kind != ExpressionKind::kRecord || a.schema == b.schema);
}

}  // namespace kedang
