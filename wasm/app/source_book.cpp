#include "wasm/app/source_book.h"

#include <algorithm>

namespace kedang {

const Schema* SourceBook::SchemaOf(std::string_view key) const {
  const Schema* schema = workspace_.schemas().Find(key);
  return schema != nullptr && schema->is_system ? schema : nullptr;
}

void SourceBook::Read() {
  if (revision_ == revision()) return;
  revision_ = revision();
  sources_.clear();
  profiles_.clear();
  runs_.clear();
  source_places_.clear();
  run_places_.clear();
  const Schema* const of_sources = SchemaOf(kSourceSchema);
  const Schema* const of_profiles = SchemaOf(kProfileSchema);
  const Schema* const of_runs = SchemaOf(kRunSchema);
  const auto is_of = [](const Schema* schema, SchemaId id) { return schema != nullptr && schema->id == id; };
  for (const Row row : workspace_.SystemRows()) {
    const auto header = workspace_.records().HeaderAt(row);
    if (!header || header->is_deleted) continue;
    const bool is_ours = is_of(of_sources, header->schema) || is_of(of_profiles, header->schema) || is_of(of_runs, header->schema);
    const auto record = is_ours ? workspace_.records().RecordAt(row) : std::nullopt;
    if (!record) continue;
    if (is_of(of_sources, record->schema)) {
      if (auto source = ReadSource(*of_sources, *record)) sources_.push_back(*std::move(source));
    } else if (is_of(of_profiles, record->schema)) {
      if (auto profile = ReadProfile(*of_profiles, *record)) profiles_.push_back(*std::move(profile));
    } else if (auto run = ReadRun(*of_runs, *record)) {
      runs_.push_back(*std::move(run));
    }
  }
  std::sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) { return a.name != b.name ? a.name < b.name : a.id < b.id; });
  std::sort(profiles_.begin(), profiles_.end(), [](const ImportProfile& a, const ImportProfile& b) { return a.id < b.id; });
  std::sort(runs_.begin(), runs_.end(), [](const ImportRun& a, const ImportRun& b) { return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : b.id < a.id; });
  for (std::size_t i = 0; i < sources_.size(); ++i) source_places_[sources_[i].id] = i;
  for (std::size_t i = 0; i < runs_.size(); ++i) run_places_[runs_[i].batch] = i;
}

const std::vector<Source>& SourceBook::sources() {
  Read();
  return sources_;
}

const std::vector<ImportProfile>& SourceBook::profiles() {
  Read();
  return profiles_;
}

const std::vector<ImportRun>& SourceBook::runs() {
  Read();
  return runs_;
}

const Source* SourceBook::FindSource(Id source) {
  Read();
  const auto place = source_places_.find(source);
  return place == source_places_.end() ? nullptr : &sources_[place->second];
}

const ImportProfile* SourceBook::FindProfile(Id profile) {
  Read();
  const auto found = std::find_if(profiles_.begin(), profiles_.end(), [profile](const ImportProfile& one) { return one.id == profile; });
  return found == profiles_.end() ? nullptr : &*found;
}

const ImportRun* SourceBook::FindRun(Id batch) {
  Read();
  const auto place = run_places_.find(batch);
  return place == run_places_.end() ? nullptr : &runs_[place->second];
}

const ImportRun* SourceBook::FindSame(const ImportedFile& file) {
  Read();
  const auto is_same = [&file](const ImportRun& run) { return run.state != RunState::kTakenBack && !file.hash.empty() && run.content == file; };
  const auto found = std::find_if(runs_.begin(), runs_.end(), is_same);
  return found == runs_.end() ? nullptr : &*found;
}

TrustRank SourceBook::RankOf(Id source) {
  const Source* const found = FindSource(source);
  return found != nullptr ? TrustOfSource(*found) : kTypedTrust;
}

}  // namespace kedang
