#include "shared/match/hanzi_name.h"

#include <array>
#include <unordered_set>
#include <vector>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kHanziBytes = 3;  // of the common ideographs
constexpr std::size_t kMaxTrades = 4;

// What a firm does, as names say it. Longer words first where one ends with another does not matter: the longest is taken.
constexpr std::string_view kTrades =
    "科技 信息 技术 信息技术 网络 网络科技 电子 电子商务 商务 贸易 商贸 工贸 物贸 经贸 进出口 国际贸易 国际 机械 "
    "机械设备 设备 机电 机电设备 工程 机电工程 电子科技 半导体 精密 制造 精密制造 自动化 自动化设备 智能 智能科技 "
    "软件 数据 数据服务 服务 文化 文化传媒 传媒 文化传播 传播 广告 教育 教育咨询 咨询 企业管理 企业管理咨询 管理咨询 "
    "管理 财税 财税服务 物流 供应链 供应链管理 国际货运代理 货运代理 货运 运输 汽车运输 食品 餐饮 餐饮管理 农业 "
    "农业发展 发展 "
    "农业科技 生物 生物科技 医疗 医疗器械 器械 医药 药业 化工 材料 新材料 环保 环保科技 新能源 能源 光伏 光伏科技 建筑 "
    "建筑工程 建设 建设工程 建筑安装 建筑安装工程 安装 安装工程 装饰 装饰工程 装修 房地产 房地产开发 开发 置业 地产 "
    "物业 物业管理 物业服务 酒店 "
    "酒店管理 旅游 旅行社 服饰 服装 纺织 家居 家居用品 用品 家具 包装 包装材料 塑胶 塑胶制品 制品 五金 五金制品 模具 "
    "汽车 汽车配件 配件 汽车销售 销售 汽车贸易 汽车服务 船舶 船舶重工 重工 钢铁 有色金属 金属 石油 石油化工 珠宝 "
    "化妆品 母婴用品 体育 体育用品 人力资源 "
    "劳务 劳务派遣 知识产权 知识产权代理 代理 检测 检测技术 安防 安防科技 仪器 仪器仪表 仪表 通信 通信技术 通讯 照明 "
    "电缆 水产 茶业 酒业 实业 工业 产业 投资 投资管理 创业投资 资产管理 资本 金融 基金 保险 担保 典当 租赁 融资租赁 "
    "健康 健康管理 医院 诊所 养殖 种植 种养殖 种养 林业 牧业 畜牧 "
    "矿业 电力 电气 电器 水利 园林 绿化 园林绿化 市政 路桥 交通 印刷 印务 造纸 纸业 玻璃 陶瓷 水泥 建材 木业 木材 棉业 "
    "粮油 粮食 饲料 种业 肥业 化肥 农资 农具 百货 超市 商业 零售 连锁 医药连锁 批发 快递 速递 仓储 影视 娱乐 游戏 动漫 "
    "会展 展览 设计 艺术 摄影 婚庆 家政 保洁 保安 美容 美发 洗涤 消防 "
    "电梯 空调 制冷 暖通 轴承 阀门 泵业 电机 电源 电池 线缆 光电 光学 激光 航空 航天 物资 再生资源 废旧物资 环境 "
    "环境工程 生态 生态农业 乳业 肉业 饮料 酒店用品 办公用品 文具 玩具 鞋业 皮革 皮具 皮草 箱包 眼镜 钟表 乐器 图书 "
    "出版 文艺 体育文化 信息咨询 工程咨询 技术服务 技术开发 科技发展 科技开发 实业发展 商业管理 文化发展 文化艺术 "
    "信息科技 贸易发展";

struct FormRow {
  std::string_view ending;
  std::string_view form;
};
// Legal forms by their ending; the longest that fits is taken.
constexpr FormRow kForms[] = {{"集团股份有限公司", "公司"},
                              {"集团有限责任公司", "公司"},
                              {"集团有限公司", "公司"},
                              {"股份有限公司", "公司"},
                              {"有限责任公司", "公司"},
                              {"控股有限公司", "公司"},
                              {"有限公司", "公司"},
                              {"集团公司", "公司"},
                              {"总公司", "公司"},
                              {"公司", "公司"},
                              {"集团", "公司"},
                              {"控股", "公司"},
                              {"股份", "公司"},
                              {"合伙企业", "合伙"},
                              {"个人独资企业", "独资"},
                              {"农民专业合作社", "合作社"},
                              {"专业合作社", "合作社"},
                              {"合作社", "合作社"},
                              {"供销社", "供销社"},
                              {"供销合作社", "供销社"},
                              {"联合社", "合作社"},
                              {"总厂", "厂"},
                              {"分厂", "厂"},
                              {"厂", "厂"},
                              {"商行", "商行"},
                              {"经营部", "经营部"},
                              {"门市部", "门市部"},
                              {"服务部", "服务部"},
                              {"事务所", "事务所"},
                              {"研究院", "研究院"},
                              {"研究所", "研究所"},
                              {"工作室", "工作室"},
                              {"中心", "中心"},
                              {"商店", "店"},
                              {"门店", "店"},
                              {"店", "店"},
                              {"医院", "医院"},
                              {"学校", "学校"},
                              {"大学", "大学"},
                              {"学院", "学院"},
                              {"银行", "银行"},
                              {"旅行社", "旅行社"},
                              {"农场", "场"},
                              {"场", "场"},
                              {"站", "站"},
                              {"社", "社"},
                              {"协会", "协会"},
                              {"学会", "学会"},
                              {"委员会", "委员会"}};

