#include "shared/field/party_name.h"

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kShortName = 8;  // characters; longer names are told apart well enough without a form

// Brackets of every width become the legal () ; blanks that touch a Chinese character or a bracket go.
std::string TidyChinese(std::string_view text, bool has_brackets, TextChanges* changes) {
  std::string tidy;
  tidy.reserve(text.size());
  bool is_after_wide = true, has_blank = false;
  for (std::size_t position = 0; position < text.size();) {
    const char32_t typed = DecodeUtf8(text, position);
    char32_t c = typed;
    if (has_brackets) {
      if (c == 0xFF08 || c == 0xFE59 || c == 0x3014 || c == 0x3010) c = '(';
      if (c == 0xFF09 || c == 0xFE5A || c == 0x3015 || c == 0x3011) c = ')';
      Note(changes, TextChange::kBrackets, c != typed);
    }
    if (c == ' ') {
      has_blank = true;
      continue;
    }
    const bool is_wide = IsHanzi(c);
    const bool is_bracket = c == '(' || c == ')';
    const bool is_kept = is_bracket ? !is_after_wide && c == '(' : !is_wide && !is_after_wide;
    if (has_blank && is_kept) tidy.push_back(' ');
    Note(changes, TextChange::kSpaces, has_blank && !is_kept);
    AppendUtf8(c, tidy);
    is_after_wide = is_wide || c == '(';
    has_blank = false;
  }
  return tidy;
}

bool HasLetter(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = DecodeUtf8(text, position);
    if (c < 0x80 ? IsLetter(static_cast<char>(c)) : IsForeignLetter(c)) return true;
  }
  return false;
}

// Words that say what kind of organisation a name belongs to.
bool HasForm(std::string_view name) {
  for (const std::string_view form :
       {"公司", "厂", "集团", "中心", "合作社", "事务所", "研究院", "研究所", "学院", "大学", "学校", "医院", "银行", "商行",
        "店", "部", "局", "委员会", "政府", "协会", "学会", "基金", "合伙", "工作室", "经营", "商场", "超市", "农场", "酒店",
        "饭店", "站", "馆", "社", "队", "处", "院", "所", "园", "户", "会", "办", "支行", "分行", "行", "室", "库", "场", "坊",
        "庄", "苑", "堂", "屋", "吧", "城", "铺"}) {
    if (name.find(form) != std::string_view::npos) return true;
  }
  const std::string lower = " " + LowerAscii(name) + " ";
  for (const std::string_view form : {" ltd", " inc", " co.", " corp", " llc", " gmbh", " plc", " company", " group", " s.a", " ag ",
                                      " kg ", " b.v", " limited", " university", " pte", " pty", "株式会社", "有限"}) {
    if (lower.find(form) != std::string::npos) return true;
  }
  return false;
}

bool HasHanzi(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    if (IsHanzi(DecodeUtf8(text, position))) return true;
  }
  return false;
}

bool HasOnlyHanzi(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    if (!IsHanzi(DecodeUtf8(text, position))) return false;
  }
  return true;
}

bool IsDoubleSurname(std::string_view name) {
  for (const std::string_view surname :
       {"欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "宇文", "长孙", "端木", "东方", "南宫"}) {
    if (name == surname) return true;
  }
  return false;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

// Behind a surname alone it is all there is of the name, and stays.
void DropHonorific(std::string& name, TextChanges* changes) {
  for (bool is_found = true; is_found;) {
    is_found = false;
    for (const std::string_view title : {"先生", "女士", "小姐"}) {
      if (!EndsWith(name, title)) continue;
      const std::string_view rest = std::string_view(name).substr(0, name.size() - title.size());
      if (CountCodePoints(rest) < 2 || IsDoubleSurname(rest) || !HasOnlyHanzi(rest)) continue;
      name.resize(rest.size());
      Note(changes, TextChange::kHonorific);
      is_found = true;
    }
  }
}

}  // namespace

Checked CheckCompanyName(std::string_view text, TextChanges* changes) {
  Checked checked;
  checked.value = TidyChinese(NormalizeText(text, changes), true, changes);
  if (!HasLetter(checked.value)) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, "company_name_letters"));
  } else if (HasHanzi(checked.value) && CountCodePoints(checked.value) <= kShortName && !HasForm(checked.value)) {
    checked.issues.push_back(MakeIssue(Severity::kWarn, "company_name_short"));
  }
  return checked;
}

// Ideographs, and ASCII without blanks: nothing to normalise, nothing to tidy.
bool IsGoodCompanyName(std::string_view text) {
  std::size_t hanzi = 0, letters = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      if (byte <= ' ' || byte == 0x7F) return false;
      letters += IsLetter(text[i]) ? 1U : 0U;
      ++i;
    } else {
      if (!IsCommonHanzi(text, i)) return false;
      ++hanzi;
      i += 3;
    }
  }
  return hanzi > 0 ? text.size() - 2 * hanzi > kShortName : letters > 0;
}

std::string CompanyNormalForm(std::string_view name) {
  std::string form = Fold(name);
  std::size_t size = 0;
  for (const char c : form) {
    if (c == ' ' || c == '.' || c == ',' || c == '-' || c == '\'' || c == '"') continue;
    form[size++] = c;
  }
  // A name of nothing but such signs is still a name to compare.
  if (size == 0) return Fold(name);
  form.resize(size);
  return form;
}

Checked CheckPersonName(std::string_view text, TextChanges* changes) {
  Checked checked;
  checked.value = TidyChinese(NormalizeText(text, changes), false, changes);
  std::string& name = checked.value;
  if (HasHanzi(name)) {
    for (const std::string_view dot : {"•", "・", "‧", "∙", "．", "●"}) {
      for (std::size_t at; (at = name.find(dot)) != std::string::npos;) {
        name.replace(at, dot.size(), "·");
        Note(changes, TextChange::kSigns);
      }
    }
    DropHonorific(name, changes);
  }
  for (std::size_t position = 0; position < name.size();) {
    const std::size_t start = position;
    const char32_t c = DecodeUtf8(name, position);
    const bool is_good = c < 0x80 ? IsLetter(static_cast<char>(c)) || c == ' ' || c == '-' || c == '\'' || c == '.' || c == ',' || c == '(' || c == ')'
                                  : IsForeignLetter(c) || c == 0x2019 || c == 0x3007 || c == 0xFF08 || c == 0xFF09;
    if (is_good) continue;
    checked.issues.push_back(
        MakeIssue(Severity::kBlock, "person_name_character", {{"character", name.substr(start, position - start)}}));
    return checked;
  }
  if (!HasLetter(name)) {
    checked.issues.push_back(MakeIssue(Severity::kBlock, "person_name_character", {{"character", name}}));
    return checked;
  }
  for (const std::string_view title : {"总", "经理", "先生", "女士", "小姐", "老师", "主任", "工程师", "工", "老板"}) {
    if (EndsWith(name, title) && CountCodePoints(name) <= 1 + CountCodePoints(title)) {
      checked.issues.push_back(MakeIssue(Severity::kWarn, "person_name_title"));
      break;
    }
  }
  return checked;
}

}  // namespace kedang
