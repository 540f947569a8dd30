// Label: a text in the interface's languages.
#pragma once

#include <string>

namespace kedang {

// `zh` is never empty, an empty `en` means "show zh".
struct Label {
  std::string zh;
  std::string en;

  const std::string& In(bool is_english) const { return is_english && !en.empty() ? en : zh; }
  bool operator==(const Label&) const = default;
};

}  // namespace kedang
