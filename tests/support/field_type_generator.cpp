#include "tests/support/field_type_generator.h"

#include <climits>
#include <string_view>

#include "shared/field/identity_card.h"
#include "shared/field/uscc.h"
#include "tests/support/field_type_world.h"

namespace kedang {
namespace {

using R = SeededRandom;

template <std::size_t N>
std::string Pick(R& random, const std::string_view (&words)[N]) {
  return std::string(words[random.Below(N)]);
}

// Joins as + does, its sides in order: the two sides of + may be made in either.
std::string operator<<(std::string head, std::string_view tail) { return head.append(tail); }

std::string Digits(R& random, std::size_t count) {
  std::string digits;
  for (std::size_t i = 0; i < count; ++i) digits += static_cast<char>('0' + random.Below(10));
  return digits;
}

std::string Number(R& random, std::size_t most = 9) {
  std::string number = std::to_string(random.Below(1000));
  if (random.OneIn(3)) number = Digits(random, 1 + random.Below(most));
  if (random.OneIn(3)) number += "." << Digits(random, 1 + random.Below(4));
  if (random.OneIn(6)) number = "-" << number;
  if (random.OneIn(8)) number = "1,234,567";
  return number;
}

std::string Between(R& random, std::size_t low, std::size_t high) { return std::to_string(low + random.Below(high - low + 1)); }

std::string Words(R& random) {
  static constexpr std::string_view kWords[] = {"杭州", "华测", "（", "）", "(", ")", " ", "　", "Co., Ltd", "公司", "ABC", "ａｂｃ", "有限公司",
                                                "張", "·", "a\u0301", "①", "-", "无", "\t", "\n", "😀", "；", "1", "李敏", "Zhang San", "总"};
  std::string text;
  for (std::size_t i = 1 + random.Below(6); i > 0; --i) text += Pick(random, kWords);
  return text;
}

std::string MakeDay(R& random) {
  const std::string y = Between(random, 1900, 2099), m = Between(random, 1, 13), d = Between(random, 1, 31);
  static constexpr std::string_view kMarks[] = {"-", "/", "."};
  if (random.OneIn(4)) return y << "年" << m << "月" << d << "日";
  if (random.OneIn(6)) return y << (m.size() < 2 ? "0" : "") << m << (d.size() < 2 ? "0" : "") << d;
  if (random.OneIn(8)) return d << "/" << m << "/" << y;
  const std::string mark = Pick(random, kMarks);
  return y << mark << m << mark << d;
}

std::string MakeText(R& random) { return Words(random); }
std::string MakeInteger(R& random) { return random.OneIn(4) ? Number(random) << "万" : Number(random, 19); }
std::string MakeDecimal(R& random) {
  static constexpr std::string_view kEnds[] = {"", "", "", "万", "亿", "元", "%", "e3"};
  return Number(random) << Pick(random, kEnds);
}
std::string MakeBoolean(R& random) {
  static constexpr std::string_view kWords[] = {"是", "否", "有", "无", "true", "FALSE", "Yes", "0", "1", "√", "×", "也许"};
  return Pick(random, kWords);
}
std::string MakeChoice(R& random) {
  static constexpr std::string_view kWords[] = {"a", "b", "甲", "乙", "alpha", "BETA", "杭州", "1", "c;d", "丙、丁", "丙", "x"};
  return Pick(random, kWords);
}
std::string MakeChoices(R& random) {
  static constexpr std::string_view kMarks[] = {";", "、", ", ", "；", "|", "\n"};
  std::string text = MakeChoice(random);
  for (std::size_t i = random.Below(4); i > 0; --i) text += Pick(random, kMarks) << MakeChoice(random);
  return text;
}
std::string MakeTags(R& random) {
  static constexpr std::string_view kMarks[] = {";", "、", ", ", "；"};
  std::string text = Words(random);
  for (std::size_t i = random.Below(4); i > 0; --i) text += Pick(random, kMarks) << Words(random);
  return text;
}
std::string MakePhone(R& random) {
  switch (random.Below(7)) {
    case 0: return "0571-" << Digits(random, 8);
    case 1: return "(010)" << Digits(random, 8) << "转" << Digits(random, 3);
    case 2: return "+852 " << Digits(random, 8);
    case 3: return "400-820-" << Digits(random, 4);
    case 4: return "+86 1" << Between(random, 3, 9) << Digits(random, 9);
    case 5: return Digits(random, 5 + random.Below(9));
    default: return "1" << Between(random, 3, 9) << Digits(random, 1) << " " << Digits(random, 4) << " " << Digits(random, 4);
  }
}
std::string MakeEmail(R& random) {
  static constexpr std::string_view kBoxes[] = {"zhang", "Li.Min", "a+b", "\"x y\"", "张", "a..b", ""};
  static constexpr std::string_view kHosts[] = {"qq.com", "Example.CN", "163.con", "公司.cn", "[127.0.0.1]", "host", "-a.cn"};
  return Pick(random, kBoxes) << (random.OneIn(12) ? " " : "@") << Pick(random, kHosts);
}
std::string MakeUrl(R& random) {
  static constexpr std::string_view kSchemes[] = {"", "http://", "HTTPS://", "ftp://", "javascript:", "www."};
  static constexpr std::string_view kHosts[] = {"example.com", "Example.COM/", "公司.cn", "127.0.0.1:8080", "[::1]/a", "a_b.cn", "host"};
  static constexpr std::string_view kPaths[] = {"", "/", "/a/B?c=d#e", "/路径", "/a b", "?q=1"};
  return Pick(random, kSchemes) << Pick(random, kHosts) << Pick(random, kPaths);
}
std::string MakeRegion(R& random) {
  static constexpr std::string_view kWords[] = {"浙江省杭州市滨江区", "杭州", "浙江 宁波", "330108", "11", "密云县", "110228", "鼓楼区", "Hangzhou",
                                                "北京朝阳", "内蒙古呼和浩特", "臺灣", "香港", "河南周口", "999999", "火星", "襄樊市", "崇文区", "朝阳"};
  return Pick(random, kWords);
}
std::string MakeIndustry(R& random) {
  static constexpr std::string_view kWords[] = {"I65", "i65", "65", "6512", "软件和信息技术服务业", "I", "制造业", "IT", "C", "Z99", "房地产", "I65 软件和信息技术服务业"};
  return Pick(random, kWords);
}
std::string MakeUscc(R& random) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = "91" << Digits(random, 6);
  for (int i = 0; i < 9; ++i) code += kAlphabet[random.Below(kAlphabet.size())];
  code += random.OneIn(5) ? '0' : UsccCheckCharacter(code);
  if (random.OneIn(4)) code.insert(8, " ");
  return code;
}
std::string MakeReference(R& random) {
  static constexpr std::string_view kTitles[] = {"华测检测", "云锦科技", "重名公司", "没有这家", "甲、乙事务所", "", "not an id"};
  if (random.OneIn(2)) return FormatId(FieldTypeWorld::IdOf(random.Below(4)));
  return Pick(random, kTitles);
}
std::string MakeReferences(R& random) {
  std::string text = MakeReference(random);
  for (std::size_t i = random.Below(4); i > 0; --i) text += (random.OneIn(2) ? "；" : ";") << MakeReference(random);
  return text;
}
std::string MakeUser(R& random) {
  static constexpr std::string_view kNames[] = {"王芳", "李敏", "没有此人", "重名", "Anna"};
  return random.OneIn(3) ? FormatId(FieldTypeWorld::IdOf(random.Below(4))) : Pick(random, kNames);
}
std::string MakeAutoNumber(R& random) { return "KH-" << Between(random, 2000, 2099) << "-" << Digits(random, 5); }

std::string MakePercent(R& random) {
  switch (random.Below(6)) {
    case 0: return Number(random) << "%";
    case 1: return "0." << Digits(random, 1 + random.Below(10));
    case 2: return "百分之" << std::string(random.OneIn(2) ? "十五" : "三点五");
    case 3: return Number(random) << "‰";
    case 4: return Number(random) << " 个百分点";
    default: return Number(random);
  }
}
std::string MakeCurrency(R& random) {
  static constexpr std::string_view kHeads[] = {"", "", "¥", "￥", "$", "US$", "JP¥", "RMB ", "-¥", "HK$", "USD "};
  static constexpr std::string_view kEnds[] = {"", "", "元", "万", "万元", "亿", "美元", "(万元人民币)", "元整"};
  return Pick(random, kHeads) << Number(random) << Pick(random, kEnds);
}
std::string MakeDateTime(R& random) {
  const std::string day = MakeDay(random), h = Between(random, 0, 24), m = Between(random, 10, 61), s = Between(random, 10, 59);
  switch (random.Below(9)) {
    case 0: return day << " " << h << ":" << m;
    case 1: return day << "T" << h << ":" << m << ":" << s << "Z";
    case 2: return day << "下午" << Between(random, 1, 12) << "点半";
    case 3: return day << " " << h << "时" << m << "分";
    case 4: return day << " " << Between(random, 1, 12) << ":" << m << (random.OneIn(2) ? " PM" : "am");
    case 5: return day << " " << h << ":" << m << ":" << s << "." << Digits(random, 1 + random.Below(4)) << "+05:30";
    case 6: return "2026" << Between(random, 10, 12) << Between(random, 10, 28) << Between(random, 10, 23) << Between(random, 10, 59);
    case 7: return day << " 中午" << Between(random, 11, 13) << "点";
    default: return day;
  }
}
std::string MakeDuration(R& random) {
  const std::string h = Between(random, 0, 50), m = Between(random, 0, 70);
  switch (random.Below(9)) {
    case 0: return h << "小时" << m << "分";
    case 1: return h << "h" << m << "m";
    case 2: return m << " 分钟";
    case 3: return h << ":" << m;
    case 4: return "一个半小时";
    case 5: return Number(random) << "天";
    case 6: return m << "s";
    case 7: return "两小时" << m;
    default: return m;
  }
}
std::string MakeRating(R& random) {
  static constexpr std::string_view kWords[] = {"★★★★☆", "★★★", "⭐⭐", "四星", "5星", "3/5", "8/10", "4 stars", "☆★", "0", "11", "十星", "2.5"};
  return random.OneIn(3) ? Between(random, 0, 11) : Pick(random, kWords);
}
std::string MakeIdentityCard(R& random) {
  static constexpr std::string_view kAreas[] = {"110105", "330106", "440304", "990000"};
  std::string number = Pick(random, kAreas) << Between(random, 1940, 2030) << (random.OneIn(2) ? "0" << Between(random, 1, 9) : Between(random, 10, 13)) <<
                       Between(random, 10, 31) << Digits(random, 3);
  number += random.OneIn(5) ? '0' : IdentityCardCheckCharacter(number);
  if (random.OneIn(4)) number.insert(6, " ");
  if (number.back() == 'X' && random.OneIn(2)) number.back() = 'x';
  return number;
}
std::string MakePostcode(R& random) { return random.OneIn(4) ? "３１００５１" : Digits(random, 5 + random.Below(3)); }
std::string MakeAddress(R& random) {
  static constexpr std::string_view kRegions[] = {"浙江省杭州市滨江区", "北京市朝阳区", "", "江苏", "重慶市"};
  static constexpr std::string_view kStreets[] = {"网商路699号", "建国路 1 号（东门）", "　文一西路９６９号", "Room 5, No. 1 Rd", "无"};
  return Pick(random, kRegions) << Pick(random, kStreets);
}
std::string MakeGeoPoint(R& random) {
  const std::string a = Between(random, 0, 95) << "." << Digits(random, 1 + random.Below(9));
  const std::string b = Between(random, 0, 185) << "." << Digits(random, 1 + random.Below(9));
  switch (random.Below(8)) {
    case 0: return a << "," << b;
    case 1: return b << "，" << a;
    case 2: return "北纬" << a << " 东经" << b;
    case 3: return "经度" << b << " 纬度" << a;
    case 4: return "N" << Between(random, 0, 89) << "°" << Between(random, 0, 61) << "'" << Between(random, 0, 59) << ".8\" W" << Between(random, 0, 179) << "°9'18\"";
    case 5: return "-" << a << " -" << b;
    case 6: return a << "° S, " << b << "° E";
    default: return "POINT(" << b << " " << a << ")";
  }
}

std::string MakeFiles(R& random) {
  static constexpr std::string_view kNames[] = {"合同.pdf", "a b.docx", "x", "../etc", "", "图片 1.png"};
  std::string text;
  for (std::size_t i = 1 + random.Below(3); i > 0; --i) {
    if (!text.empty()) text += '\n';
    text += FormatId(FieldTypeWorld::IdOf(random.Below(4))) << " " << std::to_string(random.Below(100'000'000)) << " " << Pick(random, kNames);
  }
  return text;
}
// Nothing can be typed into what is computed.
std::string MakeAnything(R& random) { return random.OneIn(2) ? Number(random) : Words(random); }

constexpr FieldTypeGenerator kGenerators[] = {
    {FieldType::kText, MakeText},
    {FieldType::kLongText, MakeText},
    {FieldType::kInteger, MakeInteger},
    {FieldType::kDecimal, MakeDecimal},
    {FieldType::kDate, MakeDay},
    {FieldType::kBoolean, MakeBoolean},
    {FieldType::kChoice, MakeChoice},
    {FieldType::kMultipleChoice, MakeChoices},
    {FieldType::kTags, MakeTags},
    {FieldType::kPhone, MakePhone},
    {FieldType::kEmail, MakeEmail},
    {FieldType::kUrl, MakeUrl},
    {FieldType::kRegion, MakeRegion},
    {FieldType::kIndustry, MakeIndustry},
    {FieldType::kUscc, MakeUscc},
    {FieldType::kReference, MakeReference},
    {FieldType::kUser, MakeUser},
    {FieldType::kAutoNumber, MakeAutoNumber},
    {FieldType::kPercent, MakePercent},
    {FieldType::kCurrency, MakeCurrency},
    {FieldType::kDateTime, MakeDateTime},
    {FieldType::kDuration, MakeDuration},
    {FieldType::kRating, MakeRating},
    {FieldType::kIdentityCard, MakeIdentityCard},
    {FieldType::kPostcode, MakePostcode},
    {FieldType::kAddress, MakeAddress},
    {FieldType::kGeoPoint, MakeGeoPoint},
    {FieldType::kDepartment, MakeReference},
    {FieldType::kReferences, MakeReferences},
    {FieldType::kAttachment, MakeFiles},
    {FieldType::kFormula, MakeAnything},
    {FieldType::kLookup, MakeAnything},
    {FieldType::kRollup, MakeAnything},
    {FieldType::kCreatedAt, MakeAnything},
    {FieldType::kChangedAt, MakeAnything},
    {FieldType::kCreatedBy, MakeAnything},
    {FieldType::kChangedBy, MakeAnything},
    {FieldType::kSmartTags, MakeAnything},
};

Choice MakeChoiceOf(const char* key, const char* zh, const char* en, std::vector<std::string> synonyms) {
  Choice choice;
  choice.key = key;
  choice.label = {zh, en};
  choice.synonyms = std::move(synonyms);
  return choice;
}

}  // namespace

