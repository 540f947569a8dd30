#include "shared/intake/zip_writer.h"

#include <minizip/zip.h>

#include "shared/intake/zip_memory.h"

namespace kedang {
namespace {

Status Failed() { return Status(ErrorCode::kInternal, "the ZIP file cannot be written"); }

}  // namespace

struct ZipWriter::State {
  Bytes bytes;
  zipFile zip = nullptr;
  bool is_in_part = false;

  State() {
    zlib_filefunc64_def functions = WriteToMemory(&bytes);
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
