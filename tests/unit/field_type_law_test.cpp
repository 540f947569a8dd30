// Laws every field type keeps, over generated texts: what is shown for editing reads back as the same value, what parsing
// accepts no check blocks, values have one total order, JSON loses nothing, and no bytes crash. All results together are one
// digest a type, and natively and in WebAssembly it is the one in tests/data/field_type_digests.json.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "shared/base/hash.h"
#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/value_json.h"
#include "tests/support/asset.h"
#include "tests/support/field_type_generator.h"
#include "tests/support/field_type_world.h"
#include "tests/support/shipped_lexicon.h"

namespace kedang {
namespace {

constexpr int kTexts = 300;
constexpr int kHostileTexts = 150;

class Laws {
 public:
  Laws() {
    check_.lexicon = &ShippedLexicon();
    check_.names = &world_;
    check_.today = Date{20779};
    chinese_.lexicon = english_.lexicon = &ShippedLexicon();
    chinese_.names = english_.names = &world_;
    english_.is_english = true;
  }

  void Hold(FieldType type, const FieldTypeGenerator& generator) {
    // By the name: types before it in the list change nothing.
    SeededRandom random(ReadU64(HashOf(AsBytes(FieldTypeName(type)))));
    for (const Field& field : FieldsOf(type)) {
      values_.clear();
      for (int i = 0; i < kTexts; ++i) Read(field, generator.text(random));
      for (int i = 0; i < kHostileTexts; ++i) Read(field, HostileText(random));
      for (const Value& value : OddValues(type)) Judge(field, value);
      HoldOrder(field, random);
    }
  }

  std::string Digest() const {
    return ToHex(HashOf(AsBytes(results_)));
  }
  std::size_t accepted() const { return accepted_; }

 private:
  void Note(std::string_view result) {
    results_.append(result);
    results_ += '\x1F';
  }
  void Note(const Issues& issues) {
    for (const Issue& issue : issues) {
      Note(issue.code);
      Note(issue.message);
      Note(issue.suggestion);
      results_ += static_cast<char>('0' + static_cast<int>(issue.severity));
    }
  }

  // Asking what was changed changes nothing; what is named is what differs; and in the standard form nothing is left to change.
  void HoldChanges(const Field& field, const std::string& text, const Parsed& parsed) {
    SCOPED_TRACE("[" + text + "]");
    TextChanges changes;
    CheckContext asking = check_;
    asking.changes = &changes;
    const Parsed asked = ParseField(field, text, asking);
    EXPECT_EQ(asked.value, parsed.value);
    EXPECT_EQ(asked.issues.size(), parsed.issues.size());
    if (parsed.value.is_null() || HasBlock(parsed.issues)) {
      EXPECT_TRUE(changes.empty());
      return;
    }
    const std::string standard = StandardText(field, parsed.value, chinese_);
    EXPECT_EQ(changes.empty(), standard == text || StandardText(field, parsed.value, english_) == text);
    // Labels that hold separators do not read back.
    if (!(ParseField(field, standard, asking).value == parsed.value)) return;
    EXPECT_TRUE(changes.empty());
  }

  void Read(const Field& field, const std::string& text) {
    const Parsed parsed = ParseField(field, text, check_);
    Note(FormatPlain(parsed.value));
    Note(parsed.issues);
    for (const Issue& issue : parsed.issues) EXPECT_EQ(issue.field, field.id);
    HoldChanges(field, text, parsed);
    if (parsed.value.is_null() || HasBlock(parsed.issues)) return;
    ++accepted_;
    SCOPED_TRACE("[" + text + "]");
    EXPECT_EQ(parsed.value.kind(), KindOf(field.type));
    EXPECT_FALSE(HasBlock(CheckValue(field, parsed.value, check_)));
    HoldValue(field, parsed.value);
    if (std::find(values_.begin(), values_.end(), parsed.value) == values_.end()) values_.push_back(parsed.value);
  }

  // A value from elsewhere: the check says whether it may stay, and what may stay keeps the laws.
  void Judge(const Field& field, const Value& value) {
    const Issues issues = CheckValue(field, value, check_);
    Note(issues);
    SCOPED_TRACE("<" + FormatPlain(value).substr(0, 40) + ">");
    if (!HasBlock(issues) && value.kind() != Value::Kind::kText && value.kind() != Value::Kind::kList) return HoldValue(field, value);
    Show(field, value);
  }

