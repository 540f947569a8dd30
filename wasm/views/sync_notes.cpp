#include "wasm/views/sync_notes.h"

#include "wasm/app/time_text.h"
#include "wasm/platform/window.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/sync_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kSideCss = 12, kIconCss = 16, kGapCss = 8;

}  // namespace

std::vector<SyncNotes::Note> SyncNotes::Notes() const {
  std::vector<Note> notes;
  const SyncStatus status = app_.workspace().client().status();
  const TimeMs now = app_.workspace().clock().NowMs();
  const UnsentAge age = UnsentAgeOf(status, now);
  if (age != UnsentAge::kFresh) {
    const bool is_long = age == UnsentAge::kDays;
    const std::string since = ExactTime(status.oldest_pending_ms, app_.workspace().zone_minutes());
    notes.push_back({is_long ? ui::Meaning::kBad : ui::Meaning::kWarn, ui::Icon::kTriangleAlert,
                     std::string(T(is_long ? "unsent.days" : "unsent.day")), ui::TF("unsent.old_text", {{"time", since}}),
                     std::string(T("unsent.export"))});
  }
  if (Preferences().is_ios && !Preferences().is_installed) {
    notes.push_back({ui::Meaning::kInfo, ui::Icon::kInfo, std::string(T("unsent.ios")), std::string(T("unsent.ios_text")), {}});
  }
  return notes;
}

float SyncNotes::NoteHeight(float width, const Note& note) const {
  const float inner = width - 2 * Px(16) - 2 * Px(kSideCss) - Px(kIconCss + kGapCss);
  const float action = note.action.empty() ? 0 : ui::ButtonHeight({.is_small = true}) + Px(8);
  return Px(8) + 2 * Px(kSideCss) + Px(22) + ui::WrappedHeight(inner, note.text, ui::kSmall) + action;
}

float SyncNotes::Height(float width) const {
  float height = 0;
  for (const Note& note : Notes()) height += NoteHeight(width, note);
  return height == 0 ? 0 : height + Px(8);
}

bool SyncNotes::Draw(Rect& rest) {
  bool was_pressed = false;
  const std::vector<Note> notes = Notes();
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const Note& note = notes[i];
    ui::IdScope scope(i);
    Rect box = ui::CutTop(rest, NoteHeight(rest.w, note));
    ui::CutTop(box, Px(8));
    box = ui::Inset(box, Px(16), 0);
    const ui::ColorPair color = ui::MeaningColor(note.meaning);
    ui::FillRect(box, color.tint, Px(8));
    ui::Mirror(ui::IdOf("note"), box, {.role = ui::Role::kStatus, .label = note.title, .value = note.text});
    Rect inner = ui::Inset(box, Px(kSideCss));
    const Rect side = ui::CutLeft(inner, Px(kIconCss), Px(kGapCss));
    ui::DrawIcon({side.x, side.y, side.w, Px(22)}, note.icon, 16, color.text);
    ui::Text(ui::CutTop(inner, Px(22)), note.title, ui::kBodyBold, color.text);
    ui::WrappedText(ui::CutTop(inner, ui::WrappedHeight(inner.w, note.text, ui::kSmall)), note.text, ui::kSmall,
                    ui::CurrentTheme().text);
    if (note.action.empty()) continue;
    Rect bar = ui::CutBottom(inner, ui::ButtonHeight({.is_small = true}));
    was_pressed = ui::ButtonAtLeft(bar, {.label = note.action, .icon = ui::Icon::kDownload, .is_small = true}) || was_pressed;
  }
  if (!notes.empty()) ui::CutTop(rest, Px(8));
  return was_pressed;
}

}  // namespace kedang
