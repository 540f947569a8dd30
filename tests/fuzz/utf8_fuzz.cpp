// Any bytes through UTF-8 checking, repair and folding.
#include "shared/base/bytes.h"
#include "shared/base/utf8.h"
#include "shared/text/fold.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kedang;
  const std::string_view text = AsText(ByteSpan(data, size));
  const std::string repaired = RepairUtf8(text);
  if (!IsValidUtf8(repaired)) __builtin_trap();
  if (IsValidUtf8(text) && repaired != text) __builtin_trap();
  if (ToUtf8(ToCodePoints(repaired)) != repaired) __builtin_trap();
  const std::string folded = Fold(repaired);
  if (Fold(folded) != folded || FoldWithOffsets(repaired).text != folded) __builtin_trap();
  const std::string normal = NormalizeText(repaired);
  if (NormalizeText(normal) != normal) __builtin_trap();
  return 0;
}
