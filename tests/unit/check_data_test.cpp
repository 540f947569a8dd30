// Agreement with validation data of other projects and of a public registry (KEDANG_TEST_DATA), but for the cases that
// tests/data/validation_exceptions.json lists with a reason. Cases with line breaks are fed to the validators as they are.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "shared/base/utf8.h"
#include "shared/field/email.h"
#include "shared/field/identity_card.h"
#include "shared/field/phone.h"
#include "shared/field/uscc.h"
#include "tests/support/asset.h"

namespace kedang {
namespace {

using nlohmann::json;

std::set<std::string> Exceptions(const char* file) {
  const json all = json::parse(ReadAsset("tests/data/validation_exceptions.json"), nullptr, false);
  std::set<std::string> cases;
  if (!all.is_object() || !all.contains(file)) return cases;
  for (const json& entry : all[file]) {
    EXPECT_FALSE(entry.value("reason", "").empty());
    cases.insert(entry.value("case", ""));
  }
  return cases;
}

class CheckData : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("KEDANG_TEST_DATA");
    if (folder == nullptr) GTEST_SKIP() << "KEDANG_TEST_DATA is not set";
    folder_ = folder;
  }
  std::string Load(const std::string& name) {
    std::string text = ReadFile(folder_ + "/" + name);
    EXPECT_FALSE(text.empty()) << name;
    return text;
  }
  // Every line of JSON whose args are these, judged by `check`; listed cases must disagree, the rest agree.
  void ExpectAgreement(const char* folder, const char* file, const json& args, const std::function<bool(const std::string&)>& check) {
    const std::set<std::string> exceptions = Exceptions(file);
    std::istringstream lines(Load(std::string("validation/") + folder + "/" + file));
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
      const json row = json::parse(line, nullptr, false);
      if (!row.is_object() || row["args"] != args) continue;
      const std::string value = row["value"].get<std::string>();
      const bool is_listed = exceptions.count(value) > 0;
      EXPECT_EQ(check(value) == row["valid"].get<bool>(), !is_listed) << file << ": " << value;
      ++count;
    }
    EXPECT_GT(count, 10) << file;
  }

  std::string folder_;
};

std::string Between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t start = text.find(open);
  if (start == std::string::npos) return {};
  const std::size_t end = text.find(close, start + open.size());
  return end == std::string::npos ? std::string() : text.substr(start + open.size(), end - start - open.size());
}

// Entities of XML, and U+2400 + n for control character n.
std::string Unescape(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') {
      const std::string name = text.substr(at + 1, text.find(';', at) - at - 1);
      at += name.size() + 2;
      if (name[0] == '#') {
        const bool is_hex = name[1] == 'x';
        AppendUtf8(static_cast<char32_t>(std::strtoul(name.c_str() + (is_hex ? 2 : 1), nullptr, is_hex ? 16 : 10)), out);
      } else {
        out += name == "lt" ? '<' : name == "gt" ? '>' : name == "quot" ? '"' : name == "apos" ? '\'' : '&';
      }
      continue;
    }
    const char32_t c = DecodeUtf8(text, at);
    AppendUtf8(c >= 0x2400 && c <= 0x2420 ? c - 0x2400 : c, out);
  }
  return out;
}

TEST_F(CheckData, EmailAgreesWithIsemail) {
  const std::string xml = Load("validation/email/isemail_tests.xml");
  const std::set<std::string> exceptions = Exceptions("isemail_tests.xml");
  int count = 0;
  for (std::size_t at = xml.find("<test id"); at != std::string::npos; at = xml.find("<test id", at + 1)) {
    const std::string test = xml.substr(at, xml.find("</test>", at) - at);
    const std::string id = Between(test, "id=\"", "\""), category = Between(test, "<category>", "</category>");
    const std::string address = Unescape(Between(test, "<address>", "</address>"));
    // isemail calls an address valid up to "valid for SMTP but has unusual elements".
    const bool is_valid =
        category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN" || category == "ISEMAIL_RFC5321";
    EXPECT_EQ(CheckEmail(address).ok() == is_valid, exceptions.count(id) == 0) << id << " " << address << " " << category;
    ++count;
  }
  EXPECT_GE(count, 160);
}

TEST_F(CheckData, EmailAgreesWithValidatorJs) {
  ExpectAgreement("email", "validatorjs_isEmail.jsonl", json::array(),
                  [](const std::string& text) { return CheckEmail(text).ok(); });
}

TEST_F(CheckData, IdentityCardAgreesWithValidatorJs) {
  ExpectAgreement("ids", "validatorjs_isIdentityCard.jsonl", json::array({"zh-CN"}),
                  [](const std::string& text) { return CheckIdentityCard(text, std::nullopt).ok(); });
}

TEST_F(CheckData, MobileAgreesWithValidatorJs) {
  ExpectAgreement("phone", "validatorjs_isMobilePhone.jsonl", json::array({"zh-CN"}),
                  [](const std::string& text) { return CheckPhone(text, PhoneKind::kMobile).ok(); });
}

TEST_F(CheckData, UsccAgreesWithTheRegistry) {
  std::istringstream lines(Load("validation/ids/cn_uscc_registry_20k.tsv"));
  std::string line;
  std::getline(lines, line);
  int count = 0;
  for (; std::getline(lines, line); ++count) {
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos);
    EXPECT_EQ(CheckUscc(line.substr(0, tab)).ok(), line[tab + 1] == '1') << line;
  }
  EXPECT_EQ(count, 20000);
}

TEST_F(CheckData, MalformedUsccAreRefused) {
  const bool may_be_lower = Exceptions("cn_uscc_real_malformed.tsv").count("lower case") > 0;
  std::istringstream lines(Load("company/cn_uscc_real_malformed.tsv"));
  std::string line;
  std::getline(lines, line);
  int refused = 0, raised = 0;
  while (std::getline(lines, line)) {
    const std::string code = line.substr(0, line.find('\t'));
    const bool has_lower = code.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
    const bool is_ok = CheckUscc(code).ok();
    if (is_ok) {
      EXPECT_TRUE(has_lower && may_be_lower) << code;
    }
    ++(is_ok ? raised : refused);
  }
  EXPECT_EQ(refused + raised, 600);
  EXPECT_GT(refused, 450);
}

}  // namespace
}  // namespace kedang
