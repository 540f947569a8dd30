#include "wasm/views/import_view_made.h"

#include <algorithm>
#include <array>

#include "shared/base/utf8.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/context.h"
#include "wasm/ui/dialog.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/text_field.h"
#include "wasm/ui/theme.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::string_view kDialog = "column_maker";
constexpr std::size_t kPreviewRows = 5;
constexpr int kFewestParts = 2;

struct SeparatorName {
  std::string_view id, text, key;
};
constexpr std::array<SeparatorName, 9> kSeparators = {{{"slash", "/", "import.made_slash"},
                                                       {"list", "、", "import.made_list"},
                                                       {"comma", ",", "import.made_comma"},
                                                       {"semicolon", ";", "import.made_semicolon"},
                                                       {"dash", "-", "import.made_dash"},
                                                       {"space", " ", "import.made_space"},
                                                       {"line", "\n", "import.made_line"},
                                                       {"own", "", "import.made_own"},
                                                       {"place", "", "import.made_place"}}};

// "6,10" as numbers that rise; others are left out.
std::vector<std::uint32_t> PlacesIn(std::string_view text) {
  std::vector<std::uint32_t> places;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool is_digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (is_digit && number < 1000) number = number * 10 + static_cast<std::uint32_t>(text[i] - '0');
    if (is_digit) continue;
    if (number > (places.empty() ? 0 : places.back()) && places.size() < 9) places.push_back(number);
    number = 0;
  }
  return places;
}

}  // namespace

std::string MadeTitle(const ImportJob& job, const MadeTarget& made) {
  std::string title;
  for (const MadeColumn::Piece& piece : made.column.pieces) title += (title.empty() ? "" : " + ") + ColumnTitle(job, piece.column);
  const ColumnCut& cut = made.column.cut;
  if (cut.first == 0) return title;
  title += " · " + Number(cut.first);
  if (cut.last == 0) return title + "…";
  return cut.last == cut.first ? title : title + "–" + Number(cut.last);
}

void ColumnMaker::Open(std::uint32_t column) {
  column_ = column;
  tool_ = 0;
  text_.clear();
  places_.clear();
  others_.clear();
  parts_ = 0;
  // As it is split already, else as its texts suggest.
  const std::vector<ColumnCut> cuts = job_.CutsOf(column);
  const std::string likely = LikelySeparator(job_.SampleOf({{{column, ""}}, {}}));
  const std::string wanted = cuts.empty() ? likely : cuts.front().separator;
  separator_ = "slash";
  if (!wanted.empty()) separator_ = "own";
  for (const SeparatorName& one : kSeparators) {
    if (!one.text.empty() && one.text == wanted) separator_ = one.id;
  }
  if (separator_ == "own") text_ = wanted;
  if (!cuts.empty() && wanted.empty()) {
    separator_ = "place";
    for (const ColumnCut& cut : cuts) {
      if (cut.last > 0) places_ += (places_.empty() ? "" : ",") + std::to_string(cut.last);
    }
  }
  if (cuts.size() > kFewestParts) parts_ = std::min(static_cast<int>(cuts.size()), 5) - kFewestParts;
  ui::OpenDialog(kDialog);
}

std::string ColumnMaker::Separator() const {
  for (const SeparatorName& one : kSeparators) {
    if (one.id == separator_) return one.id == "own" ? text_ : std::string(one.text);
  }
  return "";
}

// The last part takes what is left, so that nothing is lost.
std::vector<ColumnCut> ColumnMaker::Cuts() const {
  std::vector<ColumnCut> cuts;
  if (separator_ == "place") {
    std::uint32_t first = 1;
    for (const std::uint32_t place : PlacesIn(places_)) {
      cuts.push_back({"", first, place});
      first = place + 1;
    }
    if (!cuts.empty()) cuts.push_back({"", first, 0});
    return cuts;
  }
  const std::string separator = Separator();
  const auto count = static_cast<std::uint32_t>(parts_ + kFewestParts);
  for (std::uint32_t part = 1; part <= count && !separator.empty(); ++part) cuts.push_back({separator, part, part == count ? 0 : part});
  return cuts;
}

std::vector<MadeColumn::Piece> ColumnMaker::Pieces() const {
  std::vector<MadeColumn::Piece> pieces = {{column_, ""}};
  for (const std::string& other : others_) {
    if (!other.empty()) pieces.push_back({static_cast<std::uint32_t>(std::strtoul(other.c_str(), nullptr, 10)), text_});
  }
  return pieces;
}

bool ColumnMaker::IsReady() const { return tool_ == 0 ? !Cuts().empty() : Pieces().size() > 1; }

void ColumnMaker::DrawSplit(Rect& body) {
  std::vector<ui::Choice> choices;
  for (const SeparatorName& one : kSeparators) choices.push_back({.id = one.id, .label = T(one.key)});
  ui::ComboOptions combo;
  combo.id = "separator";
  combo.field.label = T("import.made_separator");
  combo.can_filter = false;
  ui::Combobox(ui::CutTop(body, ui::ComboHeight(combo, body.w), Px(12)), separator_, choices, combo);
  ui::TextFieldOptions field;
  if (separator_ == "own" || separator_ == "place") {
    field.id = separator_;
    field.field.label = T(separator_ == "own" ? "import.made_own" : "import.made_places");
    field.placeholder = separator_ == "own" ? "" : "6, 10";
    ui::TextField(ui::CutTop(body, ui::TextFieldHeight(field, body.w), Px(12)), separator_ == "own" ? text_ : places_, field);
  }
  if (separator_ == "place") return;
  const std::array<ui::Segment, 4> segments = {ui::Segment{.label = "2"}, ui::Segment{.label = "3"}, ui::Segment{.label = "4"}, ui::Segment{.label = "5"}};
  Rect line = ui::CutTop(body, Px(ui::Metrics().control), Px(12));
  const std::string_view label = T("import.made_parts");
  ui::Text(ui::CutLeft(line, ui::TextWidth(label, ui::kSmall), Px(8)), label, ui::kSmall, ui::CurrentTheme().secondary);
  ui::Segmented(line, segments, parts_, {.name = label, .is_stretched = true});
}

