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
#include "wasm/views/import_view_words.h"

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
  Rect content;
  ui::BeginScroll("file", rect, std::max(file_height_, rect.h), content);
  Rect rest = ui::Inset(content, side);
  rest.h = 1e6f;
  if (!ui::IsPhone()) {
    const float width = std::min(rest.w, Px(720));
    rest = {std::round(rest.MidX() - width / 2), rest.y, width, rest.h};
  }
  DrawTemplates(rest);
  if (job_.phase() == ImportPhase::kFailed) DrawProblem(rest);
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
  const float height = rest.y - content.y + side;
  if (std::abs(height - file_height_) > 0.5f) RequestFrame();
  file_height_ = height;
  ui::EndScroll();
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
  if (!ui::IsPhone()) place.w = std::min(place.w, Px(320));
  if (!ui::Combobox(place, schema_, choices, options).was_changed) return;
  if (const Schema* schema = app_.workspace().schemas().Find(schema_)) job_.SetSchema(schema->id);
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
