#include "shared/intake/zip_writer.h"

#include <minizip/zip.h>

#include <algorithm>
#include <cstring>

namespace kedang {
namespace {

// minizip writes through callbacks: here into bytes in memory. It goes back to fill in sizes.
struct Target {
  Bytes* bytes = nullptr;
  std::uint64_t position = 0;
};

voidpf OpenTarget(voidpf bytes, const void*, int) { return new Target{static_cast<Bytes*>(bytes)}; }

uLong ReadTarget(voidpf, voidpf stream, void* out, uLong size) {
  auto& target = *static_cast<Target*>(stream);
  const auto count = std::min<std::uint64_t>(size, target.bytes->size() - target.position);
  if (count > 0) std::memcpy(out, target.bytes->data() + target.position, static_cast<std::size_t>(count));
  target.position += count;
  return static_cast<uLong>(count);
}

uLong WriteTarget(voidpf, voidpf stream, const void* data, uLong size) {
  auto& target = *static_cast<Target*>(stream);
  const std::uint64_t end = target.position + size;
  if (end > target.bytes->size()) target.bytes->resize(static_cast<std::size_t>(end));
  if (size > 0) std::memcpy(target.bytes->data() + target.position, data, size);
  target.position = end;
  return size;
}

ZPOS64_T TellTarget(voidpf, voidpf stream) { return static_cast<Target*>(stream)->position; }

long SeekTarget(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  auto& target = *static_cast<Target*>(stream);
  std::uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = target.position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = target.bytes->size();
  if (base + offset < base || base + offset > target.bytes->size()) return -1;
  target.position = base + offset;
  return 0;
}

int CloseTarget(voidpf, voidpf stream) {
  delete static_cast<Target*>(stream);
  return 0;
}

int NoError(voidpf, voidpf) { return 0; }

Status Failed() { return Status(ErrorCode::kInternal, "the ZIP file cannot be written"); }

}  // namespace

struct ZipWriter::State {
  Bytes bytes;
  zipFile zip = nullptr;
  bool is_in_part = false;

  State() {
    zlib_filefunc64_def functions = {};
    functions.zopen64_file = OpenTarget;
    functions.zread_file = ReadTarget;
    functions.zwrite_file = WriteTarget;
    functions.ztell64_file = TellTarget;
    functions.zseek64_file = SeekTarget;
    functions.zclose_file = CloseTarget;
    functions.zerror_file = NoError;
    functions.opaque = &bytes;
    zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  }
  ~State() { (void)Close(); }

  bool EndPart() {
    if (!is_in_part) return true;
    is_in_part = false;
    return zipCloseFileInZip(zip) == ZIP_OK;
  }
  bool Close() {
    if (zip == nullptr) return false;
    const bool is_ended = EndPart();
    const bool is_closed = zipClose(zip, nullptr) == ZIP_OK;
    zip = nullptr;
    return is_ended && is_closed;
  }
};

ZipWriter::ZipWriter() : state_(std::make_unique<State>()) {}
ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;
ZipWriter& ZipWriter::operator=(ZipWriter&&) noexcept = default;
ZipWriter::~ZipWriter() = default;

Status ZipWriter::Begin(const std::string& name) {
  if (state_->zip == nullptr || !state_->EndPart()) return Failed();
  zip_fileinfo info = {};
  info.tmz_date.tm_year = 1980;
  info.tmz_date.tm_mday = 1;
  constexpr uLong kUtf8Names = 1 << 11;
  const int opened = zipOpenNewFileInZip4_64(state_->zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                                             Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, nullptr, 0,
                                             0, kUtf8Names, 0);
  state_->is_in_part = opened == ZIP_OK;
  return state_->is_in_part ? Status() : Failed();
}

Status ZipWriter::Write(std::string_view piece) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  while (!piece.empty()) {
    const std::string_view part = piece.substr(0, kMost);
    piece.remove_prefix(part.size());
    if (!state_->is_in_part || zipWriteInFileInZip(state_->zip, part.data(), static_cast<unsigned>(part.size())) != ZIP_OK) {
      return Failed();
    }
  }
  return {};
}

Result<Bytes> ZipWriter::Finish() {
  if (!state_->Close()) return Failed().error();
  return std::move(state_->bytes);
}

}  // namespace kedang
