#include <gtest/gtest.h>

#include <map>

#include "shared/store/packed_record.h"
#include "shared/sync/codec.h"
#include "shared/sync/segment.h"
#include "tests/support/random.h"
#include "tests/support/random_record.h"

namespace kedang {
namespace {

bool SameRecord(const Record& a, const Record& b) {
  if (a.schema != b.schema || !(a.id == b.id) || !(a.created == b.created) || !(a.changed == b.changed) ||
      a.created_ms != b.created_ms || a.changed_ms != b.changed_ms || a.is_deleted != b.is_deleted ||
      a.cells().size() != b.cells().size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.cells().size(); ++i) {
    if (a.cells()[i].field != b.cells()[i].field || !(a.cells()[i].value == b.cells()[i].value) ||
        !(a.cells()[i].version == b.cells()[i].version)) {
      return false;
    }
  }
  return true;
}

TEST(Codec, PushRoundTrips) {
  PushRequest push;
  push.replica = Id{1, 2};
  push.epoch = Epoch{3, Id{4, 5}};
  Group group;
  group.id = Id{6, 7};
  group.provenance = {SourceKind::kImport, "展会.csv", Id{8, 9}};
  Mutation mutation;
  mutation.mid = 11;
  mutation.kind = MutationKind::kSet;
  mutation.schema = 1;
  mutation.record = Id{10, 11};
  mutation.client_ms = -5;
  mutation.edits.push_back({4, Value::Text("021-6188 2630"), Value::Text("0571"), Version{1, 9}, 10});
  group.mutations.push_back(mutation);
  push.groups.push_back(group);
  const Bytes frame = Encode(push);
  const auto back = Decode<PushRequest>(frame);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back->groups[0].provenance, group.provenance);
  EXPECT_EQ(back->groups[0].mutations[0].client_ms, -5);
  EXPECT_EQ(back->groups[0].mutations[0].edits[0].value, Value::Text("021-6188 2630"));
  EXPECT_EQ(Encode(back.value()), frame);
}

TEST(Codec, RefusesEveryDamage) {
  SeededRandom random(3);
  PullResponse pull;
  for (int i = 0; i < 20; ++i) pull.puts.push_back(RandomRecord(random, 1));
  const Bytes frame = Encode(pull);
  ASSERT_TRUE(Decode<PullResponse>(frame).ok());
  for (std::size_t length = 0; length < frame.size(); ++length) {
    EXPECT_FALSE(Decode<PullResponse>(ByteSpan(frame).first(length)).ok());
  }
  for (int i = 0; i < 2000; ++i) {
    Bytes damaged = frame;
    damaged[random.Below(damaged.size())] ^= static_cast<std::uint8_t>(1u << random.Below(8));
    EXPECT_FALSE(Decode<PullResponse>(damaged).ok());
  }
  EXPECT_EQ(Decode<PushRequest>(frame).error().code, ErrorCode::kInvalidArgument);
}

// The hash is no secret: hostile bytes come with a right one. Nothing may crash, hang or take memory for lies.
TEST(Codec, SurvivesHostileBodies) {
  SeededRandom random(5);
  PullResponse pull;
  for (int i = 0; i < 5; ++i) pull.puts.push_back(RandomRecord(random, 1));
  const Bytes frame = Encode(pull);
  const Bytes body(frame.begin() + kFrameHeaderBytes, frame.end() - kFrameHashBytes);
  for (int i = 0; i < 20'000; ++i) {
    Bytes hostile = body;
    for (std::size_t n = 1 + random.Below(4); n > 0; --n) {
      hostile[random.Below(hostile.size())] = static_cast<std::uint8_t>(random.Below(256));
    }
    const auto result = Decode<PullResponse>(WriteFrame(FrameKind::kPullResponse, hostile));
    if (!result.ok()) {
      EXPECT_EQ(result.error().code, ErrorCode::kCorrupt);
    }
  }
  // A count of 2^60 elements in nine bytes.
  Bytes lie;
  for (int i = 0; i < 9; ++i) lie.push_back(0xFF);
  lie.push_back(0x01);
  EXPECT_FALSE(Decode<PullResponse>(WriteFrame(FrameKind::kPullResponse, lie)).ok());
}

TEST(Codec, RefusesTextThatIsNotUtf8) {
  ErrorResponse error;
  error.message = "abc";
  Bytes frame = Encode(error);
  Bytes body(frame.begin() + kFrameHeaderBytes, frame.end() - kFrameHashBytes);
  body[2] = 0xFF;
  EXPECT_FALSE(Decode<ErrorResponse>(WriteFrame(FrameKind::kError, body)).ok());
}

TEST(Frame, SaysWhatIsWrong) {
  const Bytes frame = WriteFrame(FrameKind::kError, AsBytes("x"));
  Bytes other = frame;
  other[4] = 2;
  EXPECT_EQ(ReadFrame(other).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(ReadFrame(frame, 0).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(ReadFrame(ByteSpan(frame).first(10)).error().code, ErrorCode::kCorrupt);
}

TEST(Segment, GivesBackEveryRecord) {
  SeededRandom random(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<Record> records;
    SegmentWriter writer;
    for (std::size_t n = random.Below(60); n > 0; --n) {
      records.push_back(RandomRecord(random, 1));
      writer.Add(records.back());
    }
    EXPECT_EQ(writer.count(), records.size());
    const Bytes frame = writer.Finish();
    std::vector<Record> read;
    ASSERT_TRUE(ReadSegment(frame, [&](Record&& record) { read.push_back(std::move(record)); }).ok());
    ASSERT_EQ(read.size(), records.size());
    const auto by_id = [](const Record& a, const Record& b) { return a.id < b.id; };
    std::sort(records.begin(), records.end(), by_id);
    std::sort(read.begin(), read.end(), by_id);
    for (std::size_t i = 0; i < read.size(); ++i) EXPECT_TRUE(SameRecord(read[i], records[i]));
  }
}

TEST(Segment, RowsArePackedAsRecordsAre) {
  SeededRandom random(12);
  for (int round = 0; round < 50; ++round) {
    std::map<Id, Bytes> packed;
    SegmentWriter writer;
    for (std::size_t n = random.Below(60); n > 0; --n) {
      const Record record = RandomRecord(random, 1);
      writer.Add(record);
      PackRecord(record, packed[record.id]);
    }
    std::map<Id, Bytes> read;
    const auto keep = [&](const RecordHeader& header, ByteSpan row) { read[header.id].assign(row.begin(), row.end()); };
    ASSERT_TRUE(ReadSegmentRows(writer.Finish(), keep).ok());
    EXPECT_EQ(read, packed);
  }
}

TEST(Segment, ValuesAreReplacedInTheFieldsThatAreMeantAndNowhereElse) {
  SeededRandom random(14);
  const std::set<std::pair<SchemaId, FieldId>> meant = {{1, 3}, {2, 2}, {2, 8}};
  const Value covered = Value::Text("*");
  for (int round = 0; round < 100; ++round) {
    std::map<Id, Bytes> expected;
    SegmentWriter writer;
    const bool is_one_schema = random.OneIn(2);
    for (std::size_t n = random.Below(60); n > 0; --n) {
      Record record = RandomRecord(random, 1);
      if (is_one_schema) record.schema = 3;
      writer.Add(record);
      for (const auto& [schema, field] : meant) {
        const Cell* cell = record.FindCell(field);
        if (schema == record.schema && cell != nullptr && !cell->value.is_null()) record.Set(field, covered, cell->version);
      }
      PackRecord(record, expected[record.id]);
    }
    const Bytes frame = writer.Finish();
    const auto replaced = ReplaceValues(frame, meant, covered);
    ASSERT_TRUE(replaced.ok());
    if (is_one_schema) {
      EXPECT_EQ(*replaced, frame);
    }
    std::map<Id, Bytes> read;
    const auto keep = [&](const RecordHeader& header, ByteSpan row) { read[header.id].assign(row.begin(), row.end()); };
    ASSERT_TRUE(ReadSegmentRows(*replaced, keep).ok());
    EXPECT_EQ(read, expected);
  }
}

TEST(Segment, SurvivesHostileBodies) {
  SeededRandom random(13);
  SegmentWriter writer;
  for (int i = 0; i < 30; ++i) writer.Add(RandomRecord(random, 1));
  const Bytes frame = writer.Finish();
  const Bytes body(frame.begin() + kFrameHeaderBytes, frame.end() - kFrameHashBytes);
  for (int i = 0; i < 20'000; ++i) {
    Bytes hostile = body;
    hostile[random.Below(hostile.size())] = static_cast<std::uint8_t>(random.Below(256));
    const Bytes framed = WriteFrame(FrameKind::kSegment, hostile);
    (void)ReplaceValues(framed, {{1, 3}, {2, 2}}, Value::Text("*")).ok();
    const Status status = ReadSegment(framed, [](Record&&) {});
    if (!status.ok()) {
      EXPECT_EQ(status.error().code, ErrorCode::kCorrupt);
    }
  }
}

TEST(PackedRecord, RoundTripsAndRefusesDamage) {
  SeededRandom random(17);
  for (int i = 0; i < 300; ++i) {
    const Record record = RandomRecord(random, 2);
    Bytes packed;
    PackRecord(record, packed);
    const auto back = UnpackRecord(packed);
    ASSERT_TRUE(back.ok());
    EXPECT_TRUE(SameRecord(record, back.value()));
    packed.push_back(0);
    EXPECT_FALSE(UnpackRecord(packed).ok());
    EXPECT_FALSE(UnpackRecord(ByteSpan(packed).first(packed.size() - 2)).ok());
  }
}

TEST(Codec, StateOfAClientThatKnewNoCapsIsRead) {
  ClientState state;
  state.next_mid = 9;
  state.extent = HeldExtent{500, 70'000};
  const Bytes whole = Encode(state);
  EXPECT_EQ(Decode<ClientState>(whole)->extent, state.extent);
  state.extent = HeldExtent();
  const Bytes empty = Encode(state);
  const ByteSpan body = ReadFrame(empty)->body;
  const auto older = Decode<ClientState>(WriteFrame(FrameKind::kClientState, body.first(body.size() - 2)));
  ASSERT_TRUE(older.ok());
  EXPECT_EQ(older->next_mid, 9u);
  EXPECT_EQ(older->extent, HeldExtent());
}

}  // namespace
}  // namespace kedang
