// What all commands have in common: options, exit status, how they speak. Results go to stdout, everything else to stderr.
// A command is a function Run…(options) in command_NAME.cpp that gives the exit status; command_line.cpp reads the words.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "server/instance.h"
#include "shared/policy/principal.h"

namespace kedang {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;      // it failed, or found what it looks for
inline constexpr int kWrongUsage = 2;

struct CommonOptions {
  std::string data_directory = "./kedang-data";
  bool is_json = false;
  bool is_quiet = false;
};

// Says the error on stderr; gives kWrongUsage for kInvalidArgument, else kFailed.
int Fail(const Error& error);

Result<std::unique_ptr<Instance>> OpenInstance(const CommonOptions& options);

// The principal of --as USER; an empty name is the machine's owner, who may everything: whoever runs commands in the data
// directory can read its files anyway.
Result<Principal> PrincipalFor(Instance& instance, const std::string& user_name);

// The schema of --schema; the error lists what there is.
Result<const Schema*> SchemaFor(const Instance& instance, const std::string& key);

// One line, readable texts (not \u escapes), then a line break.
void PrintJson(const nlohmann::ordered_json& json);

// Calls back with each line of standard input, without its end (LF or CR LF); in large pieces, for millions of lines.
// kInvalidArgument for a line that is no UTF-8.
Status ForEachLine(const std::function<void(std::string_view)>& on_line);

// A bar on stderr when that is a terminal, nothing otherwise.
class Progress {
 public:
  explicit Progress(const CommonOptions& options);
  ~Progress();  // clears the bar
  void Show(std::string_view what, std::uint64_t done, std::uint64_t total);

 private:
  bool is_shown_;
  TimeMs last_ms_ = 0;
};

}  // namespace kedang
