#include "wasm/views/list_view_filter.h"

#include <array>

namespace kedang {

void ListFilter::Clear() {
  chosen_.clear();
  is_stale_ = true;
}

void ListFilter::Toggle(FieldId field, const std::string& key) {
  std::set<std::string>& keys = chosen_[field];
  if (keys.erase(key) == 0) keys.insert(key);
  if (keys.empty()) chosen_.erase(field);
  is_stale_ = true;
}

bool ListFilter::IsChosen(FieldId field, const std::string& key) const {
  const auto found = chosen_.find(field);
  return found != chosen_.end() && found->second.count(key) != 0;
}

std::size_t ListFilter::CountOf(FieldId field, const std::string& key) const {
  const auto found = counts_.find({field, key});
  return found == counts_.end() ? 0 : found->second;
}

bool ListFilter::Step(const Workspace& workspace, const Schema& schema, const RecordList& list,
                      const std::function<bool()>& is_over) {
  if (is_stale_ || list_ != &list || list_revision_ != list.settled_count()) {
    is_stale_ = false;
    list_ = &list;
    list_revision_ = list.settled_count();
    is_done_ = false;
    next_ = 0;
    found_.clear();
    found_names_ = 0;
    counting_.clear();
  }
  if (is_done_) return true;
  const std::array<FieldId, 2> fields = {schema.level, schema.stage};
  const std::vector<Row>& all = list.rows();
  while (next_ < all.size()) {
    const std::size_t stop = std::min(all.size(), next_ + 200);
    for (; next_ < stop; ++next_) {
      const auto record = workspace.records().RecordAt(all[next_]);
      if (!record) continue;
      bool fits = true;
      for (const FieldId field : fields) {
        if (field == 0) continue;
        const std::string& key = record->Get(field).text();
        if (!key.empty()) ++counting_[{field, key}];
        fits = fits && (chosen_.count(field) == 0 || IsChosen(field, key));
      }
      if (!fits || !is_active()) continue;
      found_.push_back(all[next_]);
      if (next_ < list.name_count()) ++found_names_;
    }
    if (next_ < all.size() && is_over()) return false;
  }
  is_done_ = true;
  rows_ = std::move(found_);
  found_.clear();
  name_count_ = found_names_;
  counts_ = std::move(counting_);
  counting_.clear();
  ++revision_;
  return true;
}

}  // namespace kedang
