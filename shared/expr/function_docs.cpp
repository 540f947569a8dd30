#include "shared/expr/function_docs.h"

#include <array>

namespace kedang {
namespace {

struct Words {
  char letter;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kLetters = {
    Words{'b', "是非", "boolean"},   Words{'n', "数值", "number"},      Words{'d', "日期", "date"},
    Words{'t', "文本", "text"},      Words{'s', "值", "value"},         Words{'S', "值", "value"},
    Words{'v', "值", "value"},       Words{'L', "列表", "list"},        Words{'T', "文本列表", "texts"},
    Words{'R', "相关记录", "records"}, Words{'E', "一项", "item"},        Words{'C', "地区或行业", "region or industry"},
    Words{'c', "条件", "condition"}, Words{'l', "列表", "list"},
};

struct AreaWords {
  FunctionArea area;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kAreas = {
    AreaWords{FunctionArea::kLogic, "判断", "Decisions"}, AreaWords{FunctionArea::kText, "文本", "Text"},
    AreaWords{FunctionArea::kNumber, "数值", "Numbers"},  AreaWords{FunctionArea::kDate, "日期", "Dates"},
    AreaWords{FunctionArea::kList, "列表与相关记录", "Lists and related records"},
    AreaWords{FunctionArea::kRecord, "记录", "The record"},
};

std::string_view WordOf(char letter, bool is_english) {
  for (const Words& words : kLetters) {
    if (words.letter == letter) return is_english ? words.en : words.zh;
  }
  return {};
}

// A cell of a Markdown table cannot hold a bar.
std::string InCell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string FunctionUsage(const FunctionRow& row, bool is_english) {
  const Signature signature = ReadSignature(row);
  std::string usage(is_english ? row.name : row.zh);
  usage += '(';
  for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    if (parameter.is_optional) usage += '[';
    if (i > 0) usage += ", ";
    usage += WordOf(parameter.letter, is_english);
    if (parameter.is_repeated) usage += ", …";
    if (parameter.is_optional) usage += ']';
  }
  return usage + ')';
}

std::string_view FunctionAreaName(FunctionArea area, bool is_english) {
  for (const AreaWords& words : kAreas) {
    if (words.area == area) return is_english ? words.en : words.zh;
  }
  return {};
}

std::string FunctionDocs(bool is_english) {
  std::string text(is_english ? "# Functions of the expression language\n" : "# 表达式函数\n");
  for (const AreaWords& area : kAreas) {
    text += "\n## ";
    text += is_english ? area.en : area.zh;
    text += is_english ? "\n\n| function | also | meaning | example | gives |\n" : "\n\n| 函数 | 也可写作 | 含义 | 例子 | 结果 |\n";
    text += "|---|---|---|---|---|\n";
    for (const FunctionRow* row : FunctionTable()) {
      if (row->area != area.area) continue;
      text += "| `" + InCell(FunctionUsage(*row, is_english)) + "` | `" + std::string(is_english ? row->zh : row->name) +
              "` | " + InCell(is_english ? row->doc_en : row->doc_zh) + " | `" + InCell(row->example) + "` | " +
              InCell(row->result) + " |\n";
    }
  }
  return text;
}

}  // namespace kedang
