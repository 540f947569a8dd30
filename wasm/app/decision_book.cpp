#include "wasm/app/decision_book.h"

#include <algorithm>

namespace kedang {
namespace {

std::pair<Id, Id> Ordered(Id a, Id b) { return a < b ? std::pair(a, b) : std::pair(b, a); }

}  // namespace

const Schema* DecisionBook::decisions() const {
  const Schema* schema = workspace_.schemas().Find(kDecisionSchema);
  return schema != nullptr && schema->is_system ? schema : nullptr;
}

void DecisionBook::Read() {
  const Schema* schema = decisions();
  const std::uint64_t now = schema != nullptr ? revision() : 0;
  if (now == revision_) return;
  revision_ = now;
  all_.clear();
  places_.clear();
  naming_.clear();
  into_.clear();
  apart_.clear();
  if (schema == nullptr) return;
  const Field* title = schema->Find("title");
  for (const Row row : workspace_.SystemRows()) {
    const auto header = workspace_.records().HeaderAt(row);
    if (!header || header->is_deleted || header->schema != schema->id) continue;
    const auto record = workspace_.records().RecordAt(row);
    auto decision = record ? ReadDecision(*schema, *record) : std::nullopt;
    if (!decision) continue;
    ListedDecision& listed = all_.emplace_back();
    listed.decision = *std::move(decision);
    if (title != nullptr) listed.title = record->Get(title->id).text();
    if (schema->owner != 0) listed.author = ParseId(record->Get(schema->owner).text()).value_or(Id());
    listed.at_ms = record->created_ms;
  }
  std::sort(all_.begin(), all_.end(), [](const ListedDecision& a, const ListedDecision& b) {
    return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : b.decision.id < a.decision.id;
  });
  for (std::size_t place = 0; place < all_.size(); ++place) {
    const DuplicateDecision& decision = all_[place].decision;
    places_[decision.id] = place;
    const bool keeps_apart = decision.verdict == DuplicateVerdict::kDifferent || decision.verdict == DuplicateVerdict::kRelated;
    if (decision.verdict == DuplicateVerdict::kMerged) into_.emplace(decision.survivor, place);
    for (std::size_t i = 0; i < decision.records.size(); ++i) {
      if (decision.verdict == DuplicateVerdict::kMerged) naming_.emplace(decision.records[i], decision.id);
      for (std::size_t j = i + 1; keeps_apart && j < decision.records.size(); ++j) {
        apart_.insert(Ordered(decision.records[i], decision.records[j]));
      }
    }
  }
}

const std::vector<ListedDecision>& DecisionBook::all() {
  Read();
  return all_;
}

const ListedDecision* DecisionBook::Find(Id decision) {
  Read();
  const auto found = places_.find(decision);
  return found != places_.end() ? &all_[found->second] : nullptr;
}

bool DecisionBook::AreApart(Id a, Id b) {
  Read();
  return apart_.count(Ordered(a, b)) != 0;
}

Id DecisionBook::SurvivorOf(Id merged) {
  Read();
  const Schema* schema = decisions();
  if (schema == nullptr || naming_.count(merged) == 0) return {};
  return kedang::SurvivorOf(*schema, merged, [this](Id id) {
    std::vector<Record> records;
    const auto [begin, end] = naming_.equal_range(id);
    for (auto entry = begin; entry != end; ++entry) {
      if (auto record = workspace_.records().FindRecord(entry->second)) records.push_back(*std::move(record));
    }
    return records;
  });
}

std::vector<const ListedDecision*> DecisionBook::MergedInto(Id survivor) {
  Read();
  std::vector<const ListedDecision*> merges;
  const auto [begin, end] = into_.equal_range(survivor);
  for (auto entry = begin; entry != end; ++entry) merges.push_back(&all_[entry->second]);
  return merges;
}

}  // namespace kedang
