// ExpressionEditor: an expression being written.
#include <algorithm>
#include <cmath>

#include "shared/expr/lexer.h"
#include "wasm/platform/frame.h"
#include "wasm/ui/button.h"
#include "wasm/ui/context.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/menu.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/views/designer_rules.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr float kPaddingCss = 10;
constexpr float kLineCss = 22;
constexpr std::size_t kMostCompletions = 8;
constexpr double kLingerMs = 400;

std::string ErrorWords(const ExpressionError& error) {
  const bool is_at_end = error.code == ExpressionCode::kUnexpected && std::any_of(error.details.begin(), error.details.end(), [](const auto& detail) {
    return detail.first == "found" && detail.second.empty();
  });
  if (is_at_end) return std::string(T("designer.expression_unfinished"));
  SchemaProblem problem;
  problem.code = "expr." + std::string(ExpressionCodeName(error.code));
  problem.details = error.details;
  problem.message = FormatExpressionError(error);
  return ProblemWords(problem);
}

// Where a byte of the source stands: line and x.
struct Place {
  int line = 0;
  float x = 0;
};
Place PlaceOf(std::string_view source, std::size_t offset) {
  offset = std::min(offset, source.size());
  Place place;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    if (source[i] != '\n') continue;
    ++place.line;
    begin = i + 1;
  }
  place.x = ui::TextWidth(source.substr(begin, offset - begin), ui::kCode);
  return place;
}

ui::Color ColorOf(TokenKind kind, bool is_function) {
  const ui::Theme& theme = ui::CurrentTheme();
  switch (kind) {
    case TokenKind::kText: return ui::UserColor(2).text;
    case TokenKind::kNumber: return ui::UserColor(1).text;
    case TokenKind::kTrue:
    case TokenKind::kFalse:
    case TokenKind::kNull:
    case TokenKind::kOperator: return ui::UserColor(3).text;
    case TokenKind::kName: return is_function ? theme.accent : theme.text;
    default: return theme.text;
  }
}

}  // namespace

const ExpressionEditor::Read& ExpressionEditor::ReadOf(std::string_view id, const std::string& source, const Options& options) {
  Read& read = reads_[std::string(id)];
  const bool is_fresh = read.revision == state_.draft.revision() && read.source == source && read.is_english == state_.is_english();
  if (is_fresh) return read;
  read.source = source;
  read.revision = state_.draft.revision();
  read.is_english = state_.is_english();
  read.error = ExpressionError();
  read.words.clear();
  read.pieces.clear();
  if (source.empty()) return read;
  ExpressionScope scope = state_.Scope();
  if (options.schema != nullptr) scope.schema = options.schema;
  KnownNames names(scope);
  Lexer lexer(source, &names);
  Token token;
  while (lexer.Next(token) && token.kind != TokenKind::kEnd) {
    const std::size_t end = token.offset + token.length;
    const bool is_function = token.kind == TokenKind::kName && end < source.size() && (source[end] == '(' || source.compare(end, 3, "（") == 0);
    read.pieces.push_back({token.offset, token.length, token.kind, is_function});
  }
  read.error = CompileExpression(source, scope, options.goal).error;
  if (read.error.code == ExpressionCode::kNone) {
    read.words = ExpressionWords(source, scope, state_.is_english(), [](std::string_view key) { return T(key); });
  }
  return read;
}

// Coloured, while nobody writes; text that does not fit goes on in the next line.
void ExpressionEditor::DrawResting(Rect box, const std::string& source, const Read& read) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::PushClip(box);
  const float left = box.x + Px(kPaddingCss), right = box.Right() - Px(kPaddingCss);
  float x = left, y = box.y + Px(5);
  const auto draw = [&](std::string_view text, ui::Color color) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view piece = text.substr(0, end);
      const float width = ui::TextWidth(piece, ui::kCode);
      if (x > left && x + width > right) {
        x = left;
        y += Px(kLineCss);
      }
      ui::Text({x, y, std::max(right - x, width), Px(kLineCss)}, piece, {.style = ui::kCode, .color = color, .can_shorten = false});
      x += width;
      if (end < text.size()) {
        x = left;
        y += Px(kLineCss);
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  };
  std::size_t at = 0;
  for (const Piece& piece : read.pieces) {
    draw(std::string_view(source).substr(at, piece.begin - at), theme.text);
    at = piece.begin + piece.length;
    draw(std::string_view(source).substr(piece.begin, piece.length), ColorOf(piece.kind, piece.is_function));
  }
  draw(std::string_view(source).substr(at), theme.text);
  ui::PopClip();
}

