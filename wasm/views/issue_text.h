// The issues of a field as people read them under the field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/model/issue.h"
#include "wasm/ui/field_frame.h"

namespace kedang {

// `issues` refers to the two lists before it: keep all three while the field is drawn.
struct IssueTexts {
  std::vector<std::string> words;
  std::vector<std::string> fixes;  // what is offered: 改为 …3181; empty: nothing
  std::vector<ui::FieldIssue> issues;

  IssueTexts() = default;
  IssueTexts(IssueTexts&&) = default;
};

// `text` is what stands in the field: a long suggestion that begins like it is shown by its end.
IssueTexts IssueTextsOf(const Issues& issues, std::string_view text);

}  // namespace kedang