// Behind these a name of a branch may follow.
constexpr std::string_view kParents[] = {"公司", "合作社", "供销社", "合伙)", "集团)"};

constexpr std::string_view kTitles[] = {"总经理", "副总", "经理", "先生", "女士", "小姐", "老师",   "主任", "工程师",
                                        "老板",   "主管", "总监", "部长", "处长", "科长", "董事长", "董事", "教授",
                                        "医生",   "律师", "师傅", "总",   "董",   "工",   "哥",     "姐"};
constexpr std::string_view kLongSurnames[] = {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟",
                                              "公孙", "慕容", "令狐", "宇文", "司徒", "夏侯", "长孙",
                                              "端木", "南宫", "西门", "独孤", "闻人", "呼延"};
constexpr std::string_view kRegionEndings[] = {"省", "市", "区", "县", "旗", "州", "盟"};

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

const std::unordered_set<std::string_view>& Trades() {
  static const std::unordered_set<std::string_view> trades = [] {
    std::unordered_set<std::string_view> set;
    for (std::string_view rest = kTrades; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      set.insert(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return set;
  }();
  return trades;
}

// Takes the form off the end of `name`; its class, or nothing.
std::string_view TakeForm(std::string_view& name) {
  const FormRow* best = nullptr;
  for (const FormRow& row : kForms) {
    if (EndsWith(name, row.ending) && name.size() > row.ending.size() &&
        (best == nullptr || row.ending.size() > best->ending.size()))
      best = &row;
  }
  if (best == nullptr) return {};
  name.remove_suffix(best->ending.size());
  return best->form;
}

// Where the parent's name ends and a branch's begins; npos when there is no branch.
std::size_t BranchStart(std::string_view name) {
  std::size_t best = std::string_view::npos;
  for (const std::string_view parent : kParents) {
    for (std::size_t at = name.find(parent); at != std::string_view::npos; at = name.find(parent, at + 1)) {
      const std::size_t end = at + parent.size();
      // "总公司第三门市部" has one; a bracket behind the form belongs to the name.
      if (end >= name.size() || name[end] == '(' || name[end] == ')' || at < kHanziBytes * 2) continue;
      if (parent == "合伙)" && name.find("公司", end) != std::string_view::npos) continue;
      if (parent == "集团)" || (parent == "公司" && EndsWith(name.substr(0, at), "分"))) continue;
      best = std::min(best, end);
    }
  }
  return best;
}

}  // namespace

bool HasHanzi(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    if (static_cast<unsigned char>(text[position]) < 0xE0) {
      ++position;
      continue;
    }
    if (IsHanzi(DecodeUtf8(text, position))) return true;
  }
  return false;
}

HanziNames::HanziNames(const Lexicon* lexicon) : lexicon_(lexicon) {
  if (lexicon == nullptr) return;
  for (const Region& region : lexicon->regions().All()) {
    if (region.is_container) continue;
    const bool is_district = region.level == RegionLevel::kDistrict;
    const std::string name = Fold(region.name), short_name = Fold(region.short_name);
    // 通化县 is not 通化市: districts keep their whole name.
    places_.emplace(name, Place{is_district ? name : short_name, name == short_name, is_district});
    // Short names of districts (朝阳, 长安 …) are brands as often.
    if (!is_district && short_name.size() >= 2 * kHanziBytes)
      places_.emplace(short_name, Place{short_name, true, false});
    longest_place_ = std::max(longest_place_, name.size());
  }
}

std::size_t HanziNames::RegionAt(std::string_view text, std::string& name) const {
  for (std::size_t size = std::min(longest_place_, text.size()); size >= 2 * kHanziBytes; --size) {
    if (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) continue;
    const auto found = places_.find(std::string(text.substr(0, size)));
    if (found == places_.end()) continue;
    name = found->second.short_name;
    // 杭州 + 市: unknown spellings of a known place.
    for (const std::string_view ending : kRegionEndings) {
      if (found->second.is_short && text.substr(size, ending.size()) == ending) return size + ending.size();
    }
    return size;
  }
  return 0;
}

