#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>
#include <thread>

namespace kedang {

// What all connections to one database share: its locks and its part of memory.
struct FaultyVfs::Shared {
  std::vector<Handle*> handles;
  std::vector<std::unique_ptr<std::vector<std::uint8_t>>> regions;
};

struct FaultyVfs::Handle {
  sqlite3_file base;
  FaultyVfs* vfs = nullptr;
  std::string name;
  std::shared_ptr<FaultyFile> file;
  std::shared_ptr<Shared> shared;
  int flags = 0;
  bool has_new_name = false;  // made by this handle: its first sync takes the directory along
  int lock = SQLITE_LOCK_NONE;
  unsigned shared_slots = 0;  // of the memory's eight locks
  unsigned exclusive_slots = 0;
};

const char* DiskCallName(DiskCall call) {
  constexpr std::array<const char*, kDiskCallCount> kNames = {"open", "read", "write", "sync", "truncate", "delete", "share", "grow"};
  return kNames[static_cast<std::size_t>(call)];
}

// The callbacks; all are thin: lock, count, act.
struct FaultyCalls {
  using Handle = FaultyVfs::Handle;
  using Lock = std::lock_guard<std::mutex>;

  static Handle& At(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

  static int Close(sqlite3_file* file) {
    Handle& handle = At(file);
    FaultyVfs& vfs = *handle.vfs;
    const Lock lock(vfs.mutex_);
    if (handle.shared != nullptr) std::erase(handle.shared->handles, &handle);
    if ((handle.flags & SQLITE_OPEN_DELETEONCLOSE) != 0) vfs.files_.erase(handle.name);
    handle.~Handle();
    return SQLITE_OK;
  }

  static int Read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    if (handle.vfs->MustFail(DiskCall::kRead)) return SQLITE_IOERR_READ;
    const auto& bytes = handle.file->bytes();
    const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
    const auto count = std::min(static_cast<std::size_t>(size), bytes.size() - begin);
    if (count > 0) std::memcpy(out, bytes.data() + begin, count);
    if (count == static_cast<std::size_t>(size)) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + count, 0, static_cast<std::size_t>(size) - count);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    Handle& handle = At(file);
    FaultyVfs& vfs = *handle.vfs;
    const Lock lock(vfs.mutex_);
    if (vfs.is_cut_) return SQLITE_IOERR_WRITE;
    std::span<const std::uint8_t> bytes(static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size));
    const auto at = static_cast<std::size_t>(offset);
    int code = SQLITE_OK;
    if (at + bytes.size() > handle.file->bytes().size() && vfs.MustFail(DiskCall::kGrow)) code = SQLITE_FULL;
    if (code == SQLITE_OK && vfs.MustFail(DiskCall::kWrite)) code = SQLITE_IOERR_WRITE;
    const bool has_power = vfs.Changes();
    // A write that fails, or is the power's last, may have got somewhere.
    if (code != SQLITE_OK || !has_power) bytes = bytes.first(vfs.random_.Below(bytes.size() + 1));
    handle.file->Write(at, bytes);
    return has_power ? code : SQLITE_IOERR_WRITE;
  }

  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    if (handle.vfs->MustFail(DiskCall::kTruncate) || !handle.vfs->Changes()) return SQLITE_IOERR_TRUNCATE;
    handle.file->Truncate(static_cast<std::size_t>(size));
    return SQLITE_OK;
  }

  static int Sync(sqlite3_file* file, int) {
    Handle& handle = At(file);
    FaultyVfs& vfs = *handle.vfs;
    const Lock lock(vfs.mutex_);
    if (vfs.MustFail(DiskCall::kSync)) {
      if (!vfs.is_cut_) handle.file->FailSync(vfs.random_);
      return SQLITE_IOERR_FSYNC;
    }
    if (!vfs.Changes()) return SQLITE_IOERR_FSYNC;
    if (vfs.sync_lies_) return SQLITE_OK;
    handle.file->Sync();
    if (handle.has_new_name) vfs.SyncDirectory();
    handle.has_new_name = false;
    return SQLITE_OK;
  }

  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    *size = static_cast<sqlite3_int64>(handle.file->bytes().size());
    return handle.vfs->is_cut_ ? SQLITE_IOERR_FSTAT : SQLITE_OK;
  }

  static int LockFile(sqlite3_file* file, int wanted) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    if (handle.lock >= wanted) return SQLITE_OK;
    int highest = SQLITE_LOCK_NONE;
    for (const Handle* other : handle.shared->handles) {
      if (other != &handle) highest = std::max(highest, other->lock);
    }
    if (wanted == SQLITE_LOCK_SHARED && highest >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    if (wanted >= SQLITE_LOCK_RESERVED && highest >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    if (wanted == SQLITE_LOCK_EXCLUSIVE && highest >= SQLITE_LOCK_SHARED) {
      handle.lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
    handle.lock = wanted;
    return SQLITE_OK;
  }

  static int UnlockFile(sqlite3_file* file, int wanted) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    handle.lock = std::min(handle.lock, wanted);
    return SQLITE_OK;
  }

  static int IsReserved(sqlite3_file* file, int* answer) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    *answer = 0;
    for (const Handle* other : handle.shared->handles) *answer |= other->lock >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
  }

  static int Control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int SectorSize(sqlite3_file*) { return 4096; }
  // As SQLite takes it for granted of every disk: bytes that are not written stay as they are.
  static int Characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int MapShared(sqlite3_file* file, int region, int size, int extends, void volatile** out) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    *out = nullptr;
    if (handle.vfs->MustFail(DiskCall::kShare)) return SQLITE_IOERR_SHMMAP;
    auto& regions = handle.shared->regions;
    const auto index = static_cast<std::size_t>(region);
    if (index >= regions.size() && extends == 0) return SQLITE_OK;
    while (regions.size() <= index) {
      regions.push_back(std::make_unique<std::vector<std::uint8_t>>(static_cast<std::size_t>(size)));
    }
    *out = regions[index]->data();
    return SQLITE_OK;
  }

  static int LockShared(sqlite3_file* file, int offset, int count, int flags) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    const unsigned mask = ((1u << count) - 1) << offset;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      handle.shared_slots &= ~mask;
      handle.exclusive_slots &= ~mask;
      return SQLITE_OK;
    }
    if (handle.vfs->is_cut_) return SQLITE_IOERR_SHMLOCK;
    const bool is_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (const Handle* other : handle.shared->handles) {
      if (other == &handle) continue;
      if ((other->exclusive_slots & mask) != 0 || (is_exclusive && (other->shared_slots & mask) != 0)) return SQLITE_BUSY;
    }
    (is_exclusive ? handle.exclusive_slots : handle.shared_slots) |= mask;
    return SQLITE_OK;
  }

  static void Barrier(sqlite3_file* file) { const Lock lock(At(file).vfs->mutex_); }

  static int UnmapShared(sqlite3_file* file, int deletes) {
    Handle& handle = At(file);
    const Lock lock(handle.vfs->mutex_);
    handle.shared_slots = handle.exclusive_slots = 0;
    if (deletes != 0) handle.shared->regions.clear();
    return SQLITE_OK;
  }

  static FaultyVfs& Of(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs*>(vfs->pAppData); }

  static int Open(sqlite3_vfs* raw, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    static const sqlite3_io_methods kMethods = {
        2,           Close,      Read,       Write,      Truncate,     Sync,      FileSize,   LockFile, UnlockFile,
        IsReserved,  Control,    SectorSize, Characteristics, MapShared, LockShared, Barrier, UnmapShared, nullptr, nullptr};
    FaultyVfs& vfs = Of(raw);
    file->pMethods = nullptr;
    const Lock lock(vfs.mutex_);
    if (vfs.MustFail(DiskCall::kOpen)) return SQLITE_CANTOPEN;
    const std::string name = path != nullptr ? path : "";
    std::shared_ptr<FaultyFile> content;
    bool is_new = false;
    if (name.empty()) {
      content = std::make_shared<FaultyFile>();
    } else {
      FaultyVfs::Entry& entry = vfs.files_[name];
      is_new = entry.seen == nullptr;
      if (is_new && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
      if (is_new) entry.seen = std::make_shared<FaultyFile>();
      content = entry.seen;
    }
    Handle& handle = *new (file) Handle();
    handle.vfs = &vfs;
    handle.name = name;
    handle.file = std::move(content);
    handle.flags = flags;
    handle.has_new_name = is_new;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
      handle.shared = vfs.shared_[name].lock();
      if (handle.shared == nullptr) vfs.shared_[name] = handle.shared = std::make_shared<FaultyVfs::Shared>();
    } else {
      handle.shared = std::make_shared<FaultyVfs::Shared>();
    }
    handle.shared->handles.push_back(&handle);
    handle.base.pMethods = &kMethods;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
  }

  static int Delete(sqlite3_vfs* raw, const char* path, int syncs) {
    FaultyVfs& vfs = Of(raw);
    const Lock lock(vfs.mutex_);
    if (vfs.MustFail(DiskCall::kDelete) || !vfs.Changes()) return SQLITE_IOERR_DELETE;
    const auto found = vfs.files_.find(path);
    if (found == vfs.files_.end() || found->second.seen == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    found->second.seen = nullptr;
    if (syncs != 0 && !vfs.sync_lies_) vfs.SyncDirectory();
    return SQLITE_OK;
  }

  static int Access(sqlite3_vfs* raw, const char* path, int, int* answer) {
    FaultyVfs& vfs = Of(raw);
    const Lock lock(vfs.mutex_);
    const auto found = vfs.files_.find(path);
    *answer = found != vfs.files_.end() && found->second.seen != nullptr ? 1 : 0;
    return vfs.is_cut_ ? SQLITE_IOERR_ACCESS : SQLITE_OK;
  }

  static int FullName(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
  }

  static int Randomness(sqlite3_vfs* raw, int size, char* out) {
    FaultyVfs& vfs = Of(raw);
    const Lock lock(vfs.mutex_);
    vfs.random_.Fill({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size)});
    return size;
  }

  static int Sleep(sqlite3_vfs*, int microseconds) {
    std::this_thread::sleep_for(std::chrono::microseconds(std::min(microseconds, 1000)));
    return microseconds;
  }

  static int Time(sqlite3_vfs*, double* out) {
    sqlite3_int64 now = 0;
    Time64(nullptr, &now);
    *out = static_cast<double>(now) / 86'400'000.0;
    return SQLITE_OK;
  }

  static int Time64(sqlite3_vfs*, sqlite3_int64* out) {
    constexpr sqlite3_int64 kEpoch = 210'866'760'000'000;  // 1970 in milliseconds of the Julian day
    *out = kEpoch + 1'790'000'000'000;
    return SQLITE_OK;
  }

  static int LastError(sqlite3_vfs*, int, char*) { return 0; }
};

