#include "wasm/app/duplicate_desk.h"

#include <algorithm>

#include "wasm/app/revert_report.h"
#include "wasm/app/seen_edits.h"

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 16;
constexpr std::size_t kMostAlike = 9;

bool KeepsApart(DuplicateVerdict verdict) { return verdict == DuplicateVerdict::kDifferent || verdict == DuplicateVerdict::kRelated; }

}  // namespace

std::vector<const Schema*> DuplicateDesk::Schemas() const {
  std::vector<const Schema*> found;
  for (const Schema& schema : workspace_.schemas().schemas) {
    if (!RecordMatch(schema).fields().empty()) found.push_back(&schema);
  }
  return found;
}

void DuplicateDesk::Choose(const Schema* schema) {
  const bool is_same = schema != nullptr && schema_ != nullptr && schema_->id == schema->id && schema_->version == schema->version;
  if (is_same || (schema == nullptr && schema_ == nullptr)) return;
  schema_ = schema != nullptr ? std::make_unique<Schema>(*schema) : nullptr;
  StopScan();
  scan_ = nullptr;
  facts_ = {};
  found_.clear();
  decided_before_.clear();
  related_.clear();
  is_stale_ = true;
  if (schema_ == nullptr) return;
  columns_ = RecordMatch(*schema_).columns();
  std::sort(columns_.begin(), columns_.end());
}

// ---- the scan ---------------------------------------------------------------------------------------------------------

void DuplicateDesk::StartScan() {
  if (schema_ == nullptr || is_scanning()) return;
  next_scan_ = std::make_unique<DuplicateScan>(*schema_, &workspace_.lexicon());
  next_row_ = 0;
  started_ms_ = workspace_.clock().NowMs();
  started_revision_ = workspace_.revision();
  next_decided_.clear();
  for (const ListedDecision& listed : book_.all()) {
    if (listed.decision.schema != schema_->key || !KeepsApart(listed.decision.verdict)) continue;
    next_scan_->AddDecision(listed.decision);
    next_decided_.push_back(listed.decision.records);
  }
}

void DuplicateDesk::StopScan() { next_scan_ = nullptr; }

bool DuplicateDesk::Step(const std::function<bool()>& is_over) {
  if (!is_scanning()) return true;
  const Row limit = workspace_.records().row_limit();
  if (next_row_ <= limit && !TakeRows(is_over)) return false;
  if (!next_scan_->Step(is_over)) return false;
  FinishScan();
  return true;
}

bool DuplicateDesk::TakeRows(const std::function<bool()>& is_over) {
  const MemoryStore& records = workspace_.records();
  while (next_row_ < records.row_limit()) {
    const auto header = records.HeaderAt(next_row_);
    if (header && header->schema == schema_->id && !header->is_deleted) {
      if (const auto record = records.CellsAt(next_row_, columns_)) next_scan_->Add(*record);
    }
    if (++next_row_ % kRowsBetweenLooks == 0 && is_over()) return false;
  }
  next_row_ = kNoRow;
  next_scan_->Begin({});
  return true;
}

void DuplicateDesk::FinishScan() {
  found_ = next_scan_->TakeClusters();
  related_ = next_scan_->related();
  scan_ = std::move(next_scan_);
  decided_before_ = std::move(next_decided_);
  next_decided_.clear();
  facts_.records = scan_->size();
  facts_.at_ms = workspace_.clock().NowMs();
  facts_.taken_ms = facts_.at_ms - started_ms_;
  scanned_revision_ = started_revision_;
  is_stale_ = true;
}

float DuplicateDesk::Share() const {
  if (!is_scanning()) return 1;
  const Row limit = workspace_.records().row_limit();
  constexpr float kReading = 0.3f;
  if (next_row_ > limit) return kReading + (1 - kReading) * next_scan_->Share();
  return limit == 0 ? 0.0f : kReading * static_cast<float>(next_row_) / static_cast<float>(limit);
}

std::size_t DuplicateDesk::ChangedSince() {
  std::vector<Row> rows;
  if (schema_ == nullptr || !is_scanned() || !workspace_.Asking().journal->ChangedSince(scanned_revision_, rows)) return 0;
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [this](Row row) {
    const auto header = workspace_.records().HeaderAt(row);
    return header && header->schema == schema_->id && !header->is_deleted;
  }));
}

