// Names of companies and people in hanzi, taken apart: 杭州(region)云锦(brand)科技(trade)有限公司(form)滨江分公司(branch);
// 欧阳(family name)明(given name), 李(family name)总(title). Immutable; share it by const reference.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/match/cell_words.h"
#include "shared/text/lexicon.h"

namespace kedang {

class HanziNames {
 public:
  // `lexicon` must outlive it; null: regions are known by their endings only, and there is no pinyin.
  explicit HanziNames(const Lexicon* lexicon);

  // Both take folded text without blanks, append words after the whole, and leave alone what they cannot read.
  void ReadCompany(std::string_view folded, CellWords& out) const;
  void ReadPerson(std::string_view folded, CellWords& out) const;
  // Bytes at the start of an address that name 省, 市, 区 or 县.
  std::size_t RegionPrefix(std::string_view folded) const;
  // 杭州市 → 杭州; what is no region stays.
  std::string PlaceName(std::string_view folded) const;
  // Syllables without blanks; empty without a lexicon.
  std::string Sound(std::string_view hanzi) const;

 private:
  struct Place {
    std::string short_name;
    bool is_short = false;  // written without 省, 市, 区 …
    bool is_district = false;
  };

  // The longest region at the start; 0 when there is none. `name` becomes its short form.
  std::size_t RegionAt(std::string_view text, std::string& name) const;

  const Lexicon* lexicon_;
  std::unordered_map<std::string, Place> places_;
  std::size_t longest_place_ = 0;
};

bool HasHanzi(std::string_view text);

}  // namespace kedang
