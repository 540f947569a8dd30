#include "shared/intake/encoding.h"

#include <gtest/gtest.h>

#include "shared/base/utf8.h"

namespace kedang {
namespace {

using namespace std::string_literals;

Result<EncodingGuess> Detect(std::string_view bytes, std::size_t chunk = 7) {
  EncodingDetector detector;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) detector.Feed(AsBytes(bytes.substr(at, chunk)));
  return detector.Finish();
}

std::string Utf16(std::u16string_view text, bool is_big, bool has_bom) {
  std::string out = !has_bom ? "" : is_big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out.push_back(is_big ? high : low);
    out.push_back(is_big ? low : high);
  }
  return out;
}

struct Decoded {
  std::string text;
  std::vector<TextMark> marks;
};

Decoded Decode(std::string_view bytes, EncodingGuess guess, std::size_t chunk) {
  StreamDecoder decoder(guess, nullptr);
  Decoded result;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    EXPECT_TRUE(decoder.Decode(AsBytes(bytes.substr(at, chunk)), false, result.text, result.marks).ok());
  }
  EXPECT_TRUE(decoder.Decode({}, true, result.text, result.marks).ok());
  return result;
}

TEST(EncodingDetector, KnowsMarksAndValidity) {
  EXPECT_EQ(Detect("\xEF\xBB\xBFname,客户").value().encoding, Encoding::kUtf8);
  EXPECT_TRUE(Detect("\xEF\xBB\xBFname").value().has_bom);
  EXPECT_EQ(Detect("姓名,电话\n张三,138").value().encoding, Encoding::kUtf8);
  EXPECT_EQ(Detect("").value().encoding, Encoding::kUtf8);
  EXPECT_EQ(Detect("\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n").value().encoding, Encoding::kGb18030);
  EXPECT_TRUE(Detect("\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n").value().is_certain);
  EXPECT_FALSE(Detect("caf\xE9,na\xEFve,\xE0 la carte\n").value().is_certain);
}

TEST(EncodingDetector, KnowsUtf16WithAndWithoutMark) {
  const std::u16string text = u"企业名称,电话\r\n海南三亚鑫拓建材,13800138000\r\n𠮷野家,021-1\r\n";
  for (const bool is_big : {false, true}) {
    for (const bool has_bom : {false, true}) {
      const EncodingGuess guess = Detect(Utf16(text, is_big, has_bom)).value();
      EXPECT_EQ(guess.encoding, is_big ? Encoding::kUtf16Be : Encoding::kUtf16Le);
      EXPECT_EQ(guess.has_bom, has_bom);
    }
  }
}

TEST(EncodingDetector, KeepsUtf8WithAFewBadBytes) {
  EXPECT_EQ(Detect("姓名,电话\n张三,\xFF\n李四,138\n王五,139\n").value().encoding, Encoding::kUtf8);
}

TEST(EncodingDetector, ToleratesAStrayZeroByte) {
  EXPECT_EQ(Detect("col1|col2|col3\nval1|val\0002|val3\n"s).value().encoding, Encoding::kUtf8);
}

TEST(EncodingDetector, RefusesWhatIsNoTextAndSaysWhatItIs) {
  const Result<EncodingGuess> workbook = Detect("PK\x03\x04\x14\x00\x06\x00"s);
  ASSERT_FALSE(workbook.ok());
  EXPECT_EQ(workbook.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(workbook.error().message.find("xlsx"), std::string::npos);
  std::string noise;
  for (int i = 0; i < 4096; ++i) noise.push_back(static_cast<char>(i * 167 + (i >> 3) * 31));
  EXPECT_FALSE(Detect(noise).ok());
}

TEST(StreamDecoder, DecodesUtf16InAnyChunks) {
  const std::u16string text = u"a客𠮷,\r\n";
  for (const bool is_big : {false, true}) {
    const std::string bytes = Utf16(text, is_big, true);
    for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk) {
      const Decoded got = Decode(bytes, {is_big ? Encoding::kUtf16Be : Encoding::kUtf16Le, true, true}, chunk);
      EXPECT_EQ(got.text, "a客𠮷,\r\n");
      EXPECT_TRUE(got.marks.empty());
    }
  }
}

TEST(StreamDecoder, MarksWhatItReplaces) {
  const std::string bytes = "\xEF\xBB\xBF" "ab\xFF" "客\xE5\xAE";
  for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk) {
    const Decoded got = Decode(bytes, {Encoding::kUtf8, true, true}, chunk);
    EXPECT_EQ(got.text, "ab\uFFFD客\uFFFD");
    ASSERT_EQ(got.marks.size(), 2u);
    EXPECT_EQ(got.marks[0].offset, 2u);
    EXPECT_FALSE(got.marks[0].is_cut);
    EXPECT_EQ(got.marks[1].offset, 8u);
    EXPECT_TRUE(got.marks[1].is_cut);
  }
}

TEST(StreamDecoder, MarksLoneSurrogatesAndOddEnds) {
  const Decoded lone = Decode(Utf16(u"a\xD842" u"b", false, false), {Encoding::kUtf16Le, false, true}, 3);
  EXPECT_EQ(lone.text, "a\uFFFDb");
  ASSERT_EQ(lone.marks.size(), 1u);
  EXPECT_FALSE(lone.marks[0].is_cut);
  const Decoded odd = Decode(Utf16(u"ab", false, false) + "c", {Encoding::kUtf16Le, false, true}, 2);
  EXPECT_EQ(odd.text, "ab\uFFFD");
  ASSERT_EQ(odd.marks.size(), 1u);
  EXPECT_TRUE(odd.marks[0].is_cut);
}

TEST(StreamDecoder, AgreesWithTheUtf8Library) {
  // Every pair and many triples of byte kinds; the library repairs the whole text at once.
  const std::string kinds = "a\x80\xBF\xC1\xC2\xE0\xA0\xED\x9F\xEF\xF0\x90\xF4\x8F\xFF\xE5\xAE\xA2"s;
  for (const char a : kinds) {
    for (const char b : kinds) {
      for (const char c : kinds) {
        const std::string bytes = {a, b, c, 'z'};
        const Decoded got = Decode(bytes, {Encoding::kUtf8, false, true}, 1);
        EXPECT_EQ(got.text, RepairUtf8(bytes));
      }
    }
  }
}

TEST(StreamDecoder, SaysWhenItHasNoDecoder) {
  StreamDecoder decoder({Encoding::kGb18030, false, true}, nullptr);
  std::string text;
  std::vector<TextMark> marks;
  EXPECT_EQ(decoder.Decode(AsBytes("\xD0\xD5"), true, text, marks).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace kedang
