// The headers every answer carries, whatever it is.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kedang {

// Security headers of every answer; HSTS only over TLS, where it means something.
const std::vector<std::pair<std::string_view, std::string_view>>& SecurityHeaders(bool is_tls);

// Now, as the Date header wants it.
std::string HttpDate();

}  // namespace kedang
