#include "shared/field/geo_text.h"

#include <vector>

#include "shared/base/decimal_math.h"
#include "shared/field/checked.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::int64_t kPlaces = 7;

// One angle with what was said about it.
struct Angle {
  Decimal degrees;
  char axis = 0;          // 'a' latitude, 'o' longitude, 0 not said
  bool has_hemisphere = false;
  bool is_negative = false;
};

GeoText Refuse(std::string_view code) { return GeoText{std::nullopt, {MakeIssue(Severity::kBlock, code)}}; }

bool TakeStart(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

struct Word {
  std::string_view text;
  char axis;
  char hemisphere;  // '+', '-' or 0
};
constexpr Word kWords[] = {
    {"北纬", 'a', '+'},     {"南纬", 'a', '-'},      {"东经", 'o', '+'}, {"西经", 'o', '-'}, {"纬度", 'a', 0},
    {"经度", 'o', 0},       {"latitude", 'a', 0},    {"longitude", 'o', 0}, {"lat", 'a', 0}, {"lng", 'o', 0},
    {"long", 'o', 0},       {"lon", 'o', 0},         {"n", 'a', '+'},    {"s", 'a', '-'},    {"e", 'o', '+'},
    {"w", 'o', '-'},        {"北", 'a', '+'},        {"南", 'a', '-'},   {"东", 'o', '+'},   {"西", 'o', '-'},
};

bool SetAxis(Angle& angle, const Word& word) {
  if (angle.axis != 0 && angle.axis != word.axis) return false;
  angle.axis = word.axis;
  if (word.hemisphere == 0) return true;
  if (angle.has_hemisphere) return false;
  angle.has_hemisphere = true;
  angle.is_negative = word.hemisphere == '-';
  return true;
}

void SkipFillers(std::string_view& text, std::string_view fillers) {
  while (!text.empty() && fillers.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
}

std::optional<Decimal> TakeDigits(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && (IsDigit(text[size]) || text[size] == '.')) ++size;
  // More places than the canonical form has are rounded, so what a meter writes out in full can be read.
  std::string_view digits = text.substr(0, size);
  const std::size_t point = digits.find('.');
  if (point != std::string_view::npos && digits.size() - point - 1 > kMaxDecimalScale) {
    if (digits.find_first_not_of("0123456789", point + 1) != std::string_view::npos) return std::nullopt;
    digits = digits.substr(0, point + 1 + kMaxDecimalScale);
  }
  text.remove_prefix(size);
  return ParseDecimal(digits);
}

// Degrees with their minutes and seconds.
bool TakeDegrees(std::string_view& text, Angle& angle) {
  bool is_negative = false;
  if (TakeStart(text, "-")) is_negative = true;
  else TakeStart(text, "+");
  const auto degrees = TakeDigits(text);
  if (!degrees.has_value()) return false;
  angle.degrees = *degrees;
  SkipFillers(text, " ");
  if (TakeStart(text, "°") || TakeStart(text, "度") || TakeStart(text, "º")) {
    SkipFillers(text, " ");
    Decimal divisor{60, 0};
    for (const bool is_minutes : {true, false}) {
      std::string_view rest = text;
      const auto part = TakeDigits(rest);
      SkipFillers(rest, " ");
      bool has_mark = false;
      if (is_minutes) {
        has_mark = TakeStart(rest, "′") || TakeStart(rest, "’") || TakeStart(rest, "分");
        if (!has_mark && rest.starts_with("'") && !rest.starts_with("''")) has_mark = TakeStart(rest, "'");
      } else {
        has_mark = TakeStart(rest, "″") || TakeStart(rest, "”") || TakeStart(rest, "\"") || TakeStart(rest, "''") ||
                   TakeStart(rest, "秒");
      }
      if (part.has_value() && has_mark) {
        const auto share = CompareDecimal(*part, Decimal{60, 0}) < 0 ? DivideDecimal(*part, divisor) : std::nullopt;
        const auto sum = share.has_value() ? AddDecimal(angle.degrees, *share) : std::nullopt;
        if (!sum.has_value()) return false;
        angle.degrees = *sum;
        text = rest;
        SkipFillers(text, " ");
      }
      divisor = Decimal{3600, 0};
    }
  }
  const auto rounded = RoundDecimal(angle.degrees, kPlaces, Rounding::kHalfAway);
  if (!rounded.has_value()) return false;
  angle.degrees = *rounded;
  if (is_negative) {
    if (angle.has_hemisphere) return false;
    angle.is_negative = true;
    angle.has_hemisphere = true;
  }
  return true;
}

std::optional<Angle> TakeAngle(std::string_view& text) {
  Angle angle;
  for (bool is_found = true; is_found;) {
    SkipFillers(text, " :=");
    is_found = false;
    for (const Word& word : kWords) {
      if (!TakeStart(text, word.text)) continue;
      if (!SetAxis(angle, word)) return std::nullopt;
      is_found = true;
      break;
    }
  }
  if (!TakeDegrees(text, angle)) return std::nullopt;
  SkipFillers(text, " ");
  // 30.27°N; a letter of the other axis belongs to what follows.
  if (!angle.has_hemisphere) {
    for (const Word& word : kWords) {
      std::string_view rest = text;
      if (word.hemisphere == 0 || !TakeStart(rest, word.text)) continue;
      if (angle.axis != 0 && angle.axis != word.axis) break;
      SetAxis(angle, word);
      text = rest;
      break;
    }
  }
  if (angle.is_negative) angle.degrees.units = -angle.degrees.units;
  return angle;
}

bool IsWithin(const Decimal& value, std::int64_t limit) {
  return CompareDecimal(value, Decimal{limit, 0}) <= 0 && CompareDecimal(value, Decimal{-limit, 0}) >= 0;
}

bool IsInChina(const GeoPoint& point) {
  const auto is_between = [](const Decimal& value, std::int64_t low, std::int64_t high) {
    return CompareDecimal(value, Decimal{low, 0}) >= 0 && CompareDecimal(value, Decimal{high, 0}) <= 0;
  };
  return is_between(point.latitude, 3, 54) && is_between(point.longitude, 73, 136);
}

Decimal Size(Decimal value) { return Decimal{value.units < 0 ? -value.units : value.units, value.scale}; }

}  // namespace

