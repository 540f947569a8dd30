// Choices of a field by the words that mean them.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/field_type_row.h"

namespace kedang {

// Null for an unknown key.
const Choice* FindChoiceKey(const Field& field, std::string_view key);
// By key, label or synonym.
const Choice* FindChoiceWord(const Field& field, std::string_view word);
// The key itself when it is unknown.
std::string ChoiceLabel(const Field& field, const std::string& key, bool is_english);
// Labels in both languages, appended.
void AppendChoiceWords(const Field& field, std::string_view key, std::string& out);
// Blocks a key that is none of the field's.
void CheckChoiceKey(const Field& field, const std::string& key, Issues& issues);

}  // namespace kedang
