#include "server/presence_board.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr TimeMs kSweepMs = 1000;

}  // namespace

PresenceBoard::Answer PresenceBoard::Note(const Visit& visit, TimeMs now) {
  const std::lock_guard lock(mutex_);
  DropSilent(now);
  Answer answer;
  const Key key{visit.session, visit.tab};
  const auto known = tabs_.find(key);
  const bool is_same = known != tabs_.end() && known->second.record == visit.record;
  const bool is_news = !is_same || known->second.is_editing != visit.is_editing;
  if (known != tabs_.end() && !is_same) {
    const Id left = known->second.record;
    const auto [begin, end] = by_record_.equal_range(left);
    by_record_.erase(std::find_if(begin, end, [&key](const auto& entry) { return entry.second == key; }));
    tabs_.erase(known);
    TellAbout(left, visit.user, answer.to_tell);
  }
  if (visit.record.is_nil()) return answer;
  if (is_same) {
    known->second.is_editing = visit.is_editing;
    known->second.ends = now + kLifeMs;
  } else if (HasRoom(visit.session)) {
    tabs_[key] = {visit.user, visit.record, visit.is_editing, now + kLifeMs};
    by_record_.emplace(visit.record, key);
  }
  if (is_news) TellAbout(visit.record, visit.user, answer.to_tell);
  const auto [begin, end] = by_record_.equal_range(visit.record);
  for (auto entry = begin; entry != end; ++entry) {
    const Tab& tab = tabs_.at(entry->second);
    if (tab.user == visit.user || tab.ends <= now) continue;
    const auto same = std::find_if(answer.others.begin(), answer.others.end(), [&tab](const Present& one) { return one.user == tab.user; });
    if (same == answer.others.end()) {
      answer.others.push_back({tab.user, tab.is_editing});
    } else {
      same->is_editing = same->is_editing || tab.is_editing;
    }
  }
  std::sort(answer.others.begin(), answer.others.end(), [](const Present& a, const Present& b) { return a.user < b.user; });
  return answer;
}

bool PresenceBoard::HasRoom(const std::string& session) const {
  std::size_t count = 0;
  for (auto tab = tabs_.lower_bound({session, ""}); tab != tabs_.end() && tab->first.first == session; ++tab) ++count;
  return tabs_.size() < kMaxTabs && count < kMaxTabsOfSession;
}

std::size_t PresenceBoard::size() const {
  const std::lock_guard lock(mutex_);
  return tabs_.size();
}

// Those who are silent are passed over at once and taken out from time to time.
void PresenceBoard::DropSilent(TimeMs now) {
  if (now - swept_ms_ < kSweepMs) return;
  swept_ms_ = now;
  for (auto entry = by_record_.begin(); entry != by_record_.end();) {
    const auto tab = tabs_.find(entry->second);
    if (tab->second.ends > now) {
      ++entry;
      continue;
    }
    tabs_.erase(tab);
    entry = by_record_.erase(entry);
  }
}

void PresenceBoard::TellAbout(Id record, Id user, std::vector<std::string>& sessions) const {
  const auto [begin, end] = by_record_.equal_range(record);
  for (auto entry = begin; entry != end; ++entry) {
    if (tabs_.at(entry->second).user == user) continue;
    const std::string& session = entry->second.first;
    if (std::find(sessions.begin(), sessions.end(), session) == sessions.end()) sessions.push_back(session);
  }
}

}  // namespace kedang
