// BulkEdit: one value for one field of many records, each judged as if it were edited alone: what a record's rules, stages
// and checks block stays as it was, with the reason. In slices; the groups that come of it are one change to take back.
#pragma once

#include <functional>
#include <vector>

#include "wasm/app/record_draft.h"

namespace kedang {

struct BlockedRecord {
  Id record;
  Issues issues;
};

// What becomes of the value that is there: another one; or, of a list, with these items too, or without them.
enum class BulkMode : std::uint8_t { kSet, kAdd, kRemove };

class BulkEdit {
 public:
  // The schema must outlive the work; what is no record of it, or gone by its turn, is passed over.
  BulkEdit(Workspace& workspace, const Schema& schema, std::vector<Id> records, FieldId field, Value value,
           BulkMode mode = BulkMode::kSet)
      : workspace_(workspace), schema_(schema), records_(std::move(records)), field_(field), value_(std::move(value)), mode_(mode) {}
  // Rows are other records' when everything was fetched anew: what is kept from frame to frame is ids.
  static std::vector<Id> IdsOf(const Workspace& workspace, const std::vector<Row>& rows);

  // Works until `is_over`; true when every record was judged.
  bool Step(const std::function<bool()>& is_over);
  std::size_t done() const { return next_; }
  std::size_t total() const { return records_.size(); }

  // Once Step was true. One a record: what the server refuses of them takes no other with it.
  std::vector<Group> TakeGroups() { return std::move(groups_); }
  std::size_t changed() const { return changed_; }
  std::size_t unchanged() const { return unchanged_; }  // had the value already
  const std::vector<BlockedRecord>& blocked() const { return blocked_; }

 private:
  void Judge(const Record& record);
  Value Wanted(const Value& now) const;

  Workspace& workspace_;
  const Schema& schema_;
  std::vector<Id> records_;
  FieldId field_;
  Value value_;
  BulkMode mode_;
  std::size_t next_ = 0;
  std::vector<Group> groups_;
  std::size_t changed_ = 0, unchanged_ = 0;
  std::vector<BlockedRecord> blocked_;
};

}  // namespace kedang
