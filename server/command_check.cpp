#include "server/command_check.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "shared/field/check_text.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Json IssuesJson(const Issues& issues) {
  Json list = Json::array();
  for (const Issue& issue : issues) {
    Json item = {{"code", issue.code}, {"message", issue.message}};
    item["severity"] = issue.severity == Severity::kBlock ? "block" : issue.severity == Severity::kWarn ? "warn" : "info";
    if (!issue.suggestion.empty()) item["suggestion"] = issue.suggestion;
    list.push_back(std::move(item));
  }
  return list;
}

// Tabs and line breaks would break the one line a verdict is.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

void Print(const CommonOptions& common, std::string_view line, const CheckedText& checked) {
  if (common.is_json) {
    PrintJson(Json{{"text", std::string(line)},
                   {"ok", checked.is_ok},
                   {"value", checked.normalized},
                   {"issues", IssuesJson(checked.issues)}});
  } else if (checked.is_ok) {
    std::printf("ok\t%s\n", OneLine(checked.normalized).c_str());
  } else {
    const Issue issue = checked.issues.empty() ? Issue() : checked.issues.front();
    std::printf("bad\t%s\t%s\n", issue.code.c_str(), OneLine(issue.message).c_str());
  }
}

}  // namespace

int RunCheck(const CommonOptions& common, const CheckCommandOptions& options) {
  const Content content = EmbeddedContent();
  const auto lexicon = Lexicon::Parse(content.pinyin, content.regions, content.industries);
  if (!lexicon.ok()) return Fail(lexicon.error());
  // Wrong usage is told before the first line is waited for.
  if (const auto probe = CheckText(options.type, options.options, "", *lexicon); !probe.ok()) return Fail(probe.error());
  bool is_all_ok = true;
  const Status status = ForEachLine([&](std::string_view line) {
    const auto checked = CheckText(options.type, options.options, line, *lexicon);
    if (!checked.ok()) return;
    is_all_ok = is_all_ok && checked->is_ok;
    Print(common, line, *checked);
  });
  if (!status.ok()) return Fail(status.error());
  return is_all_ok ? kDone : kFailed;
}

}  // namespace kedang
