// The first step of the import page: which file, for which template.
#include <algorithm>
#include <cmath>

#include "wasm/platform/files.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/views/import_view.h"
#include "wasm/views/import_view_past.h"
#include "wasm/views/import_view_words.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::string_view kAccept = ".csv,.tsv,.tab,.txt,.xlsx,text/csv,text/plain,text/tab-separated-values";

}  // namespace

void ImportView::DrawFile(Rect rect) {
  if (const std::string pasted = ui::PastedText(); !pasted.empty()) TakePasted(pasted);
  const float side = Px(ui::IsPhone() ? 16.0f : 24.0f);
  Rect rest = ui::Narrowed(ui::Inset(file_scroll_.Begin("file", rect), side), Px(720));
  DrawTemplates(rest);
  if (job_.phase() == ImportPhase::kFailed) DrawProblem(rest);
  if (IsRepeat()) DrawRepeat(rest);
  DrawDropZone(ui::CutTop(rest, Px(ui::IsPhone() ? 220.0f : 240.0f), Px(16)));
  const ui::Theme& theme = ui::CurrentTheme();
  for (const std::string_view key : {"import.formats", "import.formats_encoding", "import.formats_rest"}) {
    Rect line = rest;
    ui::CutLeft(line, Px(14), Px(8));
    ui::DrawIcon({rest.x, rest.y, Px(14), Px(18)}, ui::Icon::kInfo, 14, theme.secondary);
    const float height = ui::WrappedText(line, T(key), ui::kSmall, theme.secondary);
    ui::Mirror(ui::IdOf(key), {rest.x, rest.y, rest.w, height}, {.role = ui::Role::kText, .label = T(key)});
    ui::CutTop(rest, height, Px(4));
  }
  DrawPast(rest);
  file_scroll_.End(rest.y + side);
}

void ImportView::DrawTemplates(Rect& rest) {
  std::vector<ui::Choice> choices;
  for (const Schema& schema : app_.workspace().schemas().schemas) {
    if (schema.is_system) continue;
    const ui::Icon icon = ui::IconNamed(schema.icon);
    choices.push_back({.id = schema.key, .label = schema.label.In(app_.is_english()), .icon = icon});
  }
  ui::ComboOptions options;
  options.id = "template";
  options.field.label = T("import.template");
  options.can_filter = choices.size() > 8;
  const float height = ui::ComboHeight(options, rest.w);
  Rect place = ui::CutTop(rest, height, Px(16));
  const bool has_sources = job_.book().has_sources();
  if (!ui::IsPhone()) {
    const Rect line = place;
    place.w = std::min(std::round((line.w - Px(16)) / 2), Px(340));
    if (has_sources) DrawSource({place.Right() + Px(16), line.y, place.w, line.h});
  } else if (has_sources) {
    DrawSource(ui::CutTop(rest, height, Px(16)));
  }
  if (!ui::Combobox(place, schema_, choices, options).was_changed) return;
  if (const Schema* schema = app_.workspace().schemas().Find(schema_)) job_.SetSchema(schema->id);
}

// Where the rows come from; a new source is made by its name alone.
void ImportView::DrawSource(Rect place) {
  std::vector<ui::Choice> choices;
  std::vector<std::string> ids;
  const std::vector<Source>& sources = job_.book().sources();
  ids.reserve(sources.size());
  for (const Source& source : sources) {
    if (!source.is_active && FormatId(source.id) != source_) continue;
    ids.push_back(FormatId(source.id));
    choices.push_back({.id = ids.back(), .label = source.name, .icon = ui::Icon::kDatabase});
  }
  ui::ComboOptions options;
  options.id = "source";
  options.field.label = T("import.source");
  options.placeholder = T("import.source_none");
  const std::string add = source_filter_.empty() ? std::string(T("sources.new")) : ui::TF("import.source_new", {{"name", source_filter_}});
  options.add_label = add;
  options.can_clear = true;
  const ui::ComboResult result = ui::Combobox(place, source_, choices, options);
  if (result.was_added) AddSource(source_filter_);
  source_filter_ = result.filter;
  if (!result.was_changed) return;
  job_.SetSource(ParseId(source_).value_or(Id()));
  is_profile_looked_for_ = false;
}

void ImportView::AddSource(const std::string& name) {
  const Schema* schema = job_.book().SchemaOf(kSourceSchema);
  const std::size_t first = name.find_first_not_of(' ');
  if (schema == nullptr) return;
  // Where a list takes no typing, or nothing was typed: by its form.
  if (first == std::string::npos) return app_.Go({{std::string(kSourceSchema), "new"}});
  Source source;
  source.name = name.substr(first, name.find_last_not_of(' ') - first + 1);
  for (const Source& known : job_.book().sources()) {
    if (known.name != source.name) continue;
    source_ = FormatId(known.id);
    return job_.SetSource(known.id);
  }
  source.owner = app_.user().id;
  SyncClient& client = app_.workspace().client();
  Group group;
  const Id id = client.NewId();
  group.mutations.push_back(client.MakeInsert(schema->id, id, SourceCells(*schema, source)));
  app_.Save(std::move(group), "", [this, id](const Status& status) {
    if (!status.ok()) return app_.Say(std::string(T("import.store_failed")));
    source_ = FormatId(id);
    job_.SetSource(id);
  });
}

