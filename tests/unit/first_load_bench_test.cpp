// What a browser does with the segments of a first load, by the processor's time. Off unless asked for:
//   kedang_client_tests --gtest_also_run_disabled_tests --gtest_filter='FirstLoadBench*'
#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>

#include "server/sample_customer.h"
#include "shared/sync/segment.h"
#include "tests/support/shipped_lexicon.h"
#include "tests/support/shipped_schemas.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"

namespace kedang {
namespace {

constexpr std::size_t kRows = 100'000, kSegmentBytes = 1u << 20;

class ProcessorTime {
 public:
  void Tell(const char* what) const {
    const double seconds = static_cast<double>(std::clock() - started_) / CLOCKS_PER_SEC;
    std::printf("%s: %.0f ms, %.0f rows a second\n", what, seconds * 1000, static_cast<double>(kRows) / seconds);
  }

 private:
  std::clock_t started_ = std::clock();
};

TEST(FirstLoadBench, DISABLED_DecodesAndIndexes) {
  const SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  SampleRandom random(1);
  SyncWorld world(1);
  std::vector<Bytes> segments;
  SegmentWriter writer;
  IdSequence ids(1'790'000'000'000, world.random);
  for (std::size_t i = 0; i < kRows; ++i) {
    Record record = MakeSampleCustomer(customer, ids.Next(), ShippedLexicon(), random);
    Record stored(record.schema, record.id);
    stored.created = stored.changed = Version{1, i + 1};
    for (const Cell& cell : record.cells()) {
      if (!cell.value.is_null()) stored.Set(cell.field, cell.value, stored.created);
    }
    writer.Add(stored);
    if (writer.size_bytes() >= kSegmentBytes) segments.push_back(writer.Finish());
  }
  segments.push_back(writer.Finish());

  {
    MemoryStore store;
    const ProcessorTime time;
    for (const Bytes& segment : segments) {
      ASSERT_TRUE(ReadSegment(segment, [&](Record&& record) { store.PutRow(record); }).ok());
    }
    time.Tell("segments into records into a store");
  }
  {
    MemoryStore store;
    store.Reserve(kRows);
    const ProcessorTime time;
    for (const Bytes& segment : segments) {
      ASSERT_TRUE(ReadSegmentRows(segment, [&](const RecordHeader& header, ByteSpan row) { store.PutChecked(header, row); }).ok());
    }
    time.Tell("segments into a store");
    EXPECT_EQ(store.size(), kRows);
  }
  MemoryStorage storage;
  Workspace workspace(storage, world.clock, world.random, ShippedLexicon(), "test", [] {});
  ClientState state;
  state.replica = Id{1, 1};
  state.snapshot = Id{1, 2};
  state.schemas = FormatSchemaSet(schemas);
  state.segment_count = static_cast<std::uint32_t>(segments.size());
  state.cookie.epoch.number = 1;
  workspace.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
  PullRequest mark;
  mark.cookie = state.cookie;
  workspace.client().Restore(StorageArea::kBase, kMarkKey, Encode(mark));
  for (std::uint32_t i = 0; i < segments.size(); ++i) {
    workspace.client().Restore(StorageArea::kBase, SegmentKey(state.snapshot, i), segments[i]);
  }
  ASSERT_TRUE(workspace.client().Start().ok());
  ASSERT_EQ(workspace.records().size(), kRows);
  const ProcessorTime words;
  while (!workspace.is_searchable()) workspace.IndexStep(64);
  words.Tell("words indexed");
  const ProcessorTime links;
  while (!workspace.IndexStep(64)) {
  }
  links.Tell("links and facets indexed");
}

}  // namespace
}  // namespace kedang
