#include "wasm/views/issue_text.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "wasm/ui/strings.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

// "…3181": the end of a long suggestion that begins like the text, else all of it.
std::string ShortSuggestion(std::string_view text, std::string_view suggestion) {
  const std::u32string all = ToCodePoints(suggestion), old = ToCodePoints(text);
  std::size_t same = 0;
  while (same < all.size() && same < old.size() && all[same] == old[same]) ++same;
  if (all.size() <= 10 || same < 6) return std::string(suggestion);
  const std::size_t from = std::min(same, all.size() - 4);
  return "…" + ToUtf8(std::u32string_view(all).substr(from));
}

}  // namespace

IssueTexts IssueTextsOf(const Issues& issues, std::string_view text) {
  IssueTexts out;
  for (const Issue& issue : issues) {
    out.words.push_back(IssueWords(issue));
    std::string fix;
    if (!issue.suggestion.empty()) fix = ui::TF("record.fix", {{"value", ShortSuggestion(text, issue.suggestion)}});
    if (issue.code == "unique_taken") fix = std::string(ui::T("record.show_other"));
    out.fixes.push_back(std::move(fix));
  }
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const ui::IssueLevel level = issues[i].severity == Severity::kBlock  ? ui::IssueLevel::kBlock
                                 : issues[i].severity == Severity::kWarn ? ui::IssueLevel::kWarn
                                                                         : ui::IssueLevel::kInfo;
    out.issues.push_back({level, out.words[i], out.fixes[i]});
  }
  return out;
}

}  // namespace kedang
