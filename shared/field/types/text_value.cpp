#include "shared/field/types/text_value.h"

#include "shared/field/checked.h"
#include "shared/text/fold.h"

namespace kedang {

bool HasControl(std::string_view text, bool has_lines) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && !(has_lines && (c == '\n' || c == '\t'))) || byte == 0x7F) return true;
  }
  return false;
}

Parsed ParseLine(const Field& field, std::string_view text, const CheckContext&) {
  Parsed parsed{Value::Text(NormalizeText(text)), {}};
  CheckLength(field, parsed.value.text(), parsed.issues);
  return parsed;
}

void CheckLine(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (HasControl(value.text(), false)) issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
  CheckLength(field, value.text(), issues);
}

}  // namespace kedang
