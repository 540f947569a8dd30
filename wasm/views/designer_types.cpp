#include "wasm/views/designer_types.h"

#include <algorithm>
#include <string>
#include <vector>

#include "wasm/ui/strings.h"

namespace kedang {
namespace {

std::vector<DesignerType> MakeTypes() {
  std::vector<DesignerType> types;
  for (int i = 0; i < kFieldTypeCount; ++i) {
    const auto type = static_cast<FieldType>(i);
    const FieldTraits& traits = TraitsOf(type);
    const ui::Icon icon = ui::IconNamed(traits.icon);
    types.push_back(DesignerType{type, icon == ui::Icon::kNone ? ui::Icon::kSquare : icon, traits.palette});
  }
  std::stable_sort(types.begin(), types.end(), [](const DesignerType& a, const DesignerType& b) { return a.area < b.area; });
  return types;
}

}  // namespace

std::span<const DesignerType> DesignerTypes() {
  static const std::vector<DesignerType> types = MakeTypes();
  return types;
}

const DesignerType& DesignerTypeOf(FieldType type) {
  for (const DesignerType& one : DesignerTypes()) {
    if (one.type == type) return one;
  }
  return DesignerTypes().front();
}

std::string_view TypeWords(FieldType type) {
  // Keys are made once: texts that are missing read as their key, which has to live on.
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> made;
    for (int i = 0; i < kFieldTypeCount; ++i) made.push_back("type." + std::string(FieldTypeName(static_cast<FieldType>(i))));
    return made;
  }();
  return ui::T(keys[static_cast<std::size_t>(type)]);
}

std::string_view ShortTypeWords(FieldType type) {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> made;
    for (int i = 0; i < kFieldTypeCount; ++i) made.push_back("palette." + std::string(FieldTypeName(static_cast<FieldType>(i))));
    return made;
  }();
  const std::string& key = keys[static_cast<std::size_t>(type)];
  return ui::HasText(key) ? ui::T(key) : TypeWords(type);
}

std::string_view AreaWords(Palette area) {
  switch (area) {
    case Palette::kCommon: return ui::T("designer.types_common");
    case Palette::kCustomer: return ui::T("designer.types_business");
    case Palette::kComputed: return ui::T("designer.types_computed");
  }
  return {};
}

}  // namespace kedang
