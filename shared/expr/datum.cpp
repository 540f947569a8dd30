#include "shared/expr/datum.h"

#include <charconv>

namespace kedang {
namespace {

// As FormatDecimal, without a string of its own.
void AppendNumber(Decimal number, Arena& arena) {
  char digits[24];
  const std::uint64_t magnitude = number.units < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(number.units)
                                                   : static_cast<std::uint64_t>(number.units);
  const auto result = std::to_chars(digits, digits + sizeof digits, magnitude);
  const std::string_view all(digits, static_cast<std::size_t>(result.ptr - digits));
  const auto scale = static_cast<std::size_t>(number.scale);
  if (number.units < 0) arena.AppendText("-");
  if (scale == 0) return arena.AppendText(all);
  const std::size_t whole = all.size() > scale ? all.size() - scale : 0;
  arena.AppendText(whole > 0 ? all.substr(0, whole) : "0");
  arena.AppendText(".");
  arena.AppendText(std::string_view("000000000").substr(0, scale - (all.size() - whole)));
  arena.AppendText(all.substr(whole));
}

void AppendDate(Date date, Arena& arena) {
  const CivilDate civil = ToCivil(date);
  char text[10] = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
  const auto put = [&text](std::size_t last, unsigned value) {
    for (; value > 0; value /= 10) text[last--] = static_cast<char>('0' + value % 10);
  };
  put(3, static_cast<unsigned>(civil.year));
  put(6, civil.month);
  put(9, civil.day);
  arena.AppendText({text, sizeof text});
}

std::optional<Id> IdOf(const Datum& datum) {
  if (datum.kind == Datum::Kind::kRecord) return datum.record->id;
  return ParseId(datum.text());
}

bool IsRecord(const Datum& datum) {
  return datum.kind == Datum::Kind::kRecord || datum.kind == Datum::Kind::kReference;
}

}  // namespace

Datum DatumOf(const Value& value, CellForm form, int offset_minutes) {
  switch (value.kind()) {
    case Value::Kind::kNull: return {};
    case Value::Kind::kBoolean: return Datum::Of(value.boolean());
    case Value::Kind::kInteger: {
      if (form != CellForm::kMoment) return Datum::OfInteger(value.integer());
      constexpr TimeMs kMost = 300'000'000'000'000;  // beyond the calendar, and no sum with it overflows
      if (value.integer() > kMost || value.integer() < -kMost) return Datum();
      const Date day = DateOf(value.integer(), offset_minutes);
      return IsInCalendar(day.days) ? Datum::Of(day) : Datum();
    }
    case Value::Kind::kDecimal: return Datum::Of(value.decimal());
    // Days no calendar shows cannot be computed with.
    case Value::Kind::kDate: return IsInCalendar(value.date().days) ? Datum::Of(value.date()) : Datum();
    case Value::Kind::kText:
      return Datum::OfText(value.text(), form == CellForm::kReference ? Datum::Kind::kReference : Datum::Kind::kText);
    case Value::Kind::kList: {
      const TextList& list = value.list();
      Datum datum;
      datum.kind = form == CellForm::kReference ? Datum::Kind::kReferences : Datum::Kind::kTexts;
      datum.size = static_cast<std::uint32_t>(list.size());
      datum.texts = list.data();
      return datum;
    }
  }
  return {};
}

Value ToValue(const Datum& datum) {
  switch (datum.kind) {
    case Datum::Kind::kNull: return Value();
    case Datum::Kind::kBoolean: return Value::Boolean(datum.units != 0);
    case Datum::Kind::kNumber: return datum.scale == 0 ? Value::Integer(datum.units) : Value::Of(datum.number());
    case Datum::Kind::kDate: return Value::Of(datum.date());
    case Datum::Kind::kText:
    case Datum::Kind::kReference: return Value::Text(std::string(datum.text()));
    case Datum::Kind::kRecord: return Value::Text(FormatId(datum.record->id));
    case Datum::Kind::kList:
    case Datum::Kind::kTexts:
    case Datum::Kind::kReferences: {
      TextList list;
      for (std::size_t i = 0; i < datum.item_count(); ++i) list.push_back(FormatPlain(ToValue(datum.item(i))));
      return Value::List(std::move(list));
    }
  }
  return Value();
}

bool EqualData(const Datum& a, const Datum& b) {
  if (a.kind == Datum::Kind::kText && b.kind == Datum::Kind::kText) return a.text() == b.text();
  if (IsRecord(a) && IsRecord(b)) {
    if (a.is_text() && b.is_text()) return a.text() == b.text();
    const auto id = IdOf(a);
    return id.has_value() && id == IdOf(b);
  }
  if (a.is_list() || b.is_list()) {
    if (a.is_null() || b.is_null()) return a.item_count() == b.item_count();  // an empty list is null
    if (!a.is_list() || !b.is_list() || a.size != b.size) return false;
    for (std::size_t i = 0; i < a.size; ++i) {
      if (!EqualData(a.item(i), b.item(i))) return false;
    }
    return true;
  }
  if (a.is_text() && b.is_text()) return a.text() == b.text();
  if (a.kind != b.kind) return false;
  // Numbers are in lowest terms.
  return a.is_null() || (a.units == b.units && a.scale == b.scale);
}

int CompareData(const Datum& a, const Datum& b) {
  if (a.is_text() && b.is_text()) {
    const int order = a.text().compare(b.text());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  if (a.kind != b.kind) return 0;
  switch (a.kind) {
    case Datum::Kind::kNumber:
      if (a.scale != b.scale) return CompareDecimal(a.number(), b.number());
      return a.units < b.units ? -1 : a.units > b.units ? 1 : 0;
    case Datum::Kind::kBoolean:
    case Datum::Kind::kDate: return a.units < b.units ? -1 : a.units > b.units ? 1 : 0;
    default: return 0;
  }
}

void AppendDatum(const Datum& datum, Arena& arena) {
  switch (datum.kind) {
    case Datum::Kind::kNull: break;
    case Datum::Kind::kBoolean: arena.AppendText(datum.units != 0 ? "true" : "false"); break;
    case Datum::Kind::kNumber: AppendNumber(datum.number(), arena); break;
    case Datum::Kind::kDate: AppendDate(datum.date(), arena); break;
    case Datum::Kind::kText:
    case Datum::Kind::kReference: arena.AppendText(datum.text()); break;
    case Datum::Kind::kRecord: arena.AppendText(FormatId(datum.record->id)); break;
    case Datum::Kind::kList:
    case Datum::Kind::kTexts:
    case Datum::Kind::kReferences:
      for (std::size_t i = 0; i < datum.item_count(); ++i) {
        if (i > 0) arena.AppendText(";");
        AppendDatum(datum.item(i), arena);
      }
      break;
  }
}

}  // namespace kedang
