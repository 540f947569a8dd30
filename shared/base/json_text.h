// JSON strings, written quickly: for long lists and stored values. Everything else of JSON is the library's.
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// Well-formed UTF-8 as a JSON string with its quotes.
void AppendJsonText(std::string_view text, std::string& out);

}  // namespace kedang
