#include "wasm/app/view_book.h"

#include <algorithm>

#include "shared/base/decimal_math.h"

namespace kedang {
namespace {

constexpr std::int64_t kStep = 1000;  // between two neighbours, so that something fits between

}  // namespace

const Schema* ViewBook::Views() const {
  const Schema* schema = workspace_.schemas().Find(kViewSchema);
  return schema != nullptr && schema->is_system ? schema : nullptr;
}

void ViewBook::Read() {
  const Schema* views = Views();
  const std::uint64_t revision = views != nullptr ? workspace_.system_revision() : 0;
  if (revision == revision_) return;
  revision_ = revision;
  schema_.clear();
  views_.clear();
  if (views == nullptr) return;
  for (const Row row : workspace_.SystemRows()) {
    const auto record = workspace_.records().RecordAt(row);
    if (record && !record->is_deleted && record->schema == views->id) views_.push_back(ReadView(*views, *record));
  }
  std::sort(views_.begin(), views_.end(), [](const SavedView& a, const SavedView& b) {
    const int order = CompareDecimal(a.position, b.position);
    return order != 0 ? order < 0 : a.id < b.id;
  });
}

const std::vector<SavedView>& ViewBook::For(std::string_view schema) {
  Read();
  if (schema_ != schema) {
    schema_ = std::string(schema);
    of_schema_.clear();
    for (const SavedView& view : views_) {
      if (view.schema == schema) of_schema_.push_back(view);
    }
  }
  return of_schema_;
}

const SavedView* ViewBook::Find(Id id) {
  Read();
  const auto found = std::find_if(views_.begin(), views_.end(), [id](const SavedView& view) { return view.id == id; });
  return found != views_.end() ? &*found : nullptr;
}

const SavedView* ViewBook::DefaultFor(std::string_view schema, std::string_view role) {
  Read();
  const SavedView* best = nullptr;
  for (const SavedView& view : views_) {
    const bool is_default = std::find(view.default_for.begin(), view.default_for.end(), role) != view.default_for.end();
    if (view.schema != schema || !is_default) continue;
    if (best == nullptr || view.share < best->share) best = &view;
  }
  return best;
}

Group ViewBook::Make(SavedView& view, Id user) {
  Group group;
  const Schema* views = Views();
  if (views == nullptr) return group;
  const std::vector<SavedView>& others = For(view.schema);
  const Decimal last = others.empty() ? Decimal() : others.back().position;
  view.position = AddDecimal(last, Decimal{kStep, 0}).value_or(last);
  view.id = workspace_.client().NewId();
  view.owner = user;
  std::vector<std::pair<FieldId, Value>> cells = CellsOf(*views, view);
  std::erase_if(cells, [](const auto& cell) { return cell.second.is_null(); });
  group.mutations.push_back(workspace_.client().MakeInsert(views->id, view.id, std::move(cells)));
  return group;
}

Group ViewBook::Change(const SavedView& view) {
  Group group;
  const Schema* views = Views();
  const auto record = workspace_.records().FindRecord(view.id);
  if (views == nullptr || !record || record->is_deleted) return group;
  std::vector<std::pair<FieldId, Value>> cells = CellsOf(*views, view);
  std::erase_if(cells, [&](const auto& cell) { return record->Get(cell.first) == cell.second; });
  if (!cells.empty()) group.mutations.push_back(workspace_.client().MakeSet(*record, std::move(cells)));
  return group;
}

Group ViewBook::Delete(Id id) {
  Group group;
  const auto record = workspace_.records().FindRecord(id);
  if (record && !record->is_deleted) group.mutations.push_back(workspace_.client().MakeDelete(*record));
  return group;
}

Group ViewBook::Move(const SavedView& view, std::size_t place) {
  std::vector<SavedView> others = For(view.schema);
  std::erase_if(others, [&](const SavedView& other) { return other.id == view.id; });
  place = std::min(place, others.size());
  SavedView moved = view;
  if (others.empty()) return {};
  if (place == 0) {
    moved.position = SubtractDecimal(others.front().position, Decimal{kStep, 0}).value_or(Decimal());
  } else if (place == others.size()) {
    moved.position = AddDecimal(others.back().position, Decimal{kStep, 0}).value_or(Decimal());
  } else {
    const auto sum = AddDecimal(others[place - 1].position, others[place].position);
    const auto half = sum ? DivideDecimal(*sum, Decimal{2, 0}) : std::nullopt;
    moved.position = half.value_or(others[place].position);
  }
  return Change(moved);
}

}  // namespace kedang
