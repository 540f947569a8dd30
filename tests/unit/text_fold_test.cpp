#include <gtest/gtest.h>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

TEST(FoldTest, UnifiesWidthCaseAndCompatibilityForms) {
  EXPECT_EQ(Fold("ＡＢＣ１２３"), "abc123");
  EXPECT_EQ(Fold("Straße ﬁ"), "strasse fi");
  EXPECT_EQ(Fold("（株）①㈱"), "(株)1(株)");
  EXPECT_EQ(Fold("ｱﾞｶﾞ"), "ア\u3099ガ");
  EXPECT_EQ(Fold("e\u0301"), Fold("É"));
}

TEST(FoldTest, SimplifiesTraditionalCharacters) {
  EXPECT_EQ(Fold("華測檢測技術"), "华测检测技术");
  EXPECT_EQ(Fold("臺灣"), "台湾");
  EXPECT_EQ(Fold("⾞"), "车");  // a Kangxi radical, by way of 車
  EXPECT_EQ(Fold("㑮"), ToUtf8(U"\U0002B748"));
  EXPECT_EQ(ToSimplified(U'龍'), U'龙');
  EXPECT_EQ(ToSimplified(U'A'), U'A');
}

TEST(FoldTest, UnifiesMarks) {
  EXPECT_EQ(Fold("A–B—C−D"), "a-b-c-d");
  EXPECT_EQ(Fold("“x”‘y’"), "\"x\"'y'");
  EXPECT_EQ(Fold("阿·买提•江"), "阿·买提·江");
  EXPECT_EQ(Fold("【A】"), "[a]");
}

TEST(FoldTest, CollapsesBlanksAndDropsInvisibleCharacters) {
  EXPECT_EQ(Fold("  a \t\n　 b\u00A0"), "a b");
  EXPECT_EQ(Fold("张\u200B三\uFEFF"), "张三");
  EXPECT_EQ(Fold("a\x01\x7F"
                 "b"),
            "ab");
  EXPECT_EQ(Fold("e\u200B\u0301"), "é");
  EXPECT_EQ(Fold(" \u3000 "), "");
  EXPECT_EQ(Fold(""), "");
}

TEST(FoldTest, TakesIllFormedBytes) {
  EXPECT_EQ(Fold("a\xFF"
                 "b"),
            "a\uFFFD"
            "b");
  EXPECT_EQ(Fold("\xE4\xB8"), Fold("\uFFFD\uFFFD"));
}

TEST(FoldTest, IsIdempotentOnEveryCodePoint) {
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c == 0x33480) c = 0xE0000;  // nothing is assigned between, and private use begins above
    if (c == 0xE1000) break;
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, text);
    const std::string once = Fold(text);
    ASSERT_EQ(Fold(once), once) << std::hex << static_cast<std::uint32_t>(c);
    const std::string stored = NormalizeText(text);
    ASSERT_EQ(NormalizeText(stored), stored) << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_EQ(Fold(stored), once) << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(FoldTest, OffsetsPointIntoTheSource) {
  const std::string source = " 華Ａe\u0301 x";
  const FoldedText folded = FoldWithOffsets(source);
  EXPECT_EQ(folded.text, "华aé x");
  ASSERT_EQ(folded.offset.size(), folded.text.size() + 1);
  // 华 x3, a, é x2, blank, x, end
  EXPECT_EQ(folded.offset, (std::vector<std::uint32_t>{1, 1, 1, 4, 7, 7, 10, 11, 12}));
}

TEST(NormalizeTest, KeepsWhatPeopleWrote) {
  EXPECT_EQ(NormalizeText("  上海（集团）有限公司， "), "上海（集团）有限公司，");
  EXPECT_EQ(NormalizeText("臺灣 ABC Ltd."), "臺灣 ABC Ltd.");
  EXPECT_EQ(NormalizeText("ＡＢＣ－１２３＠ｘ．ｃｏｍ"), "ABC-123@x.com");
  EXPECT_EQ(NormalizeText("a\t\tb\r\nc\u200B\x02"), "a b c");
  EXPECT_EQ(NormalizeText("e\u0301"), "\u00E9");
  EXPECT_EQ(NormalizeText("👨\u200D👩 \u200Dx"), "👨\u200D👩 x");
}

TEST(NormalizeTest, KeepsLinesWhereAsked) {
  EXPECT_EQ(NormalizeLines("\n a  b\r\n\r\n\r\nc \rd\n\n"), "a b\n\nc\nd");
  EXPECT_EQ(NormalizeLines(""), "");
  EXPECT_EQ(NormalizeLines("x"), "x");
}

// What a glance takes for settled is what the long way leaves as it is: an invisible character at the end forces that.
TEST(PlainTest, WhatAGlanceTakesIsUnchanged) {
  const auto expect = [](const std::string& text) {
    if (IsPlainLine(text)) {
      EXPECT_EQ(NormalizeText(text + "\u200B"), text);
    }
    if (IsPlainFolded(text)) {
      EXPECT_EQ(Fold(text + "\u200B"), text);
    }
  };
  for (char32_t c = 1; c < 0x10000; ++c) {
    const std::string character = ToUtf8(std::u32string(1, c));
    for (const char* before : {"", "a", "中", " "}) {
      for (const char* behind : {"", "b", "文", " "}) expect(before + character + behind);
    }
    EXPECT_EQ(IsCommonHanzi(character, 0), c >= 0x4E00 && c <= 0x9FFF) << static_cast<unsigned>(c);
  }
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const std::string text = std::string("中") + static_cast<char>(byte);
    EXPECT_FALSE(IsPlainLine(text) || IsPlainFolded(text)) << byte;
  }
  for (const char* text : {"华测检测认证集团股份有限公司", "浙江省杭州市滨江区网商路699号", "Acme Trading Co., Ltd.", ""}) {
    EXPECT_TRUE(IsPlainLine(text)) << text;
  }
  EXPECT_TRUE(IsPlainFolded("浙江省杭州市滨江区网商路699号"));
  for (const char* text : {" a", "a ", "a  b", "a\tb", "a\u00A0b", "Ａ", "e\u0301", "\xE4\xB8", "中\u200B"}) {
    EXPECT_FALSE(IsPlainLine(text)) << text;
  }
  for (const char* text : {"a b", "A", "華", "（"}) EXPECT_FALSE(IsPlainFolded(text)) << text;
}

TEST(HanziTest, KnowsItsBlocks) {
  EXPECT_TRUE(IsHanzi(U'中'));
  EXPECT_TRUE(IsHanzi(U'〇'));
  EXPECT_TRUE(IsHanzi(0x20000));
  EXPECT_FALSE(IsHanzi(U'。'));
  EXPECT_FALSE(IsHanzi(U'ア'));
}

}  // namespace
}  // namespace kedang
