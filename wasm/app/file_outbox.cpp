#include "wasm/app/file_outbox.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "shared/sync/codec.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/network.h"
#include "wasm/platform/storage.h"

namespace kedang {
namespace {

constexpr double kLaterMs = 5000;
constexpr double kPartTimeoutMs = 120'000;
constexpr std::string_view kHeads = "h/";
// What a download is said to be: the browser asks its person what to do with it.
constexpr std::string_view kFileType = "application/octet-stream";

// "h/<id>" holds the FileRef; "p/<id>/<part, six digits>" the bytes.
std::string HeadKey(Id id) { return std::string(kHeads) + FormatId(id); }
std::string PartKey(Id id, std::uint32_t part) {
  const std::string digits = std::to_string(part);
  return "p/" + FormatId(id) + '/' + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

StorageStep PutStep(std::string key, Bytes value) {
  StorageStep step;
  step.store = StoreName::kFiles;
  step.key = std::move(key);
  step.value = std::move(value);
  return step;
}
StorageStep DeleteStep(std::string key) {
  StorageStep step;
  step.kind = StorageStep::Kind::kDelete;
  step.store = StoreName::kFiles;
  step.key = std::move(key);
  return step;
}

void SendFrame(std::string_view path, Bytes frame, ResponseCallback done) {
  HttpRequest request;
  request.path = path;
  request.body = std::move(frame);
  request.timeout_ms = kPartTimeoutMs;
  SendRequest(std::move(request), std::move(done));
}

}  // namespace

void FileOutbox::Load() {
  LoadEach(
      StoreName::kFiles, kHeads,
      [this](std::string_view, ByteSpan value) {
        const auto file = ParseFileRef(AsText(value));
        if (file) uploads_[file->id].file = *file;
      },
      [this](const Status&) {
        on_change_();
        Pump();
      });
}

const FileOutbox::Upload* FileOutbox::Find(Id file) const {
  const auto found = uploads_.find(file);
  return found == uploads_.end() ? nullptr : &found->second;
}

void FileOutbox::Add(const LocalFile& file, std::function<void(Result<FileRef>)> done) {
  if (file.size_bytes > static_cast<double>(kMaxFileBytes)) {
    CloseFile(file.id);
    done(Error{ErrorCode::kTooLarge, "file: more than 64 MiB"});
    return;
  }
  const FileRef ref{MakeId(clock_.NowMs(), random_), static_cast<std::uint64_t>(file.size_bytes), CleanFileName(file.name)};
  KeepPart(file.id, ref, 0, std::move(done));
}

// One part in memory at a time; the head comes last: without it the parts are nobody's.
void FileOutbox::KeepPart(std::uint32_t local, FileRef file, std::uint32_t part, std::function<void(Result<FileRef>)> done) {
  if (part == FilePartCount(file.size)) {
    CloseFile(local);
    KeepHead(file, std::move(done));
    return;
  }
  const auto fail = [this, local, file, done](const Error& error) {
    CloseFile(local);
    GiveUp(file);
    done(error);
  };
  ReadFile(local, static_cast<double>(part * kFilePartBytes), static_cast<double>(kFilePartBytes),
           [this, local, file, part, done, fail](Result<Bytes> bytes) {
             const std::uint64_t left = file.size - part * kFilePartBytes;
             if (!bytes.ok()) return fail(bytes.error());
             if (bytes->size() != std::min(left, kFilePartBytes)) {
               return fail(Error{ErrorCode::kUnavailable, "the file changed since it was chosen"});
             }
             std::vector<StorageStep> steps;
             steps.push_back(PutStep(PartKey(file.id, part), std::move(bytes).value()));
             WriteTransaction(std::move(steps), [this, local, file, part, done, fail](const Status& status) {
               if (!status.ok()) return fail(status.error());
               KeepPart(local, file, part + 1, done);
             });
           });
}

void FileOutbox::KeepHead(const FileRef& file, std::function<void(Result<FileRef>)> done) {
  const std::string head = FormatFileRef(file);
  std::vector<StorageStep> steps;
  steps.push_back(PutStep(HeadKey(file.id), Bytes(head.begin(), head.end())));
  WriteTransaction(std::move(steps), [this, file, done = std::move(done)](const Status& status) {
    if (!status.ok()) {
      GiveUp(file);
      done(status.error());
      return;
    }
    uploads_[file.id].file = file;
    done(file);
    on_change_();
    Pump();
  });
}

void FileOutbox::GiveUp(const FileRef& file) {
  std::vector<StorageStep> steps;
  steps.push_back(DeleteStep(HeadKey(file.id)));
  for (std::uint32_t part = 0; part < FilePartCount(file.size); ++part) steps.push_back(DeleteStep(PartKey(file.id, part)));
  // What cannot be deleted now has no head and is deleted with the database.
  WriteTransaction(std::move(steps), [](const Status&) {});
}

void FileOutbox::Pump() {
  if (is_sending_ || !IsBrowserOnline()) return;
  for (const auto& [id, upload] : uploads_) {
    if (!upload.failure.empty()) continue;
    is_sending_ = true;
    Start(id);
    return;
  }
}

void FileOutbox::Retry() {
  for (auto& [id, upload] : uploads_) upload.failure.clear();
  Pump();
}

void FileOutbox::Start(Id id) {
  const FileRef& file = uploads_[id].file;
  SendFrame("/sync/file/start", Encode(FileStartRequest{id, file.size, file.name, {}}), [this, id](const HttpResponse& response) {
    OnAnswer(id, response.status, response.body, response.failure == HttpResponse::Failure::kNone);
  });
}

void FileOutbox::SendPart(Id id) {
  const std::uint32_t part = uploads_[id].next_part;
  const auto bytes = std::make_shared<Bytes>();
  LoadEach(
      StoreName::kFiles, PartKey(id, part),
      [bytes](std::string_view, ByteSpan value) { bytes->assign(value.begin(), value.end()); },
      [this, id, part, bytes](const Status& status) {
        if (!status.ok() || bytes->empty()) {
          uploads_[id].failure = status.ok() ? "the browser lost a part of it" : status.error().message;
          is_sending_ = false;
          on_change_();
          Pump();
          return;
        }
        SendFrame("/sync/file/part", Encode(FilePartRequest{id, part, std::move(*bytes)}), [this, id](const HttpResponse& response) {
          OnAnswer(id, response.status, response.body, response.failure == HttpResponse::Failure::kNone);
        });
      });
}

void FileOutbox::OnAnswer(Id id, int status, ByteSpan body, bool was_reached) {
  Upload& upload = uploads_[id];
  const bool is_later = !was_reached || status == 401 || status == 429 || status >= 500;
  if (is_later) {
    is_sending_ = false;
    Later();
    return;
  }
  const auto state = Decode<FileStateResponse>(body);
  if (!state.ok()) {
    const auto error = Decode<ErrorResponse>(body);
    upload.failure = error.ok() ? error->message : state.error().message;
    is_sending_ = false;
    Pump();
  } else if (state->is_complete) {
    Finish(id);
  } else {
    upload.next_part = state->next_part;
    SendPart(id);
  }
  on_change_();
}

void FileOutbox::Finish(Id id) {
  GiveUp(uploads_[id].file);
  uploads_.erase(id);
  is_sending_ = false;
  Pump();
}

// By a timer, not by frames: a page behind others draws none.
void FileOutbox::Later() {
  if (has_timer_) return;
  has_timer_ = true;
  RunAfter(kLaterMs, [this] {
    has_timer_ = false;
    Pump();
  });
}

void FileOutbox::ReadParts(FileRef file, std::uint32_t part, std::shared_ptr<Bytes> bytes, std::function<void(const Status&)> done) {
  if (part == FilePartCount(file.size)) {
    SaveFile(file.name, kFileType, *bytes);
    done(Status());
    return;
  }
  LoadEach(
      StoreName::kFiles, PartKey(file.id, part),
      [bytes](std::string_view, ByteSpan value) { bytes->insert(bytes->end(), value.begin(), value.end()); },
      [this, file, part, bytes, done = std::move(done)](const Status& status) {
        if (!status.ok()) return done(status);
        ReadParts(file, part + 1, bytes, done);
      });
}

void FileOutbox::Open(Id record, const FileRef& file, std::function<void(const Status&)> done) {
  if (Find(file.id) == nullptr) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/sync/file/" + FormatId(record) + '/' + FormatId(file.id);
    request.timeout_ms = 0;
    SendRequest(std::move(request), [file, done = std::move(done)](const HttpResponse& response) {
      if (response.ok()) {
        SaveFile(file.name, kFileType, response.body);
        done(Status());
      } else {
        const bool was_reached = response.failure == HttpResponse::Failure::kNone;
        done(Status(was_reached ? ErrorCode::kNotFound : ErrorCode::kUnavailable, "file: not to be had"));
      }
    });
    return;
  }
  ReadParts(file, 0, std::make_shared<Bytes>(), std::move(done));
}

}  // namespace kedang
