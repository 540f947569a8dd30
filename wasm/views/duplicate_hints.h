// DuplicateHints: 可能重复: which records of this browser the one being typed may be, how sure that is and by what, with a
// way to open them, or to compare them side by side. Looked up whenever what is typed says something else.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/pool_match.h"
#include "wasm/app/record_draft.h"
#include "wasm/ui/rect.h"

namespace kedang {

class DuplicateHints {
 public:
  explicit DuplicateHints(App& app) : app_(app) {}

  // Of a new record, and of one in which something that is compared was changed.
  void Refresh(const RecordDraft& draft);
  float Height() const;  // device px
  void Draw(ui::Rect rect);

 private:
  struct Hint {
    Id record;
    std::string words;   // 可能重复：杭州云锦科技有限公司
    std::string reason;  // 98%，客户名称、手机
    bool is_related = false;
  };

  std::string ReasonOf(PoolMatch& pool, const RecordDraft& draft, const PoolHit& hit) const;

  App& app_;
  std::string schema_;
  Id draft_;  // nil: a new record, with nothing to compare side by side yet
  std::vector<std::string> asked_;  // what was typed when it was looked up
  std::uint64_t revision_ = 0;      // of the workspace then
  bool is_ready_ = false;
  std::vector<Hint> hints_;
};

}  // namespace kedang
