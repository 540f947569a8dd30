// Places on the earth: "30.2741,120.1551", 北纬30.2741 东经120.1551, N30°16'26.8" E120°9'18", 经度120.1551 纬度30.2741. Canonical: latitude,
// comma, longitude in degrees with at most seven places (a centimetre), south and west negative.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/decimal.h"
#include "shared/model/issue.h"

namespace kedang {

struct GeoPoint {
  Decimal latitude;   // -90 … 90
  Decimal longitude;  // -180 … 180

  bool operator==(const GeoPoint&) const = default;
};

struct GeoText {
  std::optional<GeoPoint> point;
  Issues issues;  // geo_swapped: longitude stood first; geo_maybe_swapped: it may have
};

GeoText ReadGeoPoint(std::string_view text);

// "30.2741,120.1551"; nothing else is canonical.
std::string WriteGeoPoint(const GeoPoint& point);
// 北纬30.2741° 东经120.1551°, 30.2741° N, 120.1551° E.
std::string FormatGeoPoint(const GeoPoint& point, bool is_english);

}  // namespace kedang
