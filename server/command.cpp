#include "server/command.h"

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/machine.h"
#include "server/user_table.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr TimeMs kProgressInterval = 100;
constexpr int kBarWidth = 30;

}  // namespace

int Fail(const Error& error) {
  std::fprintf(stderr, "kedang: %s\n", error.message.c_str());
  return error.code == ErrorCode::kInvalidArgument ? kWrongUsage : kFailed;
}

Result<std::unique_ptr<Instance>> OpenInstance(const CommonOptions& options) {
  return Instance::Open(options.data_directory, EmbeddedContent());
}

Result<Principal> PrincipalFor(Instance& instance, const std::string& user_name) {
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  if (!user_name.empty()) {
    KEDANG_ASSIGN(const auto user, FindUser(reader->connection(), user_name));
    if (!user || !user->is_active) {
      return Error{ErrorCode::kInvalidArgument, "no active user '" + user_name + "' (see: kedang user list)"};
    }
    return PrincipalOf(*user);
  }
  // The first administrator stands for the machine's owner, so that changes carry a name people know.
  KEDANG_ASSIGN(const auto users, ListUsers(reader->connection()));
  for (const User& user : users) {
    if (user.is_active && user.role == Role::kAdministrator) return PrincipalOf(user);
  }
  Principal owner;
  owner.name = "system";
  owner.role = Role::kAdministrator;
  return owner;
}

Result<const Schema*> SchemaFor(const Instance& instance, const std::string& key) {
  if (const Schema* schema = instance.schemas().Find(key)) return schema;
  std::string known;
  for (const Schema& schema : instance.schemas().schemas) known += (known.empty() ? "" : ", ") + schema.key;
  return Error{ErrorCode::kInvalidArgument, "no schema '" + key + "'; there are: " + known};
}

void PrintJson(const nlohmann::ordered_json& json) {
  const std::string text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

Status ForEachLine(const std::function<void(std::string_view)>& on_line) {
  std::string buffer;
  std::size_t begin = 0;
  std::uint64_t number = 0;
  const auto take = [&](std::string_view line) -> Status {
    ++number;
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!IsValidUtf8(line)) {
      return Status(ErrorCode::kInvalidArgument, "standard input, line " + std::to_string(number) + ": not UTF-8");
    }
    on_line(line);
    return {};
  };
  for (;;) {
    const std::size_t old_size = buffer.size();
    buffer.resize(old_size + (1 << 16));
    const std::size_t taken = std::fread(buffer.data() + old_size, 1, buffer.size() - old_size, stdin);
    buffer.resize(old_size + taken);
    std::size_t search = old_size;
    for (std::size_t end; (end = buffer.find('\n', search)) != std::string::npos; search = begin = end + 1) {
      KEDANG_RETURN_IF_ERROR(take(std::string_view(buffer).substr(begin, end - begin)));
    }
    if (taken == 0) break;
    buffer.erase(0, begin);
    begin = 0;
  }
  if (begin < buffer.size()) return take(std::string_view(buffer).substr(begin));
  return {};
}

Progress::Progress(const CommonOptions& options) : is_shown_(!options.is_quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (is_shown_ && last_ms_ != 0) std::fputs("\r\x1b[K", stderr);
}

void Progress::Show(std::string_view what, std::uint64_t done, std::uint64_t total) {
  if (!is_shown_) return;
  const TimeMs now = MachineClock().NowMs();
  if (now - last_ms_ < kProgressInterval) return;
  last_ms_ = now;
  const int filled = total == 0 ? 0 : static_cast<int>(done * kBarWidth / total);
  std::string bar(static_cast<std::size_t>(kBarWidth), '.');
  for (int i = 0; i < filled && i < kBarWidth; ++i) bar[static_cast<std::size_t>(i)] = '#';
  std::fprintf(stderr, "\r[%s] %3d%% %.*s", bar.c_str(), total == 0 ? 0 : static_cast<int>(done * 100 / total),
               static_cast<int>(what.size()), what.data());
}

}  // namespace kedang
