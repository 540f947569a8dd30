// Scene: the schemas a simulated company goes through. Built once; every world reads them.
//   customer (1): open to all; one field of each merge policy, a unique one, a numbered one, one that changes its type
//   page (2): seen by its owner, a team or everybody; changed by its owner
#pragma once

#include <vector>

#include "shared/check/rule_book.h"
#include "shared/text/lexicon.h"

namespace kedang {

inline constexpr SchemaId kCustomer = 1, kPage = 2;
inline constexpr FieldId kName = 1, kNote = 2, kTags = 3, kCode = 4, kNumber = 5, kAmount = 6, kExtra = 7;
inline constexpr FieldId kTitle = 1, kOwner = 2, kVisibility = 3, kTeam = 4, kText = 5;

struct SceneEdition {
  SchemaSet schemas;
  std::string text;  // as it goes over the wire
  RuleBook rules;
  std::vector<std::size_t> next;  // what may be published after it
};

// The first one is where every company begins.
const std::vector<SceneEdition>& SceneEditions();
const Lexicon& SceneLexicon();
// ParseSchemaSet; the scene's own editions are not read again and again.
Result<SchemaSet> ReadSceneSchemas(std::string_view json);

}  // namespace kedang
