// RecordRelated: the records that point to one record, by template, newest first: how many, a few of their values, a new one
// that points back, all of them.
#pragma once

#include <set>
#include <vector>

#include "wasm/app/app.h"

namespace kedang {

class RecordRelated {
 public:
  explicit RecordRelated(App& app) : app_(app) {}

  // Gathers afresh; to be called when a record changed or another one is shown.
  void Show(const Schema& schema, Id record);
  // Whether any template can point to this one.
  bool is_possible() const { return !sections_.empty(); }
  std::size_t count() const;
  float Height() const;
  // `content` is as high as Height says.
  void Draw(ui::Rect content);

 private:
  struct Section {
    SchemaId schema = 0;
    FieldId field = 0;
    std::vector<Id> records;
  };

  std::size_t ShownOf(const Section& section) const;
  void DrawHead(ui::Rect line, const Section& section, const Schema& schema);
  void DrawRecord(ui::Rect row, const Section& section, const Schema& schema, Id id);

  App& app_;
  Id record_;
  std::vector<Section> sections_;
  std::set<SchemaId> opened_;  // sections that show all
};

}  // namespace kedang
