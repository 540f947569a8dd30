#include "wasm/app/device_list.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "wasm/platform/network.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr double kAgainMs = 10'000;

// The first word that occurs names it: browsers call themselves by those before them, too.
struct Known {
  std::string_view word;
  std::string_view name;
};
constexpr std::array<Known, 8> kBrowsers = {{{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"OPR", "Opera"}, {"Firefox", "Firefox"},
                                             {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrom", "Chrome"}, {"Safari", "Safari"}}};
constexpr std::array<Known, 7> kSystems = {{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
                                            {"Mac OS", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}};

template <std::size_t kSize>
std::string_view FirstOf(const std::array<Known, kSize>& list, std::string_view agent) {
  for (const Known& known : list) {
    if (agent.find(known.word) != std::string_view::npos) return known.name;
  }
  return {};
}

}  // namespace

std::string DeviceName(std::string_view agent) {
  const std::string_view browser = FirstOf(kBrowsers, agent), system = FirstOf(kSystems, agent);
  if (browser.empty() && system.empty()) return std::string(agent);
  std::string name(browser);
  if (!browser.empty() && !system.empty()) name += " · ";
  return name.append(system);
}

void DeviceList::Refresh(double now_ms) {
  if (asked_ms_ >= 0 && now_ms - asked_ms_ < kAgainMs) return;
  asked_ms_ = now_ms;
  Ask();
}

void DeviceList::Ask() {
  Get("/auth/devices", [this](const HttpResponse& response) {
    const json list = json::parse(AsText(response.body), nullptr, false);
    if (!response.ok() || !list.is_array()) return;
    devices_.clear();
    is_known_ = true;
    for (const json& entry : list) {
      if (!entry.is_object()) continue;
      ListedDevice device;
      device.id = entry.value("id", std::string());
      device.name = DeviceName(entry.value("agent", std::string()));
      device.seen_ms = entry.value("seen_ms", TimeMs{0});
      device.is_open = entry.value("is_open", true);
      device.was_told = entry.value("told_ms", TimeMs{0}) != 0;
      devices_.push_back(std::move(device));
    }
    on_change_();
  });
}

void DeviceList::Wipe(const std::string& id, std::function<void(bool is_done)> done) {
  PostJson("/auth/devices/wipe", json{{"device", id}}.dump(), [this, done = std::move(done)](const HttpResponse& response) {
    done(response.ok());
    Ask();
  });
}

}  // namespace kedang
