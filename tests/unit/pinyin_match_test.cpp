// Agreement of the Matcher's pinyin with the search-match expectations of pinyin-pro (KEDANG_TEST_DATA), but for the
// cases that tests/data/pinyin_match_exceptions.json lists: there stands what is marked here instead, and why.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "shared/base/utf8.h"
#include "shared/search/highlight.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

using nlohmann::json;

// Positions (UTF-16 units) of the characters of `text` that are marked, blanks left out; null when a term is nowhere.
json Marked(const Matcher& matcher, const std::string& text, const std::string& typed) {
  const SearchWords query = ParseWords(typed);
  if (query.is_empty()) return nullptr;
  for (const SearchTerm& term : query.terms) {
    SearchWords alone;
    alone.terms.push_back(term);
    if (Highlight(matcher, alone, text).empty()) return nullptr;
  }
  const std::vector<TextRange> ranges = Highlight(matcher, query, text);
  json marked = json::array();
  std::size_t unit = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t character = DecodeUtf8(text, at);
    bool is_marked = false;
    for (const TextRange& range : ranges) is_marked = is_marked || (begin >= range.begin && begin < range.end);
    if (is_marked && character != U' ') marked.push_back(unit);
    unit += character >= 0x10000 ? 2 : 1;
  }
  return marked;
}

json WithoutBlanks(const json& positions, const std::string& text) {
  if (positions.is_null()) return positions;
  std::set<std::size_t> blanks;
  std::size_t unit = 0;
  for (const char32_t character : ToCodePoints(text)) {
    if (character == U' ') blanks.insert(unit);
    unit += character >= 0x10000 ? 2 : 1;
  }
  json kept = json::array();
  for (const json& position : positions) {
    if (blanks.count(position.get<std::size_t>()) == 0) kept.push_back(position);
  }
  return kept;
}

TEST(PinyinMatch, AgreesWithPinyinPro) {
  const char* const folder = std::getenv("KEDANG_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "KEDANG_TEST_DATA is not set";
  const PinyinTable table = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  const Matcher matcher(table);
  // By the arguments as JSON: what is marked here.
  std::map<std::string, json> exceptions;
  for (const json& entry : json::parse(ReadAsset("tests/data/pinyin_match_exceptions.json"), nullptr, false)) {
    EXPECT_FALSE(entry.value("reason", "").empty());
    EXPECT_TRUE(exceptions.emplace(entry["args"].dump(), entry["marked"]).second) << entry["args"].dump();
  }
  std::istringstream lines(ReadFile(std::string(folder) + "/pinyin/pinyin_pro_expectations.jsonl"));
  int count = 0;
  std::set<std::string> used;
  for (std::string line; std::getline(lines, line);) {
    const json row = json::parse(line, nullptr, false);
    if (!row.is_object() || row.value("fn", "") != "match") continue;
    const json& args = row["args"];
    const std::string text = args[0].get<std::string>();
    const json marked = Marked(matcher, text, args[1].get<std::string>());
    const json expected = WithoutBlanks(row["expected"], text);
    const auto exception = exceptions.find(args.dump());
    if (exception == exceptions.end()) {
      EXPECT_EQ(marked.dump(), expected.dump()) << args.dump();
    } else {
      used.insert(args.dump());
      EXPECT_EQ(marked.dump(), exception->second.dump()) << args.dump();
      EXPECT_NE(marked.dump(), expected.dump()) << "no exception any more: " << args.dump();
    }
    ++count;
  }
  EXPECT_EQ(count, 32);
  EXPECT_EQ(used.size(), exceptions.size());
}

}  // namespace
}  // namespace kedang
