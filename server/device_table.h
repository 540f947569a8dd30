// Devices: the browsers somebody signed in with, and the server's halves of what opens the data they keep
// (ARCHITECTURE, Data in the browser). The half of the cache is random and destroyed by a wipe; the half of unsent edits is
// made from a key of the instance, so that an owner who signs in gets at them even after a restore of a backup.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/sqlite_store.h"

namespace kedang {

struct Device {
  Id id;
  Id user;
  std::string agent;
  TimeMs created_ms = 0;
  TimeMs seen_ms = 0;
  bool is_open = true;   // false: wiped, and not signed in with since
  TimeMs wiped_ms = 0;   // when a wipe was last asked for; 0: never
  TimeMs told_ms = 0;    // when the browser said that it was done; 0: it has not
};

struct DeviceHalves {
  Bytes cache;   // 32 bytes each
  Bytes unsent;
};

Result<std::optional<Device>> FindDevice(Connection& connection, Id id);
// The last seen first; of everybody when `user` is nil.
Result<std::vector<Device>> ListDevices(Connection& connection, Id user);

// These run inside a write transaction.
// Makes the device at its first call; notes that it was seen. `was_wiped` is the browser's word that it deleted what a wipe
// told it to: the device opens anew, with another half. kPermissionDenied when it is somebody else's or a wipe waits.
Result<DeviceHalves> OpenDevice(Connection& connection, Id id, Id user, std::string_view agent, bool was_wiped, TimeMs now);
Status SeeDevice(Connection& connection, Id id, TimeMs now);
// Notes which device a session is on.
Status SetSessionDevice(Connection& connection, std::string_view session, Id device);
// Destroys the halves of the cache and ends the sessions on these devices: of one, or of all of a user when `device` is nil.
// Takes a number of the one order, which wakes them. kNotFound when there is none.
Status WipeDevices(SqliteStore& store, Id user, Id device, TimeMs now);
Status NoteWiped(Connection& connection, Id id, TimeMs now);

}  // namespace kedang
