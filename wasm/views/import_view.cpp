#include "wasm/views/import_view.h"

#include <algorithm>
#include <array>

#include "wasm/app/pool_desk.h"
#include "wasm/platform/browser_decoder.h"
#include "wasm/platform/files.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/navigation.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view_words.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::array<std::string_view, 5> kSteps = {"import.step_file", "import.step_mapping", "import.step_check",
                                                    "import.step_duplicates", "import.step_write"};
constexpr int kLastStep = 4;

constexpr double kProgressMs = 500;  // between two frames that only show progress

}  // namespace

ImportView::ImportView(App& app)
    : app_(app), job_(app.workspace(), [] { return std::make_unique<BrowserDecoder>("gb18030"); }, &PoolDesk::Of(app.workspace()).pool()),
      mapping_(app, job_), check_(app, job_), duplicates_(app, job_), past_(app.workspace(), job_.book()) {
  DropHandlers drops;
  drops.hover = [this](bool is_over) {
    is_dragged_over_ = is_over;
    is_first_of_drop_ = true;
  };
  drops.dropped = [this](const LocalFile& file) {
    const bool is_busy = StepNumber() >= 2 && job_.phase() != ImportPhase::kDone && job_.phase() != ImportPhase::kUndone;
    if (is_busy || !is_first_of_drop_) {
      waiting_.push_back(file);
      if (is_busy) app_.Say(TF("import.queued", {{"name", file.name}}));
      return;
    }
    is_first_of_drop_ = false;
    TakeFile(file.id, file.name, file.size_bytes);
    if (app_.route().page() != "import") app_.Go({{"import"}});
  };
  OnFileDrop(std::move(drops));
}

ImportView::~ImportView() { OnFileDrop({[](bool) {}, [](const LocalFile& file) { CloseFile(file.id); }}); }

void ImportView::TakeFile(std::uint32_t file, const std::string& name, double size_bytes) {
  if (file_ != 0) CloseFile(file_);
  file_ = file;
  if (file != 0) pasted_.clear();
  is_at_duplicates_ = false;
  check_.Reset();
  const Schema* schema = app_.workspace().schemas().Find(schema_);
  job_.Close();
  is_repeat_wanted_ = is_profile_looked_for_ = false;
  profile_name_.clear();
  if (schema != nullptr) job_.SetSchema(schema->id);
  job_.Open(name, static_cast<std::uint64_t>(size_bytes), NowMs());
  RequestFrame();
}

// Cells copied in a spreadsheet are text with tabs between them.
void ImportView::TakePasted(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  pasted_.assign(bytes, bytes + text.size());
  TakeFile(0, std::string(T("import.pasted_name")), static_cast<double>(pasted_.size()));
}

void ImportView::TakeNext() {
  if (waiting_.empty()) return;
  const LocalFile file = waiting_.front();
  waiting_.pop_front();
  TakeFile(file.id, file.name, file.size_bytes);
}

void ImportView::Restart() {
  job_.Close();
  is_at_duplicates_ = false;
  check_.Reset();
  if (file_ != 0) CloseFile(file_);
  file_ = 0;
  pasted_.clear();
}

// A file that is there already stays at the first step, until somebody wants it all the same.
bool ImportView::IsRepeat() { return !is_repeat_wanted_ && job_.Earlier() != nullptr; }

int ImportView::StepNumber() {
  switch (job_.phase()) {
    case ImportPhase::kIdle:
    case ImportPhase::kScanning:
    case ImportPhase::kFailed: return 0;
    case ImportPhase::kMapping: return IsRepeat() ? 0 : 1;
    case ImportPhase::kReading:
    case ImportPhase::kReview: return is_at_duplicates_ ? 3 : 2;
    case ImportPhase::kWriting:
    case ImportPhase::kDone:
    case ImportPhase::kUndoing:
    case ImportPhase::kUndone: break;
  }
  return kLastStep;
}

// A slice of the work, then what it asked for; further slices come between frames, also while another page is shown.
void ImportView::Work() {
  const double started_ms = NowMs();
  const ImportPhase phase = job_.phase();
  bool has_more = job_.Step([started_ms] { return IsSliceOver(started_ms); }, started_ms);
  while (const auto read = job_.NextRead()) {
    const std::uint64_t opening = read->file;
    if (file_ == 0) {
      const auto at = static_cast<std::size_t>(std::min<std::uint64_t>(read->offset, pasted_.size()));
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(read->size_bytes, pasted_.size() - at));
      job_.OnBytes(opening, Bytes(pasted_.begin() + static_cast<std::ptrdiff_t>(at), pasted_.begin() + static_cast<std::ptrdiff_t>(at + size)));
      has_more = true;
      continue;
    }
    ReadFile(file_, static_cast<double>(read->offset), static_cast<double>(read->size_bytes), [this, opening](Result<Bytes> bytes) {
      job_.OnBytes(opening, std::move(bytes));
      Work();
    });
  }
  if (job_.groups_ready()) Store();
  if (has_more && !is_work_due_) {
    is_work_due_ = true;
    RunSoon([this] {
      is_work_due_ = false;
      Work();
    });
  }
  const bool is_waiting = job_.phase() == ImportPhase::kScanning || job_.phase() == ImportPhase::kReading;
  const bool is_storing = job_.phase() == ImportPhase::kWriting || job_.phase() == ImportPhase::kUndoing;
  const bool is_busy = has_more || is_waiting || is_storing;
  const bool is_news = phase != job_.phase() || was_busy_ != is_busy || (is_busy && started_ms - frame_asked_ms_ > kProgressMs);
  was_busy_ = is_busy;
  if (!is_news) return;
  frame_asked_ms_ = started_ms;
  RequestFrame();
}

