#include "wasm/views/designer_types.h"

#include <algorithm>
#include <string>
#include <vector>

#include "wasm/ui/strings.h"

namespace kedang {
namespace {

struct Row {
  std::string_view name;  // as in schema files
  ui::Icon icon;
  TypeArea area;
};

// In the order of the palette. Types that are not listed stand at the end of the common ones.
constexpr Row kRows[] = {
    {"text", ui::Icon::kType, TypeArea::kCommon},
    {"long_text", ui::Icon::kList, TypeArea::kCommon},
    {"integer", ui::Icon::kHash, TypeArea::kCommon},
    {"decimal", ui::Icon::kHash, TypeArea::kCommon},
    {"currency", ui::Icon::kJapaneseYen, TypeArea::kCommon},
    {"percent", ui::Icon::kPercent, TypeArea::kCommon},
    {"date", ui::Icon::kCalendar, TypeArea::kCommon},
    {"date_time", ui::Icon::kCalendarClock, TypeArea::kCommon},
    {"duration", ui::Icon::kTimer, TypeArea::kCommon},
    {"boolean", ui::Icon::kToggleRight, TypeArea::kCommon},
    {"choice", ui::Icon::kCircleCheck, TypeArea::kCommon},
    {"multiple_choice", ui::Icon::kListChecks, TypeArea::kCommon},
    {"tags", ui::Icon::kTags, TypeArea::kCommon},
    {"rating", ui::Icon::kStar, TypeArea::kCommon},
    {"attachment", ui::Icon::kPaperclip, TypeArea::kCommon},
    {"reference", ui::Icon::kLink, TypeArea::kCommon},
    {"references", ui::Icon::kLink, TypeArea::kCommon},
    {"uscc", ui::Icon::kShield, TypeArea::kBusiness},
    {"identity_card", ui::Icon::kShieldCheck, TypeArea::kBusiness},
    {"phone", ui::Icon::kPhone, TypeArea::kBusiness},
    {"email", ui::Icon::kMail, TypeArea::kBusiness},
    {"url", ui::Icon::kGlobe, TypeArea::kBusiness},
    {"region", ui::Icon::kMapPin, TypeArea::kBusiness},
    {"address", ui::Icon::kMap, TypeArea::kBusiness},
    {"postcode", ui::Icon::kInbox, TypeArea::kBusiness},
    {"geo_point", ui::Icon::kTarget, TypeArea::kBusiness},
    {"industry", ui::Icon::kListTree, TypeArea::kBusiness},
    {"user", ui::Icon::kUser, TypeArea::kBusiness},
    {"department", ui::Icon::kUsers, TypeArea::kBusiness},
    {"formula", ui::Icon::kSigma, TypeArea::kComputed},
    {"lookup", ui::Icon::kSearch, TypeArea::kComputed},
    {"roll_up", ui::Icon::kLayers, TypeArea::kComputed},
    {"rollup", ui::Icon::kLayers, TypeArea::kComputed},
    {"auto_number", ui::Icon::kClock, TypeArea::kComputed},
    {"created_at", ui::Icon::kClock, TypeArea::kComputed},
    {"created_by", ui::Icon::kUserPlus, TypeArea::kComputed},
    {"changed_at", ui::Icon::kHistory, TypeArea::kComputed},
    {"changed_by", ui::Icon::kUserCheck, TypeArea::kComputed},
};

std::vector<DesignerType> MakeTypes() {
  std::vector<DesignerType> types;
  for (const Row& row : kRows) {
    if (const auto type = ParseFieldType(row.name)) types.push_back(DesignerType{*type, row.icon, row.area});
  }
  for (int i = 0; i < kFieldTypeCount; ++i) {
    const auto type = static_cast<FieldType>(i);
    const bool is_known = std::any_of(types.begin(), types.end(), [type](const DesignerType& one) { return one.type == type; });
    if (!is_known) types.push_back(DesignerType{type, ui::Icon::kSquare, TypeArea::kCommon});
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

std::string_view AreaWords(TypeArea area) {
  switch (area) {
    case TypeArea::kCommon: return ui::T("designer.types_common");
    case TypeArea::kBusiness: return ui::T("designer.types_business");
    case TypeArea::kComputed: return ui::T("designer.types_computed");
  }
  return {};
}

}  // namespace kedang
