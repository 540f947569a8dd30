#include "shared/intake/zip_archive.h"

#include <minizip/unzip.h>

#include <array>
#include <map>

#include "shared/intake/zip_memory.h"

namespace kedang {
namespace {

constexpr std::size_t kPieceBytes = 32 * 1024;

struct ZipCloser {
  void operator()(void* zip) const { unzClose(zip); }
};
using ZipHandle = std::unique_ptr<void, ZipCloser>;

ZipHandle OpenZip(const ByteSpan& bytes) {
  // The span is read at opening only.
  zlib_filefunc64_def functions = ReadFromMemory(&bytes);
  return ZipHandle(unzOpen2_64("", &functions));
}

std::string LowerName(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '\\') c = '/';
  }
  return lower;
}

struct Entry {
  unz64_file_pos position = {};
  std::uint64_t size = 0;
  bool is_encrypted = false;
};

}  // namespace

struct ZipArchive::Directory {
  ByteSpan bytes;
  ZipLimits limits;
  std::map<std::string, Entry> entries;  // by name in lower case
};

ZipArchive::ZipArchive(std::unique_ptr<Directory> directory) : directory_(std::move(directory)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::Open(ByteSpan bytes, ZipLimits limits) {
  const ZipHandle zip = OpenZip(bytes);
  if (zip == nullptr) return Error{ErrorCode::kCorrupt, "no ZIP file, or its end is missing"};
  auto directory = std::make_unique<Directory>();
  directory->bytes = bytes;
  directory->limits = limits;
  int state = unzGoToFirstFile(zip.get());
  for (; state == UNZ_OK; state = unzGoToNextFile(zip.get())) {
    unz_file_info64 info = {};
    std::array<char, 512> name = {};
    if (unzGetCurrentFileInfo64(zip.get(), &info, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK) break;
    if (directory->entries.size() >= limits.parts) {
      return Error{ErrorCode::kTooLarge, "a ZIP file of more than " + std::to_string(limits.parts) + " parts"};
    }
    Entry entry;
    entry.size = info.uncompressed_size;
    entry.is_encrypted = (info.flag & 1) != 0;
    if (unzGetFilePos64(zip.get(), &entry.position) != UNZ_OK) break;
    // Of two parts with one name the first stands, as other readers have it.
    directory->entries.emplace(LowerName(name.data()), entry);
  }
  if (state != UNZ_END_OF_LIST_OF_FILE && (state != UNZ_OK || directory->entries.empty())) {
    return Error{ErrorCode::kCorrupt, "a ZIP file whose list of parts is damaged"};
  }
  return ZipArchive(std::move(directory));
}

bool ZipArchive::Has(std::string_view name) const { return directory_->entries.count(LowerName(name)) > 0; }

struct ZipPart::State {
  ByteSpan bytes;
  ZipHandle zip;
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t done = 0;
  std::uint64_t limit = 0;
  bool is_at_end = false;
  std::array<char, kPieceBytes> piece;
};

ZipPart::ZipPart(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipPart::ZipPart(ZipPart&&) noexcept = default;
ZipPart& ZipPart::operator=(ZipPart&&) noexcept = default;
ZipPart::~ZipPart() = default;

std::uint64_t ZipPart::size() const { return state_->size; }
std::uint64_t ZipPart::done() const { return state_->done; }

Result<ZipPart> ZipArchive::OpenPart(std::string_view name) const {
  const auto found = directory_->entries.find(LowerName(name));
  if (found == directory_->entries.end()) return Error{ErrorCode::kNotFound, "no part " + std::string(name)};
  const Entry& entry = found->second;
  if (entry.is_encrypted) return Error{ErrorCode::kUnsupported, "part " + found->first + " is encrypted"};
  auto state = std::make_unique<ZipPart::State>();
  state->bytes = directory_->bytes;
  state->zip = OpenZip(state->bytes);
  state->name = found->first;
  state->size = entry.size;
  state->limit = directory_->limits.part_bytes;
  unz64_file_pos position = entry.position;
  if (state->zip == nullptr || unzGoToFilePos64(state->zip.get(), &position) != UNZ_OK ||
      unzOpenCurrentFile(state->zip.get()) != UNZ_OK) {
    return Error{ErrorCode::kCorrupt, "part " + found->first + " is damaged"};
  }
  return ZipPart(std::move(state));
}

Result<std::string_view> ZipPart::Read() {
  State& state = *state_;
  if (state.is_at_end) return std::string_view();
  const int count = unzReadCurrentFile(state.zip.get(), state.piece.data(), static_cast<unsigned>(state.piece.size()));
  if (count < 0) return Error{ErrorCode::kCorrupt, "part " + state.name + " is damaged"};
  state.done += static_cast<std::uint64_t>(count);
  if (state.done > state.limit) {
    return Error{ErrorCode::kTooLarge, "part " + state.name + " unpacks to more than " + std::to_string(state.limit) + " bytes"};
  }
  if (count == 0) {
    state.is_at_end = true;
    if (unzCloseCurrentFile(state.zip.get()) != UNZ_OK || state.done != state.size) {
      return Error{ErrorCode::kCorrupt, "part " + state.name + " is damaged or cut off"};
    }
  }
  return std::string_view(state.piece.data(), static_cast<std::size_t>(count));
}

Result<std::string> ZipArchive::ReadPart(std::string_view name, std::uint64_t max_bytes) const {
  KEDANG_ASSIGN(ZipPart part, OpenPart(name));
  std::string whole;
  for (;;) {
    KEDANG_ASSIGN(const std::string_view piece, part.Read());
    if (piece.empty()) return whole;
    if (whole.size() + piece.size() > max_bytes) {
      return Error{ErrorCode::kTooLarge, "part " + std::string(name) + " unpacks to more than " + std::to_string(max_bytes) + " bytes"};
    }
    whole += piece;
  }
}

}  // namespace kedang
