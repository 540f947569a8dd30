// ContentHash: what a file holds, as one hash over pieces that may come in any sizes: the hash of the hashes of its blocks and of
// its length. The same natively and in the browser.
#pragma once

#include <string>

#include "shared/base/hash.h"

namespace kedang {

class ContentHash {
 public:
  void Add(ByteSpan piece);
  // 32 hexadecimal digits. What was added before stays.
  std::string Text() const;

 private:
  Bytes block_;   // begun, not full
  Bytes hashes_;  // of the full ones
  std::uint64_t size_ = 0;
};

}  // namespace kedang