const FieldTypeGenerator* GeneratorOf(FieldType type) {
  for (const FieldTypeGenerator& generator : kGenerators) {
    if (generator.type == type) return &generator;
  }
  return nullptr;
}

std::vector<Field> FieldsOf(FieldType type) {
  Field field;
  field.id = 7;
  field.key = "f";
  field.type = type;
  field.target = "customer";
  // A key that is another's label, a label with a separator: what people can do in a designer.
  field.choices = {MakeChoiceOf("a", "甲", "Alpha", {"杭州"}), MakeChoiceOf("b", "a", "Beta", {"1"}), MakeChoiceOf("c", "丙、丁", "c;d", {})};
  std::vector<Field> fields = {field};
  const auto with_format = [&](const char* format) {
    fields.push_back(field);
    fields.back().format = format;
  };
  if (type == FieldType::kText) {
    with_format("company_name");
    with_format("person_name");
  }
  if (type == FieldType::kPhone) {
    with_format("mobile");
    with_format("landline");
  }
  if (type == FieldType::kRating) with_format("10");
  if (type == FieldType::kCurrency) {
    for (const char* unit : {"USD", "JPY", "XAU"}) {
      fields.push_back(field);
      fields.back().unit = unit;
    }
  }
  return fields;
}

std::vector<Value> OddValues(FieldType type) {
  switch (KindOf(type)) {
    case Value::Kind::kNull: return {};
    case Value::Kind::kBoolean: return {Value::Boolean(true), Value::Boolean(false)};
    case Value::Kind::kInteger:
      return {Value::Integer(0), Value::Integer(-1), Value::Integer(INT64_MAX), Value::Integer(INT64_MIN), Value::Integer(1'790'000'000'123)};
    case Value::Kind::kDecimal:
      return {Value::Of(Decimal{0, 0}), Value::Of(Decimal{INT64_MAX, 0}), Value::Of(Decimal{INT64_MIN, 0}), Value::Of(Decimal{INT64_MAX, 9}),
              Value::Of(Decimal{-1, 9}), Value::Of(Decimal{INT64_MIN, 9}), Value::Of(Decimal{1, 0})};
    case Value::Kind::kDate: return {Value::Of(Date{0}), Value::Of(Date{-354286}), Value::Of(Date{2932896}), Value::Of(Date{100'000'000})};
    case Value::Kind::kText:
      return {Value::Text("无"), Value::Text("\x01"), Value::Text("\xFF\xFE"), Value::Text(" a "), Value::Text("0,0"), Value::Text("33"),
              Value::Text("110228"), Value::Text(std::string(100001, 'x')), Value::Text("N/A"), Value::Text("ａ")};
    case Value::Kind::kList:
      return {Value::List({"无"}), Value::List({"a", "a"}), Value::List({"\xFF"}), Value::List({" "}), Value::List(TextList(300, "a")),
              Value::List({"a;b", "c"})};
  }
  return {};
}

std::string HostileText(SeededRandom& random) {
  static constexpr std::string_view kPieces[] = {"\xF0\x9F", "\x80", "%", "万", "亿", ":", "/", "-", "°", "★", "1", "9", "E", ".", ",", "(", ")",
                                                 "\"", "零", "十", "半", "\xE2\x80\x8B", "\0x", "9999999999", "¥", "@", "年"};
  std::string text;
  for (std::size_t i = random.Below(24); i > 0; --i) {
    if (random.OneIn(2)) text += Pick(random, kPieces);
    else text += static_cast<char>(random.Below(256));
  }
  return text;
}

}  // namespace kedang
