#include "shared/field/types/text_value.h"

#include <cstdint>
#include <cstring>

#include "shared/field/checked.h"
#include "shared/text/fold.h"

namespace kedang {

namespace {

// Whether one of eight bytes is below 0x20 or 0x7F.
bool MayHaveControl(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  const std::uint64_t deleted = word ^ (kOnes * 0x7F);
  const std::uint64_t is_low = (word - kOnes * 0x20) & ~word, is_deleted = (deleted - kOnes) & ~deleted;
  return ((is_low | is_deleted) & (kOnes * 0x80)) != 0;
}

}  // namespace

bool HasControl(std::string_view text, bool has_lines) {
  for (std::size_t i = 0; i < text.size();) {
    if (text.size() - i >= 8 && !MayHaveControl(text.data() + i)) {
      i += 8;
      continue;
    }
    const char c = text[i++];
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && !(has_lines && (c == '\n' || c == '\t'))) || byte == 0x7F) return true;
  }
  return false;
}

Parsed ParseLine(const Field& field, std::string_view text, const CheckContext& context) {
  Parsed parsed{Value::Text(NormalizeText(text, context.changes)), {}};
  CheckLength(field, parsed.value.text(), parsed.issues);
  return parsed;
}

void CheckLine(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  if (HasControl(value.text(), false)) issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
  CheckLength(field, value.text(), issues);
}

}  // namespace kedang
