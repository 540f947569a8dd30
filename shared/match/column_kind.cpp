#include "shared/match/column_kind.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "shared/base/utf8.h"
#include "shared/field/identity_card.h"
#include "shared/field/uscc.h"
#include "shared/match/cell_reader.h"
#include "shared/match/hanzi_name.h"
#include "shared/match/latin_form.h"
#include "shared/match/latin_words.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What a sample of one column looks like; shares are of the filled cells.
struct Looks {
  std::size_t filled = 0, rows = 0;
  double distinct = 0;     // distinct values / filled cells
  double most_common = 0;  // share of the most common value
  double digits = 0;       // mean share of digits among letters and digits
  double words = 0, length = 0;
  double emails = 0, urls = 0, dates = 0, numbers = 0, phones = 0, uscc = 0, identity = 0, lists = 0, with_digit = 0,
         hanzi = 0, years = 0;
};

Looks LookAt(const std::vector<std::string>& cells) {
  Looks looks;
  looks.rows = cells.size();
  std::unordered_map<std::string, std::size_t> counts;
  for (const std::string& cell : cells) {
    const std::string folded = Fold(TruncateUtf8(cell, 400));
    // Row numbers may begin at 0.
    if (IsPlaceholder(folded) && folded != "0") continue;
    ++looks.filled;
    ++counts[folded];
    std::size_t digits = 0, letters = 0, commas = 0, signs = 0;
    for (const char c : folded) {
      if (IsDigit(c))
        ++digits;
      else if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80)
        ++letters;
      else if (c == ',' || c == ';')
        ++commas;
      else if (c != ' ')
        ++signs;
    }
    const std::size_t characters = CountCodePoints(folded);
    looks.length += static_cast<double>(characters);
    looks.words += static_cast<double>(SplitLatinWords(folded).size());
    looks.digits += digits + letters == 0 ? 0 : static_cast<double>(digits) / static_cast<double>(digits + letters);
    looks.with_digit += digits > 0 ? 1 : 0;
    looks.hanzi += HasHanzi(folded) ? 1 : 0;
    const std::size_t at = folded.find('@');
    looks.emails += at != std::string::npos && at > 0 && folded.find('.', at) != std::string::npos &&
                            folded.find(' ') == std::string::npos
                        ? 1
                        : 0;
    looks.urls += folded.starts_with("http") || folded.starts_with("www.") ? 1 : 0;
    const std::string date = letters <= 9 ? DateDigits(folded) : std::string();
    const bool is_date = date.size() == 8 && date >= "18500101" && date <= "21001231" && date.substr(4, 2) <= "31" &&
                         date.substr(6) <= "31";
    looks.dates += is_date ? 1 : 0;
    const bool is_number = letters <= 3 && digits > 0 && signs <= 3 && !is_date;
    looks.numbers += is_number ? 1 : 0;
    looks.years += is_number && digits == 4 && characters == 4 && (folded[0] == '1' || folded[0] == '2') ? 1 : 0;
    looks.phones += letters <= 3 && digits >= 7 && digits <= 15 && !is_date ? 1 : 0;
    looks.uscc += folded.size() == 18 && digits >= 8 && signs == 0 && CheckUscc(cell).ok() ? 1 : 0;
    looks.identity += folded.size() == 18 && digits >= 17 && CheckIdentityCard(cell, std::nullopt).ok() ? 1 : 0;
    looks.lists += commas > 0 ? 1 : 0;
  }
  if (looks.filled == 0) return looks;
  const auto filled = static_cast<double>(looks.filled);
  std::size_t most = 0;
  for (const auto& [text, count] : counts) most = std::max(most, count);
  looks.distinct = static_cast<double>(counts.size()) / filled;
  looks.most_common = static_cast<double>(most) / filled;
  for (double* share :
       {&looks.digits, &looks.words, &looks.length, &looks.emails, &looks.urls, &looks.dates, &looks.numbers,
        &looks.phones, &looks.uscc, &looks.identity, &looks.lists, &looks.with_digit, &looks.hanzi, &looks.years}) {
    *share /= filled;
  }
  return looks;
}