GeoText ReadGeoPoint(std::string_view typed) {
  const std::string plain = LowerAscii(PlainText(typed));
  std::string_view text = plain;
  bool is_longitude_first = false;
  if (TakeStart(text, "geo:")) {
    text = text.substr(0, text.find_first_of(";?"));
  } else if (TakeStart(text, "point")) {
    is_longitude_first = true;
  }
  SkipFillers(text, " ([");
  while (!text.empty() && std::string_view(" )]").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  auto first = TakeAngle(text);
  if (!first.has_value()) return Refuse("geo_format");
  for (const std::string_view mark : {",", ";", "/", "、", "，", "；"}) {
    SkipFillers(text, " ");
    if (TakeStart(text, mark)) break;
  }
  auto second = TakeAngle(text);
  SkipFillers(text, " ");
  if (!second.has_value() || !text.empty()) return Refuse("geo_format");
  const bool is_named = first->axis != 0 || second->axis != 0;
  if (is_named && first->axis == second->axis) return Refuse("geo_format");
  GeoText read;
  bool is_swapped = is_longitude_first || first->axis == 'o' || second->axis == 'a';
  if (!is_named && !is_longitude_first && !IsWithin(first->degrees, 90) && IsWithin(second->degrees, 90)) {
    is_swapped = true;
    read.issues.push_back(MakeIssue(Severity::kWarn, "geo_swapped"));
  }
  if (is_swapped) std::swap(first, second);
  const GeoPoint point{first->degrees, second->degrees};
  if (!IsWithin(point.latitude, 90) || !IsWithin(point.longitude, 180)) return Refuse("geo_range");
  // 87.6,43.8 is Urumqi written the other way round, or a place in the Arctic Ocean.
  const bool can_swap = !is_named && !is_swapped && IsWithin(point.longitude, 90);
  const GeoPoint other{point.longitude, point.latitude};
  if (can_swap && !IsInChina(point) && IsInChina(other)) {
    read.issues.push_back(MakeIssue(Severity::kWarn, "geo_maybe_swapped", {}, WriteGeoPoint(other)));
  }
  read.point = point;
  return read;
}

std::string WriteGeoPoint(const GeoPoint& point) {
  return FormatDecimal(point.latitude) + "," + FormatDecimal(point.longitude);
}

std::string FormatGeoPoint(const GeoPoint& point, bool is_english) {
  const bool is_south = point.latitude.units < 0, is_west = point.longitude.units < 0;
  const std::string latitude = FormatDecimal(Size(point.latitude)), longitude = FormatDecimal(Size(point.longitude));
  if (is_english) {
    return latitude + "° " + (is_south ? "S" : "N") + ", " + longitude + "° " + (is_west ? "W" : "E");
  }
  return (is_south ? "南纬" : "北纬") + latitude + "° " + (is_west ? "西经" : "东经") + longitude + "°";
}

}  // namespace kedang
