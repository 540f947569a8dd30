// What a browser may keep, for how long, and which PINs are refused.
#include "shared/policy/offline_policy.h"

#include <gtest/gtest.h>

namespace kedang {
namespace {

constexpr TimeMs kDay = 86'400'000, kNow = 1'700'000'000'000;

TEST(OfflinePolicy, ModesHaveNames) {
  for (const OfflineMode mode : {OfflineMode::kOff, OfflineMode::kEncrypted, OfflineMode::kPlain}) {
    EXPECT_EQ(ParseOfflineMode(OfflineModeName(mode)), mode);
  }
  EXPECT_FALSE(ParseOfflineMode("").has_value());
  EXPECT_FALSE(ParseOfflineMode("Plain").has_value());
}

TEST(OfflinePolicy, DaysAreOneToSeven) {
  for (int days = -1; days <= 9; ++days) EXPECT_EQ(IsValid({OfflineMode::kEncrypted, days}), days >= 1 && days <= 7) << days;
}

TEST(OfflinePolicy, OnlyWhatIsEncryptedOpensByPin) {
  EXPECT_EQ(OfflineUntil({OfflineMode::kEncrypted, 3}, kNow), kNow + 3 * kDay);
  EXPECT_EQ(OfflineUntil({OfflineMode::kOff, 3}, kNow), 0);
  EXPECT_EQ(OfflineUntil({OfflineMode::kPlain, 3}, kNow), 0);
}

TEST(OfflinePolicy, WithoutASecureContextOnlyPlainKeepsAnything) {
  EXPECT_EQ(KeepingOf(OfflineMode::kPlain, false), Keeping::kEverything);
  EXPECT_EQ(KeepingOf(OfflineMode::kEncrypted, false), Keeping::kNothing);
  EXPECT_EQ(KeepingOf(OfflineMode::kOff, false), Keeping::kNothing);
  EXPECT_EQ(KeepingOf(OfflineMode::kPlain, true), Keeping::kEverything);
  EXPECT_EQ(KeepingOf(OfflineMode::kEncrypted, true), Keeping::kEverything);
  EXPECT_EQ(KeepingOf(OfflineMode::kOff, true), Keeping::kUnsentOnly);
}

TEST(OfflinePolicy, TheEndIsToldDaysBefore) {
  const OfflinePolicy week{OfflineMode::kEncrypted, 7}, day{OfflineMode::kEncrypted, 1};
  EXPECT_FALSE(IsOfflineEnding(week, kNow + 7 * kDay, kNow));
  EXPECT_FALSE(IsOfflineEnding(week, kNow + 2 * kDay + 1, kNow));
  EXPECT_TRUE(IsOfflineEnding(week, kNow + 2 * kDay, kNow));
  EXPECT_FALSE(IsOfflineEnding(day, kNow + kDay, kNow));
  EXPECT_TRUE(IsOfflineEnding(day, kNow + kDay / 3, kNow));
  EXPECT_TRUE(IsOfflineEnding(day, kNow - 1, kNow));
  EXPECT_FALSE(IsOfflineEnding(week, 0, kNow));  // there is no PIN
}

TEST(OfflinePolicy, PinsThatAreTriedFirstAreRefused) {
  for (const char* pin : {"", "1", "12345", "五个字而已"}) EXPECT_EQ(CheckOfflinePin(pin), "pin_too_short") << pin;
  for (const char* pin : {"000000", "123456", "98765432", "aaaaaaa", "abcdef"}) EXPECT_EQ(CheckOfflinePin(pin), "pin_too_simple") << pin;
  for (const char* pin : {"123455", "275093", "轻舟已过万重山"}) EXPECT_EQ(CheckOfflinePin(pin), "") << pin;
  EXPECT_EQ(CheckOfflinePin(std::string(257, 'x')), "pin_too_long");
  EXPECT_EQ(CheckOfflinePin("\xff\xff\xff\xff\xff\xff"), "pin_too_short");  // no text
}

}  // namespace
}  // namespace kedang
