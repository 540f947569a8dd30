// Telephone numbers; by Field::format only mobile ones or landlines.
#include "shared/field/phone.h"

#include <algorithm>

#include "shared/field/mask.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckPhone(text, ParsePhoneKind(field.format), context.changes));
}

std::string Format(const Field&, const Value& value, const FormatContext&) { return FormatPhone(value.text()); }

// 0571-88122630 is also found as 057188122630.
void Search(const Field&, const Value& value, const FormatContext&, std::string& out) {
  const std::string& number = value.text();
  out += number;
  if (number.find('-') == std::string::npos) return;
  out += ' ';
  for (const char c : number) {
    if (c != '-') out += c;
  }
}

void Check(const Field& field, const Value& value, const CheckContext&, Issues& issues) {
  const PhoneKind kind = ParsePhoneKind(field.format);
  if (kind != PhoneKind::kLandline && IsGoodMobile(value.text())) return;
  TakeIssues(CheckPhone(value.text(), kind), issues);
}

std::string Mask(const Field&, const Value& value, const FormatContext&) { return MaskPhone(value.text()); }

bool LooksLike(std::string_view text) {
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsDigit));
  const bool is_plain = text.find_first_not_of("0123456789 -+()") == std::string_view::npos;
  const bool is_mobile = digits == 11 && text[0] == '1';
  const bool is_prefixed = (text[0] == '0' || text[0] == '+') && digits >= 10 && digits <= 14;
  return is_plain && (is_mobile || is_prefixed);
}

// The telephone area code that serves a region: its city's or municipality's; empty when unknown.
std::string_view AreaCodeOfRegion(const RegionTree& regions, RegionCode code) {
  for (const Region* region = regions.Find(code); region != nullptr; region = regions.Find(region->parent)) {
    if (!region->area_code.empty()) return region->area_code;
    if (region->parent == 0) break;
  }
  return {};
}

bool IsAreaCodeWithin(const RegionTree& regions, std::string_view area, RegionCode code) {
  for (const Region& region : regions.All()) {
    if (region.area_code == area && (regions.IsWithin(region.code, code) || regions.IsWithin(code, region.code))) {
      return true;
    }
  }
  return false;
}

// A warning where a landline's area code belongs elsewhere: the number is real, but one of the two is often a slip.
void CheckRegion(const Field&, const Value& value, const RecordRegion& record, Issues& issues) {
  const RegionTree& regions = record.tree;
  const Region& region = record.region;
  const std::string& number = value.text();
  const std::string_view area = AreaCodeOf(number);
  if (area.empty()) return;
  const std::string_view expected = AreaCodeOfRegion(regions, region.code);
  if (expected == area || IsAreaCodeWithin(regions, area, region.code)) return;
  // Without a code of its own only a whole province can be judged, and only when its cities' codes are known.
  if (expected.empty() && region.level != RegionLevel::kProvince) return;
  std::string suggestion;
  if (!expected.empty()) suggestion = std::string(expected) + number.substr(area.size());
  issues.push_back(MakeIssue(Severity::kWarn, "phone_area_region",
                             {{"area", area}, {"region", regions.PathName(region.code)}, {"expected", expected}},
                             std::move(suggestion)));
}

}  // namespace

const FieldTypeRow kPhoneType = {
    .parse = Parse,
    .format = Format,
    .edit = Format,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.keyboard = Keyboard::kPhone,
               .action = FieldAction::kCall,
               .palette = Palette::kCustomer,
               .icon = "phone",
               .example = "138 0013 8000",
               .has_format = true},
    .mask = Mask,
    .looks_like = LooksLike,
    .check_region = CheckRegion,
};

}  // namespace kedang
