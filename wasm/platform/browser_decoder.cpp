#include "wasm/platform/browser_decoder.h"

#include <emscripten.h>

extern "C" {
uint32_t kedang_decoder_open(const char* label, size_t size);
void kedang_decoder_close(uint32_t id);
void kedang_decoder_decode(uint32_t id, const uint8_t* bytes, size_t size, int is_last, std::string* out);
}

namespace kedang {

BrowserDecoder::BrowserDecoder(std::string_view label) : id_(kedang_decoder_open(label.data(), label.size())) {}

BrowserDecoder::~BrowserDecoder() {
  if (id_ != 0) kedang_decoder_close(id_);
}

Result<std::string> BrowserDecoder::Decode(ByteSpan chunk, bool is_last) {
  if (id_ == 0) return {ErrorCode::kUnsupported, "this browser does not know the encoding"};
  std::string text;
  kedang_decoder_decode(id_, chunk.data(), chunk.size(), is_last ? 1 : 0, &text);
  return text;
}

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_decoder_text(std::string* out, const char* text, size_t size) {
  out->append(text, size);
}

}  // extern "C"
