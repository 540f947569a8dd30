#include "wasm/app/past_imports.h"

#include <nlohmann/json.hpp>

namespace kedang {
namespace {

using nlohmann::json;

constexpr double kAgainMs = 10'000;

}  // namespace

bool PastImports::IsDue(double now_ms) {
  if (is_keeping_) return false;
  const bool is_settled = workspace_.client().status().pending == 0;
  const bool has_arrived = is_settled && !was_settled_;
  if (asked_ms_ >= 0 && !has_arrived && now_ms - asked_ms_ < kAgainMs) return false;
  asked_ms_ = now_ms;
  was_settled_ = is_settled;
  return true;
}

bool PastImports::Take(std::string_view text) {
  const json answer = json::parse(text, nullptr, false);
  if (!answer.is_object() || !answer.contains("imports") || !answer["imports"].is_array()) return false;
  imports_.clear();
  is_known_ = true;
  for (const json& entry : answer["imports"]) {
    if (!entry.is_object()) continue;
    const auto text_of = [&entry](const char* name) { return entry.contains(name) && entry[name].is_string() ? entry[name].get<std::string>() : std::string(); };
    const auto number_of = [&entry](const char* name) { return entry.contains(name) && entry[name].is_number_integer() ? entry[name].get<std::int64_t>() : 0; };
    const auto batch = ParseId(text_of("batch"));
    if (!batch) continue;
    PastImport& past = imports_.emplace_back();
    past.batch = *batch;
    past.source = text_of("source");
    past.schema = text_of("schema");
    past.author = text_of("author");
    past.at_ms = number_of("at_ms");
    past.created = static_cast<std::uint64_t>(number_of("created"));
    past.changed = static_cast<std::uint64_t>(number_of("changed"));
    past.is_undone = entry.contains("undone") && entry["undone"].is_boolean() && entry["undone"].get<bool>();
    // What was on its way is there by now: taken back, or refused, and then the tray says why.
    if (past.is_undone || was_settled_) going_.erase(past.batch);
  }
  return true;
}

bool PastImports::CanTakeBack(const PastImport& past) const {
  return !past.is_undone && !IsGoing(past) && workspace_.clock().NowMs() - past.at_ms < kUndoneWithinMs;
}

Group PastImports::TakeBack(const PastImport& past) {
  going_.insert(past.batch);
  is_keeping_ = true;
  Group group;
  group.id = workspace_.client().NewId();
  group.provenance = {SourceKind::kUndo, past.source, workspace_.client().NewId()};
  group.mutations.push_back(workspace_.client().MakeRevert(past.batch));
  return group;
}

void PastImports::OnKept(Id batch, const Status& status) {
  is_keeping_ = false;
  was_settled_ = false;
  if (!status.ok()) going_.erase(batch);
}

}  // namespace kedang
