#include "server/file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

namespace kedang {
namespace {

constexpr std::size_t kPieceBytes = 1u << 20;

Error FileError(const std::string& path, std::string_view what) {
  const int code = errno;
  ErrorCode word = ErrorCode::kInternal;
  if (code == ENOENT || code == ENOTDIR) word = ErrorCode::kNotFound;
  if (code == EACCES || code == EPERM) word = ErrorCode::kPermissionDenied;
  if (code == ENOSPC || code == EDQUOT || code == EFBIG) word = ErrorCode::kResourceExhausted;
  return Error{word, path + ": cannot " + std::string(what) + ": " + std::strerror(code)};
}

}  // namespace

Status ReadFileInPieces(const std::string& path, const std::function<Status(ByteSpan piece)>& on_piece) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return FileError(path, "open");
  Bytes piece(kPieceBytes);
  for (;;) {
    const std::size_t taken = std::fread(piece.data(), 1, piece.size(), file.get());
    if (taken == 0) return std::ferror(file.get()) != 0 ? Status(FileError(path, "read")) : Status();
    KEDANG_RETURN_IF_ERROR(on_piece(ByteSpan(piece).first(taken)));
  }
}

Result<Bytes> ReadWholeFile(const std::string& path) {
  Bytes bytes;
  KEDANG_RETURN_IF_ERROR(ReadFileInPieces(path, [&bytes](ByteSpan piece) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    return Status();
  }));
  return bytes;
}

Result<std::uint64_t> FileSize(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Error{ErrorCode::kNotFound, path + ": " + error.message()};
  return static_cast<std::uint64_t>(size);
}

FileWriter::FileWriter(std::string path) : path_(std::move(path)) {
  if (path_ != "-") temporary_path_ = path_ + ".part-" + std::to_string(getpid());
}

FileWriter::~FileWriter() {
  if (file_ == nullptr || file_ == stdout) return;
  std::fclose(file_);
  std::remove(temporary_path_.c_str());
}

Error FileWriter::Failure(std::string_view what) const { return FileError(path_, what); }

Status FileWriter::Open() {
  file_ = path_ == "-" ? stdout : std::fopen(temporary_path_.c_str(), "wb");
  if (file_ == nullptr) return Failure("write");
  return {};
}

Status FileWriter::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) return Failure("write");
  return {};
}

Status FileWriter::Close() {
  if (std::fflush(file_) != 0) return Failure("write");
  if (file_ == stdout) {
    file_ = nullptr;
    return {};
  }
  if (fsync(fileno(file_)) != 0) return Failure("write");
  const int closed = std::fclose(file_);
  file_ = nullptr;
  if (closed != 0 || std::rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    const Error error = Failure("write");
    std::remove(temporary_path_.c_str());
    return error;
  }
  return {};
}

}  // namespace kedang
