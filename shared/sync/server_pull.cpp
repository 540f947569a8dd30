// SyncServer: what a pull answers.
#include <algorithm>
#include <set>
#include <utility>

#include "shared/sync/mutant.h"
#include "shared/sync/server.h"

namespace kedang {
namespace {

// Past this many changes a fresh snapshot is less to carry than the changes one by one.
constexpr std::uint64_t kMaxPullBehind = 50'000;
constexpr std::size_t kMaxPullResults = 1000;
constexpr std::size_t kLeaveBytes = 16;
// Rows of a review that one answer looks at: others wait for a worker, too.
constexpr std::size_t kMostReviewed = 100'000;
// Records beside those of the cap that were asked for by id.
constexpr std::size_t kMostWanted = 1000;

std::size_t EstimateBytes(const Record& record) {
  std::size_t bytes = 48;
  for (const Cell& cell : record.cells()) bytes += 8 + FormatPlain(cell.value).size();
  return bytes;
}

class PullRun {
 public:
  PullRun(ServerReader& reader, const Principal& principal, const SchemaSet& schemas, const PullRequest& request)
      : reader_(reader),
        principal_(principal),
        schemas_(schemas),
        request_(request),
        max_bytes_(std::min<std::size_t>(std::max<std::size_t>(request.max_bytes, 4096), 4u << 20)),
        visibility_(VisibilityOf(principal, schemas)),
        projection_(ProjectionKey(principal)) {}

  Result<PullAnswer> Run() {
    KEDANG_ASSIGN(last_, reader_.LastSequence());
    response_.request_cookie = request_.cookie;
    response_.new_cookie = Cookie{reader_.epoch(), last_, request_.cookie.view};
    KEDANG_ASSIGN(const auto replica, reader_.FindReplica(request_.replica));
    const bool is_mine = replica && replica->user == principal_.user;
    KEDANG_ASSIGN(const bool is_known, FindView(is_mine));
    if (!is_known) {
      response_.is_reset = true;
      return PullAnswer{std::move(response_), std::nullopt};
    }
    KEDANG_RETURN_IF_ERROR(Review());
    KEDANG_RETURN_IF_ERROR(TakeChanges());
    if (!response_.has_more) KEDANG_RETURN_IF_ERROR(TakeWanted());
    if (!response_.has_more) KEDANG_RETURN_IF_ERROR(KeepToCap());
    KEDANG_RETURN_IF_ERROR(TakeConflicts());
    if (!response_.has_more && request_.schema_version != schemas_.version) response_.schemas = FormatSchemaSet(schemas_);
    KEDANG_ASSIGN(response_.results, reader_.ResultsAfter(replica->id, request_.seen_mid, kMaxPullResults));
    // The outbox may only be cleared up to outcomes the client has in hand, and whose effect this pull carries.
    if (!response_.has_more) {
      response_.last_mid = response_.results.size() == kMaxPullResults ? response_.results.back().mid : replica->last_mid;
    }
    // The view of a part is forgotten sooner than one that a replica may come back with after months.
    if (view_.is_part != response_.has_more && (is_changed_ || view_.is_part)) {
      KEDANG_RETURN_IF_ERROR(ReadRows());
      view_.is_part = response_.has_more;
      is_changed_ = true;
    }
    if (!is_changed_) return PullAnswer{std::move(response_), std::nullopt};
    return PullAnswer{std::move(response_), std::move(view_)};
  }

 private:
  Result<bool> FindView(bool is_mine) {
    const Cookie& cookie = request_.cookie;
    if (!is_mine || !(cookie.epoch == reader_.epoch()) || cookie.sequence > last_) return false;
    if (last_ - cookie.sequence > kMaxPullBehind) return false;
    KEDANG_ASSIGN(auto view, reader_.FindView(request_.replica, cookie.view));
    if (!view) return false;
    view_ = std::move(*view);
    return true;
  }

  Status ReadRows() {
    if (has_rows_) return {};
    has_rows_ = true;
    return reader_.ReadRows(request_.replica, view_);
  }

  bool IsFull() const { return bytes_ >= max_bytes_; }

  void Put(RowNumber row, Record record) {
    if (view_.Set(row, true)) {
      is_changed_ = true;
      // Taken by this very answer: then it is held all along. Leaves are read after puts.
      if (std::erase(response_.leaves, record.id) == 0) new_.insert(record.id);
    }
    bytes_ += EstimateBytes(record);
    response_.puts.push_back(std::move(record));
  }

  void Leave(RowNumber row, Id id) {
    if (view_.SetWanted(row, false)) is_changed_ = true;
    if (!view_.Set(row, false)) return;
    is_changed_ = true;
    // Given by this very answer: then there is nothing to take back.
    if (new_.erase(id) > 0) {
      std::erase_if(response_.puts, [id](const Record& record) { return record.id == id; });
      return;
    }
    bytes_ += kLeaveBytes;
    response_.leaves.push_back(id);
  }

