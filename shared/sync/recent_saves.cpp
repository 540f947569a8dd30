#include "shared/sync/recent_saves.h"

#include <algorithm>
#include <map>

namespace kedang {

Result<RecentSavesResponse> RecentSaves(ServerReader& reader, const SchemaSet& schemas, const Principal& principal,
                                        const RecentSavesRequest& request) {
  if (!MayAdminister(principal)) return Error{ErrorCode::kPermissionDenied, "saves: for administrators"};
  const std::uint32_t limit = std::min(request.limit, kMaxRecentSaves);
  std::map<Id, Version> oldest;
  for (const bool is_new : {false, true}) {
    KEDANG_ASSIGN(const auto marks, reader.RecentSaves(request.schema, is_new, is_new ? limit / 4 : limit - limit / 4));
    for (const auto& mark : marks) {
      const auto [place, is_first] = oldest.emplace(mark.record, mark.version);
      if (!is_first && mark.version < place->second) place->second = mark.version;
    }
  }
  RecentSavesResponse response;
  std::size_t entry_count = 0;
  for (const auto& [id, first] : oldest) {
    if (entry_count > std::size_t{4} * limit) break;  // records that are changed all day long
    KEDANG_ASSIGN(const auto record, reader.Find(id));
    auto visible = record ? Project(principal, schemas, *record) : std::nullopt;
    if (!visible) continue;
    KEDANG_ASSIGN(auto entries, reader.History(id, limit));
    const Version last = first;
    std::erase_if(entries, [&](const HistoryEntry& entry) { return entry.version < last; });
    entry_count += entries.size();
    response.records.push_back({std::move(*visible), std::move(entries)});
  }
  return response;
}

}  // namespace kedang
