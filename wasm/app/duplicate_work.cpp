#include "wasm/app/duplicate_work.h"

#include <algorithm>
#include <charconv>

#include "wasm/platform/frame.h"
#include "wasm/platform/settings.h"

namespace kedang {
namespace {

constexpr double kKeptMs = 15 * 60 * 1000;
constexpr double kCountedMs = 1000;  // thousands of groups are not counted at every change

std::string_view TakeWord(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end + 1));
  return word;
}

// 0 for what is no number: an older or damaged setting says too little, never something wrong for long.
template <typename Number>
Number TakeNumber(std::string_view& text) {
  const std::string_view word = TakeWord(text);
  Number number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

}  // namespace

DuplicateWork& DuplicateWork::Of(Workspace& workspace, Id user) {
  // Never let go: slices of its work may be under way, and a tab keeps its workspace.
  static DuplicateWork* const work = new DuplicateWork(workspace, user);
  return *work;
}

DuplicateWork::DuplicateWork(Workspace& workspace, Id user)
    : workspace_(workspace), setting_("duplicates." + FormatId(user)), desk_(workspace) {
  const std::string kept = ReadSetting(setting_).value_or("");
  for (std::string_view rest = kept; !rest.empty();) {
    const std::string key(TakeWord(rest));
    Known known;
    known.facts.at_ms = TakeNumber<TimeMs>(rest);
    known.facts.taken_ms = TakeNumber<TimeMs>(rest);
    known.facts.records = TakeNumber<std::size_t>(rest);
    known.waiting = TakeNumber<std::size_t>(rest);
    if (workspace.schemas().Find(key) != nullptr) known_[key] = known;
  }
}

void DuplicateWork::Write() {
  std::string text;
  for (const auto& [key, known] : known_) {
    text += key + " " + std::to_string(known.facts.at_ms) + " " + std::to_string(known.facts.taken_ms) + " " +
            std::to_string(known.facts.records) + " " + std::to_string(known.waiting) + "\n";
  }
  WriteSetting(setting_, text);
}

DuplicateDesk& DuplicateWork::desk() {
  used_ms_ = NowMs();
  if (!is_watched_) {
    is_watched_ = true;
    RunAfter(kKeptMs, [this] { Forget(); });
  }
  return desk_;
}

void DuplicateWork::Forget() {
  is_watched_ = desk_.is_scanning() || NowMs() - used_ms_ < kKeptMs;
  if (is_watched_) return RunAfter(kKeptMs, [this] { Forget(); });
  Remember();
  desk_.Choose(nullptr);
}

void DuplicateWork::Choose(const Schema& schema) {
  Remember();
  desk_.Choose(&schema);
}

void DuplicateWork::Scan() {
  if (!can_scan() || desk_.is_scanning() || work_.is_running()) return;
  desk_.StartScan();
  work_.Start([this](const std::function<bool()>& is_over) {
    const bool was_scanning = desk_.is_scanning();
    if (!desk_.Step(is_over)) return false;
    if (was_scanning) {
      counted_ms_ = 0;
      Remember();
    }
    return true;
  });
}

// What the desk knows better than what was kept.
void DuplicateWork::Remember() {
  if (desk_.schema() == nullptr || !desk_.is_scanned()) return;
  Known& known = known_[desk_.schema()->key];
  const std::size_t waiting = desk_.groups(DeskPart::kPending).size();
  if (known.facts.at_ms == desk_.facts().at_ms && known.waiting == waiting) return;
  known = {desk_.facts(), waiting};
  Write();
}

const ScanFacts& DuplicateWork::LastScan(const Schema& schema) {
  const bool is_shown = desk_.schema() != nullptr && desk_.schema()->id == schema.id && desk_.is_scanned();
  return is_shown ? desk_.facts() : known_[schema.key].facts;
}

int DuplicateWork::Waiting() {
  if (counted_ms_ == 0 || NowMs() - counted_ms_ >= kCountedMs) {
    counted_ms_ = NowMs();
    Remember();
  }
  std::size_t waiting = 0;
  for (const auto& [key, known] : known_) waiting += known.waiting;
  return static_cast<int>(std::min<std::size_t>(waiting, 9999));
}

}  // namespace kedang
