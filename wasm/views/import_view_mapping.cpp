#include "wasm/views/import_view_mapping.h"

#include <algorithm>
#include <array>

#include "shared/model/computed_field.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/check_box.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/notice.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/toast.h"
#include "wasm/views/import_view_words.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

constexpr std::size_t kMostMessages = 3;
constexpr std::string_view kNone = "0";

constexpr std::array<Encoding, 4> kEncodings = {Encoding::kUtf8, Encoding::kGb18030, Encoding::kUtf16Le, Encoding::kUtf16Be};

struct DelimiterName {
  std::string_view id;
  std::string_view text;
  std::string_view key;
};
constexpr std::array<DelimiterName, 5> kDelimiters = {{{"comma", ",", "import.delimiter_comma"},
                                                       {"tab", "\t", "import.delimiter_tab"},
                                                       {"semicolon", ";", "import.delimiter_semicolon"},
                                                       {"pipe", "|", "import.delimiter_pipe"},
                                                       {"wide", "，", "import.delimiter_wide"}}};

// The first values of a column, to recognise it by.
std::string Examples(const std::vector<std::string>& texts) {
  std::string text;
  int count = 0;
  for (const std::string& one : texts) {
    if (one.empty()) continue;
    if (count > 0) text += T("import.list_comma");
    text += one;
    if (++count == 3) break;
  }
  return text;
}

}  // namespace

bool MappingPage::TakeBack() { return std::exchange(wants_back_, false); }

void MappingPage::Draw(Rect rect) {
  ui::IdScope scope("mapping");
  DrawFoot(ui::CutBottom(rect, Px(ui::IsPhone() ? 68.0f : 56.0f)));
  DrawSettings(rect);
  DrawProfile(rect);
  DrawMessages(rect);
  ui::IsPhone() ? DrawColumns(rect) : DrawGrid(rect);
  if (const auto removed = std::exchange(removed_, std::nullopt)) job_.RemoveMade(*removed);
  maker_.Draw();
}

void MappingPage::DrawSettings(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  const bool is_phone = ui::IsPhone();
  ImportSettings settings = job_.settings();
  Rect bar = ui::CutTop(rest, is_phone ? Px(job_.is_workbook() ? 2 * 44 + 8 + 24 : 3 * 44 + 2 * 8 + 24) : Px(48));
  if (!is_phone) ui::LineAtBottom(bar, theme.divider);
  Rect inner = is_phone ? ui::Inset(bar, Px(16), Px(12)) : ui::Inset(bar, Px(16), 0);
  const auto place = [&](std::string_view label, float width) {
    if (is_phone) {
      Rect line = ui::CutTop(inner, Px(44), Px(8));
      ui::Text(ui::CutLeft(line, Px(72), Px(8)), label, ui::kSmall, theme.secondary);
      return line;
    }
    ui::CutLeft(inner, ui::Text(inner, label, ui::kSmall, theme.secondary), Px(6));
    return ui::TakeLeft(inner, width, Px(ui::Metrics().control), Px(16));
  };

  if (job_.is_workbook()) {
    DrawSheets(place(T("import.sheet"), Px(220)));
  } else {
    DrawTextSettings(place);
  }
  bool has_header = job_.sample().has_header;
  const ui::CheckOptions header = {.label = T("import.has_header"), .id = "header"};
  Rect box = is_phone ? ui::CutTop(inner, Px(44)) : ui::TakeLeft(inner, ui::SwitchWidth(header), inner.h, Px(16));
  if (ui::Switch(box, has_header, header)) {
    settings.has_header = has_header;
    job_.SetSettings(settings);
  }
  if (is_phone) return;
  const std::string shown = TF("import.preview_rows", {{"count", Number(job_.sample().rows.size())}});
  ui::Text(inner, shown, ui::kSmall, theme.secondary, ui::Align::kRight);
}

// Which sheet of a workbook.
void MappingPage::DrawSheets(Rect place) {
  const auto& names = job_.sample().sheets;
  std::vector<ui::Choice> sheets;
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < names.size(); ++i) numbers.push_back(std::to_string(i + 1));
  for (std::size_t i = 0; i < names.size(); ++i) sheets.push_back({.id = numbers[i], .label = names[i]});
  std::string sheet = std::to_string(job_.sample().sheet);
  ui::ComboOptions options;
  options.can_filter = names.size() > 12;
  options.id = "sheet";
  options.field.name = T("import.sheet");
  if (!ui::Combobox(place, sheet, sheets, options).was_changed) return;
  ImportSettings settings = job_.settings();
  settings.sheet = static_cast<std::uint32_t>(std::find(numbers.begin(), numbers.end(), sheet) - numbers.begin() + 1);
  settings.has_header.reset();
  job_.SetSettings(settings);
}

