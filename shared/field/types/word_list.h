// Values that are lists of words: keys of choices, tags, ids of records.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/field_type_row.h"

namespace kedang {

// The words between , ; 、 ， ； | ｜ and line breaks, each once.
TextList SplitWords(std::string_view text);
void AppendOnce(TextList& list, std::string word);
// A list that is too long is cut and blocks; CheckListSize only blocks.
void LimitList(TextList& list, Issues& issues);
void CheckListSize(const TextList& list, Issues& issues);
std::string JoinWords(const TextList& list, std::string_view separator);
// Between words for reading.
std::string_view ListSeparator(bool is_english);
// The same words in any order, width and case.
std::string ListForm(const Field& field, const Value& value);

}  // namespace kedang
