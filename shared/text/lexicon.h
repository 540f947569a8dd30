// The reference data that text work needs, parsed once from assets and shared by const reference: pinyin, regions and
// industries. (Traditional→simplified characters are compiled in: see fold.h.)
#pragma once

#include <string_view>

#include "shared/base/result.h"
#include "shared/text/industry_tree.h"
#include "shared/text/pinyin.h"
#include "shared/text/region_tree.h"

namespace kedang {

class Lexicon {
 public:
  // The contents of assets/pinyin/pinyin.txt, assets/regions/regions.txt and assets/industries/industries.txt; not
  // kept after the call. kCorrupt when one of them is not what its header describes.
  static Result<Lexicon> Parse(std::string_view pinyin_asset, std::string_view regions_asset,
                               std::string_view industries_asset);

  const PinyinTable& pinyin() const { return pinyin_; }
  const RegionTree& regions() const { return regions_; }
  const IndustryTree& industries() const { return industries_; }

 private:
  PinyinTable pinyin_;
  RegionTree regions_;
  IndustryTree industries_;
};

}  // namespace kedang
