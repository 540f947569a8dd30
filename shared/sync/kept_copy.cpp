#include "shared/sync/kept_copy.h"

#include "shared/store/packed_record.h"
#include "shared/sync/frame.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

const Bytes& Damaged() {
  static const Bytes bytes = {0};
  return bytes;
}

Bytes KeptSegment(Bytes frame, const SensitiveFields& sensitive) {
  auto kept = ReplaceValues(std::move(frame), sensitive.fields(), WithheldValue());
  return kept.ok() ? std::move(kept).value() : Damaged();
}

Bytes KeptRecord(Bytes row, const SensitiveFields& sensitive) {
  const auto frame = ReadFrame(row);
  if (!frame.ok() || frame.value().kind != FrameKind::kRecord) return Damaged();
  if (frame.value().body.empty()) return row;  // the record has left
  auto record = UnpackRecord(frame.value().body);
  if (!record.ok()) return Damaged();
  if (!sensitive.Withhold(record.value())) return row;
  Bytes packed;
  PackRecord(record.value(), packed);
  return WriteFrame(FrameKind::kRecord, packed);
}

}  // namespace

Bytes KeptRow(std::string_view key, Bytes row, const SensitiveFields& sensitive) {
  if (sensitive.is_empty()) return row;
  if (key.starts_with("seg/")) return KeptSegment(std::move(row), sensitive);
  if (key.starts_with("upd/")) return KeptRecord(std::move(row), sensitive);
  return row;
}

}  // namespace kedang
