// ImportView: the page #/import: a file of rows becomes records in five steps: 文件, 对应列, 校验, 查重, 写入. The job stays
// when one goes to another page and comes back.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/app/past_imports.h"
#include "wasm/platform/files.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/views/import_view_check.h"
#include "wasm/views/import_view_duplicates.h"
#include "wasm/views/import_view_mapping.h"
#include "wasm/views/view.h"

namespace kedang {

class ImportView final : public View {
 public:
  explicit ImportView(App& app);
  ~ImportView() override;
  ImportView(const ImportView&) = delete;
  ImportView& operator=(const ImportView&) = delete;

  void Draw(ui::Rect page) override;
  bool covers_foot() const override { return job_.phase() != ImportPhase::kIdle; }

 private:
  bool ChooseTemplate();
  void Work();
  void TakeFile(std::uint32_t file, const std::string& name, double size_bytes);
  void TakePasted(std::string_view text);
  void TakeNext();
  void Restart();
  void DrawHead(ui::Rect bar);
  void DrawSteps(ui::Rect bar);
  void DrawFile(ui::Rect rect);
  void DrawDropZone(ui::Rect rect);
  void DrawTemplates(ui::Rect& rest);
  void DrawSource(ui::Rect place);
  void AddSource(const std::string& name);
  void DrawRepeat(ui::Rect& rest);
  bool IsRepeat();
  void DrawProblem(ui::Rect& rest);
  void DrawPast(ui::Rect& rest);
  bool DrawPastRow(ui::Rect row, const ImportRun& past);
  void DrawWrite(ui::Rect rect);
  void DrawSummary(ui::Rect rect);
  void DrawProfile(ui::Rect place);
  void KeepProfile();
  void Store();
  void SaveBlocked();
  // 0 … 4.
  int StepNumber();

  App& app_;
  ImportJob job_;
  MappingPage mapping_;
  CheckPage check_;
  DuplicatesPage duplicates_;
  std::string schema_;          // key of the template chosen
  std::string route_schema_;    // as the address said when it was taken over
  std::uint32_t file_ = 0;      // of the platform; 0: none, or what was pasted
  Bytes pasted_;
  std::deque<LocalFile> waiting_;  // dropped with the present one, or meanwhile
  PastImports past_;
  ui::MeasuredScroll file_scroll_;
  bool shows_all_past_ = false;
  std::string source_;          // id of the source chosen; empty: none
  std::string source_filter_;   // what is typed to find one
  std::string profile_name_;    // under which the present ways are to be kept
  bool is_repeat_wanted_ = false;  // the same file once more
  bool is_profile_looked_for_ = false;
  bool is_dragged_over_ = false;
  bool is_first_of_drop_ = false;
  bool is_at_duplicates_ = false;  // of the review
  bool is_work_due_ = false;    // a slice is on its way
  bool was_busy_ = false;
  double frame_asked_ms_ = 0;
};

}  // namespace kedang
