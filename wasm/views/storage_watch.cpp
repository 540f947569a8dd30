#include "wasm/views/storage_watch.h"

#include "wasm/platform/frame.h"
#include "wasm/ui/strings.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

constexpr double kRereadMs = 10'000;

}  // namespace

void StorageWatch::Refresh() {
  const double now = NowMs();
  if (read_at_ms_ >= 0 && now - read_at_ms_ < kRereadMs) return;
  read_at_ms_ = now;
  ReadStorageFacts([this](const StorageFacts& facts) {
    facts_ = facts;
    is_known_ = true;
    RequestFrame();
  });
}

void StorageWatch::AskToKeep(App& app) {
  if (is_asking_) return;
  is_asking_ = true;
  RequestPersistence([this, &app](const StorageFacts& facts) {
    is_asking_ = false;
    is_known_ = true;
    facts_ = facts;
    app.Say(std::string(ui::T(facts.is_persisted ? "storage.now_kept" : "storage.still_not_kept")));
  });
}

std::string StorageWatch::Words() const {
  if (!is_known_) return std::string(ui::T("storage.unknown"));
  const std::string used = SizeWords(facts_.used_bytes);
  const std::string size = facts_.quota_bytes > 0 ? ui::TF("storage.of", {{"used", used}, {"quota", SizeWords(facts_.quota_bytes)}}) : used;
  return ui::TF(facts_.is_persisted ? "storage.kept" : "storage.may_go", {{"size", size}});
}

}  // namespace kedang
