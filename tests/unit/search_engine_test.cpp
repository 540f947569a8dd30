// The search engine against a plain scan: the same rows for any words, whatever was added, changed and removed, and however
// far segments are built. What a match is, the Matcher says; search_test.cpp holds that against an obvious implementation.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "shared/base/utf8.h"
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
  SchemaId schema = 1;
  std::vector<std::pair<std::uint8_t, std::string>> fields;  // weight, text
};

// A world small enough that pairs, endings and whole values meet often, with what is rare in it.
class SampleMaker {
 public:
  explicit SampleMaker(SeededRandom& random) : random_(random) {}

  SampleRow Row() {
    SampleRow row;
    row.schema = random_.OneIn(5) ? 2 : 1;
    row.fields.push_back({3, Name()});
    if (!random_.OneIn(4)) row.fields.push_back({2, Person()});
    if (!random_.OneIn(4)) row.fields.push_back({2, Phone()});
    if (!random_.OneIn(3)) row.fields.push_back({1, Email()});
    if (!random_.OneIn(3)) row.fields.push_back({1, Pick({"浙江省杭州市西湖区", "浙江省宁波市", "上海市浦东新区", "重庆市", "深圳"})});
    if (random_.OneIn(3)) row.fields.push_back({1, Address()});
    if (random_.OneIn(20)) row.fields.push_back({3, Pick({"Acme Tools Ltd", "ABC", "3M中国", "ＡＢＣ"})});
    if (random_.OneIn(50)) row.fields.push_back({1, Pick({"𠮷野家", "😀客户", "龘靐齉爩", "é à ü", "a\xCC\x81", "–—·"})});
    if (random_.OneIn(200)) row.fields.push_back({1, std::string(300, 'x') + "尾巴"});
    return row;
  }

  std::string Words(const SampleRow& row) {
    std::string words = Word(row);
    if (random_.OneIn(4)) words += " " + Word(row);
    if (random_.OneIn(20)) words += " " + Pick({"云", "z", "13", "有限公司", "@", "不在"});
    return words;
  }

 private:
  std::string Pick(const std::vector<std::string>& choices) { return choices[random_.Below(choices.size())]; }
  std::string Digits(std::size_t count) {
    std::string digits;
    while (digits.size() < count) digits += static_cast<char>('0' + random_.Below(4));
    return digits;
  }
  std::string Name() {
    std::string name = random_.OneIn(3) ? "" : Pick({"杭州", "上海", "重庆", "长沙", "廈門"});
    for (std::size_t n = 1 + random_.Below(3); n > 0; --n) name += Pick({"云", "锦", "长", "安", "华", "测", "行", "乐", "单", "A", "z", "9"});
    name += random_.OneIn(3) ? "" : Pick({"科技", "贸易", "信息技术", "检测"});
    return name + (random_.OneIn(5) ? "" : Pick({"有限公司", "股份有限公司", "有限责任公司", "厂"}));
  }
  std::string Person() { return Pick({"张", "长孙", "李", "单", "王"}) + Pick({"伟", "敏", "长安", "乐"}); }
  std::string Phone() {
    const std::string digits = "13" + Digits(9);
    switch (random_.Below(5)) {
      case 0: return "+86 " + digits.substr(0, 3) + " " + digits.substr(3, 4) + " " + digits.substr(7);
      case 1: return digits.substr(0, 3) + "-" + digits.substr(3, 4) + "-" + digits.substr(7);
      case 2: return "(0571)" + digits.substr(3);
      default: return digits;
    }
  }
  std::string Email() {
    return Pick({"info", "zhang", "li.wei", "yunjin", "a"}) + (random_.OneIn(2) ? Digits(2) : "") + "@" +
           Pick({"qq.com", "163.com", "yunjin.cn", "chang-an.com.cn"});
  }
  std::string Address() {
    return Pick({"人民", "中山", "长江", "云锦"}) + Pick({"路", "东路", "大道"}) + Digits(1 + random_.Below(4)) + "号" +
           (random_.OneIn(2) ? Pick({"A座", "b座", "3栋", "云锦大厦"}) + Digits(3) + "室" : "");
  }

