#include "shared/model/mutation.h"

namespace kedang {

bool IsAccepted(Outcome outcome) {
  switch (outcome) {
    case Outcome::kApplied:
    case Outcome::kMerged:
    case Outcome::kConflict: return true;
    case Outcome::kDenied:
    case Outcome::kInvalid:
    case Outcome::kGone:
    case Outcome::kVoid: return false;
  }
  return false;
}

}  // namespace kedang
