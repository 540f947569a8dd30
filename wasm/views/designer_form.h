// DesignerForm: a column of labelled controls that scrolls, for the designer's inspector: each call draws the next row and
// says whether it changed.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/combobox.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/scroll_area.h"
#include "wasm/ui/segmented.h"
#include "wasm/ui/text_field.h"

namespace kedang {

struct FormText {
  std::string_view id = {};
  std::string_view label = {};
  std::string_view hint = {};
  std::string_view problem = {};  // what is wrong; empty: nothing
  std::string_view placeholder = {};
  std::string_view reason = {};   // read-only, and why
  int lines = 1;
  bool is_mono = false;
  bool takes_focus = false;
  bool is_required = false;
  ui::InputKind kind = ui::InputKind::kText;
};

class DesignerForm {
 public:
  // Between the two everything scrolls below `id`.
  void Begin(std::string_view id, ui::Rect rect, float side_css = 16);
  void End();

  // The next strip; culled rows are told by IsVisible of the strip.
  ui::Rect Cut(float height, float gap_css = 12);
  float width() const { return rest_.w; }
  // Where the next strip begins; its height is what is left.
  ui::Rect rest() const { return rest_; }
  // Strips are narrower by that much at both sides until it is taken back.
  void Indent(float css);
  void Gap(float css);
  void Heading(std::string_view text);
  void Note(std::string_view text);
  bool Text(std::string& text, const FormText& options);
  // Words at the left, the switch at the right.
  bool Switch(std::string_view id, std::string_view label, bool& is_on, bool is_enabled = true);
  bool Segmented(std::string_view label, std::span<const ui::Segment> segments, int& chosen);
  bool Combo(std::string_view id, std::string_view label, std::string& chosen, std::span<const ui::Choice> choices, bool can_clear = false,
             std::string_view problem = {});
  bool Multi(std::string_view id, std::string_view label, std::vector<std::string>& chosen, std::span<const ui::Choice> choices,
             std::string_view placeholder = {});

 private:
  std::map<std::string, ui::MeasuredScroll> scrolls_;
  std::string id_;
  ui::Rect rest_;
};

}  // namespace kedang
