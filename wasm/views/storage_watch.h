// StorageWatch: what the browser says about the room records take here and whether it will keep them; asked again from time
// to time while somebody looks.
#pragma once

#include <string>

#include "wasm/app/app.h"
#include "wasm/platform/storage.h"

namespace kedang {

class StorageWatch {
 public:
  // Call every frame the facts are shown.
  void Refresh();
  const StorageFacts& facts() const { return facts_; }
  bool is_known() const { return is_known_; }
  // Asks the browser to keep the data and says what it answered.
  void AskToKeep(App& app);
  bool is_asking() const { return is_asking_; }

  // 占 21.6 MB，浏览器会保留.
  std::string Words() const;

 private:
  StorageFacts facts_;
  bool is_known_ = false;
  bool is_asking_ = false;
  double read_at_ms_ = -1;
};

}  // namespace kedang
