// SchemaEdition: one published set of schemas with its compiled rules, shared by all who work by it while a newer one takes
// its place. Immutable and thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "shared/check/rule_book.h"
#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

class SchemaEdition {
 public:
  SchemaEdition(SchemaSet schemas, std::string publication)
      : schemas_(std::move(schemas)), publication_(std::move(publication)) {}

  const SchemaSet& schemas() const { return schemas_; }
  // The random id under which it was published.
  const std::string& publication() const { return publication_; }
  // Compiled at the first call.
  const RuleBook& rules(const Lexicon& lexicon) const {
    std::call_once(rules_once_, [&] { rules_ = std::make_unique<const RuleBook>(schemas_, lexicon); });
    return *rules_;
  }

 private:
  SchemaSet schemas_;
  std::string publication_;
  mutable std::once_flag rules_once_;
  mutable std::unique_ptr<const RuleBook> rules_;
};

}  // namespace kedang
