// The text of a shared or inline string: what stands in <t>, runs joined, without phonetic guides; _x000D_ and its like
// are the characters they stand for (ECMA-376 part 1, 22.9.2.19).
#pragma once

#include <string>
#include <string_view>

namespace kedang {

// Hears of the elements within <si> or <is>.
class XlsxText {
 public:
  void Clear();
  void OnStart(std::string_view name);
  void OnEnd(std::string_view name);
  void OnText(std::string_view text);
  // The whole text, escapes read.
  std::string_view Finish();

 private:
  std::string text_;
  int phonetic_ = 0;  // depth within <rPh>
  bool is_in_text_ = false;
};

// Replaces _xHHHH_ in place.
void ReadXlsxEscapes(std::string& text);

}  // namespace kedang
