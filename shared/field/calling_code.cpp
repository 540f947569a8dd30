#include "shared/field/calling_code.h"

#include <cstddef>

namespace kedang {
namespace {

// Sorted, one blank after each.
constexpr std::string_view kTwoDigits =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 "
    "92 93 94 95 98 ";
constexpr std::string_view kThreeDigits =
    "211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 "
    "244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 "
    "299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 "
    "420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 "
    "677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881 882 883 886 "
    "888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998 ";

struct Plan {
  std::string_view code;
  std::size_t shortest, longest;  // digits after the calling code
};

constexpr Plan kPlans[] = {
    {"1", 10, 10}, {"7", 10, 10},  {"31", 9, 11}, {"32", 8, 9},   {"33", 9, 9},   {"34", 9, 9},   {"36", 8, 9},
    {"39", 6, 11}, {"41", 9, 12},  {"44", 7, 10}, {"45", 8, 8},   {"47", 5, 8},   {"48", 9, 9},   {"49", 4, 13},
    {"52", 10, 10}, {"55", 8, 11}, {"60", 8, 10}, {"61", 6, 10},  {"62", 7, 12},  {"63", 8, 10},  {"64", 8, 10},
    {"65", 8, 11}, {"66", 8, 10},  {"81", 9, 10}, {"82", 8, 11},  {"84", 9, 10},  {"90", 10, 10}, {"91", 10, 11},
    {"853", 8, 8}, {"886", 8, 9}, {"966", 8, 10}, {"971", 8, 9},  {"972", 8, 9},
};

}  // namespace

std::string_view CallingCodeOf(std::string_view digits) {
  if (digits.empty()) return {};
  if (digits[0] == '1' || digits[0] == '7') return digits.substr(0, 1);
  if (digits.size() < 3) return {};
  const std::size_t two = kTwoDigits.find(digits.substr(0, 2));
  if (two != std::string_view::npos && two % 3 == 0) return digits.substr(0, 2);
  const std::size_t three = kThreeDigits.find(digits.substr(0, 3));
  if (three != std::string_view::npos && three % 4 == 0) return digits.substr(0, 3);
  return {};
}

bool IsNationalLength(std::string_view calling_code, std::string_view national) {
  if (calling_code == "1") {
    // North American plan: neither area code nor exchange begins with 0 or 1.
    return national.size() == 10 && national[0] >= '2' && national[3] >= '2';
  }
  // Hong Kong: eight digits; 800 and 900 numbers are longer.
  if (calling_code == "852") return national.size() == 8 || (national.size() <= 11 && national.size() > 8 && national.substr(1, 2) == "00");
  for (const Plan& plan : kPlans) {
    if (plan.code == calling_code) return national.size() >= plan.shortest && national.size() <= plan.longest;
  }
  return national.size() >= 4 && national.size() + calling_code.size() <= 15;
}

}  // namespace kedang
