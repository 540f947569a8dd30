// What becomes of a draft: the sheet that compares it with what is published, and the dialog that publishes: what is wrong,
// what changes for whom, how many records would break its rules, which values take another form.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/schema/schema_diff.h"
#include "wasm/app/schema_publish.h"
#include "wasm/app/schema_trial.h"
#include "wasm/views/designer_form.h"
#include "wasm/views/designer_state.h"

namespace kedang {

class DesignerPublish {
 public:
  explicit DesignerPublish(DesignerState& state) : state_(state) {}

  void OpenCompare();
  void OpenPublish();
  // Sheet and dialog, where they are open.
  void Draw();
  bool is_sending() const { return is_sending_; }

 private:
  struct Line {
    std::string text;
    std::string detail;
    ui::Icon icon = ui::Icon::kNone;
    ui::Meaning meaning = ui::Meaning::kNeutral;
    SchemaId schema = 0;
    FieldId field = 0;
    std::string key;
  };

  void Refresh();
  void Work();
  std::string ChangeWords(const SchemaChange& change) const;
  float DrawLines(ui::Rect rect, const std::vector<Line>& lines, std::string_view id);
  void GoTo(const Line& line);
  void DrawCompare();
  void DrawPublish();
  void Send();
  void OnAnswer(const PublishAnswer& answer);

  DesignerState& state_;
  std::uint64_t made_revision_ = 0;
  bool made_english_ = false;
  std::vector<Line> changes_;
  std::vector<Line> problems_;
  bool has_blocks_ = false;
  std::vector<std::shared_ptr<SchemaTrial>> trials_;
  std::vector<std::unique_ptr<RetypePreview>> retypes_;
  std::uint64_t touched_records_ = 0;
  bool is_sending_ = false;
  SchemaSet sent_;
  std::string failure_;
};

}  // namespace kedang