  // A piece of some value, as it is, read, begun to be read, or with a mistake.
  std::string Word(const SampleRow& row) {
    const std::u32string text = ToCodePoints(Fold(row.fields[random_.Below(row.fields.size())].second));
    if (text.empty()) return "x";
    const std::size_t begin = random_.Below(text.size());
    std::u32string piece = text.substr(begin, 1 + random_.Below(random_.OneIn(8) ? 30 : 6));
    std::string out;
    const std::size_t how = random_.Below(6);
    for (const char32_t c : piece) {
      const auto readings = Pinyin().ReadingsOf(c);
      if (how >= 3 || readings.empty() || (how == 2 && random_.OneIn(2))) {
        AppendUtf8(c, out);
        continue;
      }
      const std::string_view syllable = Pinyin().SyllableText(readings[random_.Below(readings.size())]);
      out += how == 0 ? syllable.substr(0, 1) : random_.OneIn(3) ? syllable.substr(0, 2) : syllable;
    }
    if (random_.OneIn(12)) out += Pick({"q", "锦", "7", "司", "zh"});
    std::replace(out.begin(), out.end(), ' ', random_.OneIn(2) ? '-' : ' ');
    return out;
  }

  SeededRandom& random_;
};

class World {
 public:
  void Set(Row row, SampleRow sample) {
    std::vector<FieldText> texts;
    for (std::size_t i = 0; i < sample.fields.size(); ++i) {
      texts.push_back({static_cast<FieldId>(i + 1), sample.fields[i].first, sample.fields[i].second});
    }
    index_.Set(row, sample.schema, texts);
    std::vector<std::pair<std::uint8_t, std::u32string>> folded;
    for (const auto& [weight, text] : sample.fields) folded.push_back({weight, ToCodePoints(Fold(text))});
    folded_[row] = std::move(folded);
    rows_[row] = std::move(sample);
  }
  void Remove(Row row) {
    index_.Remove(row);
    folded_.erase(row);
    rows_.erase(row);
  }
  SearchIndex& index() { return index_; }
  const std::map<Row, SampleRow>& rows() const { return rows_; }

  void Scan(const SearchWords& words, SchemaId schema, std::vector<Row>& found, std::vector<Row>& named) const {
    for (const auto& [row, sample] : rows_) {
      if (schema != 0 && sample.schema != schema) continue;
      bool is_found = true, is_named = !words.is_empty();
      for (const SearchTerm& term : words.terms) {
        bool is_here = false, is_in_name = false;
        for (const auto& [weight, text] : folded_.at(row)) {
          std::size_t end = 0;
          if (index_.matcher().Find(term, text, 0, end) == Matcher::kNoMatch) continue;
          is_here = true;
          is_in_name = is_in_name || weight >= 3;
        }
        is_found = is_found && is_here;
        is_named = is_named && is_in_name;
      }
      if (is_found) found.push_back(row);
      if (is_named) named.push_back(row);
    }
  }

 private:
  SearchIndex index_{Pinyin()};
  std::map<Row, SampleRow> rows_;
  std::map<Row, std::vector<std::pair<std::uint8_t, std::u32string>>> folded_;
};

void ExpectSame(World& world, SearchRun& run, const SearchWords& words, SchemaId schema, const std::string& what) {
  std::vector<Row> found, named;
  world.Scan(words, schema, found, named);
  run.Start(world.index(), words, schema);
  while (!run.Step(world.index(), 1)) {
  }
  if (run.is_approximate()) {
    EXPECT_TRUE(found.empty()) << what;
    return;
  }
  ASSERT_EQ(run.found().ToVector(), found) << what;
  ASSERT_EQ(run.named().ToVector(), named) << what;
  const HitList hits = run.Hits();
  ASSERT_EQ(hits.size(), found.size()) << what;
  ASSERT_EQ(hits.name_count(), named.size()) << what;
}

