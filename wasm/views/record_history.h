// RecordHistory: what happened to one record, newest first: own changes that wait to be sent, then what the server keeps.
// Without a network the waiting ones are all there is, and it says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/source_book.h"
#include "wasm/ui/rect.h"

namespace kedang {

struct HistoryLine {
  MutationKind kind = MutationKind::kSet;
  Id author;
  TimeMs time = 0;
  bool is_pending = false;
  std::string source;  // 手动填写, 导入：名录.csv …
  std::vector<HistoryChange> changes;
};

// A value chosen from history, to be set again.
struct RestoreWish {
  FieldId field = 0;
  Value value;
};

class RecordHistory {
 public:
  explicit RecordHistory(App& app) : app_(app), book_(app.workspace()), state_(std::make_shared<Fetched>()) {}

  // Asks the server when the record is another or has changed since.
  void Show(const Schema& schema, Id record);
  const std::vector<HistoryLine>& lines() const { return lines_; }
  // As the server keeps them, newest first; as far as they are known.
  const std::vector<HistoryEntry>& entries() const { return state_->entries; }
  bool is_complete() const { return state_->is_known; }

  float Height(float width) const;
  std::optional<RestoreWish> Draw(ui::Rect content, const Record& record);
  // "李敏 10:42 改座机：0571… → 021…" of the newest line with changes; empty when nothing is known.
  std::string LastChange() const;

 private:
  struct Fetched {
    Id record;
    bool is_under_way = false;
    bool is_known = false;
    bool has_failed = false;
    std::vector<HistoryEntry> entries;
    std::uint64_t count = 0;  // of answers
  };

  void Fetch();
  void MakeLines();
  std::string WhereFrom(const Provenance& provenance);

  App& app_;
  SourceBook book_;
  SchemaId schema_ = 0;
  Id record_;
  std::uint64_t revision_ = 0;
  Version asked_for_;
  std::uint64_t made_of_ = 0;
  std::shared_ptr<Fetched> state_;
  std::vector<HistoryLine> lines_;
};

}  // namespace kedang
