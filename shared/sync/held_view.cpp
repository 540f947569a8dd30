#include "shared/sync/held_view.h"

namespace kedang {

RowNumber HeldView::FirstWanted() const {
  RowNumber first = kRowLimit;
  rows.ForEach([&first](RowNumber member) {
    first = member - kWanted;
    return false;
  }, kWanted);
  return first;
}

void HeldView::ForgetParts() {
  floor = ChangeMark();
  std::vector<RowNumber> parts;
  rows.ForEach([&parts](RowNumber member) {
    parts.push_back(member);
    return true;
  }, kRecent);
  for (const RowNumber member : parts) rows.Set(member, false);
}

HeldView NewView(const Principal& principal, const SchemaSet& schemas) {
  HeldView view;
  view.permissions = principal.permission_version;
  view.visibility = VisibilityOf(principal, schemas);
  view.projection = ProjectionKey(principal);
  view.cap = principal.row_cap;
  return view;
}

std::string VisibilityOf(const Principal& principal, const SchemaSet& schemas) {
  std::string key = VisibilityKey(principal);
  for (const Schema& schema : schemas.schemas) {
    if (schema.visibility == 0 && (principal.row_cap == 0 || (schema.owner == 0 && !schema.is_system))) continue;
    key += ' ' + std::to_string(schema.id) + ':' + std::to_string(schema.visibility) + ':' + std::to_string(schema.team) + ':' +
           std::to_string(schema.owner) + (schema.is_system ? "s" : "");
  }
  if (principal.row_cap > 0) key += " capped";
  return key;
}

}  // namespace kedang
