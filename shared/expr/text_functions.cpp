#include <array>

#include "shared/base/decimal_math.h"
#include "shared/base/utf8.h"
#include "shared/expr/function_table.h"
#include "shared/expr/lexer.h"
#include "shared/expr/text_pattern.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

// Bytes of the first `characters` code points; all of them when there are fewer.
std::size_t BytesOf(std::string_view text, std::int64_t characters) {
  std::size_t at = 0;
  while (characters-- > 0 && at < text.size()) DecodeUtf8(text, at);
  return at;
}

// A whole number of characters; negative and fractional ones down to the next whole one that can be.
std::int64_t CountOf(const Datum& number) {
  const auto whole = RoundDecimal(number.number(), 0, Rounding::kFloor);
  return !whole.has_value() || whole->units < 0 ? 0 : whole->units;
}

Datum Length(Runtime& run, const Datum* a, std::size_t) {
  run.SpendText(a[0].text().size());
  return Datum::OfInteger(static_cast<std::int64_t>(CountCodePoints(a[0].text())));
}

Datum Left(Runtime& run, const Datum* a, std::size_t) {
  const std::string_view text = a[0].text();
  run.SpendText(text.size());
  return Datum::OfText(text.substr(0, BytesOf(text, CountOf(a[1]))));
}

Datum Right(Runtime& run, const Datum* a, std::size_t) {
  const std::string_view text = a[0].text();
  run.SpendText(text.size());
  const auto length = static_cast<std::int64_t>(CountCodePoints(text));
  return Datum::OfText(text.substr(BytesOf(text, length - std::min(length, CountOf(a[1])))));
}

Datum Mid(Runtime& run, const Datum* a, std::size_t count) {
  std::string_view text = a[0].text();
  run.SpendText(text.size());
  const std::int64_t first = CountOf(a[1]);
  text = text.substr(BytesOf(text, first > 0 ? first - 1 : 0));
  return Datum::OfText(count > 2 ? text.substr(0, BytesOf(text, CountOf(a[2]))) : text);
}

Datum MapCase(Runtime& run, std::string_view text, char first, char last, int change) {
  if (!run.SpendText(text.size())) return {};
  auto* made = static_cast<char*>(run.arena.Allocate(text.size()));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_letter = text[i] >= first && text[i] <= last;
    made[i] = is_letter ? static_cast<char>(text[i] + change) : text[i];
  }
  return Datum::OfText({made, text.size()});
}
Datum Upper(Runtime& run, const Datum* a, std::size_t) { return MapCase(run, a[0].text(), 'a', 'z', 'A' - 'a'); }
Datum Lower(Runtime& run, const Datum* a, std::size_t) { return MapCase(run, a[0].text(), 'A', 'Z', 'a' - 'A'); }

Datum FoldText(Runtime& run, const Datum* a, std::size_t) {
  const std::string_view text = a[0].text();
  if (IsPlainFolded(text)) {
    run.SpendText(text.size());
    return a[0];
  }
  return run.Text(Fold(text));
}

Datum Digits(Runtime& run, const Datum* a, std::size_t) {
  const std::string_view text = a[0].text();
  if (!run.SpendText(text.size())) return {};
  char* made = static_cast<char*>(run.arena.Allocate(text.size()));
  std::size_t size = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') made[size++] = c;
  }
  return Datum::OfText({made, size});
}

bool IsBlank(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000; }

Datum Trim(Runtime& run, const Datum* a, std::size_t) {
  const std::string_view text = a[0].text();
  run.SpendText(text.size());
  std::size_t begin = text.size(), end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = at;
    if (IsBlank(DecodeUtf8(text, at))) continue;
    begin = std::min(begin, before);
    end = at;
  }
  return begin < end ? Datum::OfText(text.substr(begin, end - begin)) : Datum();
}

Datum Replace(Runtime& run, const Datum* a, std::size_t) {
  std::string_view text = a[0].text();
  const std::string_view old = a[1].text(), fresh = a[2].text();
  if (old.empty()) return a[0];
  if (!run.SpendSearch(text.size(), old.size())) return {};
  run.arena.BeginText();
  for (;;) {
    const std::size_t found = text.find(old);
    run.arena.AppendText(text.substr(0, found));
    if (found == std::string_view::npos) break;
    run.arena.AppendText(fresh);
    text.remove_prefix(found + old.size());
    if (!run.SpendText(fresh.size()) || run.arena.text_size() > run.context.byte_limit) {
      run.error = ExpressionCode::kTooCostly;
      break;
    }
  }
  return Datum::OfText(run.arena.FinishText());
}

Datum StartsWith(Runtime&, const Datum* a, std::size_t) { return Datum::Of(a[0].text().starts_with(a[1].text())); }
Datum EndsWith(Runtime&, const Datum* a, std::size_t) { return Datum::Of(a[0].text().ends_with(a[1].text())); }

Datum Matches(Runtime& run, const Datum* a, std::size_t) {
  if (!run.SpendSearch(a[0].text().size(), a[1].text().size() * 8)) return {};
  return Datum::Of(MatchesPattern(a[0].text(), a[1].text()));
}

Datum Pinyin(Runtime& run, const Datum* a, std::size_t) {
  if (run.context.lexicon == nullptr || !run.Spend(a[0].size)) return {};
  return run.Text(run.context.lexicon->pinyin().BestReading(a[0].text()));
}
Datum Initials(Runtime& run, const Datum* a, std::size_t) {
  if (run.context.lexicon == nullptr || !run.Spend(a[0].size)) return {};
  return run.Text(run.context.lexicon->pinyin().Initials(a[0].text()));
}

