#include "shared/text/simplified.h"

#include <array>
#include <cstddef>
#include <iterator>

namespace kedang {
namespace {

constexpr char32_t kPairs[] =
#include "shared/text/simplified_table.inc"
    ;
constexpr std::size_t kPairCount = (std::size(kPairs) - 1) / 2;
constexpr std::uint16_t kAsk = 1;

constexpr std::array<std::uint16_t, kEndFlatHanzi - kFirstFlatHanzi> MakeFlat() {
  std::array<std::uint16_t, kEndFlatHanzi - kFirstFlatHanzi> flat{};
  for (std::size_t i = 0; i < kPairCount; ++i) {
    const char32_t source = kPairs[2 * i];
    const char32_t target = kPairs[2 * i + 1];
    if (source < kFirstFlatHanzi || source >= kEndFlatHanzi) continue;
    flat[source - kFirstFlatHanzi] = target < 0x10000 ? static_cast<std::uint16_t>(target) : kAsk;
  }
  return flat;
}

constexpr auto kFlat = MakeFlat();

}  // namespace

const std::uint16_t* const kFlatSimplified = kFlat.data();

char32_t SimplifiedOf(char32_t character) {
  if (character < kFirstFlatHanzi) return character;
  if (character < kEndFlatHanzi) {
    const std::uint16_t entry = kFlat[character - kFirstFlatHanzi];
    if (entry != kAsk) return entry == 0 ? character : entry;
  }
  std::size_t low = 0, high = kPairCount;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (kPairs[2 * middle] < character) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < kPairCount && kPairs[2 * low] == character ? kPairs[2 * low + 1] : character;
}

}  // namespace kedang
