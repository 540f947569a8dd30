#include "shared/field/types/word_list.h"

#include <algorithm>

#include "shared/field/checked.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxList = 200;

}  // namespace

void AppendOnce(TextList& list, std::string word) {
  if (!word.empty() && std::find(list.begin(), list.end(), word) == list.end()) list.push_back(std::move(word));
}

TextList SplitWords(std::string_view text) {
  TextList words;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    const std::string_view wide = text.substr(at, 3);
    if (std::string_view(",;|\n\r").find(text[at]) != std::string_view::npos) size = 1;
    if (wide == "、" || wide == "，" || wide == "；" || wide == "｜") size = 3;
    if (size == 0) {
      ++at;
      continue;
    }
    AppendOnce(words, NormalizeText(text.substr(start, at - start)));
    at += size;
    start = at;
  }
  AppendOnce(words, NormalizeText(text.substr(start)));
  return words;
}

void LimitList(TextList& list, Issues& issues) {
  CheckListSize(list, issues);
  if (list.size() > kMaxList) list.resize(kMaxList);
}

void CheckListSize(const TextList& list, Issues& issues) {
  if (list.size() <= kMaxList) return;
  issues.push_back(MakeIssue(Severity::kBlock, "list_too_long", {{"limit", std::to_string(kMaxList)}}));
}

std::string JoinWords(const TextList& list, std::string_view separator) {
  std::string text;
  for (const std::string& item : list) {
    if (!text.empty()) text += separator;
    text += item;
  }
  return text;
}

std::string_view ListSeparator(bool is_english) { return is_english ? ", " : "、"; }

std::string ListForm(const Field&, const Value& value) {
  TextList folded;
  for (const std::string& item : value.list()) folded.push_back(Fold(item));
  std::sort(folded.begin(), folded.end());
  std::string form;
  for (const std::string& item : folded) form.append(item).append(";");
  return form;
}

}  // namespace kedang