FaultyVfs::FaultyVfs(std::uint64_t seed) : random_(seed), registration_(sizeof(sqlite3_vfs)) {
  auto& vfs = *new (registration_.data()) sqlite3_vfs();
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.zName = "kedang-faulty";
  vfs.pAppData = this;
  vfs.xOpen = FaultyCalls::Open;
  vfs.xDelete = FaultyCalls::Delete;
  vfs.xAccess = FaultyCalls::Access;
  vfs.xFullPathname = FaultyCalls::FullName;
  vfs.xRandomness = FaultyCalls::Randomness;
  vfs.xSleep = FaultyCalls::Sleep;
  vfs.xCurrentTime = FaultyCalls::Time;
  vfs.xCurrentTimeInt64 = FaultyCalls::Time64;
  vfs.xGetLastError = FaultyCalls::LastError;
  sqlite3_vfs_register(&vfs, 1);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(reinterpret_cast<sqlite3_vfs*>(registration_.data())); }

void FaultyVfs::Reseed(std::uint64_t seed) {
  const std::lock_guard<std::mutex> lock(mutex_);
  random_ = SeededRandom(seed);
}

FaultyVfs::Image FaultyVfs::Save() {
  const std::lock_guard<std::mutex> lock(mutex_);
  Image image;
  for (const auto& [name, entry] : files_) {
    if (entry.seen != nullptr) image[name] = entry.seen->bytes();
  }
  return image;
}

