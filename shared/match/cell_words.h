// The words of one cell, prepared for comparison: the first is the whole of it in its normal form, the others its parts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kedang {

enum class Part : unsigned char {
  kWhole,
  kWord,      // of hanzi addresses: a run of hanzi; of people: family name and initial
  kNumber,    // digits, ordinals, Roman numerals
  kInitial,   // one letter
  kForm,      // legal form: "llc", "ag"; of hanzi names its class
  kTitle,     // Dr, 先生, 总
  kParticle,  // the, of, bin, al
  kRegion,    // of hanzi company names
  kBrand,     // of hanzi company names; the family name of hanzi people
  kTrade,     // of hanzi company names: 科技, 贸易
  kBranch,    // of hanzi company names: what follows the legal form of the parent
  kSound,     // the brand in pinyin
  kDomain,    // of e-mails and addresses in the web
};

struct CellWords {
  std::vector<std::pair<Part, std::string>> words;  // empty: nothing is known

  void Add(Part part, std::string text) { words.emplace_back(part, std::move(text)); }
};

}  // namespace kedang