// Encoding and separator of text.
void MappingPage::DrawTextSettings(const std::function<Rect(std::string_view label, float width)>& place) {
  ImportSettings settings = job_.settings();
  std::vector<ui::Choice> encodings;
  const EncodingGuess& guess = job_.encoding();
  for (const Encoding encoding : kEncodings) {
    const bool is_found = !settings.encoding && encoding == guess.encoding;
    encodings.push_back({.id = EncodingName(encoding), .label = EncodingName(encoding), .detail = is_found ? T("import.detected") : ""});
  }
  std::string encoding(EncodingName(guess.encoding));
  ui::ComboOptions options;
  options.can_filter = false;
  options.id = "encoding";
  options.field.name = T("import.encoding");
  if (ui::Combobox(place(options.field.name, Px(172)), encoding, encodings, options).was_changed) {
    for (const Encoding one : kEncodings) {
      if (encoding == EncodingName(one)) settings.encoding = one;
    }
    job_.SetSettings(settings);
  }

  std::vector<ui::Choice> delimiters;
  std::string delimiter;
  for (const DelimiterName& one : kDelimiters) {
    delimiters.push_back({.id = one.id, .label = T(one.key)});
    if (one.text == job_.sample().delimiter) delimiter = std::string(one.id);
  }
  options.id = "delimiter";
  options.field.name = T("import.delimiter");
  options.placeholder = job_.sample().delimiter;
  if (ui::Combobox(place(options.field.name, Px(132)), delimiter, delimiters, options).was_changed) {
    for (const DelimiterName& one : kDelimiters) {
      if (one.id == delimiter) settings.delimiter = std::string(one.text);
    }
    job_.SetSettings(settings);
  }
}