void FaultyVfs::Load(const Image& image) {
  const std::lock_guard<std::mutex> lock(mutex_);
  files_.clear();
  shared_.clear();
  for (const auto& [name, bytes] : image) {
    const auto file = std::make_shared<FaultyFile>(bytes);
    files_[name] = {file, file};
  }
}

void FaultyVfs::Remove(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  files_.erase(name);
}

void FaultyVfs::CutAfter(std::uint64_t calls) {
  const std::lock_guard<std::mutex> lock(mutex_);
  calls_until_cut_ = calls;
}

bool FaultyVfs::is_cut() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return is_cut_;
}

void FaultyVfs::Restart() {
  const std::lock_guard<std::mutex> lock(mutex_);
  constexpr std::array<std::size_t, 5> kKept = {0, 2, 8, 14, 16};
  const std::size_t kept = kKept[random_.Below(kKept.size())];
  for (auto& [name, entry] : files_) {
    if (entry.seen != entry.durable && random_.Below(16) >= kept) entry.seen = entry.durable;
    if (entry.seen != nullptr) entry.seen->LosePower(kept, random_);
    entry.durable = entry.seen;
  }
  std::erase_if(files_, [](const auto& item) { return item.second.seen == nullptr; });
  shared_.clear();
  is_cut_ = false;
  calls_until_cut_ = 0;
}

void FaultyVfs::Fail(DiskCall call, std::uint64_t n, bool stays) {
  const std::lock_guard<std::mutex> lock(mutex_);
  plan_ = {call, counts_[static_cast<std::size_t>(call)] + n, stays, false};
}

bool FaultyVfs::Heal() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool has_failed = plan_.has_failed;
  plan_ = Plan();
  return has_failed;
}

std::uint64_t FaultyVfs::CountOf(DiskCall call) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return counts_[static_cast<std::size_t>(call)];
}

void FaultyVfs::SetSyncLies(bool lies) {
  const std::lock_guard<std::mutex> lock(mutex_);
  sync_lies_ = lies;
}

bool FaultyVfs::MustFail(DiskCall call) {
  const std::uint64_t count = ++counts_[static_cast<std::size_t>(call)];
  if (is_cut_) return true;
  if (plan_.at == 0 || plan_.call != call || count < plan_.at || (count > plan_.at && !plan_.stays)) return false;
  plan_.has_failed = true;
  return true;
}

bool FaultyVfs::Changes() {
  if (is_cut_) return false;
  if (calls_until_cut_ == 0 || --calls_until_cut_ > 0) return true;
  is_cut_ = true;
  return false;
}

void FaultyVfs::SyncDirectory() {
  for (auto& [name, entry] : files_) entry.durable = entry.seen;
}

}  // namespace kedang
