#include "server/sqlite_journal_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <sqlite3.h>

namespace kedang {
namespace {

constexpr char kName[] = "kedang";
constexpr int kPiece = 64 << 10;
constexpr int kHeader = 16;  // what follows a JournalFile keeps its alignment

// In the memory SQLite gives for a file: ours, then the one that does the work.
struct JournalFile {
  sqlite3_file base;
};
static_assert(sizeof(JournalFile) <= kHeader);

sqlite3_file* Real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::uint8_t*>(file) + kHeader);
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  sqlite3_file* const real = Real(file);
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  for (int i = 0; i < size; i += kPiece) {
    const int code = real->pMethods->xWrite(real, bytes + i, std::min(kPiece, size - i), at + i);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* data, int size, sqlite3_int64 at) {
  return Real(file)->pMethods->xRead(Real(file), data, size, at);
}
int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
int Truncate(sqlite3_file* file, sqlite3_int64 size) { return Real(file)->pMethods->xTruncate(Real(file), size); }
int Sync(sqlite3_file* file, int flags) { return Real(file)->pMethods->xSync(Real(file), flags); }
int FileSize(sqlite3_file* file, sqlite3_int64* size) { return Real(file)->pMethods->xFileSize(Real(file), size); }
int Lock(sqlite3_file* file, int kind) { return Real(file)->pMethods->xLock(Real(file), kind); }
int Unlock(sqlite3_file* file, int kind) { return Real(file)->pMethods->xUnlock(Real(file), kind); }
int IsReserved(sqlite3_file* file, int* answer) { return Real(file)->pMethods->xCheckReservedLock(Real(file), answer); }
int Control(sqlite3_file* file, int what, void* given) {
  return Real(file)->pMethods->xFileControl(Real(file), what, given);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int Traits(sqlite3_file* file) { return Real(file)->pMethods->xDeviceCharacteristics(Real(file)); }

constexpr sqlite3_io_methods kMethods = {1,       Close,   Read,       Write,   Truncate,   Sync,   FileSize,
                                         Lock,    Unlock,  IsReserved, Control, SectorSize, Traits, nullptr,
                                         nullptr, nullptr, nullptr,    nullptr, nullptr};

sqlite3_vfs* usual = nullptr;  // set once, before ours is registered

int Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  if ((flags & SQLITE_OPEN_SUBJOURNAL) == 0) return usual->xOpen(usual, path, file, flags, flags_out);
  Real(file)->pMethods = nullptr;
  const int code = usual->xOpen(usual, path, Real(file), flags, flags_out);
  // SQLite closes a file that could not be opened only when it has methods.
  file->pMethods = Real(file)->pMethods == nullptr ? nullptr : &kMethods;
  return code;
}

const char* Register() {
  usual = sqlite3_vfs_find("unix");
  if (usual == nullptr || usual->iVersion < 1) return nullptr;
  static sqlite3_vfs ours;
  ours = *usual;
  ours.pNext = nullptr;
  ours.zName = kName;
  ours.szOsFile = usual->szOsFile + kHeader;
  ours.xOpen = Open;
  return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? kName : nullptr;
}

}  // namespace

const char* JournalFiles() {
  const sqlite3_vfs* const standing = sqlite3_vfs_find(nullptr);
  if (standing == nullptr || std::string_view(standing->zName) != "unix") return nullptr;
  static const char* const name = Register();
  return name;
}

}  // namespace kedang