// By which profile the columns are mapped; it can be another one, or none.
void MappingPage::DrawProfile(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  std::vector<ui::Choice> choices;
  std::vector<std::string> ids;
  const std::vector<ImportProfile>& profiles = job_.book().profiles();
  ids.reserve(profiles.size());
  for (const ImportProfile& profile : profiles) {
    if (profile.schema != job_.schema().key) continue;
    const bool is_ours = job_.source().is_nil() || profile.source.is_nil() || profile.source == job_.source();
    if (!is_ours && !(profile.id == job_.profile())) continue;
    const Source* source = job_.book().FindSource(profile.source);
    ids.push_back(FormatId(profile.id));
    choices.push_back({.id = ids.back(), .label = profile.name, .detail = source != nullptr ? std::string_view(source->name) : std::string_view()});
  }
  if (choices.empty()) return;
  const bool is_phone = ui::IsPhone();
  Rect bar = ui::CutTop(rest, Px(is_phone ? 56.0f : 48.0f));
  ui::LineAtBottom(bar, theme.divider);
  Rect inner = ui::Inset(bar, Px(16), 0);
  const std::string_view label = T("import.profile");
  ui::CutLeft(inner, is_phone ? Px(72) : ui::TextWidth(label, ui::kSmall), Px(is_phone ? 8.0f : 6.0f));
  ui::Text({bar.x + Px(16), bar.y, Px(72), bar.h}, label, ui::kSmall, theme.secondary);
  const Rect place = is_phone ? ui::CenterIn(inner, inner.w, Px(44)) : ui::TakeLeft(inner, Px(260), Px(ui::Metrics().control), Px(16));
  std::string chosen = job_.profile().is_nil() ? "" : FormatId(job_.profile());
  ui::ComboOptions options;
  options.id = "profile";
  options.field.name = label;
  options.placeholder = T("import.profile_none");
  options.can_clear = true;
  options.can_filter = choices.size() > 8;
  if (ui::Combobox(place, chosen, choices, options).was_changed) {
    const ImportProfile* wanted = job_.book().FindProfile(ParseId(chosen).value_or(Id()));
    if (wanted == nullptr) {
      job_.LeaveProfile();
    } else if (!job_.ApplyProfile(*wanted)) {
      ui::ToastOptions toast;
      toast.text = TF("import.profile_not_here", {{"name", wanted->name}});
      ui::ShowToast(std::move(toast));
    }
    RequestFrame();
  }
  if (is_phone || job_.profile().is_nil()) return;
  ui::Text(inner, T(job_.IsProfileNews() ? "import.profile_changed" : "import.profile_used"), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

// What stands against going on, and what is odd about the file.
void MappingPage::DrawMessages(Rect& rest) {
  const ui::Theme& theme = ui::CurrentTheme();
  struct Message {
    Severity severity;
    std::string text;
  };
  std::vector<Message> messages;
  const ImportSample& sample = job_.sample();
  std::string missing;
  for (const Field* field : job_.MissingFields()) {
    if (!missing.empty()) missing += T("import.list_comma");
    missing += field->label.In(app_.is_english());
  }
  if (!missing.empty()) messages.push_back({Severity::kBlock, TF("import.missing_fields", {{"fields", missing}})});
  if (sample.failure) messages.push_back({Severity::kBlock, FileIssueWords(*sample.failure) + std::string(T("import.shown_before"))});
  for (const TableIssue& issue : sample.issues) {
    if (sample.failure && issue == *sample.failure) continue;
    if (messages.size() < kMostMessages) messages.push_back({issue.severity, FileIssueWords(issue)});
  }
  for (const Message& message : messages) {
    const Rect line = ui::CutTop(rest, Px(ui::IsPhone() ? 44.0f : 32.0f));
    const ui::ColorPair pair = ui::MeaningColor(MeaningOf(message.severity));
    ui::FillRect(line, pair.tint);
    ui::Mirror(ui::IdOf(message.text), line, {.role = message.severity == Severity::kBlock ? ui::Role::kAlert : ui::Role::kStatus, .label = message.text});
    Rect inner = ui::Inset(line, Px(16), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(16), Px(8)), IconOf(message.severity), 16, pair.text);
    ui::Text(inner, message.text, ui::kSmall, theme.text);
  }
}

std::vector<MappingPage::Shown> MappingPage::ShownColumns() const {
  constexpr std::uint32_t kMost = 512;
  std::vector<Shown> shown;
  const auto count = std::min(static_cast<std::uint32_t>(job_.mapping().columns.size()), kMost);
  for (std::uint32_t column = 0; column < count; ++column) {
    shown.push_back({false, column});
    for (std::uint32_t i = 0; i < job_.mapping().made.size(); ++i) {
      if (job_.mapping().made[i].column.pieces.front().column == column) shown.push_back({true, i});
    }
  }
  return shown;
}

std::string MappingPage::TitleOf(const Shown& shown) const {
  return shown.is_made ? MadeTitle(job_, job_.mapping().made[shown.index]) : ColumnTitle(job_, shown.index);
}

const ColumnTarget& MappingPage::TargetOf(const Shown& shown) const {
  return shown.is_made ? job_.mapping().made[shown.index].target : job_.mapping().columns[shown.index];
}

std::vector<std::string> MappingPage::TextsOf(const Shown& shown) const {
  if (shown.is_made) return job_.SampleOf(job_.mapping().made[shown.index].column);
  std::vector<std::string> texts;
  for (const auto& row : job_.sample().rows) texts.push_back(shown.index < row.size() ? row[shown.index] : std::string());
  return texts;
}

std::vector<ui::Choice> MappingPage::Fields(const Shown& shown) {
  std::vector<ui::Choice> choices;
  choices.push_back({.id = kNone, .label = T("import.not_imported"), .icon = ui::Icon::kBan});
  field_ids_.clear();
  field_ids_.reserve(job_.schema().fields.size());
  for (const Field& field : job_.schema().fields) {
    if (field.is_retired || IsReadOnly(field.type)) continue;
    field_ids_.push_back(std::to_string(field.id));
    const bool is_taken = job_.mapping().HasField(field.id) && TargetOf(shown).field != field.id;
    const std::string_view detail = is_taken ? T("import.field_taken") : field.is_required ? T("import.field_required") : "";
    choices.push_back({.id = field_ids_.back(), .label = field.label.In(app_.is_english()), .detail = detail});
  }
  return choices;
}

void MappingPage::DrawTarget(Rect box, const Shown& shown) {
  const std::vector<ui::Choice> choices = Fields(shown);
  std::string chosen = std::to_string(TargetOf(shown).field);
  const std::string name = TF("import.target_of", {{"column", TitleOf(shown)}});
  ui::ComboOptions options;
  options.id = "target";
  options.field.name = name;
  if (!ui::Combobox(box, chosen, choices, options).was_changed) return;
  const auto field = static_cast<FieldId>(std::strtoul(chosen.c_str(), nullptr, 10));
  shown.is_made ? job_.SetMadeTarget(shown.index, field) : job_.SetTarget(shown.index, field);
}

void MappingPage::DrawMaking(Rect box, const Shown& shown) {
  const std::string label = TF(shown.is_made ? "import.made_remove" : "import.made_of", {{"column", TitleOf(shown)}});
  if (!ui::IconButton(box, shown.is_made ? ui::Icon::kX : ui::Icon::kSplit, label)) return;
  if (shown.is_made) {
    removed_ = shown.index;
  } else {
    maker_.Open(shown.index);
  }
  RequestFrame();
}

void MappingPage::DrawGrid(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ImportSample& sample = job_.sample();
  const std::vector<Shown> shown = ShownColumns();
  std::vector<std::vector<std::string>> texts;
  for (const Shown& one : shown) texts.push_back(TextsOf(one));
  GridModel model;
  model.name = T("import.preview");
  model.row_count = static_cast<std::int64_t>(sample.rows.size());
  model.column_count = static_cast<int>(shown.size());
  model.head_height = 76;
  model.number_of = [&](std::int64_t row) { return static_cast<std::uint64_t>(row) + (sample.headers.empty() ? 1 : 2); };
  std::vector<float> widths;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    float width = ui::TextWidth(TitleOf(shown[i]), ui::kBodyBold) + Px(56 + 24);
    for (const std::string& text : texts[i]) width = std::max(width, ui::TextWidth(text, ui::kGrid) + Px(20));
    widths.push_back(std::clamp(ui::Css(width), 168.0f, 320.0f));
  }
  model.width_of = [&widths](int column) { return widths[static_cast<std::size_t>(column)]; };
  model.head_text = [&](int column) { return TitleOf(shown[static_cast<std::size_t>(column)]); };
  model.draw_head = [&](int column, Rect head) {
    const Shown& one = shown[static_cast<std::size_t>(column)];
    const ColumnTarget& target = TargetOf(one);
    head = ui::Inset(head, 0, Px(6));
    Rect top = ui::CutTop(head, Px(24), Px(4));
    DrawMaking(ui::CutRight(top, Px(24), Px(4)), one);
    if (target.kind == MappingBasis::kContent || target.kind == MappingBasis::kContains) {
      const std::string_view words = T("import.guessed");
      ui::Text(ui::CutRight(top, ui::TextWidth(words, ui::kSmall), Px(6)), words, ui::kSmall, theme.warn.text);
    }
    ui::Text(top, TitleOf(one), ui::kBodyBold, target.field == 0 ? theme.secondary : theme.text);
    DrawTarget(head, one);
  };
  model.cell = [&](std::int64_t row, int column) {
    GridCell cell;
    const auto index = static_cast<std::size_t>(column);
    cell.text = texts[index][static_cast<std::size_t>(row)];
    cell.is_dim = TargetOf(shown[index]).field == 0;
    return cell;
  };
  Grid(rect, "preview", grid_, model);
}

