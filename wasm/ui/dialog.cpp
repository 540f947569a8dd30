#include "wasm/ui/dialog.h"

#include <algorithm>
#include <string>

#include "wasm/ui/draw.h"
#include "wasm/ui/layer.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

constexpr float kPaddingCss = 16;

OpenedDialog* Find(std::string_view id) {
  for (OpenedDialog& dialog : Ui().dialogs) {
    if (dialog.id == id) return &dialog;
  }
  return nullptr;
}

Rect PlaceDialog(float width, float height) {
  const WindowFacts& f = Facts();
  const float foot = std::max(f.keyboard, f.safe_bottom);
  if (IsPhone()) {
    const float most = f.height - f.safe_top - foot - Px(24);
    const float h = std::min(height, most);
    return Snap({0, f.height - foot - h, f.width, h});
  }
  const float h = std::min(height, f.height - foot - Px(32));
  return Snap({(f.width - width) / 2, std::max((f.height - foot - h) * 0.4f, Px(16)), width, h});
}

void BeginDialogWindow(OpenedDialog& dialog) {
  const WindowFacts& f = Facts();
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(f.width, f.height));
  const bool is_new = dialog.window == nullptr;
  if (is_new) ImGui::SetNextWindowFocus();
  ImGui::Begin(("##dialog" + dialog.id).c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse);
  dialog.window = ImGui::GetCurrentWindow();
  ImGui::BringWindowToDisplayFront(dialog.window);
  FillRect({0, 0, f.width, f.height}, CurrentTheme().dim);
}

float FootHeight() { return Px(16) + Px(Metrics().control) + Px(kPaddingCss); }

float HeadHeight(const DialogOptions& options, float width) {
  float height = Px(kPaddingCss) + Px(kTitle.line);
  if (!options.text.empty()) height += Px(8) + WrappedHeight(width, options.text, kBody);
  return height + (options.body_height > 0 ? Px(12) : 0);
}

void DrawHead(Rect rect, std::string_view id, const DialogOptions& options) {
  const Theme& t = CurrentTheme();
  Rect rest = rect;
  CutTop(rest, Px(kPaddingCss));
  Rect title = CutTop(rest, Px(kTitle.line), Px(8));
  if (options.has_cross) {
    const float size = Px(Metrics().touch);
    if (IconButton(TakeRight(title, size, size), Icon::kX, T("common.close"))) CloseDialog(id);
  }
  Mirror(IdOf("title"), title, {.role = Role::kHeading, .label = options.title, .level = 2});
  Text(title, options.title, kTitle, t.text);
  if (options.text.empty()) return;
  const float height = WrappedText(rest, options.text, kBody, t.secondary);
  Mirror(IdOf("text"), {rest.x, rest.y, rest.w, height}, {.role = Role::kText, .label = options.text});
}

}  // namespace

void OpenDialog(std::string_view id) {
  if (Find(id) != nullptr) return;
  OpenedDialog dialog;
  dialog.id = id;
  dialog.opened_frame = dialog.drawn_frame = ImGui::GetFrameCount();
  dialog.focus_window = ImGui::GetCurrentContext()->NavWindow;
  dialog.focus_id = ImGui::GetCurrentContext()->NavId;
  Ui().dialogs.push_back(std::move(dialog));
  WakeIn(0);
}

void CloseDialog(std::string_view id) {
  const OpenedDialog* dialog = Find(id);
  if (dialog == nullptr) return;
  if (dialog->focus_window != nullptr) {
    ImGui::FocusWindow(dialog->focus_window);
    Ui().focus_request = dialog->focus_id;
  }
  std::erase_if(Ui().dialogs, [name = std::string(id)](const OpenedDialog& one) { return one.id == name; });
  WakeIn(0);
}

bool IsDialogOpen(std::string_view id) { return Find(id) != nullptr; }

bool IsAnyDialogOpen() { return !Ui().dialogs.empty(); }

bool BeginDialog(std::string_view id, const DialogOptions& options, Rect& body) {
  OpenedDialog* dialog = Find(id);
  if (dialog == nullptr) return false;
  dialog->drawn_frame = ImGui::GetFrameCount();
  const float width = std::min(Px(options.width_css), Facts().width - (IsPhone() ? 0 : Px(32)));
  const float inner = width - 2 * Px(kPaddingCss);
  const Rect place = PlaceDialog(width, HeadHeight(options, inner) + options.body_height + FootHeight());
  BeginDialogWindow(*dialog);
  const float foot = IsPhone() ? Facts().height - place.Bottom() : 0;
  RaisedBox({place.x, place.y, place.w, place.h + foot});
  Ui().mirror_parents.push_back(0);
  BeginMirror(IdOf(id), place, {.role = Role::kDialog, .label = options.title});
  Rect rest = Inset(place, Px(kPaddingCss), 0);
  DrawHead(CutTop(rest, HeadHeight(options, rest.w)), id, options);
  dialog = Find(id);
  if (dialog == nullptr) {
    // The cross closed it: the window is still open this frame.
    EndMirror();
    Ui().mirror_parents.pop_back();
    ImGui::End();
    return false;
  }
  CutBottom(rest, FootHeight());
  body = rest;
  dialog->rect = place;
  return true;
}

DialogAnswer EndDialog(const ButtonOptions& confirm, std::string_view cancel_label, bool stays_open) {
  UiState& ui = Ui();
  OpenedDialog dialog;  // closed meanwhile: nothing is asked any more
  for (const OpenedDialog& one : ui.dialogs) {
    if (one.window == ImGui::GetCurrentWindow()) dialog = one;
  }
  const Rect place = dialog.rect;
  const bool is_first_frame = dialog.opened_frame + 1 >= ImGui::GetFrameCount();
  Rect row = {place.x + Px(kPaddingCss), place.Bottom() - Px(kPaddingCss) - Px(Metrics().control), place.w - 2 * Px(kPaddingCss),
              Px(Metrics().control)};
  DialogAnswer answer = DialogAnswer::kNone;
  // Drawn from the right, but the safe button comes first for the keyboard.
  Rect confirm_place = TakeRight(row, ButtonWidth(confirm), Px(Metrics().control), Px(8));
  if (!cancel_label.empty()) {
    if (is_first_frame && confirm.kind == ButtonKind::kDanger) FocusItem(IdOf(cancel_label));
    if (ButtonAtRight(row, {.label = cancel_label})) answer = DialogAnswer::kCancelled;
  }
  if (Button(confirm_place, confirm)) answer = DialogAnswer::kConfirmed;
  if (!IsAnyLayerOpen() && !is_first_frame && !ui.was_escape_used && TakeEscape()) answer = DialogAnswer::kCancelled;
  const bool is_save = ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
  if (is_save && confirm.is_enabled && !confirm.is_running) answer = DialogAnswer::kConfirmed;
  EndMirror();
  ui.mirror_parents.pop_back();
  ImGui::End();
  if (answer == DialogAnswer::kCancelled || (answer == DialogAnswer::kConfirmed && !stays_open)) CloseDialog(dialog.id);
  return answer;
}

DialogAnswer ConfirmDialog(std::string_view id, std::string_view title, std::string_view text,
                           std::string_view confirm_label, bool is_danger) {
  Rect body;
  if (!BeginDialog(id, {.title = title, .text = text}, body)) return DialogAnswer::kNone;
  return EndDialog({.label = confirm_label, .kind = is_danger ? ButtonKind::kDanger : ButtonKind::kPrimary}, T("common.cancel"));
}

}  // namespace kedang::ui
