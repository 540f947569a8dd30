// Any words against a small index: never a crash, and every hit is highlighted somewhere in its own text.
#include "shared/base/bytes.h"
#include "shared/base/utf8.h"
#include "shared/search/highlight.h"
#include "shared/search/search_run.h"
#include "tests/support/asset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kedang;
  static const PinyinTable pinyin = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  // The first line is the query, the rest the text searched.
  const std::string input = RepairUtf8(AsText(ByteSpan(data, size)));
  const std::size_t line = input.find('\n');
  const std::string query_text = input.substr(0, line);
  const std::string text = line == std::string::npos ? "杭州云锦科技 138-0013 8000 ABC" : input.substr(line + 1);
  SearchIndex index(pinyin);
  const FieldText fields[] = {{1, 3, text}};
  index.Set(0, 1, fields);
  const SearchWords query = ParseWords(query_text);
  SearchRun run;
  run.Start(index, query, 0);
  run.Finish(index);
  const auto ranges = Highlight(index.matcher(), query, text);
  if (!run.found().empty() && !query.is_empty() && ranges.empty()) __builtin_trap();
  for (const TextRange& range : ranges) {
    if (range.begin >= range.end || range.end > text.size()) __builtin_trap();
  }
  return 0;
}
