// What a validator answers, and the one table of every issue it can raise with its English text. Locale files hold the
// same codes as "issue.<code>"; a test keeps the three in step.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shared/model/issue.h"

namespace kedang {

struct Checked {
  std::string value;  // canonical when ok; else the text as far as it was normalised
  Issues issues;

  bool ok() const { return !HasBlock(issues); }
};

struct IssueText {
  std::string_view code;
  std::string_view english;  // {name} stands for the detail of that name
};

// Every code this folder raises, sorted.
std::span<const IssueText> AllIssueTexts();

using IssueDetails = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// An issue with its English message filled in. Precondition: the code is in the table.
Issue MakeIssue(Severity severity, std::string_view code, IssueDetails details = {}, std::string suggestion = {});

}  // namespace kedang
