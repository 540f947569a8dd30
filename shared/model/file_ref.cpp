#include "shared/model/file_ref.h"

#include <algorithm>
#include <charconv>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kIdChars = 26;

bool IsUnfit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || c == '/' || c == '\\';
}

// The place of the character that begins at or before `at`.
std::size_t CharacterStart(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

std::string FormatFileRef(const FileRef& file) {
  return FormatId(file.id) + ' ' + std::to_string(file.size) + ' ' + file.name;
}

std::optional<FileRef> ParseFileRef(std::string_view text) {
  if (text.size() < kIdChars + 4 || text[kIdChars] != ' ') return std::nullopt;
  const auto id = ParseId(text.substr(0, kIdChars));
  if (!id) return std::nullopt;
  FileRef file;
  file.id = *id;
  const std::string_view rest = text.substr(kIdChars + 1);
  const auto number = std::from_chars(rest.data(), rest.data() + rest.size(), file.size);
  const auto digits = static_cast<std::size_t>(number.ptr - rest.data());
  if (number.ec != std::errc() || digits == 0 || file.size > kMaxFileBytes) return std::nullopt;
  if (digits > 1 && rest[0] == '0') return std::nullopt;
  if (digits + 1 >= rest.size() || rest[digits] != ' ') return std::nullopt;
  file.name = rest.substr(digits + 1);
  if (file.name.size() > kMaxNameBytes || !IsValidUtf8(file.name)) return std::nullopt;
  if (std::any_of(file.name.begin(), file.name.end(), IsUnfit)) return std::nullopt;
  return file;
}

std::string CleanFileName(std::string_view name) {
  std::string clean = IsValidUtf8(name) ? std::string(name) : RepairUtf8(name);
  std::replace_if(clean.begin(), clean.end(), IsUnfit, '_');
  if (clean.size() > kMaxNameBytes) {
    const std::size_t dot = clean.rfind('.');
    const bool has_ending = dot != std::string::npos && clean.size() - dot <= 16;
    const std::string ending = has_ending ? clean.substr(dot) : std::string();
    clean = clean.substr(0, CharacterStart(clean, kMaxNameBytes - ending.size())) + ending;
  }
  return clean.empty() ? "_" : clean;
}

std::uint32_t FilePartCount(std::uint64_t size) {
  return static_cast<std::uint32_t>((size + kFilePartBytes - 1) / kFilePartBytes);
}

}  // namespace kedang
