// TagsView: "#/admin/tags", the tags of all templates with how many records have them: another word, another colour, two made
// one, one less. Each change is published at once; records follow on the server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/bulk_edit.h"
#include "wasm/app/schema_draft.h"
#include "wasm/app/schema_publish.h"

namespace kedang {

class TagsView {
 public:
  explicit TagsView(App& app) : app_(app) {}

  void Draw(ui::Rect page);

 private:
  struct Line {
    SchemaId schema = 0;
    FieldId field = 0;
    std::string tag;
    std::string label;
    std::uint8_t color = 6;
    std::uint32_t rows = 0;
    bool is_choice = false;
    bool is_head = false;  // of a field; `label` is its name
  };

  void Refresh();
  void DrawLine(const Line& line, ui::Rect row);
  void DrawDialogs();
  void DrawRename();
  void DrawMerge();
  // Publishes the schema as `change` makes it.
  void Publish(SchemaId schema, FieldId field, const std::function<void(Field&)>& change, std::string said);
  void OnPublished(const PublishAnswer& answer);
  void Remove(const Line& line);
  void WorkRemoval();

  App& app_;
  std::uint64_t revision_ = 0;
  bool was_english_ = false;
  std::vector<Line> lines_;
  Line chosen_;                // of the open dialog
  std::string typed_;
  int focus_frames_ = 0;
  std::unique_ptr<SchemaDraft> draft_;  // being published
  std::string said_;
  std::unique_ptr<const Schema> removing_schema_;
  std::unique_ptr<BulkEdit> removing_;  // the tag, from the records that have it
};

}  // namespace kedang
