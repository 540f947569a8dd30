// On the first step of the import page: what was imported before, and taking it back.
#include <algorithm>

#include "wasm/app/time_text.h"
#include "wasm/platform/frame.h"
#include "wasm/platform/network.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/import_view.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kFirstShown = 5;

}  // namespace

void ImportView::DrawPast(Rect& rest) {
  if (past_.IsDue(NowMs())) {
    Get(PastImports::kPath, [this](const HttpResponse& response) {
      if (response.ok() && past_.Take(AsText(response.body))) RequestFrame();
    });
  }
  if (!past_.is_known() || past_.imports().empty()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CutTop(rest, Px(20));
  const Rect head = ui::CutTop(rest, Px(20), Px(8));
  ui::Mirror(ui::IdOf("past"), head, {.role = ui::Role::kHeading, .label = T("import.past"), .level = 2});
  ui::Text(head, T("import.past"), ui::kBodyBold, theme.text);
  const std::size_t all = past_.imports().size();
  const std::size_t shown = shows_all_past_ ? all : std::min(all, kFirstShown);
  const float row_height = Px(ui::IsPhone() ? 64.0f : 56.0f);
  const Rect card = ui::CutTop(rest, row_height * static_cast<float>(shown), Px(8));
  ui::CardBox(card);
  Rect rows = card;
  const PastImport* wanted = nullptr;
  for (std::size_t i = 0; i < shown; ++i) {
    const PastImport& past = past_.imports()[i];
    const Rect row = ui::CutTop(rows, row_height);
    if (i + 1 < shown) ui::LineAtBottom(row, theme.divider);
    if (ui::IsVisible(row) && DrawPastRow(row, past)) wanted = &past;
  }
  if (shown < all) {
    const ui::ButtonOptions more = {.label = T("import.past_all"), .kind = ui::ButtonKind::kPlain};
    if (ui::Button(ui::CutTop(rest, ui::ButtonHeight(more)), more)) shows_all_past_ = true;
  }
  if (wanted == nullptr) return;
  std::vector<Group> groups;
  groups.push_back(past_.TakeBack(*wanted));
  const bool is_online = app_.workspace().client().status().connection == ConnectionState::kOnline;
  app_.SaveAll(std::move(groups), "", [this, is_online, batch = wanted->batch](const Status& status) {
    past_.OnKept(batch, status);
    app_.Say(std::string(T(!status.ok() ? "import.store_failed" : is_online ? "import.past_going" : "import.past_offline")));
  });
}

// Whether it is to be taken back.
bool ImportView::DrawPastRow(Rect row, const PastImport& past) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(FormatId(past.batch));
  Rect inner = ui::Inset(row, Px(16), 0);
  bool is_wanted = false;
  if (past_.CanTakeBack(past)) {
    const ui::ButtonOptions undo = {.label = T("common.undo"), .icon = ui::Icon::kUndo2, .id = "undo", .tooltip = T("import.past_hint")};
    is_wanted = ui::ButtonAtRight(inner, undo);
  } else {
    const std::string_view word = past.is_undone ? "import.past_undone" : past_.IsGoing(past) ? "import.past_is_going" : "import.past_late";
    const Rect place = ui::CutRight(inner, ui::TextWidth(T(word), ui::kSmall), Px(12));
    ui::Text(place, T(word), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
  }
  const Schema* schema = app_.workspace().schemas().Find(past.schema);
  std::string facts = RelativeTime(past.at_ms, app_.workspace().clock().NowMs(), app_.workspace().zone_minutes());
  facts += TF("import.past_facts", {{"created", Number(past.created)}, {"changed", Number(past.changed)},
                                    {"template", schema != nullptr ? std::string(schema->label.In(app_.is_english())) : past.schema},
                                    {"author", past.author}});
  Rect words = ui::CenterIn(inner, inner.w, Px(40));
  ui::Mirror(ui::IdOf("past"), words, {.role = ui::Role::kText, .label = past.source, .value = facts});
  ui::Text(ui::CutTop(words, Px(22)), past.source, ui::kBody, past.is_undone ? theme.secondary : theme.text);
  ui::Text(words, facts, ui::kSmall, theme.secondary);
  return is_wanted;
}

}  // namespace kedang
