// Small settings of this browser in localStorage: language, theme, column widths, and the second marker
// that tells a deleted replica from one that never was. Nothing secret, nothing of records. At once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kedang {

// Nothing when it was never set, or the browser keeps nothing.
std::optional<std::string> ReadSetting(std::string_view name);

// False when the browser refuses (private window, full): the setting then holds for this page only.
bool WriteSetting(std::string_view name, std::string_view value);

void RemoveSetting(std::string_view name);

// Proof outside IndexedDB that there was a replica: {replica, count, last sync} as the caller writes it.
// A marker without a replica means that the browser deleted the data.
std::optional<std::string> ReplicaMarker();
bool WriteReplicaMarker(std::string_view marker);
void RemoveReplicaMarker();

}  // namespace kedang
