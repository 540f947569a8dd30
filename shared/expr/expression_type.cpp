#include "shared/expr/expression_type.h"

#include <array>

#include "shared/field/field_traits.h"

namespace kedang {

ExpressionType TypeOfField(const Field& field, const Schema* target) {
  switch (TraitsOf(field.type).expression) {
    case ExpressionForm::kText: return {ExpressionKind::kText, false, nullptr, nullptr};
    case ExpressionForm::kClosedText: return {ExpressionKind::kText, false, nullptr, &field};
    case ExpressionForm::kNumber: return {ExpressionKind::kNumber, false, nullptr, nullptr};
    case ExpressionForm::kDate:
    case ExpressionForm::kMoment: return {ExpressionKind::kDate, false, nullptr, nullptr};
    case ExpressionForm::kBoolean: return {ExpressionKind::kBoolean, false, nullptr, nullptr};
    case ExpressionForm::kTexts: return {ExpressionKind::kText, true, nullptr, nullptr};
    case ExpressionForm::kClosedTexts: return {ExpressionKind::kText, true, nullptr, &field};
    case ExpressionForm::kRecord:
    case ExpressionForm::kRecords: {
      const bool is_list = TraitsOf(field.type).expression == ExpressionForm::kRecords;
      // Without the schema over there they are the texts of their ids.
      return {target != nullptr ? ExpressionKind::kRecord : ExpressionKind::kText, is_list, target, nullptr};
    }
  }
  return {};
}

CellForm CellFormOf(const Field& field, const Schema* target) {
  switch (TraitsOf(field.type).expression) {
    case ExpressionForm::kMoment: return CellForm::kMoment;
    case ExpressionForm::kRecord:
    case ExpressionForm::kRecords: return target != nullptr ? CellForm::kReference : CellForm::kPlain;
    default: return CellForm::kPlain;
  }
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
