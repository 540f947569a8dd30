// ImportJobTest: an import in a browser's memory, fed a file's bytes as it asks for them.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/shipped_lexicon.h"
#include "tests/support/sync_world.h"
#include "tests/support/workspace_start.h"
#include "wasm/app/import_job.h"

namespace kedang {

inline constexpr std::string_view kSchemas = R"({"version":1,"schemas":[{"id":7,"key":"customer","version":1,
  "label":{"zh":"客户","en":"Customers"},"icon":"users","title":"name","groups":[{"key":"main","label":{"zh":"主","en":"Main"}}],
  "fields":[
   {"id":1,"key":"name","label":{"zh":"客户名称","en":"Name"},"type":"text","group":"main","required":true,"synonyms":["公司名称"]},
   {"id":2,"key":"uscc","label":{"zh":"信用代码","en":"Credit code"},"type":"uscc","group":"main","unique":"block","synonyms":["税号"]},
   {"id":3,"key":"email","label":{"zh":"邮箱","en":"E-mail"},"type":"email","group":"main","unique":"warn"},
   {"id":4,"key":"note","label":{"zh":"备注","en":"Note"},"type":"long_text","group":"main"}]}]})";

inline constexpr std::string_view kGood = "91330106673959654P";
inline constexpr std::string_view kWrong = "91330106673959654Q";

class ImportJobTest : public testing::Test {
 protected:
  explicit ImportJobTest(std::string_view schemas = kSchemas)
      : workspace_(storage_, clock_, random_, ShippedLexicon(), "test", [] {}), job_(workspace_, [] { return nullptr; }) {
    StartWithSchemas(workspace_, schemas);
    job_.SetSchema(7);
  }

  // Answers every wish for bytes and works until nothing is left to do.
  void Run() {
    for (bool has_more = true; has_more;) {
      has_more = false;
      while (const auto read = job_.NextRead()) {
        const auto begin = file_.begin() + static_cast<std::ptrdiff_t>(read->offset);
        job_.OnBytes(read->file, Bytes(begin, begin + static_cast<std::ptrdiff_t>(read->size_bytes)));
        has_more = true;
      }
      int slices = 0;
      has_more = job_.Step([&slices] { return slices++ > 0; }, 1000) || has_more;
    }
  }
  void Open(std::string text, std::string name = "a.csv") {
    file_ = std::move(text);
    job_.Open(std::move(name), file_.size(), 1000);
    Run();
  }
  void Check() {
    job_.Check(1000);
    Run();
  }
  // Writes and stores; the storage answers at once.
  void Store() {
    Run();
    ASSERT_TRUE(job_.groups_ready());
    workspace_.client().Submit(job_.TakeGroups(), [this](Status status) { job_.OnStored(status); });
  }
  std::string CodesOf(std::uint32_t row) {
    std::string codes;
    for (const CellIssue& issue : job_.verdicts().IssuesOf(row)) codes += job_.verdicts().CodeOf(issue) + ";";
    return codes;
  }

  MemoryStorage storage_;
  ManualClock clock_;
  SeededRandom random_{7};
  Workspace workspace_;
  ImportJob job_;
  std::string file_;
};

}  // namespace kedang
