// Route: which page, as in the address bar: "#/customer", "#/customer/{id}", "#/search/{words}", "#/import", "#/sync",
// "#/conflicts", "#/settings", "#/signin/{token}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kedang {

struct Route {
  std::vector<std::string> parts;  // decoded; never empty strings

  std::string_view page() const { return parts.empty() ? std::string_view() : std::string_view(parts[0]); }
  std::string_view detail() const { return parts.size() < 2 ? std::string_view() : std::string_view(parts[1]); }
  bool operator==(const Route&) const = default;
};

// Undecodable escapes stay as they are.
Route ParseRoute(std::string_view text);
std::string FormatRoute(const Route& route);

}  // namespace kedang
