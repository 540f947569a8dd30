// Any bytes as a segment of a first load, framed rightly. What is read can be packed, is written again, and then reads the same.
#include <algorithm>
#include <vector>

#include "shared/store/packed_record.h"
#include "shared/sync/frame.h"
#include "shared/sync/segment.h"

namespace {

using namespace kedang;

// Every record as it is packed, in any order: a writer puts odd rows behind the others.
std::vector<Bytes> Packed(const std::vector<Record>& records) {
  std::vector<Bytes> packed(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) PackRecord(records[i], packed[i]);
  std::sort(packed.begin(), packed.end());
  return packed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteSpan bytes(data + 1, size - 1);
  const bool is_framed = (data[0] & 1) != 0;
  std::vector<Record> records;
  const auto keep = [&records](Record&& record) { records.push_back(std::move(record)); };
  const Bytes framed = is_framed ? Bytes(bytes.begin(), bytes.end()) : WriteFrame(FrameKind::kSegment, bytes);
  const Status status = ReadSegment(framed, keep);
  if (!status.ok() || records.size() > 4096) return 0;
  SegmentWriter writer;
  for (const Record& record : records) writer.Add(record);
  std::vector<Record> again;
  const Status read = ReadSegment(writer.Finish(), [&again](Record&& record) { again.push_back(std::move(record)); });
  if (!read.ok() || Packed(records) != Packed(again)) __builtin_trap();
  return 0;
}