  // Gives or takes the record, as the replica is to hold it or not. `is_other`: it may look different to the principal.
  void Take(RowNumber row, const Record& record, bool is_other) {
    std::optional<Record> visible;
    if (!record.is_deleted && row < HeldView::kRowLimit) visible = Project(principal_, schemas_, record);
    bool is_held = visible.has_value();
    if (view_.cap > 0) {
      const Schema* schema = schemas_.Find(record.schema);
      const bool is_always =
          is_held && (schema == nullptr || IsAlwaysHeld(principal_, *schema, record)) && !IsPlanted(Mutant::kCapTakesOwn);
      const bool is_recent = is_held && !is_always && !(ChangeMark{record.changed.sequence, row} < view_.floor);
      if (view_.SetRecent(row, is_recent)) is_changed_ = true;
      is_held = is_always || is_recent || (is_held && view_.IsWanted(row));
    }
    if (!is_held) {
      Leave(row, record.id);
    } else if (is_other || !view_.Has(row)) {
      Put(row, std::move(*visible));
    }
  }

  // ---- permissions ------------------------------------------------------------------------------------------------------

  // Looks at live records anew when they may be seen otherwise than when they were given; records that changed since the
  // cookie come with the changes.
  Status Review() {
    const bool is_other = view_.permissions != principal_.permission_version || view_.visibility != visibility_ ||
                          view_.projection != projection_ || view_.cap != principal_.row_cap;
    if (!is_other || IsPlanted(Mutant::kPermissionKept)) return {};
    KEDANG_RETURN_IF_ERROR(ReadRows());
    is_changed_ = true;
    if (view_.review != principal_.permission_version) {
      view_.review = principal_.permission_version;
      view_.review_schema = 0;
      view_.review_row = 0;
      // What is looked at from now on is of another kind than the rest, whatever permissions come next.
      if (view_.visibility != visibility_) view_.visibility.clear();
      if (view_.projection != projection_) view_.projection.clear();
      if (principal_.row_cap == 0 || view_.cap == 0) view_.ForgetParts();
      view_.cap = principal_.row_cap;
    }
    std::vector<const Schema*> schemas;
    for (const Schema& schema : schemas_.schemas) {
      const bool may_differ = schema.visibility != 0 || view_.visibility != visibility_ || view_.projection != projection_;
      if (schema.id >= view_.review_schema && may_differ) schemas.push_back(&schema);
    }
    std::sort(schemas.begin(), schemas.end(), [](const Schema* a, const Schema* b) { return a->id < b->id; });
    std::size_t looked_at = 0;
    for (const Schema* schema : schemas) {
      const RowNumber after = schema->id == view_.review_schema ? view_.review_row : 0;
      view_.review_schema = schema->id;
      view_.review_row = after;
      KEDANG_RETURN_IF_ERROR(reader_.ScanRows(schema->id, after, [&](RowNumber row, const Record& record) {
        if (IsFull() || looked_at == kMostReviewed) {
          response_.has_more = true;
          return false;
        }
        ++looked_at;
        view_.review_row = row;
        if (record.changed.sequence <= request_.cookie.sequence) Take(row, record, view_.projection != projection_);
        return true;
      }));
      if (response_.has_more) break;
    }
    if (response_.has_more) {
      response_.new_cookie.sequence = request_.cookie.sequence;
      return {};
    }
    view_.permissions = principal_.permission_version;
    view_.visibility = visibility_;
    view_.projection = projection_;
    view_.review = 0;
    response_.principal = {principal_};
    return {};
  }

  // ---- changes ----------------------------------------------------------------------------------------------------------

  Status TakeChanges() {
    if (response_.has_more) return {};
    std::uint64_t reached = request_.cookie.sequence;
    Status status;
    KEDANG_RETURN_IF_ERROR(reader_.ScanChanges(reached, [&](RowNumber row, const Record& record) {
      if (record.changed.sequence > last_) return false;
      // Never cut between two records of one number: the cookie could not say where.
      if (IsFull() && record.changed.sequence != reached) {
        response_.has_more = true;
        return false;
      }
      status = ReadRows();
      if (!status.ok()) return false;
      reached = record.changed.sequence;
      Take(row, record, true);
      return true;
    }));
    KEDANG_RETURN_IF_ERROR(status);
    if (response_.has_more) response_.new_cookie.sequence = reached;
    return {};
  }

  // ---- caps -------------------------------------------------------------------------------------------------------------

  Status TakeWanted() {
    if (request_.wanted.size() > kMaxWanted) return Status(ErrorCode::kTooLarge, "pull: more than 50 records wanted");
    for (const Id id : request_.wanted) {
      KEDANG_RETURN_IF_ERROR(ReadRows());
      KEDANG_ASSIGN(const RowNumber row, reader_.RowOf(id));
      KEDANG_ASSIGN(const auto record, reader_.Find(id));
      if (row == 0 || !record || record->is_deleted) continue;
      if (view_.Has(row)) Take(row, *record, true);  // held without its sensitive values (withheld.h)
      if (view_.cap == 0 || view_.Has(row)) continue;
      if (!Project(principal_, schemas_, *record)) continue;
      if (view_.wanted_count() >= kMostWanted) KEDANG_RETURN_IF_ERROR(DropWanted());
      view_.SetWanted(row, true);
      Take(row, *record, true);
    }
    return {};
  }

