// What a field type is like, besides its functions (field_types.h): how it is edited and shown, which properties of a
// Field it reads, what the expression language takes it for, where the designer offers it. Views, the importer and the
// language ask this instead of naming types, so that a new type is one file and one row.
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/model/field_type.h"
#include "shared/model/schema.h"

namespace kedang {

enum class EditorKind : std::uint8_t {
  kNone,      // computed, or made by the server: never typed
  kLine,
  kLines,
  kNumber,    // a line that ends at the right
  kDate,
  kDateTime,
  kSwitch,
  kChoice,    // one of Field::choices
  kChoices,
  kTags,
  kTree,      // a list that is a tree: regions, industries
  kRecord,    // one record of Field::target
  kRecords,
  kPerson,
  kRating,
  kFile,
};

// What a phone's keyboard should offer.
enum class Keyboard : std::uint8_t { kText, kNumber, kDecimal, kPhone, kEmail, kUrl };

// The button beside a value at rest; all but kNone also offer to copy it.
enum class FieldAction : std::uint8_t { kNone, kCopy, kCall, kMail, kOpen, kMap };

// What the expression language takes a cell for (shared/expr/expression_type.h).
enum class ExpressionForm : std::uint8_t {
  kText,
  kClosedText,  // a text of a closed set: choices, regions, industries, users
  kNumber,
  kDate,
  kMoment,      // a date: the day of the moment where the reader is
  kBoolean,
  kTexts,
  kClosedTexts,
  kRecord,
  kRecords,
};

// The part of the designer's palette. The name is the locale key "type.<name>".
enum class Palette : std::uint8_t { kCommon, kCustomer, kComputed };

struct FieldTraits {
  EditorKind editor = EditorKind::kLine;
  Keyboard keyboard = Keyboard::kText;
  FieldAction action = FieldAction::kNone;
  ExpressionForm expression = ExpressionForm::kText;
  Palette palette = Palette::kCommon;
  std::string_view icon = "type";     // of the outline set
  std::string_view example = {};      // as people type it; empty where nothing is typed
  MergePolicy merge = MergePolicy::kNewest;  // of a new field of this type
  std::int32_t max_length = 500;      // code points, where the field sets none
  std::string_view own_words = {};    // a word that elsewhere stands for "nothing" but means something here
  bool is_prose = false;              // "-" and "无" are texts, not "nothing"
  bool is_right_aligned = false;
  bool may_keep_typed = false;        // texts are compared by what they mean, so one may stay as it was typed
  bool joins_columns = false;         // several columns of an import may become one value
  bool is_assigned = false;           // the server makes it: not typed, not mapped, not asked for
  bool is_personal = false;           // a new field of this type is sensitive
  bool has_choices = false;           // reads Field::choices
  bool needs_choices = false;         // and a value is one of them, or several; else they are suggestions
  bool has_target = false;            // points to records of Field::target
  bool has_unit = false;              // reads Field::unit
  bool has_format = false;            // reads Field::format
};

const FieldTraits& TraitsOf(FieldType type);

}  // namespace kedang
