// kedang check --rules: draft rules over everything there is, and over what was saved last, before they are switched on.
#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/command_check.h"
#include "server/file.h"
#include "shared/check/rule_trial.h"
#include "shared/schema/schema_package.h"
#include "shared/sync/recent_saves.h"
#include "shared/sync/store_lookup.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kZoneMinutes = 8 * 60;
constexpr std::size_t kKept = 100;

// The set in force with the draft in place of one schema's rules and stages. The draft is {"schema":"customer","rules":[…],
// "stages":[…]}; what it leaves out stays as it is.
Result<SchemaSet> WithDraft(const SchemaSet& schemas, const std::string& text, std::string& schema_key) {
  if (IsNestedTooDeep(text)) return Error{ErrorCode::kInvalidArgument, "--rules: the file is nested too deep"};
  const Json draft = Json::parse(text, nullptr, false);
  if (!draft.is_object()) return Error{ErrorCode::kInvalidArgument, "--rules: the file is no JSON object"};
  schema_key = draft.value("schema", Json("customer")).is_string() ? draft.value("schema", Json("customer")).get<std::string>() : "";
  const Schema* schema = schemas.Find(schema_key);
  if (schema == nullptr) return Error{ErrorCode::kInvalidArgument, "--rules: there is no schema \"" + schema_key + "\""};
  Json object = Json::parse(FormatSchema(*schema), nullptr, false);
  for (const char* part : {"rules", "stages"}) {
    if (draft.contains(part)) object[part] = draft[part];
  }
  KEDANG_ASSIGN(Schema drafted, ParseSchema(object.dump()));
  SchemaSet set = schemas;
  for (Schema& each : set.schemas) {
    if (each.id == drafted.id) each = drafted;
  }
  return set;
}

std::string_view SeverityWord(Severity severity) {
  return severity == Severity::kBlock ? "block" : severity == Severity::kWarn ? "warn" : "info";
}

Json CountJson(const Schema& schema, const TrialCount& count, const char* unit) {
  Json item{{"code", count.code}, {"severity", SeverityWord(count.severity)}, {unit, count.records}, {"newly", count.newly}};
  if (const Field* field = schema.Find(count.field)) item["field"] = field->key;
  if (!count.label.zh.empty()) item["label"] = count.label.zh;
  Json owners = Json::object();
  for (const auto& [owner, records] : count.owners) owners[owner.empty() ? "none" : owner] = records;
  item["owners"] = std::move(owners);
  Json first = Json::array();
  for (const Id id : count.first) first.push_back(FormatId(id));
  item["first"] = std::move(first);
  return item;
}

Json CountsJson(const Schema& schema, const RuleTrial& trial, const char* unit) {
  Json list = Json::array();
  for (const TrialCount& count : trial.Counts()) list.push_back(CountJson(schema, count, unit));
  return list;
}

void PrintCounts(const Schema& schema, const RuleTrial& trial) {
  for (const TrialCount& count : trial.Counts()) {
    const Field* field = schema.Find(count.field);
    std::printf("%s\t%s\t%s\t%llu\t%llu\n", std::string(SeverityWord(count.severity)).c_str(), count.code.c_str(),
                field == nullptr ? "-" : field->key.c_str(), static_cast<unsigned long long>(count.records),
                static_cast<unsigned long long>(count.newly));
  }
}

}  // namespace

int RunCheckRules(const CommonOptions& common, const CheckCommandOptions& options) {
  const auto text = ReadWholeFile(options.rules);
  if (!text.ok()) return Fail(text.error());
  const auto instance = OpenInstance(common);
  if (!instance.ok()) return Fail(instance.error());
  std::string key;
  const auto set = WithDraft((*instance)->schemas(), std::string(AsText(*text)), key);
  if (!set.ok()) return Fail(set.error());
  const Schema& schema = *set->Find(key);
  const auto reader = (*instance)->Read();
  if (!reader.ok()) return Fail(reader.error());
  // What a rule asks for is read on another connection: the scan below is under way on the first.
  const auto other = (*instance)->Read();
  if (!other.ok()) return Fail(other.error());
  StoreLookup related(**other);
  CheckContext context;
  context.lexicon = &(*instance)->lexicon();
  context.today = DateOf((*instance)->clock().NowMs(), kZoneMinutes);
  context.offset_minutes = kZoneMinutes;
  context.related = &related;
  RuleTrial trial(*set, schema.id, *context.lexicon, context, kKept, &(*instance)->schemas());
  const auto total = (*reader)->Count(schema.id);
  if (!total.ok()) return Fail(total.error());
  Progress progress(common);
  const Status scanned = (*reader)->Scan(schema.id, [&](const Record& record) {
    trial.Judge(record);
    if (trial.judged() % 4096 == 0) progress.Show("judging", trial.judged(), *total);
    return related.status().ok();
  });
  if (!scanned.ok()) return Fail(scanned.error());
  if (!related.status().ok()) return Fail(related.status().error());
  RuleTrial saves(*set, schema.id, *context.lexicon, context, kKept, &(*instance)->schemas(), TrialOf::kSaves);
  Principal everything;
  everything.role = Role::kAdministrator;
  const auto recent = RecentSaves(**reader, (*instance)->schemas(), everything, {schema.id, options.saves});
  if (!recent.ok()) return Fail(recent.error());
  for (const SavedRecord& saved : recent->records) {
    for (const PastSave& save : PastSaves(saved.now, saved.entries)) saves.Judge(save);
  }
  if (!related.status().ok()) return Fail(related.status().error());
  if (common.is_json) {
    Json broken = Json::array();
    for (const Issue& issue : trial.broken()) {
      Json item{{"code", issue.code}, {"message", issue.message}};
      for (const auto& [name, value] : issue.details) item[name] = value;
      broken.push_back(std::move(item));
    }
    PrintJson(Json{{"schema", key}, {"records", trial.judged()}, {"breaking", trial.breaking()}, {"newly", trial.newly_breaking()}, {"counts", CountsJson(schema, trial, "records")},
                   {"saves", {{"judged", saves.judged()}, {"breaking", saves.breaking()}, {"newly", saves.newly_breaking()}, {"blocked", saves.blocked()},
                              {"counts", CountsJson(schema, saves, "saves")}}},
                   {"broken", broken}});
  } else {
    std::printf("%llu records of %s, %llu break something, %llu of them newly\n", static_cast<unsigned long long>(trial.judged()),
                key.c_str(), static_cast<unsigned long long>(trial.breaking()),
                static_cast<unsigned long long>(trial.newly_breaking()));
    PrintCounts(schema, trial);
    std::printf("%llu of their last saves, %llu would have broken something, %llu would have been refused\n",
                static_cast<unsigned long long>(saves.judged()), static_cast<unsigned long long>(saves.breaking()),
                static_cast<unsigned long long>(saves.blocked()));
    PrintCounts(schema, saves);
    for (const Issue& issue : trial.broken()) std::printf("broken\t%s\n", issue.message.c_str());
  }
  return trial.broken().empty() ? kDone : kFailed;
}

}  // namespace kedang
