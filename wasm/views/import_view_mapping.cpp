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
std::string Examples(const ImportSample& sample, std::uint32_t column) {
  std::string text;
  int count = 0;
  for (const auto& row : sample.rows) {
    if (column >= row.size() || row[column].empty()) continue;
    if (count > 0) text += T("import.list_comma");
    text += row[column];
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

std::vector<ui::Choice> MappingPage::Fields(std::uint32_t column) {
  std::vector<ui::Choice> choices;
  choices.push_back({.id = kNone, .label = T("import.not_imported"), .icon = ui::Icon::kBan});
  field_ids_.clear();
  field_ids_.reserve(job_.schema().fields.size());
  for (const Field& field : job_.schema().fields) {
    if (field.is_retired || IsReadOnly(field.type)) continue;
    field_ids_.push_back(std::to_string(field.id));
    bool is_taken = false;
    for (std::uint32_t other = 0; other < job_.mapping().columns.size(); ++other) {
      is_taken = is_taken || (other != column && job_.mapping().columns[other].field == field.id);
    }
    const std::string_view detail = is_taken ? T("import.field_taken") : field.is_required ? T("import.field_required") : "";
    choices.push_back({.id = field_ids_.back(), .label = field.label.In(app_.is_english()), .detail = detail});
  }
  return choices;
}

void MappingPage::DrawTarget(Rect box, std::uint32_t column) {
  const std::vector<ui::Choice> choices = Fields(column);
  std::string chosen = std::to_string(job_.mapping().columns[column].field);
  const std::string name = TF("import.target_of", {{"column", ColumnTitle(job_, column)}});
  ui::ComboOptions options;
  options.id = "target";
  options.field.name = name;
  const bool was_changed = ui::Combobox(box, chosen, choices, options).was_changed;
  if (was_changed) job_.SetTarget(column, static_cast<FieldId>(std::strtoul(chosen.c_str(), nullptr, 10)));
}

void MappingPage::DrawGrid(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const ImportSample& sample = job_.sample();
  GridModel model;
  model.name = T("import.preview");
  model.row_count = static_cast<std::int64_t>(sample.rows.size());
  model.column_count = static_cast<int>(std::min<std::size_t>(job_.mapping().columns.size(), 512));
  model.head_height = 76;
  model.number_of = [&](std::int64_t row) { return static_cast<std::uint64_t>(row) + (sample.headers.empty() ? 1 : 2); };
  std::vector<float> widths;
  for (std::uint32_t column = 0; column < static_cast<std::uint32_t>(model.column_count); ++column) {
    float width = ui::TextWidth(ColumnTitle(job_, column), ui::kBodyBold) + Px(56);
    for (const auto& row : sample.rows) {
      if (column < row.size()) width = std::max(width, ui::TextWidth(row[column], ui::kGrid) + Px(20));
    }
    widths.push_back(std::clamp(ui::Css(width), 168.0f, 320.0f));
  }
  model.width_of = [&widths](int column) { return widths[static_cast<std::size_t>(column)]; };
  model.head_text = [this](int column) { return ColumnTitle(job_, static_cast<std::uint32_t>(column)); };
  model.draw_head = [&](int column, Rect head) {
    const ColumnTarget& target = job_.mapping().columns[static_cast<std::size_t>(column)];
    head = ui::Inset(head, 0, Px(6));
    Rect top = ui::CutTop(head, Px(24), Px(4));
    if (target.kind == MappingBasis::kContent || target.kind == MappingBasis::kContains) {
      const std::string_view words = T("import.guessed");
      ui::Text(ui::CutRight(top, ui::TextWidth(words, ui::kSmall), Px(6)), words, ui::kSmall, theme.warn.text);
    }
    ui::Text(top, ColumnTitle(job_, static_cast<std::uint32_t>(column)), ui::kBodyBold, target.field == 0 ? theme.secondary : theme.text);
    DrawTarget(head, static_cast<std::uint32_t>(column));
  };
  model.cell = [&](std::int64_t row, int column) {
    GridCell cell;
    const auto& cells = sample.rows[static_cast<std::size_t>(row)];
    const auto index = static_cast<std::size_t>(column);
    if (index < cells.size()) cell.text = cells[index];
    cell.is_dim = job_.mapping().columns[index].field == 0;
    return cell;
  };
  Grid(rect, "preview", grid_, model);
}

// On phones every column of the file is a row of a list.
void MappingPage::DrawColumns(Rect rect) {
  const ui::Theme& theme = ui::CurrentTheme();
  const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(job_.mapping().columns.size(), 512));
  const float height = Px(12 + 22 + 18 + 8 + 44 + 12);
  Rect content;
  ui::BeginScroll("columns", rect, height * static_cast<float>(count), content);
  for (std::uint32_t column = 0; column < count; ++column) {
    Rect card = ui::CutTop(content, height);
    if (!ui::IsVisible(card)) continue;
    ui::IdScope scope(static_cast<std::uint64_t>(column));
    ui::LineAtBottom(card, theme.divider);
    Rect inner = ui::Inset(card, Px(16), Px(12));
    const bool is_dim = job_.mapping().columns[column].field == 0;
    ui::Text(ui::CutTop(inner, Px(22)), ColumnTitle(job_, column), ui::kLargeBold, is_dim ? theme.secondary : theme.text);
    ui::Text(ui::CutTop(inner, Px(18), Px(8)), Examples(job_.sample(), column), ui::kSmall, theme.secondary);
    DrawTarget(inner, column);
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
  const bool is_complete = job_.MissingFields().empty() && mapped > 0;
  const ui::ButtonOptions next = {.label = T("import.next_check"), .kind = ui::ButtonKind::kPrimary, .is_enabled = is_complete,
                                  .reason = T("import.next_reason")};
  if (ui::ButtonAtRight(rest, next)) {
    job_.Check(NowMs());
    RequestFrame();
  }
  if (ui::ButtonAtRight(rest, {.label = T("import.previous")})) wants_back_ = true;
  if (ui::IsPhone()) return;
  const std::string all = Number(job_.mapping().columns.size());
  ui::Text(rest, TF("import.mapped_columns", {{"mapped", Number(mapped)}, {"all", all}}), {.style = ui::kSmall, .color = theme.secondary, .is_mirrored = true});
}

}  // namespace kedang
