// The pinyin, regions and industries that are shipped, parsed once for all tests of a program.
#pragma once

#include "shared/text/lexicon.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {

const Lexicon& ShippedLexicon();

}  // namespace kedang
