#include "shared/intake/zip_memory.h"

#include <algorithm>
#include <cstring>

namespace kedang {
namespace {

struct Memory {
  ByteSpan read;             // of an archive that is read
  Bytes* written = nullptr;  // of one that is made
  std::uint64_t position = 0;

  std::uint64_t size() const { return written != nullptr ? written->size() : read.size(); }
  const std::uint8_t* data() const { return written != nullptr ? written->data() : read.data(); }
};

Memory& Of(voidpf stream) { return *static_cast<Memory*>(stream); }

voidpf OpenToRead(voidpf bytes, const void*, int) { return new Memory{*static_cast<const ByteSpan*>(bytes), nullptr, 0}; }
voidpf OpenToWrite(voidpf bytes, const void*, int) { return new Memory{ByteSpan(), static_cast<Bytes*>(bytes), 0}; }

uLong Read(voidpf, voidpf stream, void* out, uLong size) {
  Memory& memory = Of(stream);
  const auto count = std::min<std::uint64_t>(size, memory.size() - memory.position);
  if (count > 0) std::memcpy(out, memory.data() + memory.position, static_cast<std::size_t>(count));
  memory.position += count;
  return static_cast<uLong>(count);
}

uLong Write(voidpf, voidpf stream, const void* data, uLong size) {
  Memory& memory = Of(stream);
  if (memory.written == nullptr) return 0;
  const std::uint64_t end = memory.position + size;
  if (end > memory.written->size()) memory.written->resize(static_cast<std::size_t>(end));
  if (size > 0) std::memcpy(memory.written->data() + memory.position, data, size);
  memory.position = end;
  return size;
}

ZPOS64_T Tell(voidpf, voidpf stream) { return Of(stream).position; }

long Seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  Memory& memory = Of(stream);
  std::uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = memory.position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = memory.size();
  if (base + offset < base || base + offset > memory.size()) return -1;
  memory.position = base + offset;
  return 0;
}

int Close(voidpf, voidpf stream) {
  delete &Of(stream);
  return 0;
}

int NoError(voidpf, voidpf) { return 0; }

zlib_filefunc64_def Functions(open64_file_func open, voidpf bytes) {
  zlib_filefunc64_def functions = {};
  functions.zopen64_file = open;
  functions.zread_file = Read;
  functions.zwrite_file = Write;
  functions.ztell64_file = Tell;
  functions.zseek64_file = Seek;
  functions.zclose_file = Close;
  functions.zerror_file = NoError;
  functions.opaque = bytes;
  return functions;
}

}  // namespace

zlib_filefunc64_def ReadFromMemory(const ByteSpan* bytes) { return Functions(OpenToRead, const_cast<ByteSpan*>(bytes)); }
zlib_filefunc64_def WriteToMemory(Bytes* bytes) { return Functions(OpenToWrite, bytes); }

}  // namespace kedang
