// The one door to libsodium: randomness, hashes, tokens and password hashing. Thread-safe. Call StartCrypto once before.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace kedang {

// Readies the library; may be called again. Fails only where the system has no source of randomness.
Status StartCrypto();

// Bytes nobody can predict.
void FillRandom(std::span<std::uint8_t> out);

class SystemRandom final : public Random {
 public:
  void Fill(std::span<std::uint8_t> out) override { FillRandom(out); }
};

using Sha256Hash = std::array<std::uint8_t, 32>;
Sha256Hash Sha256(std::string_view text);

// A secret of 256 random bits: 43 characters that need no escaping in URLs and cookies. Only its Sha256 is ever stored.
std::string MakeToken();

// 32 bytes that nobody computes without the key (HMAC-SHA-256).
Bytes KeyedHash(ByteSpan key, std::string_view text);

// argon2id, t=3, m=64 MiB, p=1, with a salt of its own, as "$argon2id$…". kResourceExhausted without the memory.
Result<std::string> HashPassword(std::string_view password);
// Takes as long for a hash that is no hash as for a true one.
bool VerifyPassword(std::string_view password, const std::string& hash);
// Whether `hash` was made with weaker parameters than today's.
bool IsPasswordHashOutdated(const std::string& hash);

}  // namespace kedang
