// kedang bench expr and bench check: how many times a second one core evaluates expressions over the shipped customer template, from a
// single comparison to what rules and formulas look like; and how many whole records a second it judges, with all rules.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "server/command_bench.h"
#include "server/content.h"
#include "server/sample_customer.h"
#include "shared/check/record_check.h"
#include "shared/check/rule_book.h"
#include "shared/expr/evaluator.h"
#include "shared/expr/expression.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

struct Case {
  const char* name;
  const char* source;
};

// "simple" is the one the aim of ten million a second is about.
constexpr Case kCases[] = {
    {"simple", "客户阶段 = \"跟进中\""},
    {"date", "成立日期 >= \"2015-01-01\""},
    {"condition", "客户等级 in [\"A 战略\", \"B 重点\"] 且 成立日期 >= \"2015-01-01\" 且 地区 属于 \"浙江省\""},
    {"text", "客户名称 contains \"科技\" or matches(手机, \"199*\")"},
    {"arithmetic", "round(length(客户名称) * 6% / 12, 2) > 0.05"},
    {"made_text", "客户名称 & \"（\" & year(成立日期) & \"）\""},
};

double Seconds(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<Json> BenchExpressions(const BenchCommandOptions& options) {
  const Content content = EmbeddedContent();
  KEDANG_ASSIGN(const Lexicon lexicon, Lexicon::Parse(content.pinyin, content.regions, content.industries));
  SchemaSet schemas;
  for (const std::string_view text : content.schemas) {
    KEDANG_ASSIGN(Schema schema, ParseSchema(text));
    schemas.schemas.push_back(std::move(schema));
  }
  const Schema* customer = schemas.Find("customer");
  if (customer == nullptr) return Error{ErrorCode::kNotFound, "bench expr: no customer template"};
  // Few enough to stay in the cache of a core: this measures evaluating, not memory.
  const std::uint64_t rows = std::clamp<std::uint64_t>(options.rows, 1, 1000);
  SampleRandom random(options.seed);
  std::vector<Record> records;
  for (std::uint64_t i = 0; i < rows; ++i) records.push_back(MakeSampleCustomer(*customer, Id{0, i + 1}, lexicon, random));

  const ExpressionScope scope{&schemas, customer, &lexicon, nullptr};
  Evaluator evaluator;
  EvaluationContext context;
  context.lexicon = &lexicon;
  context.today = Date{20'000};
  Json figures{{"records", rows}};
  for (const Case& one : kCases) {
    const auto compile_start = std::chrono::steady_clock::now();
    const Compilation compilation = CompileExpression(one.source, scope);
    const double compile_us = Seconds(compile_start) * 1e6;
    if (!compilation.ok()) {
      return Error{ErrorCode::kInternal, std::string(one.source) + ": " + FormatExpressionError(compilation.error)};
    }
    std::uint64_t done = 0, held = 0;
    const auto start = std::chrono::steady_clock::now();
    do {
      for (const Record& record : records) {
        context.record = &record;
        const Evaluation evaluation = evaluator.Evaluate(compilation.program, context);
        held += evaluation.value.is_true() || evaluation.value.is_text() ? 1 : 0;
      }
      done += rows;
    } while (Seconds(start) < 0.5);
    const double seconds = Seconds(start);
    figures[one.name] = Json{{"per_s", static_cast<std::uint64_t>(static_cast<double>(done) / seconds)},
                             {"true_share", static_cast<double>(held) / static_cast<double>(done)},
                             {"compile_us", compile_us}};
  }
  return figures;
}

Result<Json> BenchCheck(const BenchCommandOptions& options) {
  const Content content = EmbeddedContent();
  KEDANG_ASSIGN(const Lexicon lexicon, Lexicon::Parse(content.pinyin, content.regions, content.industries));
  SchemaSet schemas;
  for (const std::string_view text : content.schemas) {
    KEDANG_ASSIGN(Schema schema, ParseSchema(text));
    schemas.schemas.push_back(std::move(schema));
  }
  const Schema* customer = schemas.Find("customer");
  if (customer == nullptr) return Error{ErrorCode::kNotFound, "bench check: no customer template"};
  const std::uint64_t rows = std::clamp<std::uint64_t>(options.rows, 1, 1'000'000);
  SampleRandom random(options.seed);
  std::vector<Record> records;
  for (std::uint64_t i = 0; i < rows; ++i) records.push_back(MakeSampleCustomer(*customer, Id{0, i + 1}, lexicon, random));

  const auto compile_start = std::chrono::steady_clock::now();
  const RuleBook book(schemas, lexicon);
  const double compile_ms = Seconds(compile_start) * 1e3;
  if (const Issues broken = book.Broken(); !broken.empty()) return Error{ErrorCode::kInternal, broken.front().message};
  RuleJudge judge(book);
  CheckContext check;
  check.lexicon = &lexicon;
  check.today = Date{20'700};
  Json figures{{"records", rows}, {"rules", book.Find(customer->id)->size()}, {"compile_ms", compile_ms}};
  for (const bool has_rules : {false, true}) {
    check.rules = has_rules ? &judge : nullptr;
    std::uint64_t issues = 0, done = 0;
    const auto start = std::chrono::steady_clock::now();
    do {
      for (const Record& record : records) issues += CheckRecord(*customer, record, check).size();
      done += rows;
    } while (Seconds(start) < 0.5);
    const auto per_s = static_cast<std::uint64_t>(static_cast<double>(done) / Seconds(start));
    figures[has_rules ? "records_per_s" : "without_rules_per_s"] = per_s;
    if (has_rules) figures["issues_per_record"] = static_cast<double>(issues) / static_cast<double>(done);
  }
  return figures;
}

}  // namespace

int RunBenchCheck(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchCheck(options));
}

int RunBenchExpressions(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchExpressions(options));
}

}  // namespace kedang
