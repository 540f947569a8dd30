// What a view says when it has no rows or something to tell: empty, no permission, error, skeleton rows
// while loading, banner across the page, the count line below a list.
#pragma once

#include <span>
#include <string_view>

#include "wasm/ui/button.h"
#include "wasm/ui/icon.h"
#include "wasm/ui/rect.h"
#include "wasm/ui/theme.h"

namespace kedang::ui {

struct NoticeOptions {
  Icon icon = Icon::kNone;
  Meaning meaning = Meaning::kNeutral;  // colours the icon: bad for errors
  std::string_view title = {};
  std::string_view text = {};
  ButtonOptions button = {};            // none when its label is empty
};

inline constexpr float kNoticeHeightCss = 60;

// A bordered line: icon 20, title, text, one small button. Returns whether it was pressed.
bool Notice(Rect rect, const NoticeOptions& options);
// At least 60 px; more where the text needs several lines.
float NoticeHeight(float width, const NoticeOptions& options);

// The same in the middle of an empty view, at most 420 px wide.
bool EmptyState(Rect rect, const NoticeOptions& options);

// Bars of 12 px in the row's own columns; `widths` are shares of each column (0 … 1).
void SkeletonRow(Rect row, std::span<const Rect> columns, std::span<const float> widths);

// Rows that look like a list being loaded, over the whole rectangle.
void SkeletonRows(Rect rect, float row_height);

struct BannerOptions {
  Meaning meaning = Meaning::kNeutral;  // neutral: offline, on pressed fill
  Icon icon = Icon::kNone;
  std::string_view title = {};               // bold
  std::string_view text = {};
  std::string_view action = {};         // a link at the right
};

// 40 px across the page (44 on phones); returns whether the action was pressed. Role status.
bool Banner(Rect rect, const BannerOptions& options);

// Parts split by lines of 12 px; `right` stands at the right.
void CountLine(Rect rect, std::span<const std::string_view> parts, std::string_view right = {});

}  // namespace kedang::ui
