// Any bytes as XML: the scanner and the general parser behind XmlReader tell the same of them, errors and their places included.
// In pieces, too, but for which of two errors the general parser sees first.
#include <algorithm>
#include <cstdlib>

#include "shared/base/bytes.h"
#include "tests/support/xml_events.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > (1 << 14)) return 0;
  const std::string_view xml = kedang::AsText(kedang::ByteSpan(data + 1, size - 1));
  const std::string whole = kedang::TellGeneral(xml, 1 << 15);
  if (kedang::TellScanned(xml, 1 << 15) != whole) std::abort();
  const std::string pieces = kedang::TellScanned(xml, 1 + data[0]);
  if (kedang::WithoutError(pieces) != kedang::WithoutError(whole) ||
      (pieces == kedang::WithoutError(pieces)) != (whole == kedang::WithoutError(whole)))
    std::abort();
  return 0;
}
