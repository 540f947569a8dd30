// Web addresses (RFC 3986, hosts by RFC 1123): http, https or ftp, or just a host with a path. The host needs a top-level
// domain or is an IP address. Canonical: scheme and host in small letters, a lone slash at the end dropped.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/checked.h"
#include "shared/text/text_change.h"

namespace kedang {

Checked CheckUrl(std::string_view text, TextChanges* changes = nullptr);

// What one site's addresses have in common: no scheme, no www., no slash at the end, host in small letters.
std::string UrlNormalForm(std::string_view canonical);

// RFC 1123 host name: labels of letters, digits and inner hyphens (and letters of other scripts), at most 63 and 253
// octets. One label is enough.
bool IsHostName(std::string_view host);
bool IsIpv4Address(std::string_view text);
// RFC 4291 text form. `shortest_gap` is the number of groups "::" must stand for at least (RFC 5321: 2).
bool IsIpv6Address(std::string_view text, int shortest_gap);

}  // namespace kedang
