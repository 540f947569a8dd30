// The regions asset's reader and lookups by code. Names are resolved in region_resolver.cpp.
//
// Grammar of the asset, one division a line, in code order:
//   # ...                          comment
//   33浙江省                       a province: two digits and its name
//    01杭州市0571                  one blank: a city of it; the digits behind the name are its telephone area code
//     08滨江区                     two blanks: a district of that city, by its last two digits
//     0228密云县!110118            four digits: a district whose city has no line; ! = retired, then its successor
#include "shared/text/region_tree.h"

#include <algorithm>

#include "shared/text/fold.h"

namespace kedang {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Takes the digits at the start of `text` away and answers them.
std::string_view TakeDigits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && IsDigit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

RegionCode ToNumber(std::string_view digits) {
  RegionCode number = 0;
  for (const char c : digits) number = number * 10 + static_cast<RegionCode>(c - '0');
  return number;
}

bool IsContainerName(std::string_view name) {
  return name == "市辖区" || name == "县" || name == "省直辖县级行政区划" || name == "自治区直辖县级行政区划";
}

// The part of an autonomous division's name that tells its peoples.
constexpr std::string_view kPeoples[] = {
    "柯尔克孜", "哈萨克族", "维吾尔族", "鄂温克族", "达斡尔族", "朝鲜族", "蒙古族", "布依族", "土家族", "哈尼族",
    "傈僳族",   "拉祜族",   "东乡族",   "纳西族",   "景颇族",   "仫佬族", "布朗族", "撒拉族", "毛南族", "仡佬族",
    "阿昌族",   "普米族",   "德昂族",   "保安族",   "裕固族",   "独龙族", "哈萨克", "维吾尔", "塔吉克", "蒙古",
    "锡伯",     "各族",     "回族",     "藏族",     "苗族",     "彝族",   "壮族",   "满族",   "侗族",   "瑶族",
    "白族",     "傣族",     "黎族",     "佤族",     "畲族",     "水族",   "土族",   "羌族",   "怒族"};
constexpr std::string_view kSuffixes[] = {"特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", "林区",
                                          "特区",       "省",     "市",     "区",     "县",     "旗",   "盟"};
constexpr std::size_t kTwoHanzi = 6;  // bytes; shorter names do not stand alone

std::string ShortNameOf(std::string_view name) {
  std::string_view rest = name;
  for (const std::string_view suffix : kSuffixes) {
    if (!EndsWith(rest, suffix)) continue;
    if (rest.size() < suffix.size() + kTwoHanzi) continue;
    rest.remove_suffix(suffix.size());
    if (suffix.substr(0, 6) != "自治") break;
    for (bool is_cut = true; is_cut;) {
      is_cut = false;
      for (const std::string_view people : kPeoples) {
        if (!EndsWith(rest, people) || rest.size() < people.size() + kTwoHanzi) continue;
        if (rest == "内蒙古") continue;
        rest.remove_suffix(people.size());
        is_cut = true;
      }
    }
    break;
  }
  return std::string(rest);
}

}  // namespace

class RegionParser {
 public:
  Result<RegionTree> Run(std::string_view asset, const PinyinTable& pinyin) {
    for (std::size_t line_number = 1; !asset.empty(); ++line_number) {
      const std::size_t end = asset.find('\n');
      if (!ReadLine(asset.substr(0, end))) {
        return Error{ErrorCode::kCorrupt, "regions asset, line " + std::to_string(line_number) + ": not understood"};
      }
      asset.remove_prefix(end == std::string_view::npos ? asset.size() : end + 1);
    }
    if (tree_.regions_.empty()) return Error{ErrorCode::kCorrupt, "regions asset: no divisions"};
    for (std::uint32_t i = 0; i < tree_.regions_.size(); ++i) AddNames(i, pinyin);
    const auto by_text = [](const RegionTree::Name& a, const RegionTree::Name& b) {
      return a.text != b.text ? a.text < b.text : a.index < b.index;
    };
    std::sort(tree_.names_.begin(), tree_.names_.end(), by_text);
    std::sort(tree_.pinyin_names_.begin(), tree_.pinyin_names_.end(), by_text);
    tree_.MakeIndex();
    return std::move(tree_);
  }

 private:
  bool ReadLine(std::string_view line) {
    if (line.empty() || line[0] == '#') return true;
    const std::size_t depth = line.find_first_not_of(' ');
    if (depth == std::string_view::npos || depth > 2) return false;
    line.remove_prefix(depth);
    const std::string_view digits = TakeDigits(line);
    Region region;
    if (depth == 0 && digits.size() == 2) {
      region.code = province_ = ToNumber(digits) * 10000;
      city_ = 0;
    } else if (depth == 1 && digits.size() == 2 && province_ != 0) {
      region.level = RegionLevel::kCity;
      region.code = city_ = province_ + ToNumber(digits) * 100;
      region.parent = province_;
    } else if (depth == 2 && digits.size() == 2 && city_ != 0) {
      region.level = RegionLevel::kDistrict;
      region.code = city_ + ToNumber(digits);
      region.parent = city_;
    } else if (depth == 2 && digits.size() == 4 && province_ != 0) {
      region.level = RegionLevel::kDistrict;
      region.code = province_ + ToNumber(digits);
      region.parent = province_;
    } else {
      return false;
    }
    const std::size_t name_end = line.find_first_of("0!");
    region.name = std::string(line.substr(0, name_end));
    if (region.name.empty()) return false;
    if (name_end != std::string_view::npos && line[name_end] == '!') {
      region.is_retired = true;
      line.remove_prefix(name_end + 1);
      region.successor = ToNumber(TakeDigits(line));
      if (!line.empty()) return false;
    } else if (name_end != std::string_view::npos) {
      region.area_code = std::string(line.substr(name_end));
    }
    region.short_name = ShortNameOf(region.name);
    region.is_container = IsContainerName(region.name);
    if (!tree_.regions_.empty() && region.code <= tree_.regions_.back().code) return false;
    tree_.regions_.push_back(std::move(region));
    return true;
  }

