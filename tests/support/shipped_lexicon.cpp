#include "tests/support/shipped_lexicon.h"

#include "tests/support/asset.h"

namespace kedang {

const Lexicon& ShippedLexicon() {
  static const Lexicon lexicon = Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                                ReadAsset("assets/industries/industries.txt"))
                                     .value();
  return lexicon;
}

}  // namespace kedang
