#include "wasm/app/source_figures.h"

#include <algorithm>

namespace kedang {
namespace {

constexpr unsigned kRowsBetweenLooks = 64;
const SourceFigure kNone;

}  // namespace

void SourceFigures::Begin() {
  is_counting_ = true;
  counting_ = workspace_.revision();
  next_ = 0;
  found_.clear();
  found_moved_.clear();
  asked_.clear();
  const SchemaSet& schemas = workspace_.schemas();
  for (const Schema& schema : schemas.schemas) {
    Asked asked;
    if (const Field* origin = OriginField(schema)) {
      asked.has_origin = true;
      asked.fields = {origin->id};
    } else if (schema.stage != 0) {
      for (const Field& field : schema.fields) {
        const Schema* target = field.type == FieldType::kReference && !field.is_retired ? schemas.Find(std::string_view(field.target)) : nullptr;
        if (target != nullptr && OriginField(*target) != nullptr) asked.fields.push_back(field.id);
      }
      std::sort(asked.fields.begin(), asked.fields.end());
    }
    if (!asked.fields.empty()) asked_.emplace(schema.id, std::move(asked));
  }
}

void SourceFigures::Look(Row row, const RecordHeader& header) {
  const auto asked = asked_.find(header.schema);
  if (asked == asked_.end() || header.is_deleted) return;
  const auto record = workspace_.records().CellsAt(row, asked->second.fields);
  if (!record) return;
  for (const FieldId field : asked->second.fields) {
    const auto target = ParseId(record->Get(field).text());
    if (!target) continue;
    if (asked->second.has_origin) {
      ++found_[*target][header.schema];
      continue;
    }
    const auto about = workspace_.records().FindRecord(*target);
    const Schema* schema = about && !about->is_deleted ? workspace_.schemas().Find(about->schema) : nullptr;
    const Field* origin = schema != nullptr ? OriginField(*schema) : nullptr;
    const auto source = origin != nullptr ? ParseId(about->Get(origin->id).text()) : std::nullopt;
    if (source) found_moved_[*source].insert(*target);
  }
}

void SourceFigures::Finish() {
  is_counting_ = false;
  is_counted_ = true;
  revision_ = counting_;
  counted_ = std::move(found_);
  figures_.clear();
  for (const ImportRun& run : book_.runs()) {
    if (run.source.is_nil() || run.state == RunState::kTakenBack) continue;
    SourceFigure& figure = figures_[run.source];
    ++figure.imports;
    figure.read += run.read;
    figure.written += run.created + run.updated;
    figure.duplicates += run.duplicates;
    figure.rejected += run.rejected;
    figure.last_ms = std::max(figure.last_ms, run.at_ms);
  }
  for (const auto& [source, by_schema] : counted_) {
    for (const auto& [schema, count] : by_schema) figures_[source].records += count;
  }
  for (const auto& [source, records] : found_moved_) figures_[source].moved_on = records.size();
  found_moved_.clear();
}

bool SourceFigures::Step(const std::function<bool()>& is_over) {
  if (!is_counting_) {
    if (is_counted_ && revision_ == workspace_.revision()) return true;
    Begin();
  }
  const Row end = workspace_.records().row_limit();
  while (!is_over()) {
    for (unsigned taken = 0; taken < kRowsBetweenLooks; ++taken) {
      if (next_ >= end) {
        Finish();
        return true;
      }
      const Row row = next_++;
      if (const auto header = workspace_.records().HeaderAt(row)) Look(row, *header);
    }
  }
  return false;
}

const SourceFigure& SourceFigures::Of(Id source) const {
  const auto figure = figures_.find(source);
  return figure != figures_.end() ? figure->second : kNone;
}

const Schema* SourceFigures::SchemaOf(Id source) const {
  const auto counted = counted_.find(source);
  if (counted == counted_.end()) return nullptr;
  const auto most = std::max_element(counted->second.begin(), counted->second.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counted->second.end() ? nullptr : workspace_.schemas().Find(most->first);
}

}  // namespace kedang
