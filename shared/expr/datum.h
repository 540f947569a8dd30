// Datum: a value while an expression runs: sixteen bytes that look into the record, the program's constants or the arena
// and own nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/date.h"
#include "shared/base/decimal.h"
#include "shared/expr/arena.h"
#include "shared/expr/expression_type.h"
#include "shared/model/record.h"

namespace kedang {

struct Datum {
  enum class Kind : std::uint8_t {
    kNull,
    kBoolean,
    kNumber,
    kDate,
    kText,       // never empty: an empty text is null
    kReference,  // text: the id of a record that was not looked up
    kRecord,
    kList,       // items in an arena; no item is null or a list
    kTexts,      // a list of texts as a cell holds it
    kReferences,  // a list of ids of records as a cell holds it
  };

  Kind kind = Kind::kNull;
  std::uint8_t scale = 0;   // kNumber
  std::uint32_t size = 0;   // bytes of a text, items of a list
  union {
    std::int64_t units = 0;  // kNumber, kDate (days), kBoolean
    const char* bytes;
    const Record* record;
    const Datum* items;
    const std::string* texts;
  };

  static Datum Of(bool value) { return OfUnits(Kind::kBoolean, value ? 1 : 0); }
  static Datum Of(Date date) { return OfUnits(Kind::kDate, date.days); }
  static Datum Of(Decimal number) {
    Datum datum = OfUnits(Kind::kNumber, number.units);
    datum.scale = static_cast<std::uint8_t>(number.scale);
    return datum;
  }
  static Datum OfInteger(std::int64_t number) { return OfUnits(Kind::kNumber, number); }
  static Datum Of(const Record* record) {
    Datum datum;
    if (record == nullptr) return datum;
    datum.kind = Kind::kRecord;
    datum.record = record;
    return datum;
  }
  // Null for an empty text.
  static Datum OfText(std::string_view text, Kind kind = Kind::kText) {
    Datum datum;
    if (text.empty()) return datum;
    datum.kind = kind;
    datum.size = static_cast<std::uint32_t>(text.size());
    datum.bytes = text.data();
    return datum;
  }
  static Datum OfList(const Datum* items, std::size_t size) {
    Datum datum;
    datum.kind = Kind::kList;
    datum.size = static_cast<std::uint32_t>(size);
    datum.items = items;
    return datum;
  }

  bool is_null() const { return kind == Kind::kNull; }
  bool is_true() const { return kind == Kind::kBoolean && units != 0; }
  bool is_text() const { return kind == Kind::kText || kind == Kind::kReference; }
  bool is_list() const { return kind == Kind::kList || kind == Kind::kTexts || kind == Kind::kReferences; }
  Decimal number() const { return Decimal{units, scale}; }
  Date date() const { return Date{static_cast<std::int32_t>(units)}; }
  // Empty for what is no text.
  std::string_view text() const { return is_text() ? std::string_view(bytes, size) : std::string_view(); }
  // 0 for what is no list: null is an empty list.
  std::size_t item_count() const { return is_list() ? size : 0; }
  // Precondition: index < item_count().
  Datum item(std::size_t index) const {
    if (kind == Kind::kList) return items[index];
    return OfText(texts[index], kind == Kind::kTexts ? Kind::kText : Kind::kReference);
  }

 private:
  static Datum OfUnits(Kind kind, std::int64_t units) {
    Datum datum;
    datum.kind = kind;
    datum.units = units;
    return datum;
  }
};

static_assert(sizeof(Datum) == 16);

// Whether a number of days since 1970 is a date of the years 1 to 9999: all dates an expression handles are.
inline bool IsInCalendar(std::int64_t days) { return days >= -719'162 && days <= 2'932'896; }

// A cell's value; of a moment the day it is `offset_minutes` east of UTC. Looks into `value`.
Datum DatumOf(const Value& value, CellForm form, int offset_minutes);
// The value as a cell would hold it: whole numbers are integers, a record is its id, a list its texts.
Value ToValue(const Datum& datum);

// The language's "=": null equals null, numbers by value, records by id, lists item by item; false for other pairs.
bool EqualData(const Datum& a, const Datum& b);
// Order of two numbers, dates, booleans or texts (by code point) of one kind; 0 for all other pairs.
int CompareData(const Datum& a, const Datum& b);
// As text joining writes it: numbers plain, dates ISO, true/false, lists joined by ";", null nothing.
void AppendDatum(const Datum& datum, Arena& arena);

}  // namespace kedang
