// The field types as the designer offers them: icon and part of the palette.
#pragma once

#include <span>
#include <string_view>

#include "shared/field/field_traits.h"
#include "wasm/ui/icon.h"

namespace kedang {

struct DesignerType {
  FieldType type = FieldType::kText;
  ui::Icon icon = ui::Icon::kType;
  Palette area = Palette::kCommon;
};

// All types that a field can be made of, area by area, in the order of the list of types.
std::span<const DesignerType> DesignerTypes();
const DesignerType& DesignerTypeOf(FieldType type);
// 单行文本, 金额 …
std::string_view TypeWords(FieldType type);
// The same where there is no room for many words: on the palette.
std::string_view ShortTypeWords(FieldType type);
std::string_view AreaWords(Palette area);

}  // namespace kedang
