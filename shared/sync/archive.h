// The two Cereal archives every batch goes through. Included by codec.cpp alone: Cereal needs exceptions and RTTI.
//   integers   unsigned: base-128 varint; signed: zigzag varint; bool: one byte 0 or 1; enumerations: as their integer
//   text       length + bytes, must be UTF-8     sequences   count + elements
// The reader trusts nothing: counts are checked against the bytes left and against a budget of elements before anything
// is reserved, texts against kMaxTextBytes, nesting against kMaxDepth. It throws cereal::Exception; codec.cpp catches.
#pragma once

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <cereal/cereal.hpp>

#include "shared/base/bytes.h"
#include "shared/base/utf8.h"

namespace kedang {

class ByteOutputArchive : public cereal::OutputArchive<ByteOutputArchive, 0> {
 public:
  explicit ByteOutputArchive(Bytes& out) : OutputArchive(this), out_(out) {}

  void Number(std::uint64_t value) { AppendVarint(value, out_); }
  void Raw(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out_.insert(out_.end(), bytes, bytes + size);
  }

 private:
  Bytes& out_;
};

class BoundedInputArchive : public cereal::InputArchive<BoundedInputArchive, 0> {
 public:
  static constexpr std::size_t kMaxElements = 4'000'000;
  static constexpr std::size_t kMaxTextBytes = 4u << 20;  // a schema set is the largest text
  static constexpr std::size_t kMaxDepth = 16;

  explicit BoundedInputArchive(ByteSpan bytes) : InputArchive(this), bytes_(bytes) {}

  std::uint64_t Number() {
    const auto value = ReadVarint(bytes_, position_);
    if (!value) throw cereal::Exception("number cut short");
    return *value;
  }
  // A count of things that take at least one byte each.
  std::size_t Count() {
    const std::uint64_t count = Number();
    if (count > left()) throw cereal::Exception("count beyond the bytes left");
    if (count > kMaxElements - elements_) throw cereal::Exception("too many elements");
    elements_ += static_cast<std::size_t>(count);
    return static_cast<std::size_t>(count);
  }
  ByteSpan Raw(std::uint64_t size) {
    if (size > left()) throw cereal::Exception("bytes cut short");
    const ByteSpan span = bytes_.subspan(position_, static_cast<std::size_t>(size));
    position_ += span.size();
    return span;
  }
  std::size_t left() const { return bytes_.size() - position_; }
  void Enter() {
    if (++depth_ > kMaxDepth) throw cereal::Exception("nested too deep");
  }
  void Leave() { --depth_; }
  void Finish() const {
    if (left() != 0) throw cereal::Exception("bytes after the message");
  }

 private:
  ByteSpan bytes_;
  std::size_t position_ = 0;
  std::size_t elements_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace kedang

namespace cereal {

using kedang::BoundedInputArchive;
using kedang::ByteOutputArchive;

template <typename T>
constexpr bool kIsPlainNumber = std::is_integral_v<T>;

template <typename T, traits::EnableIf<kIsPlainNumber<T>> = traits::sfinae>
void CEREAL_SAVE_FUNCTION_NAME(ByteOutputArchive& archive, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    archive.Number(value ? 1 : 0);
  } else if constexpr (std::is_signed_v<T>) {
    archive.Number(kedang::ZigZag(value));
  } else {
    archive.Number(value);
  }
}

template <typename T, traits::EnableIf<kIsPlainNumber<T>> = traits::sfinae>
void CEREAL_LOAD_FUNCTION_NAME(BoundedInputArchive& archive, T& value) {
  const std::uint64_t number = archive.Number();
  if constexpr (std::is_same_v<T, bool>) {
    if (number > 1) throw Exception("not a boolean");
    value = number == 1;
  } else if constexpr (std::is_signed_v<T>) {
    const std::int64_t wide = kedang::UnZigZag(number);
    if (wide < std::numeric_limits<T>::min() || wide > std::numeric_limits<T>::max()) throw Exception("number too large");
    value = static_cast<T>(wide);
  } else {
    if (number > std::numeric_limits<T>::max()) throw Exception("number too large");
    value = static_cast<T>(number);
  }
}

inline void CEREAL_SAVE_FUNCTION_NAME(ByteOutputArchive& archive, const std::string& text) {
  archive.Number(text.size());
  archive.Raw(text.data(), text.size());
}

inline void CEREAL_LOAD_FUNCTION_NAME(BoundedInputArchive& archive, std::string& text) {
  const std::uint64_t size = archive.Number();
  if (size > BoundedInputArchive::kMaxTextBytes) throw Exception("text too long");
  text = std::string(kedang::AsText(archive.Raw(size)));
  if (!kedang::IsValidUtf8(text)) throw Exception("text is not UTF-8");
}

template <typename T>
void CEREAL_SAVE_FUNCTION_NAME(ByteOutputArchive& archive, const std::vector<T>& items) {
  archive.Number(items.size());
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    archive.Raw(items.data(), items.size());
  } else {
    for (const T& item : items) archive(item);
  }
}

template <typename T>
void CEREAL_LOAD_FUNCTION_NAME(BoundedInputArchive& archive, std::vector<T>& items) {
  items.clear();
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    const kedang::ByteSpan bytes = archive.Raw(archive.Number());
    items.assign(bytes.begin(), bytes.end());
  } else {
    // Grown as elements really arrive: a lying count costs nothing.
    for (std::size_t left = archive.Count(); left > 0; --left) {
      items.push_back(T());
      archive(items.back());
    }
  }
}

template <typename T, traits::DisableIf<kIsPlainNumber<T>> = traits::sfinae>
void prologue(BoundedInputArchive& archive, const T&) {
  archive.Enter();
}
template <typename T, traits::DisableIf<kIsPlainNumber<T>> = traits::sfinae>
void epilogue(BoundedInputArchive& archive, const T&) {
  archive.Leave();
}
template <typename T, traits::EnableIf<kIsPlainNumber<T>> = traits::sfinae>
void prologue(BoundedInputArchive&, const T&) {}
template <typename T, traits::EnableIf<kIsPlainNumber<T>> = traits::sfinae>
void epilogue(BoundedInputArchive&, const T&) {}
template <typename T>
void prologue(ByteOutputArchive&, const T&) {}
template <typename T>
void epilogue(ByteOutputArchive&, const T&) {}

}  // namespace cereal

CEREAL_REGISTER_ARCHIVE(kedang::ByteOutputArchive)
CEREAL_REGISTER_ARCHIVE(kedang::BoundedInputArchive)
CEREAL_SETUP_ARCHIVE_TRAITS(kedang::BoundedInputArchive, kedang::ByteOutputArchive)