// A slice in one transaction; the next one is made when it is durable.
void ImportView::Store() {
  app_.SaveAll(job_.TakeGroups(), "", [this](const Status& status) {
    job_.OnStored(status);
    if (!status.ok()) {
      const bool is_full = status.error().code == ErrorCode::kResourceExhausted;
      app_.Say(std::string(T(is_full ? "import.store_full" : "import.store_failed")));
    }
    RequestFrame();
    if (!is_work_due_) Work();
  });
}

void ImportView::SaveBlocked() {
  const auto workbook = job_.BlockedRows(job_.schema().label.In(app_.is_english()), T("import.reason_column"), [this](const RowIssue& issue) {
    const std::string words = RowIssueWords(issue, app_);
    return issue.column == CellIssue::kWholeRow ? words : ColumnTitle(job_, issue.column) + std::string(T("import.colon")) + words;
  });
  if (!workbook.ok()) return app_.Say(std::string(T("import.blocked_too_large")));
  std::string name = job_.name();
  name = name.substr(0, name.rfind('.'));
  SaveFile(TF("import.blocked_file", {{"name", name}}), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", *workbook);
}

// As the address says, else the first; false while the templates are on their way.
bool ImportView::ChooseTemplate() {
  const SchemaSet& schemas = app_.workspace().schemas();
  if (schemas.schemas.empty()) return false;
  const Schema* wanted = nullptr;
  if (app_.route().detail() != route_schema_ && StepNumber() <= 1) {
    route_schema_ = std::string(app_.route().detail());
    wanted = schemas.Find(route_schema_);
  }
  if (wanted == nullptr && schemas.Find(schema_) == nullptr) wanted = &schemas.schemas.front();
  if (wanted == nullptr) return true;
  schema_ = wanted->key;
  job_.SetSchema(wanted->id);
  return true;
}

void ImportView::Draw(Rect page) {
  ui::IdScope scope("import");
  ui::FillRect(page, ui::CurrentTheme().surface);
  if (!ChooseTemplate()) return ui::SkeletonRows(page, Px(ui::Metrics().table_row));
  if (job_.phase() == ImportPhase::kMapping && !is_profile_looked_for_) {
    is_profile_looked_for_ = true;
    if (const ImportProfile* profile = job_.FittingProfile()) {
      job_.ApplyProfile(*profile);
      // A source that nobody chose is that of the profile.
      if (job_.source().is_nil() && job_.profile() == profile->id && !profile->source.is_nil()) {
        source_ = FormatId(profile->source);
        job_.SetSource(profile->source);
      }
    }
  }
  DrawHead(ui::CutTop(page, Px(56)));
  DrawSteps(ui::CutTop(page, Px(ui::IsPhone() ? 48.0f : 56.0f)));
  switch (StepNumber()) {
    case 0: DrawFile(page); break;
    case 1: mapping_.Draw(page); break;
    case 2: check_.Draw(page); break;
    case 3: duplicates_.Draw(page); break;
    default: DrawWrite(page); break;
  }
  if (mapping_.TakeBack()) Restart();
  if (check_.TakeExport()) SaveBlocked();
  if (check_.TakeNext()) {
    is_at_duplicates_ = true;
    PoolDesk::Of(app_.workspace()).pool();  // in use from now on
    job_.FindDuplicates(NowMs());
    RequestFrame();
  }
  if (duplicates_.TakeBack()) is_at_duplicates_ = false;
  if (!is_work_due_) Work();
}

void ImportView::DrawHead(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Schema& schema = job_.schema();
  const std::string title = TF("import.title", {{"template", schema.label.In(app_.is_english())}});
  const bool has_file = job_.phase() != ImportPhase::kIdle;
  const bool is_over = job_.phase() == ImportPhase::kDone || job_.phase() == ImportPhase::kUndone;
  const bool can_drop = has_file && !is_over && StepNumber() < kLastStep;
  if (ui::IsPhone()) {
    const int pressed = ui::PhoneTopBar(bar, {.title = title, .back = "", .action = can_drop ? T("import.drop") : has_file ? "" : T("sources.title")});
    if (pressed == -1) app_.Back();
    if (pressed == 1 && can_drop) Restart();
    if (pressed == 1 && !has_file) app_.Go({{"sources"}});
    return;
  }
  ui::LineAtBottom(bar, theme.divider);
  Rect rest = ui::Inset(bar, Px(16), 0);
  if (can_drop && ui::ButtonAtRight(rest, {.label = T("import.drop"), .kind = ui::ButtonKind::kPlain})) Restart();
  if (!has_file && ui::ButtonAtRight(rest, {.label = T("sources.title"), .icon = ui::Icon::kDatabase})) app_.Go({{"sources"}});
  ui::Mirror(ui::IdOf("title"), rest, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::CutLeft(rest, ui::Text(rest, title, ui::kPageTitle, theme.text), Px(12));
  if (!has_file) return;
  const float tag = ui::TagWidth(job_.name(), ui::Icon::kTable);
  const Rect file = ui::CutLeft(rest, std::min(tag, rest.w * 0.6f), Px(12));
  ui::StatusTag(file, job_.name(), ui::Meaning::kNeutral, ui::Icon::kTable);
  std::string facts = SizeWords(static_cast<double>(job_.size_bytes()));
  if (job_.rows().size() > 0) {
    facts = TF("import.facts", {{"rows", Number(job_.rows().size())}, {"columns", Number(job_.mapping().columns.size())},
                                {"encoding", EncodingName(job_.encoding().encoding)}});
  }
  if (const ImportProfile* profile = job_.book().FindProfile(job_.profile())) facts += TF("import.by_profile", {{"name", profile->name}});
  if (!waiting_.empty()) facts += TF("import.waiting", {{"count", Number(waiting_.size())}});
  ui::Text(rest, facts, ui::kSmall, theme.secondary);
}

void ImportView::DrawSteps(Rect bar) {
  const ui::Theme& theme = ui::CurrentTheme();
  const int current = StepNumber();
  const bool is_over = job_.phase() == ImportPhase::kDone || job_.phase() == ImportPhase::kUndone;
  ui::LineAtBottom(bar, theme.divider);
  const std::string place = TF("import.step_of", {{"step", std::to_string(current + 1)}, {"name", T(kSteps[static_cast<std::size_t>(current)])}});
  ui::Mirror(ui::IdOf("steps"), bar, {.role = ui::Role::kStatus, .label = T("import.steps"), .value = place});
  Rect inner = ui::Inset(bar, Px(16), 0);
  if (ui::IsPhone()) {
    Rect words = ui::CutTop(inner, Px(30));
    ui::Text(words, place, ui::kSmallBold, theme.text);
    const std::vector<Rect> parts = ui::Columns(ui::CutTop(inner, Px(4)), kLastStep + 1, Px(4));
    for (int i = 0; i <= kLastStep; ++i) {
      ui::FillRect(parts[static_cast<std::size_t>(i)], i <= current ? theme.accent : theme.divider, Px(2));
    }
    return;
  }
  // Circle and word of each step, lines of equal length between them.
  float words = 0;
  for (const std::string_view step : kSteps) words += Px(24 + 8) + ui::TextWidth(T(step), ui::kBodyBold);
  const float line = std::max((inner.w - words - Px(16)) / kLastStep - Px(24), Px(16));
  inner.x += Px(8);
  for (int i = 0; i <= kLastStep; ++i) {
    const bool is_done = i < current || is_over;
    const bool is_now = i == current && !is_over;
    const Rect circle = ui::TakeLeft(inner, Px(24), Px(24), Px(8));
    const ui::Vec2 center = {circle.MidX(), circle.MidY()};
    if (is_done) {
      ui::FillCircle(center, Px(12), theme.good.tint);
      ui::DrawIcon(circle, ui::Icon::kCheck, 14, theme.good.text);
    } else {
      is_now ? ui::FillCircle(center, Px(12), theme.accent) : ui::StrokeCircle(center, Px(12), theme.border, ui::Line());
      ui::Text(circle, std::to_string(i + 1), ui::kSmallBold, is_now ? theme.on_accent : theme.secondary, ui::Align::kCenter);
    }
    const ui::TextStyle style = is_now ? ui::kBodyBold : ui::kBody;
    ui::CutLeft(inner, ui::Text(inner, T(kSteps[static_cast<std::size_t>(i)]), style, is_now ? theme.text : theme.secondary), Px(12));
    if (i == kLastStep) break;
    const Rect stroke = ui::TakeLeft(inner, line, ui::Line(), Px(12));
    ui::FillRect(stroke, is_done ? theme.good.text : theme.border);
  }
}

}  // namespace kedang
