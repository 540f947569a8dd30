// SourceBook: sources, import profiles and the imports themselves, as far as this device knows them, which is offline, too. Read from
// the program's own records, which come and go by sync; good until one of them changes.
#pragma once

#include <map>

#include "shared/intake/import_profile.h"
#include "shared/intake/import_run.h"
#include "shared/intake/source.h"
#include "wasm/app/workspace.h"

namespace kedang {

class SourceBook {
 public:
  explicit SourceBook(Workspace& workspace) : workspace_(workspace) {}

  // Rises when any of them may be another.
  std::uint64_t revision() const { return workspace_.system_revision(); }
  // False: an older server, or an administrator gave the names away.
  bool has_sources() const { return SchemaOf(kSourceSchema) != nullptr; }
  bool has_runs() const { return SchemaOf(kRunSchema) != nullptr; }
  const Schema* SchemaOf(std::string_view key) const;

  // By name.
  const std::vector<Source>& sources();
  // In the order they were made.
  const std::vector<ImportProfile>& profiles();
  // The newest first.
  const std::vector<ImportRun>& runs();
  // Null when it is unknown or gone; good as long as the lists.
  const Source* FindSource(Id source);
  const ImportProfile* FindProfile(Id profile);
  const ImportRun* FindRun(Id batch);
  // The latest import of the same file that was not taken back.
  const ImportRun* FindSame(const ImportedFile& file);
  // Of an unknown one: as typed.
  TrustRank RankOf(Id source);

 private:
  void Read();

  Workspace& workspace_;
  std::uint64_t revision_ = 0;
  std::vector<Source> sources_;
  std::vector<ImportProfile> profiles_;
  std::vector<ImportRun> runs_;
  std::map<Id, std::size_t> source_places_, run_places_;  // runs by batch
};

}  // namespace kedang