void ExpressionEditor::Underline(Rect box, const std::string& source, const ExpressionError& error) {
  const Place from = PlaceOf(source, error.offset);
  const Place to = PlaceOf(source, error.offset + error.length);
  const float left = box.x + Px(kPaddingCss) + from.x;
  const float width = to.line == from.line && to.x > from.x ? to.x - from.x : Px(8);
  const float y = box.y + Px(5) + Px(kLineCss) * static_cast<float>(from.line + 1) - Px(3);
  ui::PushClip(box);
  // A wave of flat steps: what is wrong is seen without its colour.
  for (float x = left; x < left + width; x += Px(4)) {
    ui::FillRect({x, y, Px(2), ui::Line(2)}, ui::CurrentTheme().bad.text);
    ui::FillRect({x + Px(2), y + Px(1), Px(2), ui::Line(2)}, ui::CurrentTheme().bad.text);
  }
  ui::PopClip();
}

const Completions& ExpressionEditor::CompletionsOf(const std::string& source, std::size_t cursor, const ExpressionScope& scope) {
  const std::string made_for = std::to_string(cursor) + (state_.is_english() ? "en" : "zh") + std::to_string(state_.draft.revision()) +
                               (scope.schema != nullptr ? scope.schema->key : "") + ":" + source;
  if (completions_for_ != made_for) {
    completions_ = CompletionsAt(source, cursor, scope, state_.is_english(), kMostCompletions);
    completions_for_ = made_for;
  }
  return completions_;
}

bool ExpressionEditor::DrawCompletions(std::string_view id, Rect box, std::string& source, int cursor, const ExpressionScope& scope) {
  if (cursor < 0 || closed_for_ == source) return false;
  // A copy: what is chosen changes the source, and with it what could come next.
  const Completions found = CompletionsOf(source, static_cast<std::size_t>(cursor), scope);
  if (found.items.empty() || (found.begin == static_cast<std::size_t>(cursor) && found.items.front().kind != Completion::Kind::kChoice)) return false;
  const int count = static_cast<int>(found.items.size());
  completion_ = std::clamp(completion_, 0, count - 1);
  if (ui::IsShortcut("Alt+ArrowDown", true)) completion_ = std::min(completion_ + 1, count - 1);
  if (ui::IsShortcut("Alt+ArrowUp", true)) completion_ = std::max(completion_ - 1, 0);
  const ui::Id layer_id = ui::IdOf(std::string(id) + " completions");
  ui::OpenLayer(layer_id);
  ui::LayerOptions layer;
  const Place place = PlaceOf(source, found.begin);
  layer.anchor = {box.x + Px(kPaddingCss) + std::min(place.x, box.w / 2), box.y, Px(8), Px(5) + Px(kLineCss) * static_cast<float>(place.line + 1)};
  layer.width = Px(300);
  layer.height = Px(8) + Px(ui::Metrics().menu_item) * static_cast<float>(count) + Px(22);
  layer.description = {.role = ui::Role::kListBox, .label = T("designer.completions")};
  Rect content;
  if (!ui::BeginLayer(layer_id, layer, content)) {
    closed_for_ = source;  // Esc, or a press elsewhere
    return false;
  }
  int pressed = -1;
  Rect rest = ui::Inset(content, Px(4));
  for (int i = 0; i < count; ++i) {
    const Completion& one = found.items[static_cast<std::size_t>(i)];
    const Rect row = ui::CutTop(rest, Px(ui::Metrics().menu_item));
    ui::IdScope row_scope(static_cast<std::uint64_t>(i));
    const ui::Icon icon = one.kind == Completion::Kind::kFunction ? ui::Icon::kSigma
                          : one.kind == Completion::Kind::kChoice ? ui::Icon::kCircleCheck
                          : one.kind == Completion::Kind::kRelation ? ui::Icon::kLink : ui::Icon::kType;
    const ui::ItemState item = ui::Item(ui::IdOf("row"), row, {.role = ui::Role::kOption, .label = one.text, .value = one.detail, .is_chosen = i == completion_},
                                        {.can_focus = false, .on_press = true});
    if (i == completion_ || item.is_hovered) ui::FillRect(row, ui::CurrentTheme().raised_hover, Px(6));
    Rect inner = ui::Inset(row, Px(8), 0);
    ui::DrawIcon(ui::CutLeft(inner, Px(14), Px(8)), icon, 14, ui::CurrentTheme().secondary);
    ui::CutLeft(inner, ui::Text(inner, one.text, ui::kBody, ui::CurrentTheme().text), Px(8));
    ui::Text(inner, one.detail, ui::kSmall, ui::CurrentTheme().secondary, ui::Align::kRight);
    if (item.was_pressed) pressed = i;
  }
  ui::Text(ui::Inset(rest, Px(8), 0), T("designer.completion_keys"), ui::kSmall, ui::CurrentTheme().secondary);
  ui::EndLayer();
  // Tab and a press leave the field: it comes back.
  const bool was_tabbed = ui::IsShortcut("Tab", true);
  if (was_tabbed || ui::IsShortcut("Alt+Enter", true)) pressed = completion_;
  if (pressed < 0) {
    RequestFrameAt(kLingerMs);  // it goes when nobody writes any more
    return false;
  }
  refocus_ = 2;
  ui::CloseLayer(layer_id);
  const Completion& one = found.items[static_cast<std::size_t>(pressed)];
  source.replace(found.begin, static_cast<std::size_t>(cursor) - found.begin, one.insert);
  completion_ = 0;
  closed_for_ = source;
  RequestFrame();
  return true;
}

