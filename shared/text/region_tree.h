// Administrative divisions of China by the six-digit codes of GB/T 2260 (省, 市, 区县; Hong Kong, Macao and Taiwan with
// their provinces' codes), with retired codes and their successors. Immutable after Parse.
//
// The asset (assets/regions/regions.txt) is UTF-8 text in code order, one division a line; its grammar stands in
// region_tree.cpp beside the reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/text/pinyin.h"

namespace kedang {

using RegionCode = std::uint32_t;  // 110000 .. 829999, as the number its six digits write; 0 = all of China

enum class RegionLevel : std::uint8_t { kProvince, kCity, kDistrict };

struct Region {
  RegionCode code = 0;
  RegionLevel level = RegionLevel::kProvince;
  bool is_retired = false;
  bool is_container = false;  // 市辖区, 县, 省直辖县: a level that exists in codes only; never part of a name
  RegionCode parent = 0;      // 0 for a province
  RegionCode successor = 0;   // of a retired code, 0 when not known
  std::string name;           // "滨江区"
  std::string short_name;  // "滨江": without 省, 市, 区, 县, 自治州 …; the name itself where nothing would stay
  std::string area_code;  // telephone area code with its 0 ("0571"), of cities and municipalities; else empty
};

// What Resolve found. One code = certain; several = the text fits all of them, the likelier first; none = unknown.
struct RegionMatch {
  std::vector<RegionCode> codes;
  // Bytes of the given text that named the region, from its start: what follows is the street address.
  std::size_t length = 0;
  // The division in use no more whose name was given, when its successor is the one code found; else 0.
  RegionCode former = 0;

  bool is_certain() const { return codes.size() == 1; }
};

class RegionTree {
 public:
  // `pinyin` is only read during the call. kCorrupt, with the line number, for text that is no such asset.
  static Result<RegionTree> Parse(std::string_view asset, const PinyinTable& pinyin);

  // Nothing for an unknown code. Retired codes are found.
  const Region* Find(RegionCode code) const;
  // "330108", also "330000" and, for the short forms, "33" and "3301". Nothing for other text or unknown codes.
  const Region* FindText(std::string_view digits) const;
  // "浙江省 杭州市 滨江区"; empty for an unknown code. Containers are left out ("北京市 朝阳区").
  std::string PathName(RegionCode code) const;
  // Divisions in use directly below, in code order; 0 gives the provinces. Containers are skipped: their children
  // answer in their place.
  std::vector<const Region*> Children(RegionCode code) const;
  // The code itself, its city and its province lie on this path. False for unknown codes.
  bool IsWithin(RegionCode code, RegionCode ancestor) const;
  // In code order, retired ones included.
  const std::vector<Region>& All() const { return regions_; }

  // The division a messy text names: "河南周口", "浙江省杭州市", "杭州", "杭州市滨江区网商路699号", "Hangzhou", "330108".
  // A name several divisions have gives all of them as candidates ("鼓楼区"), a bare name that is a city's and a
  // district's means the city. An old name gives its successor where that is known.
  RegionMatch Resolve(std::string_view text) const;

 private:
  friend class RegionParser;
  friend class RegionResolver;

  static constexpr std::size_t kHeadSize = 6;  // bytes, two ideographs: few names have the same

  struct Name {
    std::string text;         // folded
    std::uint32_t index = 0;  // into regions_
    bool is_short = false;
  };

  bool IsWithin(const Region& region, RegionCode ancestor) const;
  // Whatever is asked for a region of every record is asked by these, not by walking over the regions themselves.
  void MakeIndex();
  // The first eight bytes of a text as a number, zeros where it is shorter: numbers are in the order of the texts.
  static std::uint64_t HeadOf(std::string_view text);

  std::vector<Region> regions_;     // sorted by code
  std::vector<RegionCode> codes_;   // of regions_
  std::vector<Name> names_;         // full and short names, folded, sorted by text
  std::vector<std::uint64_t> heads_;  // of names_
  bool has_tiny_names_ = false;       // some name is shorter than kHeadSize
  std::vector<Name> pinyin_names_;  // "hangzhou", sorted by text
};

}  // namespace kedang