  void AddNames(std::uint32_t index, const PinyinTable& pinyin) {
    const Region& region = tree_.regions_[index];
    if (region.is_container) return;
    AddName(region.name, index, false);
    if (region.short_name != region.name) AddName(region.short_name, index, true);
    if (EndsWith(region.name, "自治州")) AddName(region.short_name + "州", index, false);
    if (region.level == RegionLevel::kProvince && EndsWith(region.name, "自治区")) {
      AddName(region.short_name + "自治区", index, false);
    }
    if (region.code == 150000) AddName("内蒙", index, true);
    if (!region.is_retired) AddPinyin(index, pinyin);
  }

  void AddName(std::string_view text, std::uint32_t index, bool is_short) {
    RegionTree::Name name;
    name.text = Fold(text);
    name.index = index;
    name.is_short = is_short;
    tree_.names_.push_back(std::move(name));
  }

  void AddPinyin(std::uint32_t index, const PinyinTable& pinyin) {
    const Region& region = tree_.regions_[index];
    for (const std::string& text : {region.short_name, region.name}) {
      std::string reading = pinyin.BestReading(text);
      reading.erase(std::remove(reading.begin(), reading.end(), ' '), reading.end());
      if (region.code == 610000) reading.insert(3, "a");  // 陕西 is spelled Shaanxi to differ from 山西
      RegionTree::Name name;
      name.text = std::move(reading);
      name.index = index;
      name.is_short = true;
      tree_.pinyin_names_.push_back(std::move(name));
      if (region.short_name == region.name) break;
    }
  }

  RegionTree tree_;
  RegionCode province_ = 0;
  RegionCode city_ = 0;
};

Result<RegionTree> RegionTree::Parse(std::string_view asset, const PinyinTable& pinyin) {
  return RegionParser().Run(asset, pinyin);
}

void RegionTree::MakeIndex() {
  codes_.reserve(regions_.size());
  for (const Region& region : regions_) codes_.push_back(region.code);
  heads_.reserve(names_.size());
  for (const Name& name : names_) {
    heads_.push_back(HeadOf(name.text));
    has_tiny_names_ = has_tiny_names_ || name.text.size() < kHeadSize;
  }
}

std::uint64_t RegionTree::HeadOf(std::string_view text) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof(head); ++i) head = head << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return head;
}

const Region* RegionTree::Find(RegionCode code) const {
  const auto found = std::lower_bound(codes_.begin(), codes_.end(), code);
  return found != codes_.end() && *found == code ? &regions_[static_cast<std::size_t>(found - codes_.begin())] : nullptr;
}

const Region* RegionTree::FindText(std::string_view digits) const {
  if (digits.size() != 2 && digits.size() != 4 && digits.size() != 6) return nullptr;
  RegionCode code = 0;
  for (const char c : digits) {
    if (!IsDigit(c)) return nullptr;
    code = code * 10 + static_cast<RegionCode>(c - '0');
  }
  for (std::size_t size = digits.size(); size < 6; size += 2) code *= 100;
  return Find(code);
}

std::string RegionTree::PathName(RegionCode code) const {
  std::string path;
  for (const Region* region = Find(code); region != nullptr; region = Find(region->parent)) {
    if (!region->is_container) path = path.empty() ? region->name : region->name + " " + path;
  }
  return path;
}

std::vector<const Region*> RegionTree::Children(RegionCode code) const {
  std::vector<const Region*> children;
  for (const Region& region : regions_) {
    if (region.is_retired || region.is_container) continue;
    const Region* parent = Find(region.parent);
    while (parent != nullptr && parent->is_container) parent = Find(parent->parent);
    if ((parent == nullptr ? 0 : parent->code) == code) children.push_back(&region);
  }
  return children;
}

bool RegionTree::IsWithin(RegionCode code, RegionCode ancestor) const {
  const Region* region = Find(code);
  return region != nullptr && IsWithin(*region, ancestor);
}

bool RegionTree::IsWithin(const Region& region, RegionCode ancestor) const {
  for (const Region* upper = &region; upper != nullptr; upper = upper->parent == 0 ? nullptr : Find(upper->parent)) {
    if (upper->code == ancestor) return true;
  }
  return false;
}

}  // namespace kedang
