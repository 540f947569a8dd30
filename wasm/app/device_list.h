// DeviceList: the browsers somebody signed in with, as the server knows them, and the wipe of one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shared/base/clock.h"

namespace kedang {

struct ListedDevice {
  std::string id;
  std::string name;       // browser and system, as far as they can be read from what it calls itself
  TimeMs seen_ms = 0;
  bool is_open = true;
  bool was_told = false;  // a wiped one said that it is done
};

class DeviceList {
 public:
  explicit DeviceList(std::function<void()> on_change) : on_change_(std::move(on_change)) {}

  // Asks the server, at most every few seconds.
  void Refresh(double now_ms);
  void Wipe(const std::string& id, std::function<void(bool is_done)> done);

  bool is_known() const { return is_known_; }
  const std::vector<ListedDevice>& devices() const { return devices_; }

 private:
  void Ask();

  std::function<void()> on_change_;
  std::vector<ListedDevice> devices_;
  bool is_known_ = false;
  double asked_ms_ = -1;
};

// "Chrome · Windows" of a User-Agent header; what it says itself when neither is known.
std::string DeviceName(std::string_view agent);

}  // namespace kedang
