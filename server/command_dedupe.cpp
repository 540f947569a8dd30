#include "server/command_dedupe.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/dedupe_job.h"
#include "shared/field/field_types.h"
#include "shared/model/value_json.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kShownClusters = 50;

Result<SurvivorRule> ParseRule(std::string_view word) {
  for (int i = 0; i < static_cast<int>(SurvivorRule::kByHand); ++i) {
    if (SurvivorRuleName(static_cast<SurvivorRule>(i)) == word) return static_cast<SurvivorRule>(i);
  }
  return Error{ErrorCode::kInvalidArgument,
               "--rules: '" + std::string(word) + "' is none of kept, trusted, latest, longest, most_frequent, all"};
}

Result<std::map<FieldId, SurvivorRule>> ParseRules(const Schema& schema, std::string_view text) {
  std::map<FieldId, SurvivorRule> rules;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const std::size_t equal = part.find('=');
    const Field* field = equal == std::string_view::npos ? nullptr : schema.Find(part.substr(0, equal));
    if (field == nullptr || !IsMerged(*field)) {
      return Error{ErrorCode::kInvalidArgument,
                   "--rules: '" + std::string(part) + "' is not FIELD=RULE with a field of '" + schema.key + "' that can be written"};
    }
    KEDANG_ASSIGN(rules[field->id], ParseRule(part.substr(equal + 1)));
  }
  return rules;
}

std::string TitleOf(const Schema& schema, const Record& record) {
  return schema.title != 0 ? FormatPlain(record.Get(schema.title)) : std::string();
}

const char* VerdictWord(const DuplicateExplanation& why) { return MatchVerdictName(why.score.verdict).data(); }

Json PairJson(const Schema& schema, const ExplainedPair& pair) {
  Json fields = Json::array();
  for (const DuplicatePart& part : pair.why.parts) {
    const Field* field = schema.Find(part.field);
    if (field == nullptr || part.level < 0) continue;
    fields.push_back({{"field", field->key}, {"level", part.level}, {"of", part.levels - 1}, {"weight", part.weight}});
  }
  return {{"a", FormatId(pair.pair.a)},        {"b", FormatId(pair.pair.b)},
          {"probability", pair.pair.probability}, {"weight", pair.why.score.weight},
          {"verdict", VerdictWord(pair.why)},     {"ruled", pair.why.score.is_ruled},
          {"start", pair.why.start},              {"fields", std::move(fields)}};
}

Json ClusterJson(const Schema& schema, const DedupedCluster& told) {
  Json records = Json::array();
  for (const Record& record : told.records) records.push_back({{"id", FormatId(record.id)}, {"title", TitleOf(schema, record)}});
  Json pairs = Json::array();
  for (const ExplainedPair& pair : told.pairs) pairs.push_back(PairJson(schema, pair));
  Json golden = Json::array();
  for (const GoldenField& value : told.golden) {
    const Field* field = schema.Find(value.field);
    if (field == nullptr) continue;
    golden.push_back({{"field", field->key},
                      {"value", ValueToPlainJson(field->type, value.value)},
                      {"rule", SurvivorRuleName(value.rule)},
                      {"from", FormatId(told.records[value.from].id)},
                      {"differs", value.differs}});
  }
  Json issues = Json::array();
  for (const Issue& issue : told.issues) {
    Json item{{"code", issue.code}, {"message", issue.message}};
    if (const Field* field = schema.Find(issue.field)) item["field"] = field->key;
    issues.push_back(std::move(item));
  }
  return {{"probability", told.cluster.probability},
          {"later", told.cluster.is_put_off},
          {"kept", told.records.empty() ? Json() : Json(FormatId(told.records[told.kept].id))},
          {"records", std::move(records)},
          {"golden", std::move(golden)},
          {"pairs", std::move(pairs)},
          {"batch", told.batch.is_nil() ? Json() : Json(FormatId(told.batch))},
          {"issues", std::move(issues)}};
}

