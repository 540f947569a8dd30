#include "shared/model/record.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kUsualCells = 8;
constexpr auto kByField = [](const Cell& cell, FieldId field) { return cell.field < field; };

}  // namespace

const Cell* Record::FindCell(FieldId field) const {
  const auto found = std::lower_bound(cells_.begin(), cells_.end(), field, kByField);
  return found != cells_.end() && found->field == field ? &*found : nullptr;
}

const Value& Record::Get(FieldId field) const {
  static const Value null;
  const Cell* cell = FindCell(field);
  return cell != nullptr ? cell->value : null;
}

void Record::Set(FieldId field, Value value, Version version) {
  if (cells_.empty() || cells_.back().field < field) {
    if (cells_.capacity() == 0) cells_.reserve(kUsualCells);  // they come in order, mostly more than a few
    cells_.push_back(Cell{field, std::move(value), version});
    return;
  }
  const auto found = std::lower_bound(cells_.begin(), cells_.end(), field, kByField);
  if (found != cells_.end() && found->field == field) {
    found->value = std::move(value);
    found->version = version;
  } else {
    cells_.insert(found, Cell{field, std::move(value), version});
  }
}

bool Record::RefersTo(FieldId field, Id target) const {
  const Value& value = Get(field);
  if (value.is_null()) return false;
  const std::string text = FormatId(target);
  if (value.kind() == Value::Kind::kText) return value.text() == text;
  const TextList& list = value.list();
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace kedang