// The column, and up to three behind it.
void ColumnMaker::DrawJoin(Rect& body) {
  const auto count = static_cast<std::uint32_t>(job_.mapping().columns.size());
  std::vector<std::string> ids, titles;
  std::vector<ui::Choice> choices;
  ids.reserve(count);  // the choices point into both
  titles.reserve(count);
  for (std::uint32_t column = 0; column < count; ++column) {
    ids.push_back(std::to_string(column));
    titles.push_back(ColumnTitle(job_, column));
    if (column != column_) choices.push_back({.id = ids.back(), .label = titles.back()});
  }
  others_.resize(2);
  for (std::size_t i = 0; i < others_.size(); ++i) {
    ui::ComboOptions combo;
    const std::string id = "other" + std::to_string(i);
    combo.id = id;
    combo.field.label = T(i == 0 ? "import.made_with" : "import.made_with_more");
    combo.can_clear = i > 0;
    combo.can_filter = choices.size() > 8;
    ui::Combobox(ui::CutTop(body, ui::ComboHeight(combo, body.w), Px(12)), others_[i], choices, combo);
  }
  ui::TextFieldOptions field;
  field.id = "between";
  field.field.label = T("import.made_between");
  ui::TextField(ui::CutTop(body, ui::TextFieldHeight(field, body.w), Px(12)), text_, field);
}

// The first rows with something in them: what is typed, and what becomes of it.
void ColumnMaker::DrawPreview(Rect body) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<std::vector<std::string>> columns = {job_.SampleOf({{{column_, ""}}, {}})};
  if (tool_ == 0) {
    for (const ColumnCut& cut : Cuts()) columns.push_back(job_.SampleOf({{{column_, ""}}, cut}));
  } else if (IsReady()) {
    columns.push_back(job_.SampleOf({Pieces(), {}}));
  }
  std::size_t drawn = 0;
  for (std::size_t row = 0; row < columns[0].size() && drawn < kPreviewRows; ++row) {
    if (columns[0][row].empty() && tool_ == 0) continue;
    ++drawn;
    Rect line = ui::CutTop(body, Px(22));
    std::string said = columns[0][row];
    for (std::size_t i = 1; i < columns.size(); ++i) said += (i == 1 ? " → " : " | ") + columns[i][row];
    ui::Mirror(ui::IdOf("row" + std::to_string(row)), line, {.role = ui::Role::kText, .label = said});
    ui::Text(ui::CutLeft(line, std::round(line.w * 0.36f), Px(8)), columns[0][row], ui::kBody, theme.secondary);
    ui::DrawIcon(ui::CutLeft(line, Px(12), Px(8)), ui::Icon::kArrowRight, 12, theme.secondary);
    if (columns.size() < 2) continue;
    const std::vector<Rect> places = ui::Columns(line, static_cast<int>(columns.size() - 1), Px(8));
    for (std::size_t i = 1; i < columns.size(); ++i) ui::Text(places[i - 1], columns[i][row], ui::kBody, theme.text);
  }
}

void ColumnMaker::Draw() {
  if (!ui::IsDialogOpen(kDialog)) return;
  ui::ComboOptions combo;
  combo.field.label = T("import.made_separator");
  ui::TextFieldOptions field;
  field.field.label = T("import.made_between");
  ui::DialogOptions options;
  const std::string title = TF("import.made_title", {{"column", ColumnTitle(job_, column_)}});
  options.title = title;
  options.has_cross = true;
  options.width_css = 560;
  const float width = Px(options.width_css - 48), control = Px(ui::Metrics().control);
  options.body_height = control + Px(12) + 2 * (ui::ComboHeight(combo, width) + Px(12)) + ui::TextFieldHeight(field, width) + Px(12 + 8) +
                        Px(22) * static_cast<float>(kPreviewRows);
  Rect body;
  if (!ui::BeginDialog(kDialog, options, body)) return;
  const std::array<ui::Segment, 2> tools = {ui::Segment{.label = T("import.made_split"), .icon = ui::Icon::kSplit},
                                            ui::Segment{.label = T("import.made_join"), .icon = ui::Icon::kMerge}};
  ui::Segmented(ui::CutTop(body, control, Px(12)), tools, tool_, {.name = title, .is_stretched = true});
  tool_ == 0 ? DrawSplit(body) : DrawJoin(body);
  ui::CutTop(body, Px(8));
  DrawPreview(body);
  const bool is_ready = IsReady();
  const ui::DialogAnswer answer = ui::EndDialog({.label = T(tool_ == 0 ? "import.made_split" : "import.made_join"), .kind = ui::ButtonKind::kPrimary,
                                                 .id = "apply", .is_enabled = is_ready, .reason = T("import.made_reason")}, T("common.cancel"));
  if (answer != ui::DialogAnswer::kConfirmed || !is_ready) return;
  if (tool_ == 0) {
    job_.SplitColumn(column_, Cuts());
  } else {
    job_.JoinColumns(Pieces());
  }
  RequestFrame();
}

}  // namespace kedang
