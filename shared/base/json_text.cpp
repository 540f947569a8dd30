#include "shared/base/json_text.h"

#include "shared/base/bytes.h"

namespace kedang {

void AppendJsonText(std::string_view text, std::string& out) {
  out += '"';
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, run, i - run);
    run = i + 1;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += ToHex(ByteSpan(&byte, 1));
    }
  }
  out.append(text, run, text.size() - run);
  out += '"';
}

}  // namespace kedang