// The words of a header: "GivenName", "given_name" and "http://…#phone_number" alike; hanzi as they are.
std::string HeaderWords(std::string_view name) {
  const std::size_t hash = name.rfind('#');
  if (hash != std::string_view::npos && hash + 1 < name.size()) name = name.substr(hash + 1);
  std::string spaced;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (i > 0 && c >= 'A' && c <= 'Z' && name[i - 1] >= 'a' && name[i - 1] <= 'z') spaced.push_back(' ');
    spaced.push_back(c == '_' || c == '-' || c == '.' || c == '/' ? ' ' : c);
  }
  return " " + Fold(spaced) + " ";
}

bool HasAny(std::string_view words, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return words.find(part) != std::string_view::npos; });
}

bool IsIdName(std::string_view words) {
  return HasAny(words, {" id ", " rec id ", " record id ", " unique id ", " row id ", " rowid ", " 编号 ", " 序号 ",
                        " 行号 ", " index ", " no ", " key ", " idx ", " uuid ", " uid "}) &&
         !HasAny(words, {" tax ", " soc ", " social ", " provider ", " program ", " national ", " licen", " vat "});
}

bool IsGivenName(std::string_view words) {
  return HasAny(words, {" first name", " given name", " forename", " middle", " fname ", " givenname", " firstname"}) ||
         words == " first " || words == " 名 ";
}
bool IsFamilyName(std::string_view words) {
  return HasAny(words, {" surname", " last name", " family name", " lname ", " lastname"}) || words == " last " ||
         words == " 姓 ";
}

// What the header says; nothing when it says nothing.
std::optional<MatchKind> KindByName(std::string_view words, const Looks& looks) {
  if (HasAny(words, {"created", "updated", "modified", "timestamp", "创建",     "更新",  "修改时间",
                     "录入",    "导入",    " owner",   "负责人",    "跟进",     "归属",  "备注",
                     " note",   " remark", " comment", " stage ",   " 阶段",    " 等级", " level ",
                     " tags ",  " 标签",   " source ", "来源",      " status ", "状态",  " cluster "})) {
    return MatchKind::kIgnored;
  }
  if (HasAny(words, {"信用代码", "uscc", "税号", "credit code"}))
    return looks.uscc > 0.3 ? MatchKind::kUscc : MatchKind::kCode;
  if (HasAny(words, {"身份证", "identity card"}))
    return looks.identity > 0.3 ? MatchKind::kIdentityCard : MatchKind::kCode;
  if (HasAny(words, {" soc ", "social sec", " ssn ", " tax ", " vat ", " licen", "注册号", "机构代码", " isbn", " issn",
                     " doi ", " ean ", " upc ", " sku ", "model no", "modelno", " passport"}))
    return MatchKind::kCode;
  if (HasAny(words, {"mail", "邮箱", "邮件"})) return MatchKind::kEmail;
  if (HasAny(words, {"phone", " tel ", " fax", "mobile", " cell", "手机", "电话", "传真"}) && looks.digits > 0.6)
    return MatchKind::kPhone;
  if (HasAny(words, {"website", " url", "homepage", " web ", "网址", "官网"})) return MatchKind::kUrl;
  if (HasAny(words, {"birth", " dob ", "出生", "生日"})) return MatchKind::kBirthDate;
  if (HasAny(words, {"zip", "postcode", "postal", "邮编", "邮政编码"})) return MatchKind::kPostcode;
  if (HasAny(words, {"authors", " author ", "writers", "作者"})) return MatchKind::kPeople;
  if (HasAny(words, {"address", " addr", " street ", "地址", "住址"}) && looks.words + looks.hanzi > 1.2)
    return MatchKind::kAddress;
  if (HasAny(words, {" street number", " house number"})) return MatchKind::kCategory;
  if (HasAny(words, {" city ", " town ", " suburb", " state ", " county ", " province", " country", " region ",
                     " district", "neighborhood", " 城市", "省", " 市 ", "地区", "区县", " 区 ", "国家"}))
    return MatchKind::kPlace;
  if (HasAny(words,
             {"contact", " person ", "director", "联系人", "姓名", "法人", "法定代表", " full name", "fullname"}) &&
      looks.digits < 0.2)
    return MatchKind::kPersonName;
  if (HasAny(words, {"description", "描述", " abstract", "简介", "summary", "details"})) return MatchKind::kLongText;
  if (HasAny(words, {"title", "标题"})) return looks.words > 25 ? MatchKind::kLongText : MatchKind::kText;
  if (HasAny(words, {"company", "organi", " firm", " agency", " employer", "公司", "企业名", "单位", "客户名", "名称",
                     " brand ", "manufacturer", "brew factory"}) &&
      looks.digits < 0.5)
    return MatchKind::kCompanyName;
  if (HasAny(words, {"name"}) && looks.digits < 0.5) return MatchKind::kCompanyName;
  if (HasAny(words, {" year", "年份", " price", "amount", "价格", "金额", " abv ", "capital", "资金", "资本"}))
    return MatchKind::kNumber;
  if (HasAny(words, {" date ", "日期"})) return MatchKind::kDate;
  if (HasAny(words, {" type ", " kind ", " category", "class", "genre", "gender", " sex ", "类型", "类别", "行业",
                     "性别", " style ", " venue "}))
    return MatchKind::kCategory;
  return std::nullopt;
}

