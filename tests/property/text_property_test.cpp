// Laws of folding and normalising over random text from an alphabet of everything that has gone wrong before.
#include <gtest/gtest.h>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"
#include "tests/support/random.h"

namespace kedang {
namespace {

std::string RandomText(SeededRandom& random) {
  static constexpr char32_t kAlphabet[] = {
      U'a',   U'Z',   U'e',   U'1',   U'-',   U' ',   U'\t',  U'\n',  0x01,    0x7F,    0x85,    0xA0,   0xA8,   0xAD,
      0xB4,   0xDF,   0x130,  0x2BC,  0x300,  0x301,  0x308,  0x327,  0x338,   0x345,   0x37A,   0x3B1,  0x3C3,  0x3A3,
      0x430,  0x5B0,  0x64B,  0x7C7,  0x93C,  0x958,  0x9BE,  0x9C7,  0xE33,   0xF73,   0x1100,  0x1161, 0x11A8, 0x1160,
      0x115F, 0xAC00, 0xAC01, 0x3131, 0x314F, 0x3133, 0x3164, 0xFFA1, 0xFFC2,  0xFFA0,  0x1E9B,  0x1F80, 0x1FBE, 0x1FC1,
      0x200B, 0x200D, 0x200E, 0x2014, 0x201C, 0x2028, 0x2033, 0x2126, 0x212B,  0x2460,  0x2F9E,  0x3000, 0x3001, 0x3010,
      0x302A, 0x304B, 0x3099, 0x309B, 0x30AB, 0x30FB, 0x3231, 0x4E2D, 0x83EF,  0x6AA2,  0x9F98,  0xF900, 0xFB01, 0xFDFA,
      0xFE0F, 0xFEFF, 0xFF08, 0xFF21, 0xFF76, 0xFF9E, 0xFF9F, 0xFFFD, 0x1D15E, 0x1F468, 0x2F800, 0x346E, 0xE0101};
  std::string text;
  const std::size_t length = random.Below(9);
  for (std::size_t i = 0; i < length; ++i) {
    if (random.OneIn(40)) {
      text += static_cast<char>(0x80 + random.Below(0x80));
    } else {
      AppendUtf8(kAlphabet[random.Below(std::size(kAlphabet))], text);
    }
  }
  return text;
}

std::string Hex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%X ", static_cast<unsigned>(DecodeUtf8(text, i)));
    out += buffer;
  }
  return out;
}

TEST(TextLawsTest, FoldIsIdempotent) {
  SeededRandom random(1);
  for (int round = 0; round < 200000; ++round) {
    const std::string text = RandomText(random);
    const std::string once = Fold(text);
    ASSERT_EQ(Hex(Fold(once)), Hex(once)) << Hex(text);
  }
}

TEST(TextLawsTest, FoldedTextIsClean) {
  SeededRandom random(2);
  for (int round = 0; round < 50000; ++round) {
    const std::string folded = Fold(RandomText(random));
    ASSERT_TRUE(IsValidUtf8(folded));
    ASSERT_EQ(folded.find("  "), std::string::npos);
    if (!folded.empty()) {
      ASSERT_TRUE(folded.front() != ' ' && folded.back() != ' ');
    }
    for (const char c : folded) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  }
}

TEST(TextLawsTest, FoldsToIsFoldAndCompare) {
  SeededRandom random(5);
  for (int round = 0; round < 200000; ++round) {
    const std::string text = RandomText(random);
    const std::string folded = Fold(text);
    ASSERT_TRUE(FoldsTo(text, folded)) << Hex(text);
    ASSERT_TRUE(FoldsTo(folded, folded)) << Hex(text);
    // Others, and those that begin or end alike.
    for (const std::string& other : {Fold(RandomText(random)), folded + "a", "a" + folded, folded.substr(0, folded.size() / 2)}) {
      ASSERT_EQ(FoldsTo(text, other), folded == other) << Hex(text) << " and " << Hex(other);
    }
  }
}

TEST(TextLawsTest, OffsetsFollowTheSource) {
  SeededRandom random(3);
  for (int round = 0; round < 100000; ++round) {
    const std::string text = RandomText(random);
    const FoldedText folded = FoldWithOffsets(text);
    ASSERT_EQ(folded.text, Fold(text));
    ASSERT_EQ(folded.offset.size(), folded.text.size() + 1);
    ASSERT_EQ(folded.offset.back(), text.size());
    for (std::size_t i = 0; i + 1 < folded.offset.size(); ++i) ASSERT_LE(folded.offset[i], folded.offset[i + 1]);
    // Cutting the source where a folded character begins cuts the folded text there.
    for (std::size_t i = 1; i < folded.text.size(); ++i) {
      if ((static_cast<unsigned char>(folded.text[i]) & 0xC0) == 0x80 || folded.offset[i] == folded.offset[i - 1])
        continue;
      std::string head = Fold(std::string_view(text).substr(0, folded.offset[i]));
      std::string expected = folded.text.substr(0, i);
      if (!expected.empty() && expected.back() == ' ') expected.pop_back();
      ASSERT_EQ(Hex(head), Hex(expected)) << Hex(text) << " at " << folded.offset[i];
    }
  }
}

TEST(TextLawsTest, NormalizeIsIdempotentAndFoldsTheSame) {
  SeededRandom random(4);
  for (int round = 0; round < 200000; ++round) {
    const std::string text = RandomText(random);
    const std::string stored = NormalizeText(text);
    ASSERT_EQ(Hex(NormalizeText(stored)), Hex(stored)) << Hex(text);
    ASSERT_EQ(Hex(Fold(stored)), Hex(Fold(text))) << Hex(text);
    const std::string lines = NormalizeLines(text);
    ASSERT_EQ(Hex(NormalizeLines(lines)), Hex(lines)) << Hex(text);
  }
}

}  // namespace
}  // namespace kedang
