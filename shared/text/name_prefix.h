// Whether a name begins as it is typed: as it is written, or as it is read, each character by its syllable or by the first
// letters of it (lin, ly, 林y for 林悦). Of names in letters any word may be the one that is begun.
#pragma once

#include <string_view>

#include "shared/text/pinyin.h"

namespace kedang {

// Both in UTF-8, any spelling of width and case; nothing typed begins every name. Names longer than 60 characters are only
// compared as they are written.
bool BeginsAsTyped(const PinyinTable& pinyin, std::string_view name, std::string_view typed);

}  // namespace kedang
