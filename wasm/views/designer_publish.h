// What becomes of a draft: the sheet that compares it with what is published, and the dialog that publishes: what is wrong,
// what changes for whom, how many records would break its rules, which values take another form.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/schema/schema_diff.h"
#include "wasm/app/background_work.h"
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
    bool is_rules = false;  // leads to the rules
  };

  // All of what the dialog says about the draft as it is now.
  void Prepare();
  void Refresh();
  bool Work(const std::function<bool()>& is_over);
  std::string ChangeWords(const SchemaChange& change) const;
  float DrawLines(ui::Rect rect, const std::vector<Line>& lines, std::string_view id);
  void GoTo(const Line& line);
  void DrawCompare();
  void DrawPublish();
  std::vector<Line> Effects() const;
  void DrawBusy(ui::Rect rect) const;
  bool is_merging() const { return state_.draft.base().version < conflict_version_; }
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
  BackgroundWork work_;
  std::uint64_t touched_records_ = 0;
  std::uint64_t prepared_revision_ = 0;
  bool is_sending_ = false;
  double sent_ms_ = 0;
  std::uint64_t converting_ = 0;        // values that the server rewrites; 0: none, or not counted yet
  std::uint32_t conflict_version_ = 0;  // somebody published this one first
  SchemaSet sent_;
  std::string failure_;
};

}  // namespace kedang
