// Sealer and Opener: a stream of messages that nobody reads, changes, reorders, drops or cuts short without being noticed
// (XChaCha20-Poly1305 by libsodium's secretstream). Sealed to a key pair, whose secret half may be kept elsewhere, or by a
// passphrase (argon2id). What is sealed begins with a head of kSealHeadBytes that tells how; it holds no secret.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace kedang {

inline constexpr std::size_t kSealHeadBytes = 152;
// What sealing adds to a message.
inline constexpr std::size_t kSealOverhead = 17;

using SealKey = std::array<std::uint8_t, 32>;
struct SealPair {
  SealKey public_key{}, secret_key{};
};
SealPair MakeSealPair();
// As people keep them: "kdgpub-…" and "kdgsec-…".
std::string FormatPublicKey(const SealKey& key);
std::string FormatSecretKey(const SealKey& key);
std::optional<SealKey> ParsePublicKey(std::string_view text);
// The pair of a secret key.
std::optional<SealPair> ParseSecretKey(std::string_view text);

class Sealer {
 public:
  static Sealer ForPublicKey(const SealKey& recipient);
  // kResourceExhausted without the memory that stretching a passphrase takes (256 MiB).
  static Result<Sealer> ForPassphrase(std::string_view passphrase);
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;
  ~Sealer();

  const std::string& head() const { return head_; }
  // In order; nothing may follow the last one.
  std::string Seal(std::string_view message, bool is_last);

 private:
  struct State;
  Sealer();
  void Begin(SealKey& key);

  std::string head_;
  std::unique_ptr<State> state_;
};

class Opener {
 public:
  enum class Lock : std::uint8_t { kKeyPair = 1, kPassphrase = 2 };
  // How it was sealed; kCorrupt when this is no head.
  static Result<Lock> LockOf(std::string_view head);
  // kPermissionDenied when the pair is another one than it was sealed to.
  static Result<Opener> WithPair(std::string_view head, const SealPair& pair);
  static Result<Opener> WithPassphrase(std::string_view head, std::string_view passphrase);
  Opener(Opener&&) noexcept;
  Opener& operator=(Opener&&) noexcept;
  ~Opener();

  // The messages in order. kCorrupt for one that was changed or is not the next; for the first one that may also mean
  // another passphrase.
  Result<std::string> Open(std::string_view sealed);
  // The last message was opened: nothing is missing.
  bool is_complete() const { return is_complete_; }

 private:
  struct State;
  Opener();
  Status Begin(std::string_view head, SealKey& key);

  std::unique_ptr<State> state_;
  std::string head_;
  bool is_first_ = true;
  bool is_complete_ = false;
};

}  // namespace kedang
