#include "server/command_pinyin.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace kedang {
namespace {

constexpr std::size_t kMaxReadings = 8;

}  // namespace

int RunPinyin(const CommonOptions& common, const PinyinCommandOptions& options) {
  // Needs no data directory: the table is part of the program.
  const auto table = PinyinTable::Parse(EmbeddedContent().pinyin);
  if (!table.ok()) return Fail(table.error());
  const Status status = ForEachLine([&](std::string_view line) {
    std::vector<std::string> readings;
    if (options.has_initials) {
      readings.push_back(table->Initials(line));
    } else {
      readings = table->Readings(line, kMaxReadings, options.has_tones ? PinyinTone::kMarks : PinyinTone::kPlain);
    }
    if (common.is_json) {
      PrintJson(nlohmann::ordered_json{{"text", std::string(line)}, {"readings", readings}});
      return;
    }
    for (std::size_t i = 0; i < readings.size(); ++i) {
      if (i > 0) std::fputc('\t', stdout);
      std::fwrite(readings[i].data(), 1, readings[i].size(), stdout);
    }
    std::fputc('\n', stdout);
  });
  return status.ok() ? kDone : Fail(status.error());
}

}  // namespace kedang
