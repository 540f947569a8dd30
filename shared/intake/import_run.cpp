#include "shared/intake/import_run.h"

#include <algorithm>
#include <array>

namespace kedang {
namespace {

constexpr std::array<std::string_view, 3> kStates = {"undone", "running", "done"};
constexpr std::size_t kNameBytes = 240;

std::uint64_t NumberIn(const Schema& schema, const Record& record, std::string_view key) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(CellOf(schema, record, key).integer(), 0));
}

std::string Shortened(std::string name) {
  std::size_t end = std::min(name.size(), kNameBytes);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  name.resize(end);
  return name;
}

}  // namespace

std::string_view RunStateName(RunState state) { return kStates[static_cast<std::size_t>(state)]; }

std::optional<ImportRun> ReadRun(const Schema& schema, const Record& record) {
  if (record.is_deleted || record.schema != schema.id) return std::nullopt;
  ImportRun run;
  run.id = record.id;
  run.batch = IdIn(schema, record, "batch");
  if (run.batch.is_nil()) return std::nullopt;
  const auto text = [&](std::string_view key) { return CellOf(schema, record, key).text(); };
  run.file = text("file");
  run.content = {text("hash"), text("schema"), text("sheet")};
  run.way = text("way");
  run.source = IdIn(schema, record, "source");
  run.profile = IdIn(schema, record, "profile");
  const auto state = std::find(kStates.begin(), kStates.end(), text("state"));
  if (state != kStates.end()) run.state = static_cast<RunState>(state - kStates.begin());
  run.size = NumberIn(schema, record, "size");
  run.read = NumberIn(schema, record, "read");
  run.created = NumberIn(schema, record, "created");
  run.updated = NumberIn(schema, record, "updated");
  run.duplicates = NumberIn(schema, record, "duplicates");
  run.rejected = NumberIn(schema, record, "rejected");
  run.author = IdIn(schema, record, "owner");
  run.at_ms = record.created_ms;
  return run;
}

CellList RunCells(const Schema& schema, const ImportRun& run) {
  CellWriter cells(schema);
  cells.Add("file", Value::Text(Shortened(run.file)));
  cells.Add("state", Value::Text(std::string(RunStateName(RunState::kTakenBack))));
  cells.Add("schema", Value::Text(run.content.schema));
  cells.Add("source", run.source);
  cells.Add("profile", run.profile);
  cells.Add("batch", run.batch);
  cells.Add("hash", Value::Text(run.content.hash));
  cells.Add("sheet", Value::Text(run.content.sheet));
  cells.Add("way", Value::Text(Shortened(run.way)));
  cells.Add("size", run.size);
  cells.Add("owner", run.author);
  return cells.Take();
}

CellList RunCounts(const Schema& schema, const ImportRun& run) {
  CellWriter cells(schema);
  cells.Add("read", run.read);
  cells.Add("created", run.created);
  cells.Add("updated", run.updated);
  cells.Add("duplicates", run.duplicates);
  cells.Add("rejected", run.rejected);
  return cells.Take();
}

CellList RunStateCells(const Schema& schema, RunState state) {
  CellWriter cells(schema);
  cells.Add("state", Value::Text(std::string(RunStateName(state))));
  return cells.Take();
}

}  // namespace kedang
