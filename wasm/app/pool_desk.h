// PoolDesk: the pool made ready for matching, for all of this tab: made when somebody types a record or imports, kept up
// to date between frames, and given back when nobody has asked for a quarter of an hour.
#pragma once

#include "wasm/app/background_work.h"
#include "wasm/app/pool_match.h"

namespace kedang {

class PoolDesk {
 public:
  // The one of this tab, which has one workspace.
  static PoolDesk& Of(Workspace& workspace);

  explicit PoolDesk(Workspace& workspace) : workspace_(workspace), pool_(workspace) {}
  PoolDesk(const PoolDesk&) = delete;
  PoolDesk& operator=(const PoolDesk&) = delete;

  PoolMatch& pool();
  // Nothing until the records of the schema are ready, and then makes them so; nor for schemas whose records are no parties.
  PoolMatch* Ready(const Schema& schema);

 private:
  void Forget();

  Workspace& workspace_;
  PoolMatch pool_;
  BackgroundWork work_;
  double used_ms_ = 0;
  bool is_watched_ = false;
};

}  // namespace kedang