bool ExpressionEditor::Draw(DesignerForm& form, std::string& source, const Options& options) {
  ui::IdScope scope_id(options.id);
  const ui::Theme& theme = ui::CurrentTheme();
  const Read read = ReadOf(options.id, source, options);
  was_wrong_ = read.error.code != ExpressionCode::kNone;
  const int lines = std::max(options.lines, 1 + static_cast<int>(std::count(source.begin(), source.end(), '\n')));
  ui::TextFieldOptions field;
  field.field.label = options.label;
  if (options.label.empty()) field.field.name = T("designer.expression");
  field.id = "expression";
  field.placeholder = options.placeholder;
  field.is_multi_line = true;
  field.is_mono = true;
  field.lines = lines;
  field.takes_focus = options.takes_focus || (refocus_ > 0 && refocus_id_ == options.id && --refocus_ == 0);
  if (refocus_ > 0) RequestFrame();
  const Rect place = form.Cut(ui::TextFieldHeight(field, form.width()), 4);
  const std::string before = source;
  const ui::TextFieldResult edit = ui::TextField(place, source, field);
  // Esc ends the writing; it does not throw away what was written.
  if (edit.was_cancelled) source = before;
  bool has_changed = source != before;
  if (edit.was_changed) closed_for_.clear();
  if (!edit.is_editing && !source.empty()) {
    // Over the plain text: the same, in colours.
    ui::FillBox(edit.box, theme.background, was_wrong_ ? theme.bad.text : theme.border, Px(6), ui::Line());
    DrawResting(edit.box, source, read);
  }
  if (was_wrong_ && edit.is_editing) Underline(edit.box, source, read.error);
  ExpressionScope scope = state_.Scope();
  if (options.schema != nullptr) scope.schema = options.schema;
  // Pressing what is offered takes the keys away first.
  if (edit.is_editing) {
    writing_ = std::string(options.id);
    cursor_ = edit.cursor;
    lingers_until_ms_ = NowMs() + kLingerMs;
  } else if (edit.was_cancelled) {
    lingers_until_ms_ = 0;
  }
  const bool is_writing = edit.is_editing || (writing_ == options.id && NowMs() < lingers_until_ms_);
  if (is_writing && DrawCompletions(options.id, edit.box, source, cursor_, scope)) {
    has_changed = true;
    refocus_id_ = std::string(options.id);
  }
  if (was_wrong_) {
    const std::string words = ErrorWords(read.error);
    const std::string where = ui::TF("designer.at_position", {{"position", std::to_string(read.error.offset + 1)}});
    const float height = ui::WrappedHeight(form.width() - Px(20), words, ui::kSmall);
    Rect line = form.Cut(height, read.error.suggestion.empty() ? 12.0f : 0.0f);
    ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCircleAlert, 14, theme.bad.text);
    ui::Mirror(ui::IdOf("error"), line, {.role = ui::Role::kText, .label = words, .value = where});
    ui::WrappedText(line, words, ui::kSmall, theme.bad.text);
    if (!read.error.suggestion.empty()) {
      Rect fix = form.Cut(Px(28), 8);
      ui::CutLeft(fix, Px(20));
      const std::string text = ui::TF("designer.apply_suggestion", {{"text", read.error.suggestion}});
      if (ui::Link(ui::CutLeft(fix, std::min(ui::LinkWidth(text, 12), fix.w)), text, 12, "apply")) {
        source.replace(std::min<std::size_t>(read.error.offset, source.size()), read.error.length, read.error.suggestion);
        closed_for_ = source;
        has_changed = true;
        RequestFrame();
      }
    }
  } else if (!options.problem.empty()) {
    const float height = ui::WrappedHeight(form.width() - Px(20), options.problem, ui::kSmall);
    Rect line = form.Cut(height);
    ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCircleAlert, 14, theme.bad.text);
    ui::WrappedText(line, options.problem, ui::kSmall, theme.bad.text);
  } else if (!read.words.empty()) {
    const std::string words = ui::TF("designer.understood", {{"words", read.words}});
    const float height = ui::WrappedHeight(form.width() - Px(20), words, ui::kSmall);
    Rect line = form.Cut(height);
    ui::DrawIcon(ui::CutLeft(line, Px(14), Px(6)), ui::Icon::kCircleCheck, 14, theme.good.text);
    ui::Mirror(ui::IdOf("words"), line, {.role = ui::Role::kText, .label = words});
    ui::WrappedText(line, words, ui::kSmall, theme.good.text);
  } else {
    form.Gap(8);
  }
  if (options.has_functions) {
    const std::string_view functions = T("designer.functions");
    Rect line = form.Cut(Px(ui::IsPhone() ? ui::Metrics().control : 22.0f), 8);
    if (ui::Link(ui::CutLeft(line, ui::LinkWidth(functions, 12)), functions, 12)) FunctionSheet::Open();
  }
  return has_changed;
}

}  // namespace kedang
