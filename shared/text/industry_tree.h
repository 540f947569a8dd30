// Industries of GB/T 4754-2017 (as amended 2019): the 20 sections (门类, A to T) and their 97 divisions (大类, two
// digits). A division's code is written with its section's letter: "I65". Immutable after Parse.
//
// The asset (assets/industries/industries.txt) is UTF-8 text: "I 信息传输、软件和信息技术服务业|IT 互联网 …" opens a
// section, "65 软件和信息技术服务业|软件 …" follows in it; the words after | are other names people use.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace kedang {

struct Industry {
  std::string code;    // "I" or "I65"
  std::string parent;  // "I" for a division, empty for a section
  std::string name;
};

class IndustryTree {
 public:
  // kCorrupt, with the line number, for text that is no such asset.
  static Result<IndustryTree> Parse(std::string_view asset);

  // Exactly "I", "I65" or "65". Nothing for unknown codes.
  const Industry* Find(std::string_view code) const;
  // "信息传输、软件和信息技术服务业 软件和信息技术服务业" separated by one space; empty for an unknown code.
  std::string PathName(std::string_view code) const;
  // Divisions of a section in code order; "" gives the sections.
  std::vector<const Industry*> Children(std::string_view code) const;
  const std::vector<Industry>& All() const { return industries_; }

  // The industry a text names: a code ("I65", "i65", "65", "6512" by its first two digits), a full name, a name
  // without 业, an alias, or code and name together ("I65 软件和信息技术服务业"). Candidates best first; one = certain.
  std::vector<const Industry*> Resolve(std::string_view text) const;

 private:
  // Per industry, the keys (see KeyOf) of its name and then of the other words for it.
  std::vector<std::vector<std::string>> keys_;
  std::vector<Industry> industries_;  // sections in order, each followed by its divisions
  // One more than the place in industries_; 0: there is none. A division's two digits are its own among all sections.
  std::array<std::uint16_t, 26> sections_{};
  std::array<std::uint16_t, 100> divisions_{};
};

}  // namespace kedang
