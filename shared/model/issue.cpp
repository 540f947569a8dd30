#include "shared/model/issue.h"

#include <algorithm>

namespace kedang {

bool HasBlock(const Issues& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity == Severity::kBlock; });
}

}  // namespace kedang