Json AnswerJson(const Schema& schema, const DedupeAnswer& answer) {
  Json clusters = Json::array();
  for (const DedupedCluster& told : answer.clusters) clusters.push_back(ClusterJson(schema, told));
  Json related = Json::array();
  for (const DuplicatePair& pair : answer.related) related.push_back({{"a", FormatId(pair.a)}, {"b", FormatId(pair.b)}});
  return {{"schema", schema.key},        {"records", answer.records}, {"candidates", answer.candidates},
          {"threshold", answer.threshold}, {"clusters", std::move(clusters)}, {"related", std::move(related)},
          {"merged", answer.merged},     {"refused", answer.refused}, {"seconds", answer.seconds}};
}

void PrintForPeople(const Schema& schema, const DedupeAnswer& answer) {
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::size_t shown = 0;
  for (const DedupedCluster& told : answer.clusters) {
    if (shown++ == kShownClusters) break;
    std::printf("%.2f%%%s%s\n", told.cluster.probability * 100, told.cluster.is_put_off ? ", put off" : "",
                !told.batch.is_nil() ? (", merged as " + FormatId(told.batch)).c_str() : told.issues.empty() ? "" : ", refused");
    for (std::size_t i = 0; i < told.records.size(); ++i) {
      std::printf("  %s %s %s\n", i == told.kept ? "*" : " ", FormatId(told.records[i].id).c_str(), TitleOf(schema, told.records[i]).c_str());
    }
    for (const Issue& issue : told.issues) std::printf("    %s (%s)\n", issue.message.c_str(), issue.code.c_str());
    if (told.pairs.empty()) continue;
    const ExplainedPair& first = told.pairs.front();
    std::printf("    %+.1f start", first.why.start);
    for (const DuplicatePart& part : first.why.parts) {
      const Field* field = schema.Find(part.field);
      if (field != nullptr && part.level >= 0) std::printf(", %+.1f %s", part.weight, field->key.c_str());
    }
    std::printf("\n");
  }
  if (answer.clusters.size() > kShownClusters) {
    std::printf("… and %llu more; --json has them all\n", number(answer.clusters.size() - kShownClusters));
  }
  std::printf("%llu records, %llu clusters, %llu related pairs, %llu merged, %llu refused, %.1f s\n", number(answer.records),
              number(answer.clusters.size()), number(answer.related.size()), number(answer.merged), number(answer.refused), answer.seconds);
}

Status Dedupe(const CommonOptions& common, const DedupeCommandOptions& options) {
  if (options.threshold < 0 || options.threshold >= 1) {
    return Error{ErrorCode::kInvalidArgument, "--threshold must be between 0 and 1"};
  }
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  DedupeRequest request;
  KEDANG_ASSIGN(request.schema, SchemaFor(*instance, options.schema));
  if (RecordMatch(*request.schema).fields().empty()) {
    return Error{ErrorCode::kInvalidArgument, "records of '" + options.schema + "' are nobody: nothing tells two of them to be the same"};
  }
  KEDANG_ASSIGN(request.rules, ParseRules(*request.schema, options.rules));
  KEDANG_ASSIGN(request.author, PrincipalFor(*instance, options.as_user));
  request.is_applied = options.is_applied;
  if (options.is_applied && options.threshold > 0) request.apply_from = options.threshold;
  if (!options.is_applied) request.threshold = options.threshold;
  Progress progress(common);
  std::uint64_t stage = 0;
  KEDANG_ASSIGN(const DedupeAnswer answer, RunDedupe(*instance, request, [&](std::string_view name) { progress.Show(name, stage++, 5); }));
  if (common.is_json) {
    PrintJson(AnswerJson(*request.schema, answer));
  } else {
    PrintForPeople(*request.schema, answer);
  }
  return {};
}

}  // namespace

int RunDedupeCommand(const CommonOptions& common, const DedupeCommandOptions& options) {
  const Status status = Dedupe(common, options);
  return status.ok() ? kDone : Fail(status.error());
}

}  // namespace kedang
