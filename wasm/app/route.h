// Route: which page, as in the address bar: "#/customer", "#/customer/{id}", "#/search/{words}", "#/import", "#/sync",
// "#/conflicts", "#/duplicates/customer/{id}", "#/settings", "#/signin/{token}"; and how it is looked at: "#/customer?view={id}&q={query}".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kedang {

struct Route {
  std::vector<std::string> parts;  // decoded; never empty strings
  std::vector<std::pair<std::string, std::string>> options = {};  // behind "?": name and value, decoded

  std::string_view page() const { return parts.empty() ? std::string_view() : std::string_view(parts[0]); }
  std::string_view detail() const { return parts.size() < 2 ? std::string_view() : std::string_view(parts[1]); }
  // Empty when there is no such option.
  std::string_view option(std::string_view name) const;
  bool has_option(std::string_view name) const;
  bool operator==(const Route&) const = default;
};

// Undecodable escapes stay as they are.
Route ParseRoute(std::string_view text);
std::string FormatRoute(const Route& route);

}  // namespace kedang
