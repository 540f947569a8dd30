#include "wasm/ui/search_box.h"

#include "wasm/ui/draw.h"
#include "wasm/ui/edit_text.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/ui_state.h"

namespace kedang::ui {
namespace {

int MovedByArrows() {
  return (ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? 1 : 0);
}

// A key that the input does not see while this lives; nobody else does in this frame. Owning it would not do: inputs own Enter.
class TakenKey {
 public:
  TakenKey(ImGuiKey key, bool is_wanted) : key_(key), is_wanted_(is_wanted), data_(*ImGui::GetKeyData(key)) {
    is_pressed_ = is_wanted && ImGui::IsKeyPressed(key, false);
    if (is_wanted) ImGui::GetKeyData(key)->Down = false;
  }
  ~TakenKey() {
    if (!is_wanted_) return;
    *ImGui::GetKeyData(key_) = data_;
    ImGui::SetKeyOwner(key_, IdOf("keys"), ImGuiInputFlags_LockThisFrame);
  }
  TakenKey(const TakenKey&) = delete;
  TakenKey& operator=(const TakenKey&) = delete;
  bool is_pressed() const { return is_pressed_; }

 private:
  ImGuiKey key_;
  bool is_wanted_;
  ImGuiKeyData data_;
  bool is_pressed_ = false;
};

// The cross or the key cap at the right; returns whether the cross was pressed.
bool DrawRight(Rect box, bool has_text, bool is_active, std::string_view keys) {
  const Theme& t = CurrentTheme();
  if (has_text) {
    const float size = IsPhone() ? box.h : Px(24);
    const Rect target = CenterIn({box.Right() - Px(6 + 12) - size / 2, box.y, size, box.h}, size, size);
    const ItemState state = Item(IdOf("clear"), target, {.role = Role::kButton, .label = T("field.clear")});
    if (state.is_hovered) FillRect(target, t.hover_fill, Px(4));
    if (state.has_ring) FocusRing(Inset(target, Px(4)), Px(4));
    DrawIcon(target, Icon::kX, 16, t.secondary);
    return state.was_pressed;
  }
  if (!keys.empty() && !is_active && !IsPhone()) {
    const float width = KeyCapWidth(keys);
    KeyCap({box.Right() - Px(10) - width, box.y, width, box.h}, keys);
  }
  return false;
}

}  // namespace

SearchBoxResult SearchBox(Rect rect, std::string& text, const SearchBoxOptions& options) {
  IdScope scope(options.id.empty() ? options.name : options.id);
  const Theme& t = CurrentTheme();
  SearchBoxResult result;
  const Rect box = result.box = Snap(rect);
  const Id id = EditId("search");
  const bool is_active = IsEditing(id) || (HasFocus(id) && ImGui::GetCurrentContext()->NavCursorVisible);
  const bool is_hovered = IsPointerOver(box) && !Facts().is_touch;
  FieldBox(box, {}, is_hovered, is_active);
  const Rect icon = {box.x + Px(10), box.y, Px(16), box.h};
  DrawIcon(icon, Icon::kSearch, 16, is_active ? t.text : t.secondary);
  const TakenKey enter(ImGuiKey_Enter, IsEditing(id) && options.takes_enter);
  const TakenKey escape(ImGuiKey_Escape, IsEditing(id) && options.takes_escape);
  result.entered = enter.is_pressed();
  result.escaped = escape.is_pressed();
  if (result.escaped) Ui().was_escape_used = true;
  const EditResult edit = EditText(text, {.name = "search",
                                          .box = box,
                                          .left = Px(10 + 16 + 8),
                                          .right = Px(10 + 16 + 8),
                                          .style = FieldText(),
                                          .kind = InputKind::kSearch,
                                          .placeholder = options.placeholder,
                                          .color = t.text,
                                          .background = t.surface,
                                          .takes_focus = options.takes_focus,
                                          .caret = options.caret,
                                          .description = {.role = Role::kSearchBox, .label = options.name}});
  result.was_changed = edit.was_changed;
  result.was_submitted = edit.was_submitted;
  result.was_cleared = edit.was_cancelled;
  result.is_editing = edit.is_active;
  result.cursor = edit.cursor;
  result.text_x = box.x + Px(10 + 16 + 8) - edit.scroll_x;
  if (edit.is_active) result.moved = MovedByArrows();
  if (edit.is_active && options.takes_tab) {
    ImGui::SetKeyOwner(ImGuiKey_Tab, id);  // keeps it from moving the focus at the next frame
    if (ImGui::IsKeyPressed(ImGuiKey_Tab)) result.tabbed = ImGui::GetIO().KeyShift ? -1 : 1;
  }
  if (DrawRight(box, !text.empty(), edit.is_active, options.keys)) {
    text.clear();
    result.was_cleared = result.was_changed = true;
    FocusItem(id);
  }
  return result;
}

}  // namespace kedang::ui
