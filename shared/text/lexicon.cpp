#include "shared/text/lexicon.h"

#include <utility>

namespace kedang {

Result<Lexicon> Lexicon::Parse(std::string_view pinyin_asset, std::string_view regions_asset,
                               std::string_view industries_asset) {
  Lexicon lexicon;
  KEDANG_ASSIGN(lexicon.pinyin_, PinyinTable::Parse(pinyin_asset));
  KEDANG_ASSIGN(lexicon.regions_, RegionTree::Parse(regions_asset, lexicon.pinyin_));
  KEDANG_ASSIGN(lexicon.industries_, IndustryTree::Parse(industries_asset));
  return lexicon;
}

}  // namespace kedang
