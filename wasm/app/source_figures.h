// SourceFigures: how much each source brought and what became of it, of what this device holds: from the records of its imports, and
// from the records that say they are from it, looked through in slices. Offline as well as online.
#pragma once

#include <set>

#include "wasm/app/source_book.h"

namespace kedang {

struct SourceFigure {
  std::uint32_t imports = 0;
  std::uint64_t read = 0, written = 0, duplicates = 0, rejected = 0;  // rows
  TimeMs last_ms = 0;         // of the last import; 0: none
  std::uint64_t records = 0;  // live ones that say they are from it
  std::uint64_t moved_on = 0; // of those: some record of a template with stages (an opportunity, a project) is about them
};

class SourceFigures {
 public:
  SourceFigures(Workspace& workspace, SourceBook& book) : workspace_(workspace), book_(book) {}

  // Works until `is_over`; true when the figures are as good as what is there. What was counted before stays until then.
  bool Step(const std::function<bool()>& is_over);
  bool is_counted() const { return is_counted_; }
  // Of an unknown source nothing.
  const SourceFigure& Of(Id source) const;
  // The template most of its records are of; null: it has none here.
  const Schema* SchemaOf(Id source) const;

 private:
  struct Asked {
    std::vector<FieldId> fields;  // of the origin, or those that point to records with one
    bool has_origin = false;
  };
  void Begin();
  void Look(Row row, const RecordHeader& header);
  void Finish();

  Workspace& workspace_;
  SourceBook& book_;
  std::map<SchemaId, Asked> asked_;
  Row next_ = 0;
  bool is_counting_ = false, is_counted_ = false;
  std::uint64_t revision_ = 0, counting_ = 0;  // of the workspace
  std::map<Id, std::map<SchemaId, std::uint64_t>> found_, counted_;
  std::map<Id, std::set<Id>> found_moved_;
  std::map<Id, SourceFigure> figures_;
};

}  // namespace kedang
