// FileOutbox: files added to records in this browser. A file is whole and durable in IndexedDB before a cell may name it,
// and stays there until the server has every byte; uploads go on by themselves whenever there is a network, after a reload
// too. Only the leading tab has one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "shared/base/clock.h"
#include "shared/model/file_ref.h"
#include "shared/sync/messages.h"
#include "wasm/platform/files.h"

namespace kedang {

class FileOutbox {
 public:
  // `on_change` is called when something shown may look different.
  FileOutbox(Clock& clock, Random& random, std::function<void()> on_change)
      : clock_(clock), random_(random), on_change_(std::move(on_change)) {}

  // A file on its way. Kept by value in answers: it may be gone by the next frame.
  struct Upload {
    FileRef file;
    std::uint32_t next_part = 0;
    std::string failure;  // what the server said; empty while all is well
  };

  // Reads what waits from an earlier visit, then sends it. The storage is open.
  void Load();
  // Keeps a chosen file; `done` gets its reference once it is durable. kTooLarge, kResourceExhausted (no room in the browser),
  // kUnavailable (it cannot be read).
  void Add(const LocalFile& file, std::function<void(Result<FileRef>)> done);
  // Null when it is not waiting here.
  const Upload* Find(Id file) const;
  std::size_t size() const { return uploads_.size(); }
  // Goes on, when there is something to send.
  void Pump();
  // Tries everything again that failed.
  void Retry();
  // Offers the file's bytes as a download: from here when it waits here, else from the server, which asks for a record that
  // names it. kNotFound when its bytes are nowhere yet.
  void Open(Id record, const FileRef& file, std::function<void(const Status&)> done);

 private:
  void KeepPart(std::uint32_t local, FileRef file, std::uint32_t part, std::function<void(Result<FileRef>)> done);
  void KeepHead(const FileRef& file, std::function<void(Result<FileRef>)> done);
  void GiveUp(const FileRef& file);
  void ReadParts(FileRef file, std::uint32_t part, std::shared_ptr<Bytes> bytes, std::function<void(const Status&)> done);
  void Start(Id id);
  void SendPart(Id id);
  void OnAnswer(Id id, int status, ByteSpan body, bool was_reached);
  void Finish(Id id);
  void Later();

  Clock& clock_;
  Random& random_;
  std::function<void()> on_change_;
  std::map<Id, Upload> uploads_;
  bool is_sending_ = false;
  bool has_timer_ = false;
};

}  // namespace kedang
