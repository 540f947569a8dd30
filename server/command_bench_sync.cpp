#include <atomic>
#include <thread>

#include <nlohmann/json.hpp>

#include "server/bench_push.h"
#include "server/bench_world.h"
#include "server/compress.h"
#include "server/machine.h"
#include "server/search_texts.h"
#include "shared/store/memory_store.h"
#include "shared/sync/segment.h"
#include "shared/sync/server.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSegmentBytes = 1u << 20;
constexpr std::size_t kIndexedAtOnce = 4096;
constexpr std::size_t kSinglePushers = 64;
constexpr std::size_t kBatchPushers = 4;
constexpr double kPushSeconds = 4;

// Mutations a second that are judged, merged and on the disk when their pushes return.
Result<double> BenchPushes(Instance& instance, std::size_t pushers, std::size_t mutations) {
  KEDANG_ASSIGN(const Principal principal, PrincipalFor(instance, ""));
  instance.rules();
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<bool> has_failed{false};
  const auto start = std::chrono::steady_clock::now();
  const auto push = [&](std::size_t number) {
    BenchPusher pusher(instance.schemas(), instance.epoch(), MakeId(instance.clock().NowMs(), instance.random()), number);
    while (SecondsSince(start) < kPushSeconds && !has_failed) {
      const PushRequest request = pusher.Next(mutations);
      PushResponse response;
      const Status status = instance.writer().Submit([&](SqliteStore& store) -> Status {
        SyncServer server(instance.schemas(), instance.rules(), instance.lexicon(), instance.clock(), instance.random());
        KEDANG_ASSIGN(response, server.Push(store, principal, request));
        return {};
      });
      if (!status.ok() || !pusher.Take(response)) has_failed = true;
      accepted += mutations;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < pushers; ++i) threads.emplace_back(push, i);
  for (std::thread& thread : threads) thread.join();
  if (has_failed) return Error{ErrorCode::kInternal, "bench sync: a push was not accepted"};
  return static_cast<double>(accepted) / SecondsSince(start);
}

Result<Json> BenchSync(const CommonOptions& common, const BenchCommandOptions& options) {
  KEDANG_ASSIGN(const BenchWorld loaded, MakeBenchWorld(common, options));
  std::vector<Bytes> segments;
  SegmentWriter writer;
  std::uint64_t rows = 0;
  const auto build_start = std::chrono::steady_clock::now();
  {
    KEDANG_ASSIGN(const Instance::Reader reader, loaded.instance->Read());
    for (const Schema& schema : loaded.instance->schemas().schemas) {
      KEDANG_RETURN_IF_ERROR(reader->Scan(schema.id, [&](const Record& record) {
        ++rows;
        writer.Add(record);
        if (writer.size_bytes() >= kSegmentBytes) segments.push_back(writer.Finish());
        return true;
      }));
    }
  }
  if (writer.count() > 0) segments.push_back(writer.Finish());
  const double build_seconds = SecondsSince(build_start);

  std::size_t raw_bytes = 0;
  std::size_t wire_bytes = 0;
  const auto compress_start = std::chrono::steady_clock::now();
  for (const Bytes& segment : segments) {
    raw_bytes += segment.size();
    wire_bytes += CompressBrotli(AsText(segment), 5).size();
  }
  const double compress_seconds = SecondsSince(compress_start);

  std::uint64_t read_rows = 0;
  MemoryStore store;
  SearchIndex index(loaded.instance->lexicon().pinyin());
  FormatContext format;
  format.lexicon = &loaded.instance->lexicon();
  const SchemaSet& schemas = loaded.instance->schemas();
  SearchTexts texts(loaded.instance->rules().computed(), format);
  const auto read_start = std::chrono::steady_clock::now();
  for (const Bytes& segment : segments) {
    KEDANG_RETURN_IF_ERROR(ReadSegment(segment, [&](Record&& record) {
      ++read_rows;
      const Row row = store.PutRow(record);
      const Schema* schema = schemas.Find(record.schema);
      if (schema != nullptr) index.Set(row, record.schema, texts.Of(*schema, record));
    }));
    while (!index.Maintain(kIndexedAtOnce)) {
    }
  }
  const double read_seconds = SecondsSince(read_start);
  if (read_rows != rows) return Error{ErrorCode::kCorrupt, "bench sync: segments lost records"};
  KEDANG_ASSIGN(const double single, BenchPushes(*loaded.instance, kSinglePushers, 1));
  KEDANG_ASSIGN(const double batch, BenchPushes(*loaded.instance, kBatchPushers, kMaxPushMutations));
  const auto per_row = [rows](std::size_t bytes) {
    return rows == 0 ? 0.0 : static_cast<double>(bytes) / static_cast<double>(rows);
  };
  return Json{{"rows", rows},
              {"segments", segments.size()},
              {"raw_bytes_per_row", per_row(raw_bytes)},
              {"wire_bytes_per_row", per_row(wire_bytes)},
              {"wire_bytes", wire_bytes},
              {"build_seconds", build_seconds},
              {"compress_seconds", compress_seconds},
              // Decoded, stored and searchable.
              {"read_seconds", read_seconds},
              {"read_rows_per_s", static_cast<std::uint64_t>(static_cast<double>(rows) / read_seconds)},
              {"store_bytes_per_row", per_row(store.memory_bytes())},
              {"single_per_s", static_cast<std::uint64_t>(single)},
              {"batch_per_s", static_cast<std::uint64_t>(batch)},
              {"peak_bytes", PeakMemoryBytes()}};
}

}  // namespace

int RunBenchSync(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchSync(common, options));
}

}  // namespace kedang
