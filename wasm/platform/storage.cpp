#include "wasm/platform/storage.h"

#include <memory>
#include <utility>

#include <emscripten.h>

#include "wasm/platform/pending.h"

extern "C" {
void kedang_storage_open(uint32_t number, const char* name, size_t size);
void kedang_storage_write(uint32_t number, const uint8_t* steps, size_t size);
void kedang_storage_read(uint32_t number, int store, const char* prefix, size_t size);
void kedang_storage_remove(uint32_t number);
void kedang_storage_ask_facts(uint32_t number, int is_asked);
}

namespace kedang {
namespace {

struct StorageCall {
  StatusCallback done;
  std::function<void(std::string_view key, ByteSpan value)> row;
};

using FactsCallback = std::function<void(const StorageFacts&)>;

Pending<StorageCall>& Calls() {
  static Pending<StorageCall> calls;
  return calls;
}

Pending<FactsCallback>& FactsCalls() {
  static Pending<FactsCallback> calls;
  return calls;
}

// The codes of storage.js.
Status StatusOf(int code, std::string message) {
  switch (code) {
    case 0: return Status();
    case 1: return Status(ErrorCode::kResourceExhausted, "browser storage is full: " + message);
    case 2: return Status(ErrorCode::kUnavailable, "browser storage is not available: " + message);
    default: return Status(ErrorCode::kInternal, "browser storage failed: " + message);
  }
}

constexpr std::size_t kStepHead = 16;

// As storage.js reads it: kind, store, key length, value length, key, value.
void AppendStep(const StorageStep& step, Bytes& out) {
  AppendU32(static_cast<uint32_t>(step.kind), out);
  AppendU32(static_cast<uint32_t>(step.store), out);
  AppendU32(static_cast<uint32_t>(step.key.size()), out);
  AppendU32(static_cast<uint32_t>(step.value.size()), out);
  out.insert(out.end(), step.key.begin(), step.key.end());
  out.insert(out.end(), step.value.begin(), step.value.end());
}

}  // namespace

void OpenStorage(std::string_view database, StatusCallback done) {
  kedang_storage_open(Calls().Add({std::move(done), nullptr}), database.data(), database.size());
}

void WriteTransaction(std::vector<StorageStep> steps, StatusCallback done) {
  Bytes bytes;
  std::size_t size = 0;
  for (const StorageStep& step : steps) size += kStepHead + step.key.size() + step.value.size();
  bytes.reserve(size);
  for (const StorageStep& step : steps) AppendStep(step, bytes);
  kedang_storage_write(Calls().Add({std::move(done), nullptr}), bytes.data(), bytes.size());
}

void LoadEach(StoreName store, std::string_view prefix, std::function<void(std::string_view key, ByteSpan value)> row,
              StatusCallback done) {
  kedang_storage_read(Calls().Add({std::move(done), std::move(row)}), static_cast<int>(store), prefix.data(), prefix.size());
}

void LoadAll(StoreName store, std::function<void(Result<std::vector<StoredRow>>)> done) {
  const auto rows = std::make_shared<std::vector<StoredRow>>();
  LoadEach(
      store, {},
      [rows](std::string_view key, ByteSpan value) {
        rows->push_back({std::string(key), Bytes(value.begin(), value.end())});
      },
      [rows, done = std::move(done)](const Status& status) {
        if (status.ok()) {
          done(std::move(*rows));
        } else {
          done(status.error());
        }
      });
}

void DeleteStorage(StatusCallback done) { kedang_storage_remove(Calls().Add({std::move(done), nullptr})); }

void ReadStorageFacts(FactsCallback done) { kedang_storage_ask_facts(FactsCalls().Add(std::move(done)), 0); }

void RequestPersistence(FactsCallback done) { kedang_storage_ask_facts(FactsCalls().Add(std::move(done)), 1); }

}  // namespace kedang

extern "C" {

EMSCRIPTEN_KEEPALIVE void kedang_storage_row(uint32_t number, const char* key, size_t key_size,
                                             const uint8_t* value, size_t size) {
  kedang::StorageCall* call = kedang::Calls().Find(number);
  if (call != nullptr && call->row) call->row(std::string_view(key, key_size), kedang::ByteSpan(value, size));
}

EMSCRIPTEN_KEEPALIVE void kedang_storage_done(uint32_t number, int code, const char* message, size_t size) {
  const kedang::StorageCall call = kedang::Calls().Take(number);
  if (call.done) call.done(kedang::StatusOf(code, std::string(message, size)));
}

EMSCRIPTEN_KEEPALIVE void kedang_storage_facts(uint32_t number, int is_persisted, double used, double quota) {
  const kedang::FactsCallback call = kedang::FactsCalls().Take(number);
  if (call) call({.is_persisted = is_persisted != 0, .used_bytes = used, .quota_bytes = quota});
}

}  // extern "C"
