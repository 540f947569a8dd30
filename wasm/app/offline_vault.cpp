#include "wasm/app/offline_vault.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "shared/model/id.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/network.h"
#include "wasm/platform/url.h"
#include "wasm/platform/vault.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr double kAgainMs = 5000;
constexpr double kSliceMs = 30;               // between two slices of rows that are rewritten
constexpr TimeMs kRenewMs = 6 * 3'600'000;

json Parse(std::string_view text) {
  json object = json::parse(text, nullptr, false);
  return object.is_object() ? object : json::object();
}

std::string Dump(const json& object) { return object.dump(-1, ' ', false, json::error_handler_t::replace); }

template <typename T>
T Get(const json& object, const char* key, T otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if constexpr (std::is_same_v<T, bool>) {
    return found->is_boolean() ? found->template get<bool>() : otherwise;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? found->template get<std::string>() : otherwise;
  } else {
    return found->is_number() ? static_cast<T>(found->template get<double>()) : otherwise;
  }
}

}  // namespace

void OfflineVault::Start(std::function<void(const Opening&)> on_open, std::function<void(Keeping)> on_keeping) {
  on_open_ = std::move(on_open);
  on_keeping_ = std::move(on_keeping);
  const json given = {{"device", FormatId(MakeId(clock_.NowMs(), random_))}};
  AskVault("facts", Dump(given), [this](std::string_view answer) { OnFacts(answer); });
}

void OfflineVault::OnFacts(std::string_view answer) {
  const json facts = Parse(answer);
  device_ = Get<std::string>(facts, "device", "");
  const auto mode = ParseOfflineMode(Get<std::string>(facts, "mode", ""));
  is_policy_known_ = mode.has_value();
  if (mode) policy_.mode = *mode;
  if (const int days = Get<int>(facts, "days", 0); days > 0) policy_.days = days;
  can_seal_ = Get<bool>(facts, "canSeal", false);
  is_sealed_ = Get<bool>(facts, "isSealed", false);
  has_pin_ = Get<bool>(facts, "hasPin", false);
  tries_left_ = Get<int>(facts, "left", 0);
  until_ms_ = Get<TimeMs>(facts, "until", 0);
  waiting_ = Get<int>(facts, "waiting", 0);
  lost_ = Get<std::string>(facts, "lost", "");
  was_wiped_ = lost_ == "wiped";
  if (device_.empty()) {
    Open(false);  // the browser keeps nothing: there is nothing to open
    return;
  }
  if (is_plain() && is_policy_known_ && !was_wiped_) Open(false);  // local data first
  AskServer();
}

void OfflineVault::AskServer() {
  if (is_asking_ || device_.empty()) return;
  is_asking_ = is_trying_ = true;
  asked_ms_ = clock_.NowMs();
  const json question = {{"device", device_}, {"wiped", was_wiped_}};
  PostJson("/auth/device", Dump(question), [this](const HttpResponse& response) {
    is_asking_ = is_trying_ = false;
    OnGrant(response.failure == HttpResponse::Failure::kNone ? response.status : 0, std::string(AsText(response.body)));
    on_change_();
  });
}

void OfflineVault::OnGrant(int status, std::string grant) {
  is_signed_out_ = status == 401;
  if (status == 410) {
    Wipe();
    return;
  }
  if (status != 200) {
    if (is_open()) return;
    if (was_wiped_) return Close(VaultStep::kWiped);
    if (has_pin_) return Close(VaultStep::kPin);
    Close(status == 401 ? VaultStep::kSignedOut : VaultStep::kUnreachable);
    return;
  }
  was_granted_ = true;
  const json answer = Parse(grant);
  const Keeping before = KeepingOf(policy_.mode, can_seal_);
  const bool was_open = is_open();
  if (const auto mode = ParseOfflineMode(Get<std::string>(answer, "mode", ""))) policy_.mode = *mode;
  policy_.days = Get<int>(answer, "days", policy_.days);
  is_policy_known_ = true;
  AskVault("open", grant, [this, grant, before, was_open](std::string_view text) {
    const json opened = Parse(text);
    if (opened.contains("failure")) {
      foreign_grant_ = grant;  // Another server's rows, or damaged ones: the PIN opens them
      if (!is_open()) Close(has_pin_ ? VaultStep::kPin : VaultStep::kUnreachable);
      return;
    }
    was_wiped_ = false;
    lost_.clear();
    has_pin_ = Get<bool>(opened, "hasPin", false);
    until_ms_ = Get<TimeMs>(opened, "until", 0);
    const bool is_base_lost = Get<bool>(opened, "isCacheNew", false);
    const Keeping keeping = KeepingOf(policy_.mode, can_seal_);
    if (was_open && is_base_lost) return ReloadPage();
    if (keeping != Keeping::kEverything && (!was_open || keeping != before)) AskVault("forget", "{}", [](std::string_view) {});
    if (!was_open) {
      Open(is_base_lost);
    } else if (keeping != before) {
      on_keeping_(keeping);
    }
    Sweep();
    on_change_();
  });
}

