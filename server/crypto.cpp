#include "server/crypto.h"

#include <sodium.h>

namespace kedang {
namespace {

constexpr unsigned long long kPasswordPasses = 3;
constexpr std::size_t kPasswordMemoryBytes = 64u << 20;
// Well-formed and of no password: verifying against it costs what a true one costs.
constexpr const char* kNobodysHash =
    "$argon2id$v=19$m=65536,t=3,p=1$S2VkYW5nIG5vYm9keSE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

}  // namespace

Status StartCrypto() {
  if (sodium_init() < 0) return Status(ErrorCode::kInternal, "libsodium found no source of randomness");
  return Status();
}

void FillRandom(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

Sha256Hash Sha256(std::string_view text) {
  Sha256Hash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hash;
}

std::string MakeToken() {
  std::array<std::uint8_t, 32> secret{};
  FillRandom(secret);
  std::array<char, 44> text{};
  sodium_bin2base64(text.data(), text.size(), secret.data(), secret.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(secret.data(), secret.size());
  return text.data();
}

Bytes KeyedHash(ByteSpan key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  Bytes hash(crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256_final(&state, hash.data());
  return hash;
}

Result<std::string> HashPassword(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasswordPasses, kPasswordMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error{ErrorCode::kResourceExhausted, "not enough memory to hash a password (64 MiB)"};
  }
  return std::string(hash.data());
}

bool VerifyPassword(std::string_view password, const std::string& hash) {
  const bool is_hash = hash.starts_with("$argon2id$") && hash.size() < crypto_pwhash_STRBYTES;
  const char* text = is_hash ? hash.c_str() : kNobodysHash;
  return crypto_pwhash_str_verify(text, password.data(), password.size()) == 0 && is_hash;
}

bool IsPasswordHashOutdated(const std::string& hash) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), kPasswordPasses, kPasswordMemoryBytes) != 0;
}

}  // namespace kedang
