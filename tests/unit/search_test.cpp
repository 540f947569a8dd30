#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "shared/base/utf8.h"
#include "shared/search/highlight.h"
#include "shared/search/search_run.h"
#include "shared/text/fold.h"
#include "tests/support/asset.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

const PinyinTable& Pinyin() {
  static const PinyinTable table = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  return table;
}

struct SampleRow {
  std::string name, phone, address;
};

const std::vector<SampleRow>& Rows() {
  static const std::vector<SampleRow> rows = {
      {"杭州云锦科技有限公司", "13800138000", "浙江省杭州市滨江区江晖路1888号"},
      {"云锦澄野(杭州)数据有限公司", "0571-8812 2630", "萧山区"},
      {"上海华测检测技术股份有限公司", "+86 138-1234-5678", "浦东新区"},
      {"重庆长安汽车股份有限公司", "023-67591249", "江北区"},
      {"ＡＢＣ科技", "(021) 6188-2630", "note: 与杭州云锦联合投标"},
      {"廈門國際貿易", "", "思明區"},
  };
  return rows;
}

std::unique_ptr<SearchIndex> MakeIndex() {
  auto made = std::make_unique<SearchIndex>(Pinyin());
  SearchIndex& index = *made;
  for (Row row = 0; row < Rows().size(); ++row) {
    const SampleRow& sample = Rows()[row];
    const FieldText fields[] = {{1, 3, sample.name}, {2, 1, sample.phone}, {3, 1, sample.address}};
    index.Set(row, 1, fields);
  }
  return made;
}

using RowList = std::vector<Row>;

RowList Search(const SearchIndex& index, std::string_view text) {
  SearchRun run;
  run.Start(index, ParseWords(text), 0);
  run.Finish(index);
  return run.is_approximate() ? RowList() : run.found().ToVector();
}

TEST(Search, FindsChinesePinyinInitialsAndDigits) {
  const auto made = MakeIndex();
  const SearchIndex& index = *made;
  EXPECT_EQ(Search(index, "华测"), RowList({2}));
  EXPECT_EQ(Search(index, "锦"), RowList({0, 1, 4}));
  EXPECT_EQ(Search(index, "huace"), RowList({2}));
  EXPECT_EQ(Search(index, "hc"), RowList({2}));
  EXPECT_EQ(Search(index, "hzyj"), RowList({0, 4}));
  EXPECT_EQ(Search(index, "hangzyunj"), RowList({0, 4}));
  EXPECT_EQ(Search(index, "hz云锦"), RowList({0, 4}));
  EXPECT_EQ(Search(index, "yj hz"), RowList({0, 1, 4}));
  EXPECT_EQ(Search(index, "chongqing"), RowList({3}));
  EXPECT_EQ(Search(index, "cqchang"), RowList({3}));
  EXPECT_EQ(Search(index, "13812345"), RowList({2}));
  EXPECT_EQ(Search(index, "5678"), RowList({2}));
  EXPECT_EQ(Search(index, "2630"), RowList({1, 4}));
  EXPECT_EQ(Search(index, "0216188"), RowList({4}));
  EXPECT_EQ(Search(index, "abc"), RowList({4}));
  EXPECT_EQ(Search(index, "厦门国际"), RowList({5}));
  EXPECT_EQ(Search(index, "xiamen"), RowList({5}));
  EXPECT_EQ(Search(index, "云锦 浦东"), RowList({}));
  EXPECT_EQ(Search(index, "   ").size(), Rows().size());
}

TEST(Search, NeverMatchesAcrossFields) {
  const auto made = MakeIndex();
  const SearchIndex& index = *made;
  EXPECT_EQ(Search(index, "公司138"), RowList({}));
}

TEST(Search, RanksNamesBeforeOtherFields) {
  const auto made = MakeIndex();
  const SearchIndex& index = *made;
  SearchRun run;
  run.Start(index, ParseWords("云锦 杭州"), 0);
  run.Finish(index);
  ASSERT_EQ(run.Hits().size(), 3u);
  EXPECT_EQ(run.Hits().At(2), 4u);
  EXPECT_EQ(run.Hits().name_count(), 2u);
  EXPECT_EQ(index.WhereHit(run.words(), 4), 3u);
}