std::size_t HanziNames::RegionPrefix(std::string_view folded) const {
  std::size_t size = 0;
  std::string name;
  for (int i = 0; i < 4; ++i) {
    const std::size_t next = RegionAt(folded.substr(size), name);
    if (next == 0) break;
    // "北京路" is a road.
    const std::string_view rest = folded.substr(size + next);
    if (rest.substr(0, kHanziBytes) == "路" || rest.substr(0, kHanziBytes) == "街" ||
        rest.substr(0, 2 * kHanziBytes) == "大道" || rest.substr(kHanziBytes % (rest.size() + 1), kHanziBytes) == "路")
      break;
    size += next;
  }
  return size;
}

std::string HanziNames::PlaceName(std::string_view folded) const {
  std::string name;
  const std::size_t size = RegionAt(folded, name);
  return size == folded.size() && size > 0 ? name : std::string(folded);
}

std::string HanziNames::Sound(std::string_view hanzi) const {
  std::string sound;
  if (lexicon_ == nullptr) return sound;
  for (std::size_t position = 0; position < hanzi.size();) {
    const char32_t c = DecodeUtf8(hanzi, position);
    const auto readings = lexicon_->pinyin().ReadingsOf(c);
    if (readings.empty())
      AppendUtf8(c, sound);
    else
      sound += lexicon_->pinyin().SyllableText(readings[0]);
    sound += '\'';
  }
  return sound;
}

void HanziNames::ReadCompany(std::string_view folded, CellWords& out) const {
  std::string name(folded), branch;
  const std::size_t start = BranchStart(name);
  if (start != std::string::npos) {
    branch = name.substr(start);
    name.resize(start);
  }
  // Brackets: a place, a form, or part of what distinguishes it.
  std::vector<std::string> regions;
  std::string form, extra;
  for (std::size_t open; (open = name.find('(')) != std::string::npos;) {
    const std::size_t close = name.find(')', open);
    if (close == std::string::npos) {
      name.erase(open, 1);
      continue;
    }
    const std::string inside = name.substr(open + 1, close - open - 1);
    name.erase(open, close - open + 1);
    if (inside == "集团" || inside == "控股" || inside == "股份") continue;
    if (EndsWith(inside, "公司") && open == name.size()) {  // "云锦科技(有限公司)"
      name += inside;
      continue;
    }
    if (inside == "有限合伙" || inside == "普通合伙" || inside == "特殊普通合伙")
      form = "合伙";
    else if (inside.size() <= 5 * kHanziBytes)
      regions.push_back(PlaceName(inside));
    else
      extra += inside;
  }
  std::string_view core = name;
  for (int i = 0; i < 2; ++i) {
    const std::string_view taken = TakeForm(core);
    if (taken.empty()) break;
    if (form.empty()) form = taken;
    if (taken != "公司") break;
  }
  for (int i = 0; i < 3; ++i) {
    std::string region;
    const std::size_t size = RegionAt(core, region);
    if (size == 0 || core.size() < size + 2 * kHanziBytes) break;
    regions.push_back(region);
    core.remove_prefix(size);
  }
  std::string trade;
  for (std::size_t i = 0; i < kMaxTrades; ++i) {
    std::size_t best = 0;
    for (std::size_t size = 2 * kHanziBytes; size <= 6 * kHanziBytes && size + 2 * kHanziBytes <= core.size();
         size += kHanziBytes) {
      if (Trades().count(core.substr(core.size() - size)) != 0) best = size;
    }
    if (best == 0) break;
    trade.insert(0, core.substr(core.size() - best));
    core.remove_suffix(best);
  }
  for (const std::string& region : regions) out.Add(Part::kRegion, region);
  out.Add(Part::kBrand, std::string(core) + extra);
  if (!trade.empty()) out.Add(Part::kTrade, trade);
  if (!form.empty()) out.Add(Part::kForm, form);
  if (!branch.empty()) out.Add(Part::kBranch, branch);
  if (std::string sound = Sound(core); !sound.empty()) out.Add(Part::kSound, std::move(sound));
}

void HanziNames::ReadPerson(std::string_view folded, CellWords& out) const {
  std::string_view name = folded;
  for (const std::string_view title : kTitles) {
    if (!EndsWith(name, title) || name.size() <= title.size()) continue;
    const std::size_t rest = name.size() - title.size();
    // 李工 is a title; 李建工 may be a name.
    if (title.size() == kHanziBytes && rest > 2 * kHanziBytes) continue;
    if (title.size() == kHanziBytes && rest == 2 * kHanziBytes && title != "总" && title != "董") continue;
    name.remove_suffix(title.size());
    out.Add(Part::kTitle, std::string(title));
    break;
  }
  std::size_t size = std::min(name.size(), kHanziBytes);
  for (const std::string_view surname : kLongSurnames) {
    if (name.substr(0, surname.size()) == surname && name.size() > surname.size()) size = surname.size();
  }
  out.Add(Part::kBrand, std::string(name.substr(0, size)));
  if (name.size() > size) out.Add(Part::kWord, std::string(name.substr(size)));
  if (std::string sound = Sound(name); !sound.empty()) out.Add(Part::kSound, std::move(sound));
}

}  // namespace kedang
