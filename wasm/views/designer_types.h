// The field types as the designer offers them: icon and part of the palette.
#pragma once

#include <span>
#include <string_view>

#include "shared/model/field_type.h"
#include "wasm/ui/icon.h"

namespace kedang {

enum class TypeArea : std::uint8_t { kCommon, kBusiness, kComputed };

struct DesignerType {
  FieldType type = FieldType::kText;
  ui::Icon icon = ui::Icon::kType;
  TypeArea area = TypeArea::kCommon;
};

// All types that a field can be made of, area by area.
std::span<const DesignerType> DesignerTypes();
const DesignerType& DesignerTypeOf(FieldType type);
// 单行文本, 金额 …
std::string_view TypeWords(FieldType type);
std::string_view AreaWords(TypeArea area);

}  // namespace kedang
