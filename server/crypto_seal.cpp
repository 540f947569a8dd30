#include "server/crypto_seal.h"

#include <sodium.h>

#include <cstring>

namespace kedang {
namespace {

// 0 magic, 8 lock, 9 zeros, 16 what the lock needs, 128 header of the stream
constexpr char kMagic[] = "KDGSEAL1";
constexpr std::size_t kMagicBytes = 8;
constexpr std::size_t kLockAt = 8;
constexpr std::size_t kNeedsAt = 16;
constexpr std::size_t kStreamAt = 128;
static_assert(kStreamAt + crypto_secretstream_xchacha20poly1305_HEADERBYTES == kSealHeadBytes);
static_assert(kNeedsAt + 32 + 32 + crypto_box_SEALBYTES == kStreamAt);
static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == kSealOverhead);

constexpr unsigned long long kPasses = crypto_pwhash_OPSLIMIT_MODERATE;
constexpr std::size_t kMemoryBytes = crypto_pwhash_MEMLIMIT_MODERATE;

constexpr std::string_view kPublicPrefix = "kdgpub-";
constexpr std::string_view kSecretPrefix = "kdgsec-";

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string FormatKey(std::string_view prefix, const SealKey& key) {
  std::array<char, 64> text{};
  sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return std::string(prefix) + text.data();
}

std::optional<SealKey> ParseKey(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  SealKey key{};
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &size, &end,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (failed != 0 || size != key.size() || end != text.data() + text.size()) return std::nullopt;
  return key;
}

std::string NewHead(Opener::Lock lock) {
  std::string head(kSealHeadBytes, '\0');
  std::memcpy(head.data(), kMagic, kMagicBytes);
  head[kLockAt] = static_cast<char>(lock);
  return head;
}

Status Stretch(std::string_view passphrase, const unsigned char* salt, SealKey& key) {
  if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt, kPasses, kMemoryBytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Status(ErrorCode::kResourceExhausted, "not enough memory to stretch the passphrase (256 MiB)");
  }
  return {};
}

}  // namespace

SealPair MakeSealPair() {
  SealPair pair;
  crypto_box_keypair(pair.public_key.data(), pair.secret_key.data());
  return pair;
}

std::string FormatPublicKey(const SealKey& key) { return FormatKey(kPublicPrefix, key); }
std::string FormatSecretKey(const SealKey& key) { return FormatKey(kSecretPrefix, key); }
std::optional<SealKey> ParsePublicKey(std::string_view text) { return ParseKey(kPublicPrefix, text); }

std::optional<SealPair> ParseSecretKey(std::string_view text) {
  const auto secret = ParseKey(kSecretPrefix, text);
  if (!secret) return std::nullopt;
  SealPair pair{{}, *secret};
  if (crypto_scalarmult_base(pair.public_key.data(), pair.secret_key.data()) != 0) return std::nullopt;
  return pair;
}

// ---- sealing ----------------------------------------------------------------------------------------------------------

struct Sealer::State {
  crypto_secretstream_xchacha20poly1305_state stream;
  bool is_first = true;
  ~State() { sodium_memzero(&stream, sizeof stream); }
};

Sealer::Sealer() : state_(std::make_unique<State>()) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

void Sealer::Begin(SealKey& key) {
  crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, Bytes(head_) + kStreamAt, key.data());
  sodium_memzero(key.data(), key.size());
}

Sealer Sealer::ForPublicKey(const SealKey& recipient) {
  Sealer sealer;
  sealer.head_ = NewHead(Opener::Lock::kKeyPair);
  SealKey key{};
  crypto_secretstream_xchacha20poly1305_keygen(key.data());
  std::memcpy(sealer.head_.data() + kNeedsAt, recipient.data(), recipient.size());
  crypto_box_seal(Bytes(sealer.head_) + kNeedsAt + recipient.size(), key.data(), key.size(), recipient.data());
  sealer.Begin(key);
  return sealer;
}

Result<Sealer> Sealer::ForPassphrase(std::string_view passphrase) {
  Sealer sealer;
  sealer.head_ = NewHead(Opener::Lock::kPassphrase);
  unsigned char* salt = Bytes(sealer.head_) + kNeedsAt;
  randombytes_buf(salt, crypto_pwhash_SALTBYTES);
  SealKey key{};
  KEDANG_RETURN_IF_ERROR(Stretch(passphrase, salt, key));
  sealer.Begin(key);
  return sealer;
}