// The same file again would be nothing but duplicates.
void ImportView::DrawRepeat(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ImportRun& earlier = *job_.Earlier();
  const std::string title = ui::TF("import.repeat", {{"name", job_.name()}});
  const std::string words = ui::TF("import.repeat_words", {{"when", RelativeToNow(app_, earlier.at_ms)}, {"author", ImportedBy(app_, earlier)},
                                                           {"file", earlier.file}, {"created", Number(earlier.created)}, {"updated", Number(earlier.updated)}});
  const float width = rest.w - Px(12 + 20 + 12 + 12);
  const float text = ui::WrappedHeight(width, words, ui::kSmall);
  const Rect box = ui::CutTop(rest, Px(10 + 22 + 10) + text + Px(ui::Metrics().control + 12), Px(16));
  ui::FillBox(box, theme.warn.tint, theme.warn.text, Px(10), ui::Line());
  ui::Mirror(ui::IdOf("repeat"), box, {.role = ui::Role::kAlert, .label = title, .value = words});
  Rect inner = ui::Inset(box, Px(12), Px(10));
  const Rect sign = ui::CutLeft(inner, Px(20), Px(12));
  ui::DrawIcon({sign.x, sign.y, sign.w, Px(22)}, ui::Icon::kTriangleAlert, 20, theme.warn.text);
  ui::Text(ui::CutTop(inner, Px(22)), title, ui::kBodyBold, theme.text);
  ui::WrappedText(ui::CutTop(inner, text, Px(12)), words, ui::kSmall, theme.text);
  inner.h = Px(ui::Metrics().control);
  if (ui::ButtonAtLeft(inner, {.label = T("import.repeat_all_the_same")})) {
    is_repeat_wanted_ = true;
    RequestFrame();
  }
}

void ImportView::DrawProblem(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::string words = FileProblemWords(job_);
  const std::string title = ui::TF(job_.is_workbook() ? "import.workbook" : "import.unreadable", {{"name", job_.name()}});
  const float width = rest.w - Px(12 + 20 + 12 + 12);
  const float height = Px(10 + 22 + 10) + ui::WrappedHeight(width, words, ui::kSmall);
  const Rect box = ui::CutTop(rest, height, Px(16));
  ui::FillBox(box, theme.bad.tint, theme.bad.text, Px(10), ui::Line());
  ui::Mirror(ui::IdOf("problem"), box, {.role = ui::Role::kAlert, .label = title, .value = words});
  Rect inner = ui::Inset(box, Px(12), Px(10));
  const Rect sign = ui::CutLeft(inner, Px(20), Px(12));
  ui::DrawIcon({sign.x, sign.y, sign.w, Px(22)}, ui::Icon::kCircleAlert, 20, theme.bad.text);
  ui::Text(ui::CutTop(inner, Px(22)), title, ui::kBodyBold, theme.text);
  ui::WrappedText(inner, words, ui::kSmall, theme.text);
}

void ImportView::DrawDropZone(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::FillRect(rect, is_dragged_over_ ? theme.selected_fill : theme.background, Px(10));
  ui::DashedRect(rect, is_dragged_over_ ? theme.accent : theme.control_border, Px(10), ui::Line(is_dragged_over_ ? 2.0f : 1.0f));
  const bool is_scanning = job_.phase() == ImportPhase::kScanning;
  Rect body = ui::CenterIn(rect, rect.w - Px(32), Px(152));
  ui::DrawIcon(ui::CutTop(body, Px(40), Px(8)), is_scanning ? ui::Icon::kFileText : ui::Icon::kFileUp, 24,
               is_dragged_over_ ? theme.accent : theme.secondary);
  if (is_scanning) {
    const float share = job_.Progress(NowMs()).share;
    ui::Text(ui::CutTop(body, Px(24), Px(8)), ui::TF("import.scanning", {{"name", job_.name()}}), ui::kBodyBold, theme.text, ui::Align::kCenter);
    ui::ProgressBar(ui::CenterIn(ui::CutTop(body, Px(22), Px(8)), std::min(body.w, Px(320)), Px(6)), share, ui::Meaning::kInfo, T("import.scanning_bar"));
    const ui::ButtonOptions cancel = {.label = T("common.cancel")};
    if (ui::Button(ui::CenterIn(body, ui::ButtonWidth(cancel), ui::ButtonHeight(cancel)), cancel)) Restart();
    return;
  }
  const std::string_view words = is_dragged_over_ ? T("import.drop_here") : ui::IsPhone() ? T("import.choose_words") : T("import.drop_words");
  ui::Text(ui::CutTop(body, Px(24), Px(4)), words, ui::kTitle, theme.text, ui::Align::kCenter);
  ui::Text(ui::CutTop(body, Px(18), Px(14)), T(ui::IsPhone() ? "import.drop_sizes" : "import.drop_paste"), ui::kSmall, theme.secondary, ui::Align::kCenter);
  const ui::ButtonOptions choose = {.label = T("import.choose"), .kind = ui::ButtonKind::kPrimary, .icon = ui::Icon::kFolder};
  if (ui::Button(ui::CenterIn(body, ui::ButtonWidth(choose), ui::ButtonHeight(choose)), choose)) {
    PickFile(kAccept, [this](const LocalFile& file) { TakeFile(file.id, file.name, file.size_bytes); });
  }
}

}  // namespace kedang
