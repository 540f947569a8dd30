#include "wasm/app/schema_trial.h"

#include <algorithm>
#include <unordered_set>

#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

constexpr std::size_t kMostExamples = 5;

SchemaSet OnlyRule(SchemaSet set, SchemaId schema, RuleId rule) {
  if (rule == 0) return set;
  for (Schema& one : set.schemas) {
    if (one.id != schema) continue;
    std::erase_if(one.rules, [rule](const Rule& other) { return other.id != rule; });
    for (Rule& kept : one.rules) kept.is_off = false;
    // What they need is not asked about; their order is.
    for (StageDemand& stage : one.stages) stage.needs.clear();
  }
  return set;
}

std::size_t Everything(const Workspace& workspace) { return workspace.records().size() + 1; }

}  // namespace

SchemaTrial::SchemaTrial(Workspace& workspace, const SchemaSet& draft, SchemaId schema, RuleId rule)
    : workspace_(workspace),
      schema_(schema),
      trial_(OnlyRule(draft, schema, rule), schema, workspace.lexicon(), workspace.Check(), Everything(workspace), &workspace.schemas()),
      saves_(OnlyRule(draft, schema, rule), schema, workspace.lexicon(), workspace.Check(), 0, &workspace.schemas(),
             TrialOf::kSaves),
      related_(workspace.Check().related) {}

float SchemaTrial::share() const {
  const Row limit = workspace_.records().row_limit();
  return is_done_ || limit == 0 ? 1.0f : static_cast<float>(next_) / static_cast<float>(limit);
}

bool SchemaTrial::Step(const std::function<bool()>& is_over) {
  while (!is_done_) {
    // The clock is asked now and then only.
    for (int i = 0; i < 64 && next_ < workspace_.records().row_limit(); ++i) {
      const Row row = next_++;
      const auto header = workspace_.records().HeaderAt(row);
      if (!header || header->schema != schema_ || header->is_deleted) continue;
      if (const auto record = workspace_.records().RecordAt(row)) trial_.Judge(*record);
    }
    if (related_ != nullptr) related_->Release();
    if (next_ >= workspace_.records().row_limit()) {
      Finish();
    } else if (is_over()) {
      return false;
    }
  }
  return true;
}

void SchemaTrial::TrySaves(const RecentSavesResponse& saves) {
  for (const SavedRecord& saved : saves.records) {
    for (const PastSave& save : PastSaves(saved.now, saved.entries)) saves_.Judge(save);
  }
  if (related_ != nullptr) related_->Release();
}

void SchemaTrial::Finish() {
  is_done_ = true;
  counts_ = trial_.Counts();
  std::stable_sort(counts_.begin(), counts_.end(), [](const TrialCount& a, const TrialCount& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.records > b.records;
  });
  std::unordered_set<Id> seen;
  std::map<Id, std::uint64_t> owners;
  const Schema* schema = workspace_.schemas().Find(schema_);
  for (const TrialCount& count : counts_) {
    for (const Id id : count.first) {
      if (!seen.insert(id).second) continue;
      records_.push_back(id);
      const auto record = workspace_.records().FindRecord(id);
      const FieldId field = schema != nullptr ? schema->owner : 0;
      const auto owner = record && field != 0 ? ParseId(record->Get(field).text()) : std::nullopt;
      ++owners[owner.value_or(Id())];
    }
  }
  for (const auto& [owner, records] : owners) owners_.push_back(TrialOwner{owner, records});
  std::stable_sort(owners_.begin(), owners_.end(), [](const TrialOwner& a, const TrialOwner& b) { return a.records > b.records; });
}

std::string TrialCsv(const SchemaTrial& trial, Workspace& workspace, const std::vector<std::string>& heads,
                     const std::function<std::string(const TrialCount&)>& reason) {
  std::map<Id, std::string> reasons;
  for (const TrialCount& count : trial.counts()) {
    const std::string words = reason(count);
    for (const Id id : count.first) {
      std::string& text = reasons[id];
      text += (text.empty() ? "" : "; ") + words;
    }
  }
  const CsvWriteOptions options{.delimiter = ',', .has_formula_guard = true};
  std::string csv = "\xEF\xBB\xBF";  // spreadsheets take it for UTF-8 then
  const auto append = [&](const std::vector<std::string>& cells) {
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    AppendCsvRow(views, options, csv);
  };
  append(heads);
  for (const Id id : trial.records()) {
    const auto record = workspace.records().FindRecord(id);
    if (!record) continue;
    const Schema* schema = workspace.schemas().Find(record->schema);
    const auto owner = schema != nullptr && schema->owner != 0 ? ParseId(record->Get(schema->owner).text()) : std::nullopt;
    append({FormatId(id), workspace.TitleOf(*record), owner ? workspace.UserName(*owner) : std::string(), reasons[id]});
  }
  return csv;
}

RetypePreview::RetypePreview(Workspace& workspace, SchemaId schema, const Field& before, const Field& after)
    : workspace_(workspace),
      schema_(schema),
      before_(before),
      after_(after),
      context_(workspace.Check()),
      trial_(before, after, context_, kMostExamples) {}

float RetypePreview::share() const {
  const Row limit = workspace_.records().row_limit();
  return is_done_ || limit == 0 ? 1.0f : static_cast<float>(next_) / static_cast<float>(limit);
}

bool RetypePreview::Step(const std::function<bool()>& is_over) {
  while (!is_done_) {
    for (int i = 0; i < 64 && next_ < workspace_.records().row_limit(); ++i) {
      const Row row = next_++;
      const auto header = workspace_.records().HeaderAt(row);
      if (!header || header->schema != schema_ || header->is_deleted) continue;
      if (const auto record = workspace_.records().RecordAt(row)) trial_.Look(record->id, record->Get(before_.id));
    }
    if (next_ >= workspace_.records().row_limit()) is_done_ = true;
    else if (is_over()) return false;
  }
  return true;
}

}  // namespace kedang