  Status DropWanted() {
    const RowNumber row = view_.FirstWanted();
    view_.SetWanted(row, false);
    is_changed_ = true;
    KEDANG_ASSIGN(const auto record, reader_.RecordAt(row));
    if (record) Take(row, *record, false);
    return {};
  }

  // The records of others that changed last, no more and no fewer than the cap says.
  Status KeepToCap() {
    if (view_.cap == 0) return {};
    if (!has_rows_ && !view_.is_part && view_.floor == ChangeMark()) return {};
    KEDANG_RETURN_IF_ERROR(ReadRows());
    std::size_t count = view_.recent_count();
    bool has_moved = false;  // what was asked for may fill each part: none goes without a step
    const auto is_full = [&] { return IsFull() && std::exchange(has_moved, true); };
    if (count > view_.cap) {
      KEDANG_RETURN_IF_ERROR(reader_.ScanByChange(view_.floor, true, [&](RowNumber row, const Record& record) {
        if (count <= view_.cap) {
          view_.floor = ChangeMark{record.changed.sequence, row};
          return false;
        }
        if (is_full()) {
          response_.has_more = true;
          return false;
        }
        is_changed_ = true;
        view_.floor = ChangeMark{record.changed.sequence, row + 1};
        if (!view_.IsRecent(row)) return true;
        --count;
        Take(row, record, false);
        return true;
      }));
    } else if (count < view_.cap && !(view_.floor == ChangeMark()) && !IsPlanted(Mutant::kRoomLeft)) {
      bool has_ended = true;
      KEDANG_RETURN_IF_ERROR(reader_.ScanByChange(view_.floor, false, [&](RowNumber row, const Record& record) {
        has_ended = count < view_.cap && !is_full();
        if (!has_ended) {
          response_.has_more = count < view_.cap;
          return false;
        }
        view_.floor = ChangeMark{record.changed.sequence, row};
        is_changed_ = true;
        Take(row, record, false);
        count += view_.IsRecent(row) ? 1 : 0;
        return true;
      }));
      if (has_ended) {
        view_.floor = ChangeMark();
        is_changed_ = true;
      }
    }
    return {};
  }

  // ---- conflicts --------------------------------------------------------------------------------------------------------

  Status AddConflict(const Conflict& conflict, std::set<Id>& told) {
    if (!told.insert(conflict.id).second) return {};
    KEDANG_RETURN_IF_ERROR(ReadRows());
    KEDANG_ASSIGN(const RowNumber row, reader_.RowOf(conflict.record));
    if (row == 0 || !view_.Has(row)) return {};
    // It may have been hidden by a change that only a later part will bring: then it leaves now, and its conflict is not told.
    KEDANG_ASSIGN(const auto record, reader_.Find(conflict.record));
    if (record && !record->is_deleted && !Project(principal_, schemas_, *record)) {
      Leave(row, record->id);
    } else {
      response_.conflicts.push_back(conflict);
    }
    return {};
  }

  // Those that changed since, and those of records that the replica did not hold before.
  Status TakeConflicts() {
    std::set<Id> told;
    Status status;
    KEDANG_RETURN_IF_ERROR(reader_.ScanConflictChanges(request_.cookie.sequence, [&](const Conflict& conflict) {
      if (conflict.version.sequence > response_.new_cookie.sequence) return false;
      status = AddConflict(conflict, told);
      return status.ok();
    }));
    KEDANG_RETURN_IF_ERROR(status);
    for (const Id id : std::set<Id>(new_)) {
      KEDANG_ASSIGN(const auto conflicts, reader_.ConflictsOf(id));
      for (const Conflict& conflict : conflicts) KEDANG_RETURN_IF_ERROR(AddConflict(conflict, told));
    }
    return {};
  }

  ServerReader& reader_;
  const Principal& principal_;
  const SchemaSet& schemas_;
  const PullRequest& request_;
  const std::size_t max_bytes_;
  const std::string visibility_, projection_;
  PullResponse response_;
  HeldView view_;
  bool has_rows_ = false;
  bool is_changed_ = false;  // the view
  std::uint64_t last_ = 0;
  std::size_t bytes_ = 0;
  std::set<Id> new_;  // given by this answer, not held before
};

}  // namespace

Result<PullAnswer> SyncServer::ReadPull(ServerReader& reader, const Principal& principal, const PullRequest& request) {
  KEDANG_ASSIGN(PullAnswer answer, PullRun(reader, principal, schemas_, request).Run());
  if (!answer.response.principal.empty()) {
    KEDANG_ASSIGN(answer.response.extent, ExtentOf(reader, principal));
  }
  return answer;
}

}  // namespace kedang
