#include "shared/base/hash.h"

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace kedang {

Hash128 HashOf(ByteSpan bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  Hash128 hash{};
  std::memcpy(hash.data(), canonical.digest, hash.size());
  return hash;
}

}  // namespace kedang
