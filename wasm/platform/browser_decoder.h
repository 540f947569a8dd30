// The browser's TextDecoder as the decoder that file reading asks for: GB18030 without a table of our own.
#pragma once

#include <string>
#include <string_view>

#include "shared/intake/encoding.h"

namespace kedang {

class BrowserDecoder : public TextDecoder {
 public:
  // `label` as of the Encoding standard: "gb18030", "big5", "windows-1252".
  explicit BrowserDecoder(std::string_view label);
  ~BrowserDecoder() override;
  BrowserDecoder(const BrowserDecoder&) = delete;
  BrowserDecoder& operator=(const BrowserDecoder&) = delete;

  // kUnsupported when the browser does not know the label.
  Result<std::string> Decode(ByteSpan chunk, bool is_last) override;

 private:
  uint32_t id_;  // 0: unknown label
};

}  // namespace kedang
