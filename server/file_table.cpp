#include "server/file_table.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr std::size_t kMaxTypeBytes = 100;
constexpr std::int64_t kMaxUnfinished = 200;

// "image/png": what a Content-Type header may hold without a second thought.
bool IsMediaType(std::string_view type) {
  return type.size() <= kMaxTypeBytes && std::count(type.begin(), type.end(), '/') == 1 &&
         std::all_of(type.begin(), type.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
                  c == '+' || c == '.' || c == '_';
         });
}

// Parts come in any order; the first gap is where an upload goes on.
Result<std::uint32_t> NextPart(Connection& connection, std::int64_t row) {
  KEDANG_ASSIGN(Statement scan, connection.Prepare("SELECT part FROM file_part WHERE file = ?1 ORDER BY part"));
  scan.Bind(1, row);
  std::uint32_t next = 0;
  while (true) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row || scan.Integer(0) != next) return next;
    ++next;
  }
}

std::uint64_t SizeOfPart(std::uint64_t size, std::uint32_t part) {
  return std::min(kFilePartBytes, size - part * kFilePartBytes);
}

FileStateResponse StateOf(const StoredFile& file) { return {file.next_part, file.is_complete()}; }

}  // namespace

Result<std::optional<StoredFile>> FindFile(Connection& connection, Id id) {
  KEDANG_ASSIGN(Statement find, connection.Prepare("SELECT row, name, type, size, author FROM file WHERE id = ?1"));
  const std::string text = FormatId(id);
  KEDANG_ASSIGN(const bool has_row, find.Bind(1, text).Step());
  if (!has_row) return std::optional<StoredFile>();
  StoredFile file;
  file.row = find.Integer(0);
  file.ref = FileRef{id, static_cast<std::uint64_t>(find.Integer(3)), std::string(find.Text(1))};
  file.type = find.Text(2);
  const auto author = ParseId(find.Text(4));
  if (!author) return Error{ErrorCode::kCorrupt, "table file: a row without a known author"};
  file.author = *author;
  KEDANG_ASSIGN(file.next_part, NextPart(connection, file.row));
  return std::optional<StoredFile>(std::move(file));
}

Result<FileStateResponse> StartFile(Connection& connection, Id author, const FileStartRequest& request, TimeMs now) {
  const FileRef ref{request.file, request.size, request.name};
  if (request.size > kMaxFileBytes) return Error{ErrorCode::kTooLarge, "file: more than 64 MiB"};
  if (request.file.is_nil() || !ParseFileRef(FormatFileRef(ref))) {
    return Error{ErrorCode::kInvalidArgument, "file: not a name of a file"};
  }
  const std::string type = request.type.empty() ? "application/octet-stream" : request.type;
  if (!IsMediaType(type)) return Error{ErrorCode::kInvalidArgument, "file: not a media type"};
  KEDANG_ASSIGN(const std::optional<StoredFile> known, FindFile(connection, request.file));
  if (known) {
    const bool is_same = known->author == author && known->ref.size == ref.size && known->ref.name == ref.name;
    if (!is_same) return Error{ErrorCode::kConflict, "file: the id belongs to another file"};
    return StateOf(*known);
  }
  const std::string author_text = FormatId(author);
  {
    KEDANG_ASSIGN(Statement count, connection.Prepare(
        "SELECT count(*) FROM file WHERE author = ?1 AND created_ms >= ?3 AND (size + ?2 - 1) / ?2 >"
        " (SELECT count(*) FROM file_part WHERE file_part.file = file.row)"));
    count.Bind(1, author_text).Bind(2, kFilePartBytes).Bind(3, now - kUnfinishedFileMs);
    KEDANG_ASSIGN(const bool has_row, count.Step());
    if (has_row && count.Integer(0) >= kMaxUnfinished) {
      return Error{ErrorCode::kResourceExhausted, "file: finish or give up other uploads first"};
    }
  }
  const std::string id = FormatId(request.file);
  KEDANG_ASSIGN(Statement insert, connection.Prepare(
      "INSERT INTO file (id, name, type, size, author, created_ms) VALUES (?, ?, ?, ?, ?, ?)"));
  insert.Bind(1, id).Bind(2, ref.name).Bind(3, type).Bind(4, ref.size).Bind(5, author_text).Bind(6, now);
  KEDANG_RETURN_IF_ERROR(insert.Run());
  return FileStateResponse{0, FilePartCount(ref.size) == 0};
}

Result<FileStateResponse> PutFilePart(Connection& connection, Id author, const FilePartRequest& request) {
  KEDANG_ASSIGN(std::optional<StoredFile> file, FindFile(connection, request.file));
  if (!file) return Error{ErrorCode::kNotFound, "file: announce it first"};
  if (file->author != author) return Error{ErrorCode::kPermissionDenied, "file: somebody else's"};
  if (request.part >= FilePartCount(file->ref.size) || request.bytes.size() != SizeOfPart(file->ref.size, request.part)) {
    return Error{ErrorCode::kInvalidArgument, "file: no part of that number and size"};
  }
  KEDANG_ASSIGN(Statement insert,
                connection.Prepare("INSERT OR IGNORE INTO file_part (file, part, bytes) VALUES (?, ?, ?)"));
  KEDANG_RETURN_IF_ERROR(insert.Bind(1, file->row).Bind(2, request.part).BindBlob(3, request.bytes).Run());
  KEDANG_ASSIGN(file->next_part, NextPart(connection, file->row));
  return StateOf(*file);
}

Result<std::string> ReadFile(Connection& connection, const StoredFile& file) {
  if (!file.is_complete()) return Error{ErrorCode::kNotFound, "file: not all of it has arrived"};
  std::string bytes;
  bytes.reserve(file.ref.size);
  KEDANG_ASSIGN(Statement scan, connection.Prepare("SELECT bytes FROM file_part WHERE file = ?1 ORDER BY part"));
  scan.Bind(1, file.row);
  while (true) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) break;
    bytes += AsText(scan.Blob(0));
  }
  if (bytes.size() != file.ref.size) return Error{ErrorCode::kCorrupt, "table file_part: parts do not make the file"};
  return bytes;
}

Status DropUnfinishedFiles(Connection& connection, TimeMs before) {
  KEDANG_ASSIGN(Statement drop, connection.Prepare(
      "DELETE FROM file WHERE created_ms < ?1 AND (size + ?2 - 1) / ?2 >"
      " (SELECT count(*) FROM file_part WHERE file_part.file = file.row)"));
  return drop.Bind(1, before).Bind(2, kFilePartBytes).Run();
}

}  // namespace kedang
