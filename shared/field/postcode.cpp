#include "shared/field/postcode.h"

#include "shared/field/plain_text.h"

namespace kedang {
namespace {

struct Share {
  RegionCode province;
  std::string_view heads;  // pairs of digits; those that reach over a border stand in both
};

constexpr Share kShares[] = {
    {110000, "10"},          {120000, "30"},          {130000, "05 06 07"},    {140000, "03 04"},
    {150000, "01 02 13 16"}, {210000, "11 12"},       {220000, "13"},          {230000, "15 16"},
    {310000, "20"},          {320000, "21 22"},       {330000, "31 32"},       {340000, "23 24"},
    {350000, "35 36"},       {360000, "33 34"},       {370000, "25 26 27"},    {410000, "45 46 47"},
    {420000, "43 44"},       {430000, "41 42"},       {440000, "51 52"},       {450000, "53 54"},
    {460000, "57"},          {500000, "40"},          {510000, "61 62 63 64"}, {520000, "55 56"},
    {530000, "65 66 67"},    {540000, "85 86"},       {610000, "71 72"},       {620000, "73 74"},
    {630000, "81"},          {640000, "75"},          {650000, "83 84"},
};

}  // namespace

Checked CheckPostcode(std::string_view text, TextChanges* changes) {
  Checked checked{PlainCode(text, changes), {}};
  if (checked.value.size() != 6 || !IsAllDigits(checked.value)) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, "postcode_format"));
  }
  return checked;
}

bool IsPostcodeOf(std::string_view postcode, RegionCode province) {
  if (postcode.size() != 6) return true;
  for (const Share& share : kShares) {
    if (share.province == province) return share.heads.find(postcode.substr(0, 2)) != std::string_view::npos;
  }
  return true;
}

}  // namespace kedang
