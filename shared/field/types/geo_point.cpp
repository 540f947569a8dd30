// Places on the earth, kept as "latitude,longitude" in degrees.
#include "shared/field/geo_text.h"

#include "shared/field/mask.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field&, std::string_view text, const CheckContext&) {
  GeoText read = ReadGeoPoint(text);
  if (!read.point.has_value()) return Parsed{Value(), std::move(read.issues)};
  return Parsed{Value::Text(WriteGeoPoint(*read.point)), std::move(read.issues)};
}

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  const GeoText read = ReadGeoPoint(value.text());
  return read.point.has_value() ? FormatGeoPoint(*read.point, context.is_english) : value.text();
}

// Only the canonical text is a value; that it may be swapped was said when it was typed.
void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  const GeoText read = ReadGeoPoint(value.text());
  if (!read.point.has_value() || WriteGeoPoint(*read.point) != value.text()) {
    issues.push_back(MakeIssue(Severity::kBlock, "geo_format"));
    return;
  }
  for (const Issue& issue : read.issues) issues.push_back(issue);
}

// To a degree: about a hundred kilometres.
std::string Mask(const Field&, const Value& value, const FormatContext&) {
  const GeoText read = ReadGeoPoint(value.text());
  if (!read.point.has_value()) return MaskText(value.text());
  const std::string latitude = FormatDecimal(read.point->latitude), longitude = FormatDecimal(read.point->longitude);
  return latitude.substr(0, latitude.find('.')) + ".***, " + longitude.substr(0, longitude.find('.')) + ".***";
}

}  // namespace

const FieldTypeRow kGeoPointType = {
    .parse = Parse,
    .format = Format,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchNothing,
    .check = Check,
    .traits = {.action = FieldAction::kMap,
               .palette = Palette::kCustomer,
               .icon = "target",
               .example = "30.2741,120.1551"},
    .mask = Mask,
};

}  // namespace kedang
