#include "server/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>

namespace kedang {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // 16: with the header and trailer of gzip

}  // namespace

std::string CompressBrotli(std::string_view data, int quality) {
  std::string out(BrotliEncoderMaxCompressedSize(data.size()), '\0');
  std::size_t size = out.size();
  if (!BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, data.size(),
                             reinterpret_cast<const std::uint8_t*>(data.data()), &size,
                             reinterpret_cast<std::uint8_t*>(out.data()))) {
    return std::string();
  }
  out.resize(size);
  return out;
}

std::string CompressGzip(std::string_view data, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::string();
  std::string out(deflateBound(&stream, static_cast<uLong>(data.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool is_whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(is_whole ? static_cast<std::size_t>(stream.total_out) : 0);
  deflateEnd(&stream);
  return out;
}

Result<std::string> DecompressGzip(std::string_view data, std::size_t max_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) return Error{ErrorCode::kResourceExhausted, "no memory to unpack"};
  std::string out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  int code = Z_OK;
  while (code == Z_OK && out.size() <= max_bytes) {
    const std::size_t before = out.size();
    out.resize(std::max<std::size_t>(4096, before * 2));
    stream.next_out = reinterpret_cast<Bytef*>(out.data()) + before;
    stream.avail_out = static_cast<uInt>(out.size() - before);
    code = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() == before && code == Z_OK) break;  // it wants more than there is
  }
  const bool is_whole = code == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > max_bytes) return Error{ErrorCode::kTooLarge, "more comes out than there may be"};
  if (!is_whole) return Error{ErrorCode::kCorrupt, "what was packed is damaged"};
  return out;
}

}  // namespace kedang