std::string Sealer::Seal(std::string_view message, bool is_last) {
  std::string sealed(message.size() + kSealOverhead, '\0');
  const std::string_view bound = state_->is_first ? std::string_view(head_) : std::string_view();
  crypto_secretstream_xchacha20poly1305_push(
      &state_->stream, Bytes(sealed), nullptr, Bytes(message), message.size(), Bytes(bound), bound.size(),
      is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  state_->is_first = false;
  return sealed;
}

// ---- opening ----------------------------------------------------------------------------------------------------------

struct Opener::State {
  crypto_secretstream_xchacha20poly1305_state stream;
  ~State() { sodium_memzero(&stream, sizeof stream); }
};

Opener::Opener() : state_(std::make_unique<State>()) {}
Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;
Opener::~Opener() = default;

Result<Opener::Lock> Opener::LockOf(std::string_view head) {
  const bool is_head = head.size() == kSealHeadBytes && head.starts_with(std::string_view(kMagic, kMagicBytes));
  const auto lock = static_cast<Lock>(is_head ? head[kLockAt] : 0);
  if (lock != Lock::kKeyPair && lock != Lock::kPassphrase) return Error{ErrorCode::kCorrupt, "this is nothing that Kedang sealed"};
  return lock;
}

Status Opener::Begin(std::string_view head, SealKey& key) {
  head_ = head;
  const int failed = crypto_secretstream_xchacha20poly1305_init_pull(&state_->stream, Bytes(head) + kStreamAt, key.data());
  sodium_memzero(key.data(), key.size());
  return failed == 0 ? Status() : Status(ErrorCode::kCorrupt, "the head of the file is damaged");
}

Result<Opener> Opener::WithPair(std::string_view head, const SealPair& pair) {
  KEDANG_ASSIGN(const Lock lock, LockOf(head));
  if (lock != Lock::kKeyPair) return Error{ErrorCode::kInvalidArgument, "it was sealed with a passphrase, not for a key"};
  SealKey recipient{};
  std::memcpy(recipient.data(), head.data() + kNeedsAt, recipient.size());
  SealKey key{};
  if (recipient != pair.public_key ||
      crypto_box_seal_open(key.data(), Bytes(head) + kNeedsAt + recipient.size(), key.size() + crypto_box_SEALBYTES,
                           pair.public_key.data(), pair.secret_key.data()) != 0) {
    return Error{ErrorCode::kPermissionDenied, "it was sealed for the key " + FormatPublicKey(recipient) +
                                                   ", this one is " + FormatPublicKey(pair.public_key)};
  }
  Opener opener;
  KEDANG_RETURN_IF_ERROR(opener.Begin(head, key));
  return opener;
}

Result<Opener> Opener::WithPassphrase(std::string_view head, std::string_view passphrase) {
  KEDANG_ASSIGN(const Lock lock, LockOf(head));
  if (lock != Lock::kPassphrase) return Error{ErrorCode::kInvalidArgument, "it was sealed for a key, not with a passphrase"};
  SealKey key{};
  KEDANG_RETURN_IF_ERROR(Stretch(passphrase, Bytes(head) + kNeedsAt, key));
  Opener opener;
  KEDANG_RETURN_IF_ERROR(opener.Begin(head, key));
  return opener;
}

Result<std::string> Opener::Open(std::string_view sealed) {
  if (is_complete_) return Error{ErrorCode::kCorrupt, "something follows the end"};
  if (sealed.size() < kSealOverhead) return Error{ErrorCode::kCorrupt, "a piece is cut short"};
  std::string message(sealed.size() - kSealOverhead, '\0');
  unsigned char tag = 0;
  const std::string_view bound = is_first_ ? std::string_view(head_) : std::string_view();
  if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, Bytes(message), nullptr, &tag, Bytes(sealed), sealed.size(),
                                                 Bytes(bound), bound.size()) != 0) {
    return Error{ErrorCode::kCorrupt, is_first_ ? "the file is damaged, or the passphrase is another one" : "the file is damaged"};
  }
  is_first_ = false;
  is_complete_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return message;
}

}  // namespace kedang
