#include "shared/text/industry_tree.h"

#include <algorithm>
#include <array>

#include "shared/text/fold.h"

namespace kedang {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsSectionLetter(char c) { return c >= 'A' && c <= 'T'; }

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// What two ways to write one name have in common: folded, no blanks, commas, 和, 及 and no 业 at the end.
std::string KeyOf(std::string_view text) {
  const std::string folded = Fold(text);
  std::string key;
  for (std::size_t i = 0; i < folded.size();) {
    bool is_skipped = false;
    for (const std::string_view skipped : {" ", "、", ",", "/", "-", "(", ")", "和", "及", "与"}) {
      if (folded[i] != skipped[0] || folded.compare(i, skipped.size(), skipped) != 0) continue;
      i += skipped.size();
      is_skipped = true;
      break;
    }
    if (!is_skipped) key += folded[i++];
  }
  for (const std::string_view ending : {"行业", "产业", "业"}) {
    if (EndsWith(key, ending) && key.size() > ending.size() + 3) {
      key.resize(key.size() - ending.size());
      break;
    }
  }
  return key;
}

}  // namespace

Result<IndustryTree> IndustryTree::Parse(std::string_view asset) {
  IndustryTree tree;
  std::string section;
  for (std::size_t line_number = 1; !asset.empty(); ++line_number) {
    const std::size_t end = asset.find('\n');
    std::string_view line = asset.substr(0, end);
    asset.remove_prefix(end == std::string_view::npos ? asset.size() : end + 1);
    if (line.empty() || line[0] == '#') continue;
    const bool is_section = line.size() > 2 && IsSectionLetter(line[0]) && line[1] == ' ';
    const bool is_division =
        line.size() > 3 && IsDigit(line[0]) && IsDigit(line[1]) && line[2] == ' ' && !section.empty();
    if (!is_section && !is_division) {
      return Error{ErrorCode::kCorrupt, "industries asset, line " + std::to_string(line_number) + ": not understood"};
    }
    Industry industry;
    if (is_section) {
      section = std::string(line.substr(0, 1));
      industry.code = section;
    } else {
      industry.code = section + std::string(line.substr(0, 2));
      industry.parent = section;
    }
    line.remove_prefix(is_section ? 2 : 3);
    const std::size_t bar = line.find('|');
    industry.name = std::string(line.substr(0, bar));
    std::vector<std::string> keys(1, KeyOf(industry.name));
    if (bar != std::string_view::npos) {
      line.remove_prefix(bar + 1);
      while (!line.empty()) {
        const std::size_t blank = line.find(' ');
        keys.push_back(KeyOf(line.substr(0, blank)));
        line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
      }
    }
    std::uint16_t& place = is_section ? tree.sections_[static_cast<std::size_t>(section[0] - 'A')]
                                      : tree.divisions_[static_cast<std::size_t>((industry.code[1] - '0') * 10 + (industry.code[2] - '0'))];
    if (place != 0) return Error{ErrorCode::kCorrupt, "industries asset, line " + std::to_string(line_number) + ": a code for the second time"};
    tree.industries_.push_back(std::move(industry));
    place = static_cast<std::uint16_t>(tree.industries_.size());
    tree.keys_.push_back(std::move(keys));
  }
  if (tree.industries_.empty()) return Error{ErrorCode::kCorrupt, "industries asset: no industries"};
  return tree;
}

const Industry* IndustryTree::Find(std::string_view code) const {
  const std::string_view digits = code.size() == 3 ? code.substr(1) : code;
  std::uint16_t place = 0;
  if (code.size() == 1 && IsSectionLetter(code[0])) {
    place = sections_[static_cast<std::size_t>(code[0] - 'A')];
  } else if (digits.size() == 2 && IsDigit(digits[0]) && IsDigit(digits[1])) {
    place = divisions_[static_cast<std::size_t>((digits[0] - '0') * 10 + (digits[1] - '0'))];
  }
  if (place == 0) return nullptr;
  const Industry& industry = industries_[place - 1u];
  return code.size() == 3 && industry.code != code ? nullptr : &industry;
}

std::string IndustryTree::PathName(std::string_view code) const {
  const Industry* industry = Find(code);
  if (industry == nullptr) return {};
  const Industry* parent = Find(industry->parent);
  return parent == nullptr ? industry->name : parent->name + " " + industry->name;
}

std::vector<const Industry*> IndustryTree::Children(std::string_view code) const {
  std::vector<const Industry*> children;
  for (const Industry& industry : industries_) {
    if (industry.parent == code) children.push_back(&industry);
  }
  return children;
}

std::vector<const Industry*> IndustryTree::Resolve(std::string_view text) const {
  const std::string folded = Fold(text);
  // A code at the start: an optional letter, then nothing or two to four digits, then the end or the name.
  std::size_t letters = 0;
  if (!folded.empty() && folded[0] >= 'a' && folded[0] <= 't') letters = 1;
  std::size_t end = letters;
  while (end < folded.size() && IsDigit(folded[end])) ++end;
  const std::size_t digits = end - letters;
  const bool is_code_end = end == folded.size() || static_cast<unsigned char>(folded[end]) >= 0x80 ||
                           std::string_view(" -.:|/").find(folded[end]) != std::string_view::npos;
  if (end > 0 && is_code_end && (digits == 0 || (digits >= 2 && digits <= 4))) {
    std::string code;
    if (digits == 0) code = static_cast<char>(folded[0] - 'a' + 'A');
    if (digits >= 2) code = folded.substr(letters, 2);
    const Industry* industry = Find(code);
    const bool is_contradiction =
        letters == 1 && industry != nullptr && industry->code[0] != static_cast<char>(folded[0] - 'a' + 'A');
    if (industry != nullptr && !is_contradiction) return {industry};
    return {};
  }

  const std::string key = KeyOf(text);
  if (key.empty()) return {};
  std::array<std::vector<const Industry*>, 3> found;  // by name, by alias, by part of a name
  for (std::size_t i = 0; i < industries_.size(); ++i) {
    const std::vector<std::string>& keys = keys_[i];
    // Few keys are of the same length, and of those few end the same: the rest is told apart without looking further.
    const auto word = std::find_if(keys.begin(), keys.end(), [&key](const std::string& one) {
      return one.size() == key.size() && one.back() == key.back() && one == key;
    });
    if (word == keys.begin()) {
      found[0].push_back(&industries_[i]);
    } else if (word != keys.end()) {
      found[1].push_back(&industries_[i]);
    } else if (found[0].empty() && found[1].empty() && key.size() >= 6 && keys[0].find(key) != std::string::npos) {
      found[2].push_back(&industries_[i]);
    }
  }
  // 教育, 房地产业 and 国际组织 are a section and its only division: the section says the same.
  if (!found[0].empty()) return {found[0].front()};
  return !found[1].empty() ? found[1] : found[2];
}

}  // namespace kedang
