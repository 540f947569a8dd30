// Small things that show a value: tag, level, stage ring and bar, initials, count badge, progress, key
// cap. None takes input; each is in the mirror through the text beside it or its own label.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

// 22 high, padding 8, radius 4; drawn centred vertically at the left of `rect`. Returns the width.
float Tag(Rect rect, std::string_view label, int user_color);
float StatusTag(Rect rect, std::string_view label, Meaning meaning, Icon icon = Icon::kNone);
float TagWidth(std::string_view label, Icon icon = Icon::kNone);

// Tags side by side, gap 8 (6 in tables); what does not fit is counted: "+3". Returns the width.
struct TagItem {
  std::string_view label = {};
  int color = 0;
};
float TagLine(Rect rect, std::span<const TagItem> tags, float gap_css = 8);

// 22 × 22 letter on its tint.
void LevelMark(Rect rect, std::string_view letter, int user_color);

// How far along a pipeline: part filled, the last full with a tick, dormant ones empty.
struct StageShape {
  int place = 0;         // from 0
  int count = 1;         // stages in the pipeline
  bool is_dormant = false;
  int user_color = 0;
};

// A ring of 14 px centred in `rect`.
void StageRing(Rect rect, const StageShape& stage);

// Ring and word, gap 6, from the left of `rect`. Returns the width.
float StageLabel(Rect rect, const StageShape& stage, std::string_view word, const TextOptions& options = {});

// Segments of equal width with their words below; `reached` is the current one. Returns the index of a
// pressed segment or -1; pressing is offered only with `can_press`. 6 + 4 + 18 high.
int StageBar(Rect rect, std::span<const std::string_view> words, int reached, bool can_press = false);

// Circle of 20, 28 or 32 px with one or two characters.
void Initials(Rect rect, std::string_view letters, int user_color, float size_css = 20);

// The character that stands for a name: 李敏 → 李, Anna → A.
std::string_view InitialsOf(std::string_view name);
int ColorOf(std::string_view name);  // a user colour by the name, always the same

// Initials and name, gap 6 … 8. Returns the width.
float Person(Rect rect, std::string_view name, const TextOptions& options = {}, float size_css = 20);

// 16 high, 99+ at most; its right top corner at the corner of `anchor` when drawn on an icon.
void CountBadge(Vec2 center, int count);
float CountBadgeWidth(int count);

// 6 px bar; share 0 … 1.
void ProgressBar(Rect rect, float share, Meaning meaning = Meaning::kInfo, std::string_view label = {});

// Label, bar and figure in one line: 完整度 ▬▬▬ 86.
void ProgressLine(Rect rect, std::string_view label, float share, std::string_view figure,
                  Meaning meaning = Meaning::kInfo);

// A key as printed on it; returns the width. 20 high.
float KeyCap(Rect rect, std::string_view key);
float KeyCapWidth(std::string_view key);

// A dot of 8 px: synced, pending.
void StatusDot(Rect rect, Meaning meaning);

}  // namespace kedang::ui
