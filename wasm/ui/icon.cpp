#include "wasm/ui/icon.h"

#include <array>

namespace kedang::ui {
namespace {

constexpr std::array<std::string_view, kIconCount> kNames = {
#define KEDANG_UI_ICON(enumerator, name) name,
    KEDANG_UI_ICONS(KEDANG_UI_ICON)
#undef KEDANG_UI_ICON
};

}  // namespace

std::string_view NameOf(Icon icon) {
  return icon == Icon::kNone ? std::string_view() : kNames[static_cast<size_t>(icon)];
}

Icon IconNamed(std::string_view name) {
  for (size_t i = 0; i < kIconCount; ++i) {
    if (kNames[i] == name) return static_cast<Icon>(i);
  }
  return Icon::kNone;
}

}  // namespace kedang::ui
