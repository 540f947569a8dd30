// ExpressionType: what an expression gives. A scalar kind or a list of it; records know their schema, and texts that come
// from a field with a closed set of values (choices, regions, industries, users) know that field.
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/model/schema.h"

namespace kedang {

enum class ExpressionKind : std::uint8_t { kNull, kBoolean, kNumber, kDate, kText, kRecord };

struct ExpressionType {
  ExpressionKind kind = ExpressionKind::kNull;
  bool is_list = false;
  const Schema* schema = nullptr;  // kRecord
  const Field* field = nullptr;    // kText with a closed set of values

  bool is_null() const { return kind == ExpressionKind::kNull && !is_list; }
};

// The type a stored cell of this field has; kRecord when `target` (the schema a reference points to) is known.
ExpressionType TypeOfField(const Field& field, const Schema* target);

// What a cell's value means to an expression beyond its shape.
enum class CellForm : std::uint8_t { kPlain, kReference, kMoment };
CellForm CellFormOf(const Field& field, const Schema* target);

// "number", "text_list", "records", …: the last part of the locale key "expr.type_…".
std::string_view TypeName(const ExpressionType& type);
// Same kind and listness, or one of them is null; records of the same schema.
bool AreCompatible(const ExpressionType& a, const ExpressionType& b);

}  // namespace kedang