SearchWords WordsFor(SeededRandom& random, const std::string& text) {
  SearchWords words = ParseWords(text);
  if (random.OneIn(10)) words.terms = {PhraseOf(text)};
  if (random.OneIn(10) && !SuffixOf(text).text.empty()) words.terms = {SuffixOf(text)};
  return words;
}

TEST(SearchEngine, FindsWhatAPlainScanFinds) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SeededRandom random(seed);
    SampleMaker maker(random);
    World world;
    // Rows on both sides of a border between segments.
    const Row first = static_cast<Row>(kSegmentRows) - 700;
    const std::size_t count = 1'500;
    for (Row row = first; row < first + count; ++row) {
      if (!random.OneIn(30)) world.Set(row, maker.Row());
    }
    SearchRun run;
    for (int round = 0; round < 12; ++round) {
      // Whole segments, half a segment while rows change, none.
      if (round % 3 == 0) {
        while (!world.index().Maintain(100)) {
        }
      }
      for (int change = 0; change < 60; ++change) {
        if (round % 3 == 1 && random.OneIn(3)) world.index().Maintain(50);
        const Row row = first + static_cast<Row>(random.Below(count));
        if (random.OneIn(4)) {
          world.Remove(row);
        } else {
          world.Set(row, maker.Row());
        }
      }
      for (int query = 0; query < 40; ++query) {
        auto at = world.rows().begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random.Below(world.rows().size())));
        const std::string text = maker.Words(at->second);
        const auto schema = static_cast<SchemaId>(random.Below(3));
        ExpectSame(world, run, WordsFor(random, text), schema, "seed " + std::to_string(seed) + ": " + text);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// Typing refines what was found, deleting widens it again.
