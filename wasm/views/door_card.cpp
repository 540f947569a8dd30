#include "wasm/views/door_card.h"

#include <algorithm>
#include <array>

#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kBelowCss = 72;  // the language

float Padding() { return Px(ui::IsPhone() ? 24 : 32); }
float CardWidth(Rect page) { return ui::IsPhone() ? page.w : std::min(Px(400), page.w - Px(32)); }

}  // namespace

float DoorCard::InnerWidth(Rect page) { return CardWidth(page) - 2 * Padding(); }

float DoorCard::NoteHeight(float inner_width, std::string_view text) {
  return ui::WrappedHeight(inner_width - Px(44), text, ui::kBody) + Px(24 + 16);
}

float DoorCard::HeadHeight(float gap) { return Px(48 + 16 + 28) + gap; }

DoorCard::DoorCard(App& app, Rect page, float height) : app_(app) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  ui::FillRect(page, is_phone ? theme.surface : theme.background);
  height += 2 * Padding();
  const float top = is_phone ? Px(16) : std::max(Px(24), (page.h - Px(kBelowCss) - height) * 0.42f);
  ui::BeginScroll("page", page, top + height + Px(kBelowCss), content_);
  const float width = CardWidth(page);
  card_ = ui::Snap({content_.MidX() - width / 2, content_.y + top, width, height});
  if (!is_phone) ui::CardBox(card_);
  rest_ = ui::Inset(card_, Padding());
}

DoorCard::~DoorCard() {
  const std::array<ui::Segment, 2> segments = {ui::Segment{.label = "中文"}, ui::Segment{.label = "English"}};
  const ui::SegmentedOptions options{.name = T("auth.language"), .is_small = true};
  const Rect line{content_.x, card_.Bottom() + Px(16), content_.w, Px(40)};
  const Rect place = ui::CenterIn(line, ui::SegmentedWidth(segments, options), Px(ui::Metrics().small_control));
  int chosen = app_.is_english() ? 1 : 0;
  if (ui::Segmented(place, segments, chosen, options)) app_.SetLanguage(chosen == 1);
  ui::EndScroll();
}

void DoorCard::Head(std::string_view title, float gap) {
  const ui::Theme& theme = ui::CurrentTheme();
  const Rect mark = ui::CenterIn(ui::CutTop(rest_, Px(48), Px(16)), Px(48), Px(48));
  ui::FillRect(mark, theme.accent, Px(10));
  ui::Text(mark, T("app.mark"), {24, 32, ui::Weight::kBold}, theme.on_accent, ui::Align::kCenter);
  const Rect line = ui::CutTop(rest_, Px(28), gap);
  ui::Mirror(ui::IdOf("title"), line, {.role = ui::Role::kHeading, .label = title, .level = 1});
  ui::Text(line, title, ui::kPageTitle, theme.text, ui::Align::kCenter);
}

void DoorCard::Note(std::string_view id, std::string_view text, ui::Meaning meaning, ui::Role role) {
  const Rect box = ui::CutTop(rest_, NoteHeight(rest_.w, text) - Px(16), Px(16));
  const ui::ColorPair color = ui::MeaningColor(meaning);
  ui::FillRect(box, color.tint, Px(6));
  ui::Mirror(ui::IdOf(id), box, {.role = role, .label = text});
  Rect line = ui::Inset(box, Px(12));
  const Rect icon = ui::CutLeft(line, Px(16), Px(8));
  ui::DrawIcon({icon.x, icon.y, icon.w, Px(22)}, ui::Icon::kCircleAlert, 16, color.text);
  ui::WrappedText(line, text, ui::kBody, ui::CurrentTheme().text);
}

}  // namespace kedang
