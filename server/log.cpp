#include "server/log.h"

#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace kedang {
namespace {

std::string OneLine(std::string_view message) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string line;
  line.reserve(message.size());
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      line.push_back(c);
      continue;
    }
    line += "\\x";
    line.push_back(kHex[byte >> 4]);
    line.push_back(kHex[byte & 15]);
  }
  return line;
}

}  // namespace

void StartLog() {
  auto log = spdlog::stderr_color_mt("kedang");
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::set_default_logger(std::move(log));
}

void LogInfo(std::string_view message) { spdlog::info(OneLine(message)); }

void LogError(std::string_view message) { spdlog::error(OneLine(message)); }

}  // namespace kedang