TEST(Search, FollowsChanges) {
  const auto made = MakeIndex();
  SearchIndex& index = *made;
  index.Remove(2);
  EXPECT_EQ(Search(index, "华测"), RowList({}));
  const FieldText fields[] = {{1, 3, "华测再来"}};
  index.Set(2, 1, fields);
  EXPECT_EQ(Search(index, "华测"), RowList({2}));
  for (int i = 0; i < 20'000; ++i) index.Set(2, 1, fields);  // compaction on the way
  EXPECT_EQ(Search(index, "华测"), RowList({2}));
  EXPECT_EQ(Search(index, "云锦"), RowList({0, 1, 4}));
}

TEST(Search, HighlightsSourceRanges) {
  const Matcher matcher(Pinyin());
  const std::string text = "浙江ＹＵＮ云锦(杭州)";
  const auto ranges = Highlight(matcher, ParseWords("yj hz"), text);
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(text.substr(ranges[0].begin, ranges[0].end - ranges[0].begin), "云锦");
  EXPECT_EQ(text.substr(ranges[1].begin, ranges[1].end - ranges[1].begin), "杭州");
  EXPECT_TRUE(Highlight(matcher, ParseWords(""), text).empty());
}

// ---- the same answers as an obvious implementation ------------------------------------------------------------------

// Straight from the words in search_words.h, by recursion over code points.
bool ReferenceMatchAt(const std::u32string& term, std::size_t t, const std::u32string& text, std::size_t at, bool is_digits,
                      bool has_begun) {
  if (t == term.size()) return true;
  if (at == text.size()) return false;
  const char32_t c = text[at];
  if (c == term[t] && ReferenceMatchAt(term, t + 1, text, at + 1, is_digits, true)) return true;
  if (is_digits && has_begun && std::u32string(U" -.+()/").find(c) != std::u32string::npos &&
      ReferenceMatchAt(term, t, text, at + 1, is_digits, true)) {
    return true;
  }
  for (const SyllableId id : Pinyin().ReadingsOf(c)) {
    const std::u32string syllable = ToCodePoints(Pinyin().SyllableText(id));
    for (std::size_t n = 1; n <= syllable.size() && t + n <= term.size(); ++n) {
      if (term.compare(t, n, syllable, 0, n) != 0) break;
      const bool is_initial = n == 1 || (n == 2 && syllable[1] == U'h');
      if (n != syllable.size() && !is_initial && t + n != term.size()) continue;
      if (ReferenceMatchAt(term, t + n, text, at + 1, is_digits, true)) return true;
    }
  }
  return false;
}

bool ReferenceMatches(std::string_view query, const std::vector<std::string>& fields) {
  std::string folded = Fold(query);
  std::size_t begin = 0;
  while (begin < folded.size()) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    const std::u32string term = ToCodePoints(std::string_view(folded).substr(begin, end - begin));
    const bool is_digits =
        std::all_of(term.begin(), term.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
    bool is_found = term.empty();
    for (const std::string& field : fields) {
      const std::u32string text = ToCodePoints(Fold(field));
      for (std::size_t at = 0; at < text.size() && !is_found; ++at) {
        is_found = ReferenceMatchAt(term, 0, text, at, is_digits, false);
      }
    }
    if (!is_found) return false;
    begin = end + 1;
  }
  return true;
}

TEST(SearchProperty, EqualsAScanByTheDefinition) {
  SeededRandom random(23);
  const std::u32string alphabet = U"重庆长安行云锦杭州华测乐会a1 2-B(3)好锦zh嗯0";
  const std::u32string query_alphabet = U"chongqzhayj重庆长云13  2B";
  for (int round = 0; round < 60; ++round) {
    SearchIndex index(Pinyin());
    std::vector<std::vector<std::string>> rows;
    for (Row row = 0; row < 30; ++row) {
      std::vector<std::string> fields;
      for (int f = 0; f < 2; ++f) {
        std::u32string text;
        for (std::size_t n = random.Below(8); n > 0; --n) text.push_back(alphabet[random.Below(alphabet.size())]);
        fields.push_back(ToUtf8(text));
      }
      const FieldText texts[] = {{1, 3, fields[0]}, {2, 1, fields[1]}};
      index.Set(row, 1, texts);
      rows.push_back(fields);
    }
    SearchRun typed;  // one run that is refined key by key, as in the search box
    std::u32string query;
    for (int key = 0; key < 8; ++key) {
      query.push_back(query_alphabet[random.Below(query_alphabet.size())]);
      const std::string text = ToUtf8(query);
      std::vector<Row> expected;
      for (Row row = 0; row < rows.size(); ++row) {
        if (ReferenceMatches(text, rows[row])) expected.push_back(row);
      }
      EXPECT_EQ(Search(index, text), expected) << text;
      typed.Start(index, ParseWords(text), 0);
      while (!typed.Step(index, 7)) {
      }
      EXPECT_EQ(typed.is_approximate() ? RowList() : typed.found().ToVector(), expected) << text;
    }
  }
}

}  // namespace
}  // namespace kedang