TEST(SearchEngine, FollowsEveryKey) {
  SeededRandom random(7);
  SampleMaker maker(random);
  World world;
  for (Row row = 0; row < 1'200; ++row) world.Set(row, maker.Row());
  while (!world.index().Maintain(1'000)) {
  }
  SearchRun run;
  for (int i = 0; i < 40; ++i) {
    const std::u32string typed = ToCodePoints(maker.Words(world.rows().at(static_cast<Row>(random.Below(1'200)))));
    for (std::size_t length = 1; length <= typed.size(); ++length) {
      const std::string text = ToUtf8(typed.substr(0, length));
      ExpectSame(world, run, ParseWords(text), 0, text);
      if (HasFatalFailure()) return;
    }
    const std::string text = ToUtf8(typed.substr(0, typed.size() / 2));
    ExpectSame(world, run, ParseWords(text), 0, text);
    if (HasFatalFailure()) return;
  }
}

TEST(SearchEngine, RanksTheSameHoweverFarItIsBuilt) {
  SeededRandom random(11);
  SampleMaker maker(random);
  World world;
  for (Row row = 0; row < 1'000; ++row) world.Set(row, maker.Row());
  const std::vector<std::string> texts = {"云", "杭州", "y", "hz", "1", "云锦 有限", "公司", "zhang", "@qq.com"};
  std::vector<std::vector<Row>> before;
  for (const bool is_built : {false, true}) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      SearchRun run;
      run.Start(world.index(), ParseWords(texts[i]), 0);
      run.Finish(world.index());
      std::vector<Row> rows;
      for (std::size_t at = 0; at < run.Hits().size(); ++at) rows.push_back(run.Hits().At(at));
      if (!is_built) {
        before.push_back(rows);
      } else {
        EXPECT_EQ(rows, before[i]) << texts[i];
      }
    }
    while (!world.index().Maintain(1'000)) {
    }
  }
}

TEST(SearchEngine, FindsCloseSpellingsWhenNothingMatches) {
  World world;
  const std::vector<std::string> names = {"杭州云锦科技有限公司", "上海华测检测股份有限公司", "Acme Tools"};
  for (Row row = 0; row < names.size(); ++row) world.Set(row, SampleRow{1, {{3, names[row]}, {2, "1381234567" + std::to_string(row)}}});
  const auto search = [&](const std::string& text) {
    SearchRun run;
    run.Start(world.index(), ParseWords(text), 0);
    run.Finish(world.index());
    return std::make_pair(run.found().ToVector(), run.is_approximate());
  };
  using Answer = std::pair<std::vector<Row>, bool>;
  EXPECT_EQ(search("云锦科技"), Answer({0}, false));
  EXPECT_EQ(search("云绵科技"), Answer({0}, true));    // changed
  EXPECT_EQ(search("云科技"), Answer({0}, true));      // missing
  EXPECT_EQ(search("云锦锦科技"), Answer({0}, true));  // too many
  EXPECT_EQ(search("锦云科技"), Answer({0}, true));    // swapped
  EXPECT_EQ(search("hangzhuyunjin"), Answer({0}, true));
  EXPECT_EQ(search("acne tools"), Answer({}, false));  // short words are close to too much
  EXPECT_EQ(search("acme toolz"), Answer({2}, true));
  EXPECT_EQ(search("13812354567"), Answer({0, 1, 2}, true));
  EXPECT_EQ(search("13812345668"), Answer({}, false));
  EXPECT_EQ(search("23812345670"), Answer({0}, true));
  EXPECT_EQ(search("完全没有的词"), Answer({}, false));
}

// A search goes on over frames, and segments are built between them.
TEST(SearchEngine, FindsTheSameWhenSegmentsAreBuiltUnderIt) {
  SeededRandom random(5);
  SampleMaker maker(random);
  const std::vector<std::string> texts = {"有限公司", "云锦", "hz", "qq.com", "浙江", "科技有限", "138", "zhangwei"};
  for (const std::string& text : texts) {
    World world;
    const Row first = static_cast<Row>(kSegmentRows) - 400;
    for (Row row = first; row < first + 800; ++row) world.Set(row, maker.Row());
    std::vector<Row> found, named;
    world.Scan(ParseWords(text), 0, found, named);
    SearchRun run;
    run.Start(world.index(), ParseWords(text), 0);
    while (!run.Step(world.index(), 1)) {
      while (!world.index().Maintain(1'000)) {
      }
      while (!world.index().Maintain(1'000)) {  // the first look only sees that nothing moves
      }
    }
    ASSERT_FALSE(run.is_approximate()) << text;
    EXPECT_EQ(run.found().ToVector(), found) << text;
    EXPECT_EQ(run.named().ToVector(), named) << text;
  }
}

TEST(SearchEngine, TakesATermWithoutTextAsNone) {
  World world;
  world.Set(0, SampleRow{1, {{3, "云锦"}}});
  SearchRun run;
  run.Start(world.index(), SearchWords{{SuffixOf("-"), PhraseOf("")}}, 0);
  run.Finish(world.index());
  EXPECT_EQ(run.found().ToVector(), std::vector<Row>({0}));
}

TEST(SearchEngine, AnswersAnyLength) {
  World world;
  const std::string note(20'000, 'n');
  world.Set(3, SampleRow{1, {{3, "云锦"}, {1, note}}});
  SearchRun run;
  for (const std::string& text : {std::string(10'000, 'n'), std::string(20'000, 'n'), std::string(20'001, 'n'), note + "云"}) {
    ExpectSame(world, run, ParseWords(text), 0, std::to_string(text.size()));
  }
}

// A letter that a long text holds everywhere is no reason to wait: each place is looked at once.
TEST(SearchEngine, RanksLongTextsSoon) {
  World world;
  world.Set(0, SampleRow{1, {{3, "云锦"}, {1, std::string(400'000, 'e')}}});
  const auto begin = std::chrono::steady_clock::now();
  SearchRun run;
  run.Start(world.index(), ParseWords("e"), 0);
  run.Finish(world.index());
  EXPECT_NE(world.index().WhereHit(ParseWords("e"), 0), 0u);
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(spent.count(), 2000);  // far more than it takes: sanitizers are slow
  EXPECT_EQ(run.found().Count(), 1u);
}

}  // namespace
}  // namespace kedang