// On phones every column is a row of a list.
void MappingPage::DrawColumns(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const std::vector<Shown> shown = ShownColumns();
  const float height = Px(12 + 22 + 18 + 8 + 44 + 12);
  Rect content;
  ui::BeginScroll("columns", rect, height * static_cast<float>(shown.size()), content);
  for (const Shown& one : shown) {
    Rect card = ui::CutTop(content, height);
    if (!ui::IsVisible(card)) continue;
    ui::IdScope scope((static_cast<std::uint64_t>(one.is_made) << 32) | one.index);
    ui::LineAtBottom(card, theme.divider);
    Rect inner = ui::Inset(card, Px(16), Px(12));
    const bool is_dim = TargetOf(one).field == 0;
    Rect words = ui::CutTop(inner, Px(22 + 18), Px(8));
    const Rect making = ui::CutRight(words, Px(44), Px(8));
    ui::Text(ui::CutTop(words, Px(22)), TitleOf(one), ui::kLargeBold, is_dim ? theme.secondary : theme.text);
    ui::Text(words, Examples(TextsOf(one)), ui::kSmall, theme.secondary);
    DrawTarget(inner, one);
    DrawMaking(making, one);
  }
  ui::EndScroll();
}

void MappingPage::DrawFoot(Rect bar) {
  ui::ReserveFoot(bar);
  const ui::Theme& theme = ui::CurrentTheme();
  ui::LineAtTop(bar, theme.divider);
  Rect rest = ui::Inset(bar, Px(16), ui::IsPhone() ? Px(12) : 0);
  std::size_t mapped = 0;
  for (const ColumnTarget& target : job_.mapping().columns) mapped += target.field != 0 ? 1 : 0;
  for (const MadeTarget& made : job_.mapping().made) mapped += made.target.field != 0 ? 1 : 0;
  const bool is_complete = job_.MissingFields().empty() && mapped > 0;
  const ui::ButtonOptions next = {.label = T("import.next_check"), .kind = ui::ButtonKind::kPrimary, .is_enabled = is_complete,
                                  .reason = T("import.next_reason")};
  if (ui::ButtonAtRight(rest, next)) {
    job_.Check(NowMs());
    RequestFrame();
  }
  if (ui::ButtonAtRight(rest, {.label = T("import.previous")})) wants_back_ = true;
  if (ui::IsPhone()) return;
  const std::string all = Number(job_.mapping().columns.size() + job_.mapping().made.size());
  ui::Text(rest, TF("import.mapped_columns", {{"mapped", Number(mapped)}, {"all", all}}), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

}  // namespace kedang