Datum Concat(Runtime& run, const Datum* a, std::size_t count) {
  run.arena.BeginText();
  for (std::size_t i = 0; i < count && run.SpendText(a[i].text().size()); ++i) {
    if (run.arena.text_size() > run.context.byte_limit) run.error = ExpressionCode::kTooCostly;
    AppendDatum(a[i], run.arena);
  }
  return Datum::OfText(run.arena.FinishText());
}

Datum Text(Runtime& run, const Datum* a, std::size_t) {
  if (a[0].is_text()) return a[0];
  run.arena.BeginText();
  AppendDatum(a[0], run.arena);
  run.Spend(2);
  return Datum::OfText(run.arena.FinishText());
}

Datum Number(Runtime& run, const Datum* a, std::size_t) {
  std::string_view text = Trim(run, a, 1).text();
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.size() > 100) return {};
  // 1,234,567.8: groups of three behind the first comma are what people paste.
  std::string plain;
  for (const char c : text) {
    if (c != ',') plain += c;
  }
  std::size_t length = 0;
  const auto number = ReadNumberLiteral(plain, length);
  if (!number.has_value() || length != plain.size()) return {};
  return Datum::Of(Decimal{is_negative ? -number->units : number->units, number->scale});
}

constexpr auto kText = FunctionArea::kText;
constexpr auto kPlain = FunctionForm::kPlain;
constexpr std::array kRows = {
    FunctionRow{"length", "长度", kText, kPlain, "t:n", &Length, "文本有多少个字。", "Number of characters.",
                "length(\"客档 CRM\")", "6"},
    FunctionRow{"left", "左取", kText, kPlain, "tn:t", &Left, "开头的若干个字。", "The first characters.",
                "left(客户名称, 2)", "杭州"},
    FunctionRow{"right", "右取", kText, kPlain, "tn:t", &Right, "末尾的若干个字。", "The last characters.",
                "right(客户名称, 4)", "有限公司"},
    FunctionRow{"mid", "截取", kText, kPlain, "tnn?:t", &Mid, "从第几个字开始的若干个字；不写个数则到末尾。",
                "Characters from a place on, counted from 1; to the end without a number.", "mid(客户名称, 3, 2)", "云锦"},
    FunctionRow{"upper", "大写", kText, kPlain, "t:t", &Upper, "字母 a–z 变为大写。", "Letters a–z in upper case.",
                "upper(\"kd-01\")", "KD-01"},
    FunctionRow{"lower", "小写", kText, kPlain, "t:t", &Lower, "字母 A–Z 变为小写。", "Letters A–Z in lower case.",
                "lower(\"KD-01\")", "kd-01"},
    FunctionRow{"fold", "归一", kText, kPlain, "t:t", &FoldText, "便于比较的写法：不分全角半角、大小写、繁体简体。",
                "The form texts are compared in: width, case and traditional characters are alike.", "fold(\"ＫＤ-雲錦\")", "kd-云锦"},
    FunctionRow{"digits", "数字", kText, kPlain, "t:t", &Digits, "只留下其中的数字 0–9。", "Only the digits 0–9 of a text.",
                "digits(\"0571-8812 2630\")", "057188122630"},
    FunctionRow{"trim", "去空格", kText, kPlain, "t:t", &Trim, "去掉两端的空白。", "Without blanks at both ends.",
                "trim(\"  云锦　\")", "云锦"},
    FunctionRow{"replace", "替换", kText, kPlain, "ttt:t", &Replace, "把每一处旧文本换成新文本。",
                "With every occurrence of the second text replaced by the third.", "replace(\"a-b-c\", \"-\", \"/\")", "a/b/c"},
    FunctionRow{"starts_with", "开头是", kText, kPlain, "tt:b", &StartsWith, "文本是否以另一段文本开头。",
                "Whether a text begins with another.", "starts_with(客户名称, \"杭州\")", "true"},
    FunctionRow{"ends_with", "结尾是", kText, kPlain, "tt:b", &EndsWith, "文本是否以另一段文本结尾。",
                "Whether a text ends with another.", "ends_with(客户名称, \"集团\")", "false"},
    FunctionRow{"matches", "匹配", kText, kPlain, "tt:b", &Matches,
                "整段文本是否符合模式：* 任意多个字，? 一个字，[0-9] 其中之一，[!0-9] 不在其中的一个，\\ 取下一个字本身。",
                "Whether the whole text fits a pattern: * any characters, ? one, [0-9] one of these, [!0-9] one of no such, "
                "\\ the next one as it is.",
                "matches(手机, \"1[3-9]*\")", "true"},
    FunctionRow{"pinyin", "拼音", kText, kPlain, "t:t", &Pinyin, "文本的拼音，音节之间空一格。",
                "The pinyin of a text, syllables apart.", "pinyin(\"客档\")", "ke dang"},
    FunctionRow{"initials", "首字母", kText, kPlain, "t:t", &Initials, "每个字拼音的首字母。",
                "The first letters of the pinyin.", "initials(\"客档\")", "kd"},
    FunctionRow{"concat", "连接", kText, kPlain, "s+:t", &Concat, "把各个值接成一段文本，空值略去。",
                "All values as one text; null is nothing.", "concat(\"KH\", 2026, \"-\", null, 7)", "KH2026-7"},
    FunctionRow{"text", "文本", kText, kPlain, "s:t", &Text, "把值写成文本：日期为 2026-11-22，数值不带千分位。",
                "A value as text: dates as 2026-11-22, numbers without grouping.", "text(2026 / 8)", "253.25"},
    FunctionRow{"number", "数值", kText, kPlain, "t:n", &Number, "把文本读成数值，读不懂则为空。",
                "The number a text writes; null for other text.", "number(\"1,234.5\") + 1", "1235.5"},
};

}  // namespace

std::span<const FunctionRow> TextFunctions() { return kRows; }

}  // namespace kedang
