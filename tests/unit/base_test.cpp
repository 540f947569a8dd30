#include <gtest/gtest.h>

#include "shared/base/bytes.h"
#include "shared/base/date.h"
#include "shared/base/decimal.h"
#include "shared/base/utf8.h"
#include "shared/model/auto_number.h"
#include "shared/model/id.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

TEST(Utf8, RefusesWhatRfc3629Refuses) {
  EXPECT_TRUE(IsValidUtf8("杭州云锦 𠮷 😀"));
  for (const std::string_view bad : {std::string_view("\xC0\x80"), std::string_view("\xE0\x80\x80"),
                                     std::string_view("\xED\xA0\x80"), std::string_view("\xF4\x90\x80\x80"),
                                     std::string_view("\xF8\x88\x80\x80\x80"), std::string_view("\x80"),
                                     std::string_view("\xE6\x9D")}) {
    EXPECT_FALSE(IsValidUtf8(bad)) << ToHex(AsBytes(bad));
  }
  EXPECT_EQ(FindInvalidUtf8("云\xFF"), 3u);
}

TEST(Utf8, RepairsByMaximalSubparts) {
  // The example of the Unicode standard, table 3-8.
  EXPECT_EQ(RepairUtf8("a\xF1\x80\x80\xE1\x80\xC2" "b\x80" "c\x80\xBF" "d"), "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
}

TEST(Utf8, TruncatesBetweenCharacters) {
  EXPECT_EQ(TruncateUtf8("云锦", 5), "云");
  EXPECT_EQ(TruncateUtf8("云锦", 6), "云锦");
  EXPECT_EQ(CountCodePoints("云锦x"), 3u);
}

TEST(Bytes, VarintsRoundTripAndRefuseOverflow) {
  for (const std::uint64_t value : {0ull, 1ull, 127ull, 128ull, 300ull, ~0ull}) {
    Bytes bytes;
    AppendVarint(value, bytes);
    std::size_t position = 0;
    EXPECT_EQ(ReadVarint(bytes, position), value);
    EXPECT_EQ(position, bytes.size());
    bytes.pop_back();
    position = 0;
    EXPECT_FALSE(ReadVarint(bytes, position).has_value());
  }
  const Bytes too_long(11, 0xFF);
  std::size_t position = 0;
  EXPECT_FALSE(ReadVarint(too_long, position).has_value());
  EXPECT_EQ(UnZigZag(ZigZag(INT64_MIN)), INT64_MIN);
}

TEST(Date, KnowsTheCalendar) {
  EXPECT_EQ(FormatDate(Date{0}), "1970-01-01");
  EXPECT_FALSE(ParseIsoDate("2023-02-29").has_value());
  EXPECT_EQ(ParseIsoDate("2024-02-29")->days, 19782);
  EXPECT_FALSE(ParseIsoDate("2024-2-29").has_value());
  EXPECT_EQ(FormatTimeUtc(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatDate(DateOf(1'790'000'000'000, 480)), "2026-09-21");
  for (const std::int32_t days : {-719'162, 2'932'896}) EXPECT_EQ(ParseIsoDate(FormatDate(Date{days}))->days, days);
  for (std::int32_t days = -200'000; days < 200'000; days += 17) ASSERT_EQ(ParseIsoDate(FormatDate(Date{days}))->days, days);
  EXPECT_EQ(FormatDate(Date{3'000'000}), "10183-09-21");  // no date of ours, but no nonsense either
}

TEST(Decimal, IsExactAndInLowestTerms) {
  EXPECT_EQ(FormatDecimal(*ParseDecimal("00120.500")), "120.5");
  EXPECT_EQ(FormatDecimal(*ParseDecimal("-0.001")), "-0.001");
  EXPECT_EQ(*ParseDecimal("1.10"), *ParseDecimal("1.1"));
  EXPECT_FALSE(ParseDecimal("9223372036854775808").has_value());
  EXPECT_FALSE(ParseDecimal("1.0000000001").has_value());
  EXPECT_FALSE(ParseDecimal(".").has_value());
  EXPECT_LT(CompareDecimal(*ParseDecimal("-1.5"), *ParseDecimal("-1.4")), 0);
  EXPECT_GT(CompareDecimal(*ParseDecimal("9223372036854775807"), *ParseDecimal("0.000000001")), 0);
}

TEST(Id, FormatsSortsAndParses) {
  SeededRandom random(7);
  const Id a = MakeId(1000, random), b = MakeId(1001, random);
  EXPECT_TRUE(a < b);
  EXPECT_LT(FormatId(a), FormatId(b));
  EXPECT_EQ(ParseId(FormatId(a)), a);
  EXPECT_FALSE(ParseId("").has_value());
  EXPECT_FALSE(ParseId(std::string(26, 'z')).has_value());  // more than 128 bits
  EXPECT_FALSE(ParseId(std::string(25, '0') + "u").has_value());
  IdSequence sequence(5, random);
  const Id first = sequence.Next(), second = sequence.Next();
  EXPECT_TRUE(first < second);
}

TEST(AutoNumber, FillsInDateAndCounter) {
  const Date date = *ParseIsoDate("2026-11-22");
  EXPECT_EQ(FormatAutoNumber("KH-{yyyy}-{00000}", date, 318), "KH-2026-00318");
  EXPECT_EQ(FormatAutoNumber("KH-{yyyy}-{00000}", date, 1'234'567), "KH-2026-1234567");
  EXPECT_EQ(AutoNumberScope("KH-{yyyy}-{00000}", date), "2026");
  EXPECT_EQ(FormatAutoNumber("{yy}{mm}{dd}-{000}", date, 7), "261122-007");
  EXPECT_EQ(FormatAutoNumber("A{x}", date, 7), "A{x}7");
}

}  // namespace
}  // namespace kedang
