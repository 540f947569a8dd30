// Retype: what becomes of a value when its field gets another type, or loses choices. Publishing converts every record
// this way, the server the edits that were made before, and the designer's preview says beforehand what would happen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/field/check_context.h"
#include "shared/model/schema.h"
#include "shared/model/value.h"

namespace kedang {

// Whether values of the one definition may be none of the other: another type, choices that are gone, or tags that became
// another spelling (synonym) of a tag: that makes two tags one.
bool NeedsConversion(const Field& before, const Field& after);

enum class RetypeOutcome : std::uint8_t {
  kKept,     // reads the same
  kChanged,  // reads differently
  kLost,     // cannot be converted, or not as a whole; null when nothing of it can
};

struct RetypedValue {
  Value value;
  RetypeOutcome outcome = RetypeOutcome::kKept;
  Issues issues;  // why, when it is lost
};

// By way of the text people would type: EditText, ParseField. Choices stay by key, then by label. `names` and `lexicon` of
// the context serve both ways; without names people and records cannot be converted.
RetypedValue RetypeValue(const Field& before, const Field& after, const Value& value, const CheckContext& context);

// A preview over many values.
class RetypeTrial {
 public:
  struct Example {
    Id record;
    std::string before, after;  // as people read them, in Chinese
  };

  // `context` must outlive the trial, the fields are copied. Of each outcome the first `keep` examples are kept.
  RetypeTrial(const Field& before, const Field& after, const CheckContext& context, std::size_t keep);

  // Nulls do not count.
  void Look(Id record, const Value& value);

  std::uint64_t kept() const { return kept_; }
  std::uint64_t changed() const { return changed_; }
  std::uint64_t lost() const { return lost_; }
  const std::vector<Example>& changed_examples() const { return changed_examples_; }
  const std::vector<Example>& lost_examples() const { return lost_examples_; }

 private:
  Field before_, after_;
  const CheckContext& context_;
  std::size_t keep_;
  std::uint64_t kept_ = 0, changed_ = 0, lost_ = 0;
  std::vector<Example> changed_examples_, lost_examples_;
};

}  // namespace kedang