// ---- the lists --------------------------------------------------------------------------------------------------------

std::vector<Id> DuplicateDesk::Sorted(std::vector<Id> ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool DuplicateDesk::IsLive(Id record) const {
  const auto header = workspace_.records().HeaderAt(workspace_.records().RowOf(record));
  return header && !header->is_deleted && header->schema == schema_->id;
}

// What is left of a cluster: records that are still there and that nobody keeps apart since.
void DuplicateDesk::AddCluster(const DuplicateCluster& found, std::set<Id>& placed) {
  DuplicateCluster group;
  for (const Id record : found.records) {
    const bool is_out = placed.count(record) != 0 || !IsLive(record) ||
                        std::any_of(group.records.begin(), group.records.end(), [&](Id other) { return book_.AreApart(other, record); });
    if (!is_out) group.records.push_back(record);
  }
  if (group.records.size() < 2) return;
  const bool is_whole = group.records.size() == found.records.size();
  group.probability = is_whole ? found.probability : 1;
  const std::set<Id> here(group.records.begin(), group.records.end());
  for (const DuplicatePair& pair : found.pairs) {
    if (here.count(pair.a) == 0 || here.count(pair.b) == 0) continue;
    group.pairs.push_back(pair);
    if (!is_whole) group.probability = std::min(group.probability, pair.probability);
  }
  if (group.pairs.empty()) group.probability = 0;
  placed.insert(here.begin(), here.end());
  pending_.push_back(std::move(group));
}

void DuplicateDesk::Refresh() {
  const std::uint64_t decided = book_.revision();
  if (!is_stale_ && revision_ == workspace_.revision() && decided_revision_ == decided) return;
  is_stale_ = false;
  revision_ = workspace_.revision();
  decided_revision_ = decided;
  pending_.clear();
  later_.clear();
  decided_.clear();
  if (schema_ == nullptr) return;
  std::set<std::vector<Id>> put_off;
  for (const ListedDecision& listed : book_.all()) {
    if (listed.decision.schema != schema_->key) continue;
    if (listed.decision.verdict == DuplicateVerdict::kLater) put_off.insert(Sorted(listed.decision.records));
    else decided_.push_back(&listed);
  }
  std::set<Id> placed;
  for (const DuplicateCluster& cluster : found_) AddCluster(cluster, placed);
  // What the scan kept apart and nobody does any more.
  for (const std::vector<Id>& records : decided_before_) {
    const bool is_forgotten = records.size() >= 2 && !book_.AreApart(records[0], records[1]);
    if (is_forgotten && scan_ != nullptr) AddCluster(scan_->Together(records), placed);
  }
  std::stable_sort(pending_.begin(), pending_.end(),
                   [](const DuplicateCluster& a, const DuplicateCluster& b) { return a.probability > b.probability; });
  const auto first = std::stable_partition(pending_.begin(), pending_.end(), [&](DuplicateCluster& group) {
    group.is_put_off = put_off.count(Sorted(group.records)) != 0;
    return !group.is_put_off;
  });
  later_.assign(std::make_move_iterator(first), std::make_move_iterator(pending_.end()));
  pending_.erase(first, pending_.end());
}

const std::vector<DuplicateCluster>& DuplicateDesk::groups(DeskPart part) {
  Refresh();
  return part == DeskPart::kLater ? later_ : pending_;
}

const std::vector<const ListedDecision*>& DuplicateDesk::decided() {
  Refresh();
  return decided_;
}

std::optional<std::size_t> DuplicateDesk::FindGroup(DeskPart part, Id record) {
  const std::vector<DuplicateCluster>& list = groups(part);
  for (std::size_t place = 0; place < list.size(); ++place) {
    const std::vector<Id>& ids = list[place].records;
    if (std::find(ids.begin(), ids.end(), record) != ids.end()) return place;
  }
  return std::nullopt;
}

bool DuplicateDesk::LookAt(Id record) {
  if (scan_ == nullptr || !IsLive(record)) return false;
  const auto now = workspace_.records().FindRecord(record);
  scan_->Add(*now);  // it may be newer than the scan
  std::vector<Id> group = {record};
  for (const Id other : scan_->Alike(record, kMostAlike)) {
    const bool is_free = IsLive(other) && std::none_of(group.begin(), group.end(), [&](Id one) { return book_.AreApart(one, other); });
    if (is_free) group.push_back(other);
  }
  if (group.size() < 2) return false;
  found_.push_back(scan_->Together(group));
  is_stale_ = true;
  return FindGroup(DeskPart::kPending, record).has_value() || FindGroup(DeskPart::kLater, record).has_value();
}

std::optional<DuplicateExplanation> DuplicateDesk::Explain(Id a, Id b) const {
  return scan_ == nullptr ? std::nullopt : scan_->Explain(a, b);
}

std::vector<DuplicatePair> DuplicateDesk::RelatedTo(const std::vector<Id>& records) {
  std::vector<DuplicatePair> related;
  const std::set<Id> here(records.begin(), records.end());
  std::set<Id> told;
  for (DuplicatePair pair : related_) {
    if (here.count(pair.a) != 0) std::swap(pair.a, pair.b);
    if (here.count(pair.b) == 0 || here.count(pair.a) != 0 || !IsLive(pair.a) || book_.AreApart(pair.a, pair.b)) continue;
    if (told.insert(pair.a).second) related.push_back(pair);
  }
  return related;
}

// ---- decisions --------------------------------------------------------------------------------------------------------

Group DuplicateDesk::MakeDecision(const std::vector<Id>& ids, DuplicateVerdict verdict, Id author) {
  Group group;
  std::vector<Record> records;
  for (const Id id : ids) {
    if (records.size() == kMostOfOneDecision) break;
    if (auto record = workspace_.records().FindRecord(id)) records.push_back(*std::move(record));
  }
  SyncClient& client = workspace_.client();
  // Who decides now decides otherwise than before.
  const std::vector<Id> sorted = Sorted(ids);
  for (const ListedDecision& listed : book_.all()) {
    const bool is_put_off = listed.decision.verdict == DuplicateVerdict::kLater && Sorted(listed.decision.records) == sorted;
    const auto record = is_put_off ? workspace_.records().FindRecord(listed.decision.id) : std::nullopt;
    // What somebody else put off stays noted; it says nothing of a group that is decided.
    if (record && MayForget(*record)) group.mutations.push_back(client.MakeDelete(*record));
  }
  SeenEdits edits(client);
  Result<Mutation> decision = kedang::MakeDecision(workspace_.schemas(), records, verdict, author, client.NewId(), edits);
  if (!decision.ok() || records.size() < 2) return {};
  group.mutations.push_back(std::move(decision).value());
  return group;
}

Group DuplicateDesk::MakeRelated(Id branch, Id parent, Id author) {
  Group group = MakeDecision({branch, parent}, DuplicateVerdict::kRelated, author);
  const auto record = workspace_.records().FindRecord(branch);
  if (group.mutations.empty() || !record) return group;
  for (const Field& field : schema_->fields) {
    const bool points = field.type == FieldType::kReference && !field.is_retired && field.target == schema_->key;
    if (!points || !record->Get(field.id).is_null()) continue;
    group.mutations.push_back(workspace_.client().MakeSet(*record, {{field.id, Value::Text(FormatId(parent))}}));
    break;
  }
  return group;
}

bool DuplicateDesk::MayForget(const Record& decision) const {
  const Schema* schema = book_.decisions();
  return schema != nullptr && MayChange(workspace_.client().state().principal, *schema, &decision, decision);
}

bool DuplicateDesk::MayUndecide(const ListedDecision& listed) const {
  const Principal& principal = workspace_.client().state().principal;
  if (principal.role == Role::kViewer) return false;
  if (listed.decision.verdict == DuplicateVerdict::kMerged) return MayAdminister(principal) || listed.author == principal.user;
  const auto record = workspace_.records().FindRecord(listed.decision.id);
  return record && !record->is_deleted && MayForget(*record);
}

Group DuplicateDesk::MakeUndecided(const ListedDecision& listed) {
  SyncClient& client = workspace_.client();
  if (listed.decision.verdict == DuplicateVerdict::kMerged) return MakeRevertGroup(client, listed.decision.batch, "");
  Group group;
  const auto record = workspace_.records().FindRecord(listed.decision.id);
  if (record && !record->is_deleted) group.mutations.push_back(client.MakeDelete(*record));
  return group;
}

}  // namespace kedang
