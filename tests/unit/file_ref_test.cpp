// Attached files: what a cell says of them, and the field type that holds them.
#include <gtest/gtest.h>

#include "shared/field/field_types.h"
#include "shared/model/file_ref.h"

namespace kedang {
namespace {

constexpr Id kId{0x0190000000000000, 77};

Field AttachmentField() {
  Field field;
  field.id = 9;
  field.key = "license";
  field.label.zh = "营业执照";
  field.type = FieldType::kAttachment;
  return field;
}

TEST(FileRef, IsReadAsItWasWritten) {
  for (const std::string name : {"营业执照.pdf", "a", "two words.tar.gz", " leading", "12 34"}) {
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 20, kMaxFileBytes}) {
      const auto file = ParseFileRef(FormatFileRef({kId, size, name}));
      ASSERT_TRUE(file) << name;
      EXPECT_EQ(file->id, kId);
      EXPECT_EQ(file->size, size);
      EXPECT_EQ(file->name, name);
    }
  }
}

TEST(FileRef, RefusesWhatItDoesNotWrite) {
  const std::string id = FormatId(kId);
  for (const std::string& text : {std::string(), id, id + " 5", id + " 5 ", id + "  5 a", id + " x a", id + " -1 a", id + " 05 a",
                                  id + " 67108865 a", id + " 5 a/b", id + " 5 a\\b", id + " 5 a\nb", id + " 5 \xFF",
                                  id.substr(1) + " 5 a", "x" + id + " 5 a", id + " 99999999999999999999 a",
                                  id + " 5 " + std::string(201, 'n')}) {
    EXPECT_FALSE(ParseFileRef(text)) << text;
  }
}

TEST(FileRef, AnyNameBecomesOneThatMayStand) {
  for (const std::string& name : {std::string("../../etc/passwd"), std::string("C:\\合同\\a.pdf"), std::string(), std::string("a\0b", 3),
                                  std::string("\xFF\xFE.txt"), std::string(400, 'x') + ".docx", [] {
                                    std::string long_name;
                                    for (int i = 0; i < 150; ++i) long_name += "长";
                                    return long_name + ".pdf";
                                  }()}) {
    const std::string clean = CleanFileName(name);
    EXPECT_TRUE(ParseFileRef(FormatFileRef({kId, 1, clean}))) << clean;
    const std::size_t dot = name.rfind('.');
    if (name.size() > 200) {
      EXPECT_TRUE(clean.ends_with(name.substr(dot))) << clean;
    }
  }
}

TEST(FileRef, PartsCoverTheFile) {
  EXPECT_EQ(FilePartCount(0), 0u);
  EXPECT_EQ(FilePartCount(1), 1u);
  EXPECT_EQ(FilePartCount(kFilePartBytes), 1u);
  EXPECT_EQ(FilePartCount(kFilePartBytes + 1), 2u);
  EXPECT_EQ(FilePartCount(kMaxFileBytes), 64u);
}

TEST(Attachment, ShowsNamesAndEditsBack) {
  const Field field = AttachmentField();
  const Value value = Value::List({FormatFileRef({kId, 10, "执照.pdf"}), FormatFileRef({Id{1, 2}, 20, "照片 1.jpg"})});
  EXPECT_EQ(FormatField(field, value, {}), "执照.pdf、照片 1.jpg");
  EXPECT_EQ(ParseField(field, EditText(field, value), {}).value, value);
  EXPECT_TRUE(CheckValue(field, value, {}).empty());
  std::string found;
  AppendSearchText(field, value, {}, found);
  EXPECT_EQ(found, "执照.pdf 照片 1.jpg");
}

TEST(Attachment, ANameAloneIsNoFile) {
  const Parsed parsed = ParseField(AttachmentField(), "营业执照.pdf", {});
  EXPECT_TRUE(parsed.value.is_null());
  ASSERT_EQ(parsed.issues.size(), 1u);
  EXPECT_EQ(parsed.issues[0].code, "attachment_text");
  const Issues issues = CheckValue(AttachmentField(), Value::List({"营业执照.pdf"}), {});
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, "attachment_format");
  EXPECT_TRUE(HasBlock(issues));
}

}  // namespace
}  // namespace kedang
