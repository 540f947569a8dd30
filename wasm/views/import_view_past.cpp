// On the first step of the import page: what was imported before, and taking it back.
#include <algorithm>

#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
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
using ui::TF;

constexpr std::size_t kFirstShown = 5;

}  // namespace

std::string_view PastWords(PastState state) {
  switch (state) {
    case PastState::kThere: return "";
    case PastState::kUnfinished: return T("import.past_unfinished");
    case PastState::kGoing: return T("import.past_is_going");
    case PastState::kTakenBack: return T("import.past_undone");
    case PastState::kRefused: return T("import.past_refused");
    case PastState::kLate: return T("import.past_late");
  }
  return "";
}

std::string ImportedBy(App& app, const ImportRun& run) {
  std::string author = app.workspace().UserName(run.author);
  return author.empty() ? std::string(T("import.by_server")) : author;
}

void TakeImportBack(App& app, const ImportRun& run) {
  std::vector<Group> groups;
  groups.push_back(MakeRevertGroup(app.workspace().client(), run.batch, run.file));
  const bool is_online = app.workspace().client().status().connection == ConnectionState::kOnline;
  app.SaveAll(std::move(groups), "", [&app, is_online](const Status& status) {
    app.Say(std::string(T(!status.ok() ? "import.store_failed" : is_online ? "import.past_going" : "import.past_offline")));
  });
}

void ImportView::DrawPast(Rect& rest) {
  const std::vector<const ImportRun*> list = past_.List();
  if (list.empty()) return;
  const ui::Theme& theme = ui::CurrentTheme();
  ui::CutTop(rest, Px(20));
  const Rect head = ui::CutTop(rest, Px(20), Px(8));
  ui::Mirror(ui::IdOf("past"), head, {.role = ui::Role::kHeading, .label = T("import.past"), .level = 2});
  ui::Text(head, T("import.past"), ui::kBodyBold, theme.text);
  const std::size_t all = list.size();
  const std::size_t shown = shows_all_past_ ? all : std::min(all, kFirstShown);
  const float row_height = Px(ui::IsPhone() ? 64.0f : 56.0f);
  const Rect card = ui::CutTop(rest, row_height * static_cast<float>(shown), Px(8));
  ui::CardBox(card);
  Rect rows = card;
  const ImportRun* wanted = nullptr;
  for (std::size_t i = 0; i < shown; ++i) {
    const Rect row = ui::CutTop(rows, row_height);
    if (i + 1 < shown) ui::LineAtBottom(row, theme.divider);
    if (ui::IsVisible(row) && DrawPastRow(row, *list[i])) wanted = list[i];
  }
  if (shown < all) {
    const ui::ButtonOptions more = {.label = T("import.past_all"), .kind = ui::ButtonKind::kPlain};
    if (ui::Button(ui::CutTop(rest, ui::ButtonHeight(more)), more)) shows_all_past_ = true;
  }
  if (wanted != nullptr) TakeImportBack(app_, *wanted);
}

// Whether it is to be taken back.
bool ImportView::DrawPastRow(Rect row, const ImportRun& past) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(FormatId(past.id));
  Rect inner = ui::Inset(row, Px(16), 0);
  bool is_wanted = false;
  const PastState state = past_.StateOf(past);
  if (past_.CanTakeBack(past)) {
    const ui::ButtonOptions undo = {.label = T("common.undo"), .icon = ui::Icon::kUndo2, .id = "undo", .tooltip = T("import.past_hint")};
    is_wanted = ui::ButtonAtRight(inner, undo);
  }
  if (const std::string_view word = PastWords(state); !word.empty()) {
    const Rect place = ui::CutRight(inner, ui::TextWidth(word, ui::kSmall), Px(12));
    ui::Text(place, word, {.style = ui::kSmall, .color = state == PastState::kRefused ? theme.bad.text : theme.secondary, .is_mirrored = true});
  }
  const Schema* schema = app_.workspace().schemas().Find(std::string_view(past.content.schema));
  const Source* source = job_.book().FindSource(past.source);
  std::string facts = RelativeToNow(app_, past.at_ms);
  facts += TF("import.past_facts", {{"created", Number(past.created)}, {"changed", Number(past.updated)},
                                    {"template", schema != nullptr ? std::string(schema->label.In(app_.is_english())) : past.content.schema},
                                    {"author", ImportedBy(app_, past)}});
  if (source != nullptr) facts += TF("import.past_source", {{"source", source->name}});
  Rect words = ui::CenterIn(inner, inner.w, Px(40));
  ui::Mirror(ui::IdOf("past"), words, {.role = ui::Role::kText, .label = past.file, .value = facts});
  ui::Text(ui::CutTop(words, Px(22)), past.file, ui::kBody, state == PastState::kTakenBack ? theme.secondary : theme.text);
  ui::Text(words, facts, ui::kSmall, theme.secondary);
  return is_wanted;
}

}  // namespace kedang
