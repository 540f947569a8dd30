#include "server/password.h"

#include <algorithm>
#include <array>

#include "server/crypto.h"

namespace kedang {
namespace {

constexpr std::size_t kMinCharacters = 8;
constexpr std::size_t kMaxBytes = 256;

// Of eight characters or more, lower case; shorter ones are refused anyway.
constexpr std::array<std::string_view, 60> kCommon = {
    "00000000",    "11111111",    "12121212",    "12341234",    "12344321",   "12345678",   "123456789",  "1234567890",
    "123123123",   "123321123",   "1234abcd",    "1234qwer",    "147258369",  "1q2w3e4r",   "1q2w3e4r5t", "1qaz2wsx",
    "22222222",    "31415926",    "5201314520",  "55555555",    "66666666",   "66668888",   "77777777",   "78963214",
    "87654321",    "88888888",    "987654321",   "99999999",    "a1234567",   "a12345678",  "a123456789", "aa123456",
    "aaaaaaaa",    "abc12345",    "abc123456",   "abcd1234",    "admin123",   "admin1234",  "administrator", "adminadmin",
    "asdf1234",    "asdfghjk",    "asdfghjkl",   "baseball",    "changeme",   "football",   "iloveyou",   "password",
    "password1",   "password123", "passw0rd",    "p@ssw0rd",    "q1w2e3r4",   "qq123456",   "qwer1234",   "qwertyui",
    "qwertyuiop",  "sunshine",    "welcome1",    "woaini1314"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// UTF-8 characters: every byte that does not continue one.
std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string_view CheckNewPassword(std::string_view user_name, std::string_view password) {
  if (CountCharacters(password) < kMinCharacters) return "password_too_short";
  if (password.size() > kMaxBytes) return "password_too_long";
  const std::string lower = Lower(password);
  const bool is_common = std::find(kCommon.begin(), kCommon.end(), lower) != kCommon.end();
  return is_common || lower == Lower(user_name) ? "password_too_common" : "";
}

PasswordGate::Turn::Turn(PasswordGate& gate) : gate_(gate) {
  std::unique_lock lock(gate_.mutex_);
  if (gate_.running_ >= kMaxRunning && gate_.waiting_ >= kMaxWaiting) return;
  ++gate_.waiting_;
  gate_.free_.wait(lock, [this] { return gate_.running_ < kMaxRunning; });
  --gate_.waiting_;
  ++gate_.running_;
  is_granted = true;
}

PasswordGate::Turn::~Turn() {
  if (!is_granted) return;
  {
    const std::lock_guard lock(gate_.mutex_);
    --gate_.running_;
  }
  gate_.free_.notify_one();
}

Result<std::string> PasswordGate::Hash(std::string_view password) {
  const Turn turn(*this);
  if (!turn.is_granted) return Error{ErrorCode::kUnavailable, "too many passwords at once"};
  return HashPassword(password);
}

Result<bool> PasswordGate::Verify(std::string_view password, const std::string& hash) {
  const Turn turn(*this);
  if (!turn.is_granted) return Error{ErrorCode::kUnavailable, "too many passwords at once"};
  return VerifyPassword(password, hash);
}

}  // namespace kedang
