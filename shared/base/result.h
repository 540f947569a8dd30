// Result<T> and Status: what an operation that can fail returns. The codes are a closed set; the message is for
// developers and logs only: users read text chosen by code from assets/locale. Handle each error exactly once.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kedang {

enum class ErrorCode {
  kInvalidArgument,   // the caller's input is not of the form asked for
  kNotFound,          // what was named does not exist (or may not be known)
  kAlreadyExists,
  kPermissionDenied,
  kUnauthenticated,
  kCorrupt,           // stored or received bytes are not what they claim to be
  kTooLarge,          // a limit was exceeded; the message names it
  kUnsupported,       // a version or kind this build does not know
  kUnavailable,       // try again later (network, lock, back-pressure)
  kResourceExhausted, // disk full, quota exceeded, out of memory budget
  kCancelled,
  kConflict,          // somebody else changed it first
  kInternal,          // a failure below us that has no better word
};

// Stable lower_snake name of a code, as integrators and locale keys see it.
std::string_view ErrorCodeName(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // says what, where and what to do; English; never shown raw to users
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT: implicit on purpose
  Status(ErrorCode code, std::string message) : error_{code, std::move(message)}, ok_(false) {}

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  // Precondition: !ok().
  const Error& error() const { return error_; }

 private:
  Error error_;
  bool ok_ = true;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}           // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}       // NOLINT: implicit
  Result(ErrorCode code, std::string message) : state_(std::in_place_index<1>, Error{code, std::move(message)}) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  // Precondition: ok().
  const T& value() const& { return *std::get_if<0>(&state_); }
  T& value() & { return *std::get_if<0>(&state_); }
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  // Precondition: !ok().
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace kedang

#define KEDANG_CONCAT_INNER(a, b) a##b
#define KEDANG_CONCAT(a, b) KEDANG_CONCAT_INNER(a, b)
// Returns the error of a Status or Result expression to the caller.
#define KEDANG_RETURN_IF_ERROR(expression)                       \
  do {                                                           \
    auto&& kedang_status = (expression);                         \
    if (!kedang_status.ok()) return kedang_status.error();       \
  } while (false)
// KEDANG_ASSIGN(auto x, F()) binds x to the value, or returns the error to the caller.
#define KEDANG_ASSIGN(declaration, expression) \
  KEDANG_ASSIGN_INNER(KEDANG_CONCAT(kedang_result_, __LINE__), declaration, expression)
#define KEDANG_ASSIGN_INNER(result, declaration, expression) \
  auto result = (expression);                                \
  if (!result.ok()) return result.error();                   \
  declaration = std::move(result).value()
