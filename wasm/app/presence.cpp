#include "wasm/app/presence.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "wasm/platform/frame.h"
#include "wasm/platform/network.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr double kSoonMs = 300;  // who walks through a list is nowhere

std::vector<OtherHere> ReadOthers(ByteSpan body) {
  std::vector<OtherHere> others;
  const json answer = json::parse(AsText(body), nullptr, false);
  const auto people = answer.is_object() ? answer.find("people") : answer.end();
  if (!answer.is_object() || people == answer.end() || !people->is_array()) return others;
  for (const json& person : *people) {
    if (!person.is_object()) continue;
    const auto id = person.find("id"), editing = person.find("editing");
    if (id == person.end() || !id->is_string()) continue;
    const auto user = ParseId(id->get<std::string>());
    if (user) others.push_back({*user, editing != person.end() && editing->is_boolean() && editing->get<bool>()});
  }
  return others;
}

}  // namespace

void Presence::Look(Id record, bool is_editing) {
  is_looked_at_ = true;
  if (record == record_ && is_editing == is_editing_) return;
  if (!(record == record_)) others_.clear();
  record_ = record;
  is_editing_ = is_editing;
  AskIn(kSoonMs);
}

void Presence::EndFrame() {
  if (std::exchange(is_looked_at_, false) || record_.is_nil()) return;
  record_ = Id();
  is_editing_ = false;
  others_.clear();
  AskIn(kSoonMs);
}

void Presence::Wake() {
  if (!record_.is_nil()) AskIn(0);
}

void Presence::AskIn(double delay_ms) {
  RunAfter(delay_ms, [this, number = ++due_] {
    if (number == due_) Ask();
  });
}

void Presence::Ask() {
  if (is_under_way_) {
    is_wanted_again_ = true;
    return;
  }
  if (record_.is_nil() && !is_told_) return;
  is_under_way_ = true;
  is_told_ = !record_.is_nil();
  const Id asked = record_;
  const json body = {{"tab", tab_}, {"record", asked.is_nil() ? std::string() : FormatId(asked)}, {"editing", is_editing_}};
  PostJson("/api/v1/presence", body.dump(), [this, asked](const HttpResponse& response) {
    is_under_way_ = false;
    if (asked == record_) Take(response.ok() ? ReadOthers(response.body) : std::vector<OtherHere>());
    if (std::exchange(is_wanted_again_, false)) {
      AskIn(0);
    } else if (!record_.is_nil()) {
      AskIn(asked == record_ ? kAskMs : 0);
    }
  });
}

void Presence::Take(std::vector<OtherHere> others) {
  if (others == others_) return;
  others_ = std::move(others);
  on_change_();
}

}  // namespace kedang