MatchKind KindByContent(const Looks& looks) {
  if (looks.emails > 0.6) return MatchKind::kEmail;
  if (looks.urls > 0.6) return MatchKind::kUrl;
  if (looks.uscc > 0.6) return MatchKind::kUscc;
  if (looks.identity > 0.6) return MatchKind::kIdentityCard;
  if (looks.dates > 0.7) return MatchKind::kDate;
  if (looks.phones > 0.7 && looks.distinct > 0.2) return MatchKind::kPhone;
  if (looks.distinct < 0.05 || (looks.distinct < 0.2 && looks.words <= 3 && looks.filled > 100))
    return MatchKind::kCategory;
  if (looks.numbers > 0.7) return looks.distinct > 0.6 && looks.length >= 6 ? MatchKind::kCode : MatchKind::kNumber;
  if (looks.words <= 1.5 && looks.with_digit > 0.8) return MatchKind::kCode;
  if (looks.hanzi > 0.5) {
    if (looks.length <= 4) return looks.distinct > 0.5 ? MatchKind::kPersonName : MatchKind::kCategory;
    if (looks.with_digit > 0.5) return MatchKind::kAddress;
    return looks.length <= 25 ? MatchKind::kCompanyName : MatchKind::kLongText;
  }
  if (looks.words >= 12 || looks.length >= 90) return MatchKind::kLongText;
  if (looks.lists > 0.5 && looks.with_digit < 0.2 && looks.words >= 3) return MatchKind::kPeople;
  if (looks.with_digit > 0.7 && looks.words >= 2.5) return MatchKind::kAddress;
  return looks.distinct > 0.3 ? MatchKind::kCompanyName : MatchKind::kCategory;
}

// A column of names without a hint may hold people: without digits, two or three words, hardly ever a legal form.
bool LooksLikePeople(const std::vector<std::string>& cells) {
  std::size_t names = 0, filled = 0;
  for (const std::string& cell : cells) {
    const std::string folded = Fold(TruncateUtf8(cell, 200));
    if (IsPlaceholder(folded)) continue;
    ++filled;
    CellWords words;
    ReadLatinWords(LatinForm(folded), LatinText::kCompany, words);
    std::size_t plain = 0, others = 0;
    for (const auto& [part, text] : words.words) {
      if (part == Part::kWord || part == Part::kInitial)
        ++plain;
      else if (part != Part::kParticle || text == "the" || text == "of" || text == "and" || text == "for")
        ++others;
    }
    if (others == 0 && plain >= 2 && plain <= 4) ++names;
  }
  return filled > 0 && names * 10 >= filled * 9;
}

}  // namespace

