#include "server/sample_company.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "shared/field/uscc.h"

namespace kedang {
namespace {

using Text = std::string_view;

struct City {
  Text region;  // code of the division
  Text province;
  Text city;
  Text short_city;
  Text area_code;
};
constexpr std::array<City, 20> kCities = {{
    {"330108", "浙江省", "杭州市滨江区", "杭州", "0571"}, {"330212", "浙江省", "宁波市鄞州区", "宁波", "0574"},
    {"310115", "上海市", "浦东新区", "上海", "021"},     {"110108", "北京市", "海淀区", "北京", "010"},
    {"440305", "广东省", "深圳市南山区", "深圳", "0755"}, {"440106", "广东省", "广州市天河区", "广州", "020"},
    {"320505", "江苏省", "苏州市虎丘区", "苏州", "0512"}, {"320106", "江苏省", "南京市鼓楼区", "南京", "025"},
    {"510104", "四川省", "成都市锦江区", "成都", "028"},  {"420106", "湖北省", "武汉市武昌区", "武汉", "027"},
    {"610113", "陕西省", "西安市雁塔区", "西安", "029"},  {"370202", "山东省", "青岛市市南区", "青岛", "0532"},
    {"410105", "河南省", "郑州市金水区", "郑州", "0371"}, {"430102", "湖南省", "长沙市芙蓉区", "长沙", "0731"},
    {"340104", "安徽省", "合肥市蜀山区", "合肥", "0551"}, {"350203", "福建省", "厦门市思明区", "厦门", "0592"},
    {"210202", "辽宁省", "大连市中山区", "大连", "0411"}, {"500112", "重庆市", "渝北区", "重庆", "023"},
    {"120104", "天津市", "南开区", "天津", "022"},       {"360102", "江西省", "南昌市东湖区", "南昌", "0791"},
}};

struct Trade {
  Text code;
  Text name;
  Text word;  // in a company's name
};
constexpr std::array<Trade, 16> kTrades = {{
    {"65", "软件和信息技术服务业", "软件技术"}, {"34", "通用设备制造业", "机械"},     {"14", "食品制造业", "食品"},
    {"18", "纺织服装、服饰业", "服饰"},         {"26", "化学原料和化学制品制造业", "化工"}, {"51", "批发业", "贸易"},
    {"38", "电气机械和器材制造业", "电气"},     {"48", "土木工程建筑业", "建设工程"}, {"54", "道路运输业", "物流"},
    {"72", "商务服务业", "企业管理咨询"},       {"27", "医药制造业", "医药"},         {"39", "计算机、通信和其他电子设备制造业", "电子科技"},
    {"21", "家具制造业", "家具"},               {"62", "餐饮业", "餐饮管理"},         {"77", "生态保护和环境治理业", "环保科技"},
    {"83", "教育", "教育科技"},
}};

constexpr std::array<Text, 32> kFirst = {"云", "锦", "澄", "瑞", "岚", "禾", "星", "沐", "启", "恒", "朗", "泽", "嘉", "辰", "景", "昱",
                                         "翎", "汇", "晟", "清", "远", "鼎", "宏", "凯", "悦", "诺", "卓", "博", "航", "融", "微", "拓"};
constexpr std::array<Text, 32> kSecond = {"帆", "澜", "石", "穗", "桥", "川", "野", "庭", "潮", "峰", "禾", "原", "舟", "林", "达", "信",
                                          "美", "源", "盛", "通", "创", "越", "图", "量", "和", "安", "成", "亿", "联", "正", "飞", "丰"};
constexpr std::array<Text, 8> kThird = {"", "", "", "", "德", "新", "世", "时"};
constexpr std::array<Text, 5> kForms = {"有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司"};
constexpr std::array<Text, 16> kStreets = {"云溪路", "青松路", "望湖路", "长宁路", "科创大道", "文昌街", "解放路", "和平路",
                                           "迎宾大道", "春晖路", "星河路", "滨江大道", "创业路", "学府路", "金桥路", "东风路"};
constexpr std::array<Text, 24> kSurnames = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙",
                                            "胡", "朱", "高", "林", "何", "郭", "马", "罗", "单", "欧阳", "曾", "解"};
constexpr std::array<Text, 24> kGiven = {"伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛",
                                         "明", "超", "秀英", "霞", "平", "刚", "桂英", "文博", "子涵", "雨桐", "浩然", "思远"};

template <std::size_t N>
Text Pick(const std::array<Text, N>& words, SampleRandom& random) {
  return words[random.Below(static_cast<std::uint32_t>(N))];
}

std::string Digits(SampleRandom& random, int count) {
  std::string digits;
  for (int i = 0; i < count; ++i) digits += static_cast<char>('0' + random.Below(10));
  return digits;
}

// Department 91 (market regulation, enterprises), a real division, a body nobody has, the right check character.
std::string MakeUscc(Text region, SampleRandom& random) {
  static constexpr Text kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = "91" + std::string(region) + "MA";
  for (int i = 0; i < 7; ++i) code += kAlphabet[random.Below(static_cast<std::uint32_t>(kAlphabet.size()))];
  return code + UsccCheckCharacter(code);
}

std::string LatinName(SampleRandom& random) {
  static constexpr std::array<Text, 20> kSyllables = {"yun", "jin", "cheng", "rui", "lan", "he", "xing", "mu", "qi", "heng",
                                                      "lang", "ze", "jia", "chen", "fan", "shi", "sui", "qiao", "ye", "ting"};
  return std::string(Pick(kSyllables, random)) + std::string(Pick(kSyllables, random)) + Digits(random, 2);
}

void Replace(std::string& text, Text from, Text to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

std::uint32_t SampleRandom::Below(std::uint32_t limit) {
  // splitmix64
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<std::uint32_t>((mixed ^ (mixed >> 31)) % limit);
}

std::string MakeSamplePersonName(SampleRandom& random) {
  return std::string(Pick(kSurnames, random)) + std::string(Pick(kGiven, random));
}

std::string MakeSampleMobile(SampleRandom& random) { return "1990000" + Digits(random, 4); }

SampleCompany MakeSampleCompany(SampleRandom& random) {
  const City& city = kCities[random.Below(static_cast<std::uint32_t>(kCities.size()))];
  const Trade& trade = kTrades[random.Below(static_cast<std::uint32_t>(kTrades.size()))];
  static constexpr std::array<Text, 6> kSizes = {"micro", "small", "small", "medium", "medium", "large"};
  SampleCompany company;
  company.short_name = std::string(Pick(kFirst, random)) + std::string(Pick(kSecond, random)) + std::string(Pick(kThird, random));
  const std::string form(Pick(kForms, random));
  const std::string core = company.short_name + std::string(trade.word);
  // 杭州云帆软件技术有限公司 or 云帆软件技术(杭州)有限公司
  company.name = random.Chance(80) ? std::string(city.short_city) + core + form
                                   : core + "(" + std::string(city.short_city) + ")" + form;
  company.type = "enterprise";
  company.uscc = MakeUscc(city.region, random);
  char date[16];
  std::snprintf(date, sizeof date, "%04u-%02u-%02u", 1995 + random.Below(29), 1 + random.Below(12), 1 + random.Below(28));
  company.founded_on = date;
  company.industry = trade.code;
  company.industry_name = trade.name;
  company.size = Pick(kSizes, random);
  company.region = city.region;
  company.region_name = std::string(city.province) + std::string(city.city);
  company.address = std::string(Pick(kStreets, random)) + std::to_string(1 + random.Below(899)) + "号" +
                    std::to_string(1 + random.Below(20)) + "幢" + std::to_string(101 + random.Below(2400)) + "室";
  company.contact = MakeSamplePersonName(random);
  company.mobile = MakeSampleMobile(random);
  company.phone = std::string(city.area_code) + "-" + (city.area_code.size() == 3 ? "6000" : "8000") + Digits(random, 4);
  const std::string domain = LatinName(random) + ".example.com";
  company.email = "info@" + domain;
  company.website = "https://www." + domain + "/";
  return company;
}

SampleCompany MakeNearDuplicate(const SampleCompany& company, SampleRandom& random) {
  SampleCompany other = company;
  other.uscc.clear();  // whoever typed it again did not have the licence at hand
  switch (random.Below(4)) {
    case 0: Replace(other.name, "有限公司", "有限责任公司"); break;
    case 1:
      Replace(other.name, "(", "（");
      Replace(other.name, ")", "）");
      Replace(other.name, "股份有限公司", "股份公司");
      break;
    case 2: Replace(other.name, "技术", "科技"); break;
    default: Replace(other.address, "室", ""); break;
  }
  if (random.Chance(50)) other.contact = MakeSamplePersonName(random);
  if (random.Chance(50)) other.mobile = MakeSampleMobile(random);
  if (random.Chance(30)) other.email.clear();
  if (random.Chance(30)) other.website.clear();
  return other;
}

}  // namespace kedang
