#include "server/import_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "server/command.h"
#include "server/file.h"
#include "server/import_answer_json.h"
#include "server/import_job.h"
#include "server/import_ledger.h"
#include "server/log.h"
#include "server/out_of_memory.h"

namespace kedang {
namespace {

namespace fs = std::filesystem;
constexpr std::array<std::string_view, 5> kEndings = {".csv", ".tsv", ".tab", ".txt", ".xlsx"};

bool IsTable(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end() && path.filename().string().front() != '.';
}

// Another try may do it; the file stays where it is.
bool IsPassing(const Error& error) {
  switch (error.code) {
    case ErrorCode::kConflict:
    case ErrorCode::kUnavailable:
    case ErrorCode::kResourceExhausted:
    case ErrorCode::kCancelled: return true;
    default: return false;
  }
}

// The name with the moment in front of it, so that files of one name do not meet: 20261123T104712123-名录.csv.
std::string Stamped(const fs::path& file, TimeMs now) {
  std::string stamp = FormatTimeUtc(now);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':' || c == '.' || c == 'Z'; });
  return stamp + "-" + file.filename().string();
}

Status WriteText(const std::string& path, const std::string& text) {
  FileWriter file(path);
  KEDANG_RETURN_IF_ERROR(file.Open());
  KEDANG_RETURN_IF_ERROR(file.Write(text));
  return file.Close();
}

}  // namespace

Status ImportFolder::Start() {
  std::error_code error;
  if (!fs::is_directory(options_.folder, error)) {
    return Status(ErrorCode::kInvalidArgument, "--import-folder: there is no folder " + options_.folder);
  }
  thread_ = std::thread([this] { Run(); });
  return {};
}

void ImportFolder::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ImportFolder::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_stopped_) {
    lock.unlock();
    const Status status = GuardMemory([this] { return Turn(); });
    if (!status.ok()) LogError("import folder: " + status.error().message);
    lock.lock();
    wake_.wait_for(lock, std::chrono::seconds(options_.every_seconds), [this] { return is_stopped_; });
  }
}

// Links and folders are passed over: what is imported is what lies there.
std::vector<ImportFolder::Found> ImportFolder::FindStill() {
  std::vector<Found> still;
  std::map<std::string, Look> seen;
  std::error_code error;
  for (const auto& profile : fs::directory_iterator(options_.folder, fs::directory_options::skip_permission_denied, error)) {
    if (!profile.is_directory(error) || profile.path().filename().string().front() == '.') continue;
    for (const auto& file : fs::directory_iterator(profile.path(), fs::directory_options::skip_permission_denied, error)) {
      if (file.is_symlink(error) || !file.is_regular_file(error) || !IsTable(file.path())) continue;
      Look look;
      look.size = file.file_size(error);
      look.written = static_cast<std::int64_t>(file.last_write_time(error).time_since_epoch().count());
      const std::string path = file.path().string();
      const auto before = seen_.find(path);
      if (before != seen_.end() && before->second == look && look.size > 0) still.push_back({profile.path().filename().string(), path});
      seen.emplace(path, look);
    }
  }
  seen_ = std::move(seen);
  std::sort(still.begin(), still.end(), [](const Found& a, const Found& b) { return a.path < b.path; });
  return still;
}

Status ImportFolder::Turn() {
  const std::vector<Found> still = FindStill();
  if (still.empty()) return {};
  KEDANG_ASSIGN(const auto instance, Instance::Open(options_.data_directory, EmbeddedContent()));
  for (const Found& file : still) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (is_stopped_) return {};
    }
    KEDANG_RETURN_IF_ERROR(Import(*instance, file));
  }
  return {};
}

Status ImportFolder::Import(Instance& instance, const Found& file) {
  const auto say = [this, &file](const std::string& words) -> Status {
    if (std::exchange(told_[file.profile], words) != words) LogError("import folder: " + file.profile + ": " + words);
    return {};
  };
  ImportRequest request;
  const auto author = PrincipalFor(instance, options_.as_user);
  if (!author.ok()) return say(author.error().message);
  request.author = *author;
  request.file = file.path;
  request.profile = file.profile;
  {
    KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
    KEDANG_ASSIGN(const auto profile, ImportLedger(*reader, instance.schemas()).FindProfile(file.profile, Id()));
    if (!profile) return say("there is no import profile of that name; its files wait");
    request.schema = instance.schemas().Find(std::string_view(profile->schema));
    if (request.schema == nullptr) return say("its profile is for '" + profile->schema + "', which is not there; its files wait");
  }
  told_.erase(file.profile);

  const fs::path path(file.path), folder = path.parent_path();
  std::error_code error;
  fs::create_directories(folder / "done", error);
  fs::create_directories(folder / "failed", error);
  const std::string name = Stamped(path, instance.clock().NowMs());
  const fs::path rejected = folder / "failed" / (name + ".rejected.xlsx");
  request.rejected_file = rejected.string();
  const auto answer = RunImportJob(instance, request, {});
  if (!answer.ok() && IsPassing(answer.error())) return say(answer.error().message + "; tried again");
  const bool is_good = answer.ok() && answer->counts.created + answer->counts.updated + answer->counts.duplicates > 0;
  const bool has_rejected = answer.ok() && answer->counts.rejected > 0 && !answer->earlier;
  if (!has_rejected) fs::remove(rejected, error);
  nlohmann::ordered_json report{{"file", path.filename().string()}, {"profile", file.profile}, {"at", FormatTimeUtc(instance.clock().NowMs())}};
  if (answer.ok()) {
    report["answer"] = ImportAnswerJson(*answer, kMaxImportIssues);
    if (has_rejected) report["rejected_file"] = "failed/" + rejected.filename().string();
  } else {
    report["error"] = answer.error().message;
  }
  // The report first: a file that has moved has one.
  const fs::path to = folder / (is_good ? "done" : "failed") / name;
  KEDANG_RETURN_IF_ERROR(WriteText(to.string() + ".report.json", report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
  fs::rename(path, to, error);
  if (error) return say("cannot move " + file.path + ": " + error.message());
  seen_.erase(file.path);
  if (answer.ok()) {
    const ImportCounts& counts = answer->counts;
    LogInfo("import folder: " + file.profile + ": " + path.filename().string() + (answer->earlier ? " was imported before" : "") + ": created " +
            std::to_string(counts.created) + ", updated " + std::to_string(counts.updated) + ", duplicates " +
            std::to_string(counts.duplicates) + ", rejected " + std::to_string(counts.rejected));
  } else {
    LogError("import folder: " + file.profile + ": " + answer.error().message);
  }
  return {};
}

}  // namespace kedang