void OfflineVault::Open(bool is_base_lost) {
  step_ = VaultStep::kOpen;
  on_open_({device_.empty() ? Keeping::kEverything : KeepingOf(policy_.mode, can_seal_), is_base_lost});
  on_change_();
}

void OfflineVault::Close(VaultStep step) {
  step_ = step;
  on_change_();
  if (step == VaultStep::kWiped || has_timer_) return;
  // The network may be back before anybody looks.
  has_timer_ = true;
  RunAfter(kAgainMs, [this] {
    has_timer_ = false;
    if (is_open() || is_signed_out_) return;
    if (IsBrowserOnline() && !is_trying_ && foreign_grant_.empty()) AskServer();
    Close(step_);
  });
}

void OfflineVault::TryPin(const std::string& pin) {
  if (is_trying_ || step_ != VaultStep::kPin) return;
  is_trying_ = true;
  was_pin_wrong_ = false;
  json given = {{"pin", pin}};
  if (!foreign_grant_.empty()) given["grant"] = Parse(foreign_grant_);
  AskVault("unlock", Dump(given), [this](std::string_view text) {
    is_trying_ = false;
    const json answer = Parse(text);
    if (is_open()) return;
    if (Get<bool>(answer, "isOpen", false)) {
      until_ms_ = Get<TimeMs>(answer, "until", 0);
      foreign_grant_.clear();
      Open(false);
      Sweep();
      return;
    }
    was_pin_wrong_ = true;
    tries_left_ = Get<int>(answer, "left", 0);
    lost_ = Get<std::string>(answer, "lost", "");
    if (tries_left_ <= 0 || !lost_.empty()) {
      has_pin_ = false;
      Close(VaultStep::kUnreachable);
    }
    on_change_();
  });
}

void OfflineVault::SetPin(const std::string& pin, std::function<void(const std::string& code)> done) {
  if (const std::string_view fault = CheckOfflinePin(pin); !fault.empty()) return done(std::string(fault));
  const json question = {{"device", device_}, {"wiped", false}};
  PostJson("/auth/device", Dump(question), [this, pin, done = std::move(done)](const HttpResponse& response) {
    if (response.failure != HttpResponse::Failure::kNone) return done("unreachable");
    if (!response.ok()) return done(response.status == 401 ? "signed_out" : "refused");
    json grant = Parse(AsText(response.body));
    grant["pin"] = pin;
    AskVault("pin", Dump(grant), [this, done](std::string_view text) {
      const json answer = Parse(text);
      has_pin_ = !answer.contains("failure");
      if (has_pin_) until_ms_ = Get<TimeMs>(answer, "until", 0);
      done(has_pin_ ? "" : "refused");
      on_change_();
    });
  });
}

void OfflineVault::Wipe() {
  AskVault("wipe", "{}", [this](std::string_view) {
    was_wiped_ = true;
    has_pin_ = false;
    PostJson("/auth/device/wiped", Dump({{"device", device_}}), [](const HttpResponse&) {});
    is_open() ? on_wiped_() : Close(VaultStep::kWiped);
  });
}

void OfflineVault::Note(bool is_online, std::uint64_t permission_version) {
  if (!is_open() || device_.empty()) return;
  const bool is_back = is_online && !was_online_;
  const bool is_changed = is_online && permission_version != asked_version_;
  was_online_ = is_online;
  if (!is_back && !is_changed && clock_.NowMs() - asked_ms_ < kRenewMs) return;
  const bool is_first = asked_version_ == 0 && was_granted_;  // the start asked just now
  asked_version_ = permission_version;
  if (is_online && !is_first) AskServer();
}

// Between frames, one slice after the other; nothing waits for it.
void OfflineVault::Sweep() {
  if (is_sweeping_) return;
  is_sweeping_ = true;
  RunAfter(kSliceMs, [this] {
    AskVault("sweep", "{}", [this](std::string_view text) {
      is_sweeping_ = false;
      if (Get<bool>(Parse(text), "hasMore", false)) Sweep();
    });
  });
}

}  // namespace kedang
