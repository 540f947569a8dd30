#include "shared/search/hit_list.h"

#include <algorithm>

namespace kedang {

HitList::HitList(const RowSet& found, const RowSet& named, const std::vector<Hit>& best) {
  names_.rest = named;
  others_.rest = found;
  others_.rest -= named;
  for (const Hit& hit : best) {
    Group& group = named.Has(hit.row) ? names_ : others_;
    if (!group.rest.Has(hit.row)) continue;
    group.head.push_back(hit.row);
    group.rest.Remove(hit.row);
  }
}

std::size_t HitList::Group::IndexOf(Row row) const {
  const auto found = std::find(head.begin(), head.end(), row);
  if (found != head.end()) return static_cast<std::size_t>(found - head.begin());
  return rest.Has(row) ? head.size() + rest.Rank(row) : size();
}

std::size_t HitList::IndexOf(Row row) const {
  const std::size_t at = names_.IndexOf(row);
  return at < names_.size() ? at : names_.size() + others_.IndexOf(row);
}

}  // namespace kedang