  void Show(const Field& field, const Value& value) {
    for (const FormatContext& context : {chinese_, english_}) {
      Note(FormatField(field, value, context));
      Note(EditText(field, value, context));
      Note(MaskField(field, value, context));
      std::string search;
      AppendSearchText(field, value, context, search);
      Note(search);
    }
    Note(NormalForm(field, value));
  }

  void HoldValue(const Field& field, const Value& value) {
    Show(field, value);
    for (const FormatContext& context : {chinese_, english_}) {
      const std::string edited = EditText(field, value, context);
      const Parsed again = ParseField(field, edited, check_);
      EXPECT_TRUE(again.value == value) << "edit text " << edited;
      EXPECT_FALSE(HasBlock(again.issues)) << "edit text " << edited;
      // What is shown may leave seconds or ids out, but reading it again shows the same. (A label may be another choice's key.)
      if (TraitsOf(field.type).has_choices) continue;
      const std::string shown = FormatField(field, value, context);
      const Parsed read = ParseField(field, shown, check_);
      if (!read.value.is_null() && read.issues.empty()) {
        EXPECT_EQ(FormatField(field, read.value, context), shown);
      }
      EXPECT_FALSE(MaskField(field, value, context).empty());
    }
    const std::string form = NormalForm(field, value);
    EXPECT_FALSE(form.empty());
    if (value.kind() == Value::Kind::kText) {
      EXPECT_EQ(NormalForm(field, Value::Text(form)), form) << form;
    }
    const nlohmann::json item = ValueToPlainJson(field.type, value);
    Note(item.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    const auto back = ValueFromPlainJson(field.type, item);
    ASSERT_TRUE(back.ok()) << item.dump();
    EXPECT_TRUE(*back == value) << item.dump();
  }

  void HoldOrder(const Field& field, SeededRandom& random) {
    for (const Value& value : OddValues(field.type)) {
      if (std::find(values_.begin(), values_.end(), value) == values_.end()) values_.push_back(value);
    }
    values_.push_back(Value());
    const auto sign = [](int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
    for (int i = 0; i < 500; ++i) {
      const Value& a = values_[random.Below(values_.size())];
      const Value& b = values_[random.Below(values_.size())];
      const Value& c = values_[random.Below(values_.size())];
      const int ab = sign(CompareFieldValues(field, a, b)), bc = sign(CompareFieldValues(field, b, c));
      EXPECT_EQ(ab, -sign(CompareFieldValues(field, b, a)));
      EXPECT_EQ(ab == 0, a == b) << FormatPlain(a) << " " << FormatPlain(b);
      if (ab <= 0 && bc <= 0) {
        EXPECT_LE(CompareFieldValues(field, a, c), 0);
      }
      results_ += static_cast<char>('1' + ab);
    }
  }

  FieldTypeWorld world_;
  CheckContext check_;
  FormatContext chinese_, english_;
  std::string results_;
  std::vector<Value> values_;
  std::size_t accepted_ = 0;
};

class FieldTypeLaws : public ::testing::TestWithParam<int> {};

TEST_P(FieldTypeLaws, AreKeptAlikeEverywhere) {
  const auto type = static_cast<FieldType>(GetParam());
  const std::string name(FieldTypeName(type));
  const FieldTypeGenerator* generator = GeneratorOf(type);
  ASSERT_NE(generator, nullptr) << "tests/support/field_type_generator.cpp has no texts of type " << name;
  Laws laws;
  laws.Hold(type, *generator);
  if (IsComputed(type)) {
    EXPECT_EQ(laws.accepted(), 0u);
  } else {
    EXPECT_GT(laws.accepted(), 20u) << "the texts of this type are hardly ever valid";
  }
  const auto known = nlohmann::json::parse(ReadAsset("tests/data/field_type_digests.json"), nullptr, false);
  ASSERT_TRUE(known.is_object());
  // When the rules of a type are changed on purpose, its line is replaced by this one.
  EXPECT_EQ(known.value(name, ""), laws.Digest()) << "  \"" << name << "\": \"" << laws.Digest() << "\"";
}

INSTANTIATE_TEST_SUITE_P(AllTypes, FieldTypeLaws, ::testing::Range(0, kFieldTypeCount),
                         [](const auto& row) { return std::string(FieldTypeName(static_cast<FieldType>(row.param))); });

}  // namespace
}  // namespace kedang
