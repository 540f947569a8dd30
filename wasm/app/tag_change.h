// Changes of the tags of a field. A tag is its word: giving it another one, or making two tags one, lets the old word be
// another spelling of the tag that stays, and publishing converts the records (shared/schema/retype.h).
#pragma once

#include <string_view>

#include "shared/model/schema.h"

namespace kedang {

// `from` becomes `into`, which is made when it is none of the field's choices yet. Free words without a choice, too.
void MergeTag(Field& field, std::string_view from, std::string_view into);
void ColorTag(Field& field, std::string_view tag, std::uint8_t color);
void RemoveTag(Field& field, std::string_view tag);

}  // namespace kedang