std::vector<MatchField> FieldsOf(const std::vector<std::string>& names, const std::vector<MatchKind>& kinds) {
  std::vector<MatchField> fields;
  std::optional<std::size_t> name_field;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == MatchKind::kIgnored) continue;
    const std::string words = HeaderWords(names[i]);
    if (kinds[i] == MatchKind::kPersonName && (IsGivenName(words) || IsFamilyName(words))) {
      if (name_field) {
        fields[*name_field].columns.push_back(i);
        fields[*name_field].name += " + " + names[i];
        continue;
      }
      name_field = fields.size();
    }
    fields.push_back({names[i], kinds[i], {i}});
  }
  return fields;
}

namespace {

ColumnGuess Guess(const ColumnSample& sample, std::optional<std::size_t> id_column,
                  const std::vector<std::size_t>& ignored, bool with_constants) {
  ColumnGuess guess;
  guess.id_column = id_column;
  guess.kinds.assign(sample.names.size(), MatchKind::kIgnored);
  std::vector<std::pair<std::size_t, std::size_t>> by_fill;
  for (std::size_t i = 0; i < sample.names.size(); ++i) {
    if (id_column == i || std::find(ignored.begin(), ignored.end(), i) != ignored.end()) continue;
    const Looks looks = LookAt(sample.columns[i]);
    const std::string words = HeaderWords(sample.names[i]);
    // Row numbers, by name and because no two are the same.
    if (IsIdName(words) && looks.filled == looks.rows && looks.distinct > 0.999 && looks.rows > 1 && looks.uscc < 0.5) {
      if (!guess.id_column) guess.id_column = i;
      continue;
    }
    if (looks.filled == 0) continue;
    // A constant says nothing.
    if (looks.most_common >= 1 && looks.filled > 3 && !with_constants) continue;
    if (IsGivenName(words) || IsFamilyName(words))
      guess.kinds[i] = MatchKind::kPersonName;
    else if (const auto kind = KindByName(words, looks))
      guess.kinds[i] = *kind;
    else
      guess.kinds[i] = IsIdName(words) ? MatchKind::kCode : KindByContent(looks);
    if (guess.kinds[i] == MatchKind::kCompanyName && looks.hanzi > 0.5 && looks.length <= 4.2)
      guess.kinds[i] = MatchKind::kPersonName;
    if (guess.kinds[i] == MatchKind::kCompanyName && looks.length > 45 && looks.hanzi < 0.5)
      guess.kinds[i] = MatchKind::kText;
    if (guess.kinds[i] == MatchKind::kCompanyName && looks.hanzi < 0.2 && LooksLikePeople(sample.columns[i]) &&
        !HasAny(words, {"company", "organi", "product"}))
      guess.kinds[i] = MatchKind::kPersonName;
    by_fill.emplace_back(looks.filled, i);
  }
  if (by_fill.size() > kMostFields) {
    std::sort(by_fill.begin(), by_fill.end(), [](const auto& x, const auto& y) {
      return x.first != y.first ? x.first > y.first : x.second < y.second;
    });
    for (std::size_t i = kMostFields; i < by_fill.size(); ++i) guess.kinds[by_fill[i].second] = MatchKind::kIgnored;
  }
  guess.fields = FieldsOf(sample.names, guess.kinds);
  return guess;
}

}  // namespace

ColumnGuess GuessColumns(const ColumnSample& sample, std::optional<std::size_t> id_column,
                         const std::vector<std::size_t>& ignored) {
  ColumnGuess guess = Guess(sample, id_column, ignored, false);
  // Where every row is the same, constants are all there is.
  return guess.fields.empty() ? Guess(sample, id_column, ignored, true) : guess;
}

}  // namespace kedang
