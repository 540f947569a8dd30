// The attached files of an instance: announced by their author, filled part by part, read when whole. Who may read is
// asked by the routes, not here.
#pragma once

#include <optional>
#include <string>

#include "server/sqlite.h"
#include "shared/base/clock.h"
#include "shared/model/file_ref.h"
#include "shared/sync/messages.h"

namespace kedang {

// An announcement that is older than this and not finished may be dropped: its browser announces it anew.
inline constexpr TimeMs kUnfinishedFileMs = 30ll * 24 * 3600 * 1000;

struct StoredFile {
  std::int64_t row = 0;
  FileRef ref;
  std::string type;  // media type
  Id author;
  std::uint32_t next_part = 0;  // the first that is missing

  bool is_complete() const { return next_part >= FilePartCount(ref.size); }
};

Result<std::optional<StoredFile>> FindFile(Connection& connection, Id id);
// Announces a file; the same announcement again changes nothing. kInvalidArgument for names, types and sizes out of
// bounds, kConflict when the id is another file's or another author's, kResourceExhausted when the author has too many
// unfinished ones.
Result<FileStateResponse> StartFile(Connection& connection, Id author, const FileStartRequest& request, TimeMs now);
// Keeps a part; one that is there already stays as it is. kNotFound before StartFile, kPermissionDenied for others than
// the author, kInvalidArgument for a part of the wrong number or size.
Result<FileStateResponse> PutFilePart(Connection& connection, Id author, const FilePartRequest& request);
// All bytes, in order; kNotFound while parts are missing.
Result<std::string> ReadFile(Connection& connection, const StoredFile& file);
// Forgets announcements that were never finished and are older than `before`.
Status DropUnfinishedFiles(Connection& connection, TimeMs before);

}  // namespace kedang
