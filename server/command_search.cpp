#include "server/command_search.h"

#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "server/pool_search.h"
#include "shared/model/value_json.h"
#include "shared/search/highlight.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

// Values as they are shown, computed ones, too.
class HitReader {
 public:
  HitReader(Instance& instance, Store& store, const Principal& principal)
      : related_(store, instance.schemas(), principal), computed_(instance.rules().computed()) {
    world_.lexicon = &instance.lexicon();
    world_.today = DateOf(instance.clock().NowMs(), world_.offset_minutes);
    world_.related = &related_;
  }

  // Of the record that was asked for last.
  const Value& Get(const Record& record, FieldId field) { return computed_.Get(record, field, WorldOf(world_, {})); }
  const Field& Shown(const Schema& schema, const Field& field) const { return computed_.fields().Shown(schema.id, field); }
  void Forget() {
    computed_.Forget();
    related_.Release();
  }
  const Status& status() const { return related_.status(); }

 private:
  ScannedLookup related_;
  CheckContext world_;
  ComputedReader computed_;
};

Json HitJson(const Pool& pool, HitReader& reader, const Schema& schema, const Record& record, const SearchWords& query) {
  Json fields = Json::object();
  Json highlights = Json::array();
  for (const Field& field : schema.fields) {
    if (field.is_retired) continue;
    const Value value = reader.Get(record, field.id);
    if (value.is_null()) continue;
    const Field& look = reader.Shown(schema, field);
    fields[field.key] = ValueToPlainJson(look.type, value);
    if (field.search_weight == 0) continue;
    const std::string shown = FormatField(look, value, pool.format());
    for (const TextRange& range : Highlight(pool.index().matcher(), query, shown)) {
      highlights.push_back({{"field", field.key}, {"text", shown.substr(range.begin, range.end - range.begin)}});
    }
  }
  return {{"id", FormatId(record.id)},
          {"schema", schema.key},
          {"title", FormatPlain(reader.Get(record, schema.title))},
          {"fields", std::move(fields)},
          {"highlights", std::move(highlights)}};
}

Result<std::size_t> Search(const CommonOptions& common, const SearchCommandOptions& options) {
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  KEDANG_ASSIGN(const Principal principal, PrincipalFor(*instance, options.as_user));
  const Schema* schema = nullptr;
  if (!options.schema.empty()) {
    KEDANG_ASSIGN(schema, SchemaFor(*instance, options.schema));
  }
  KEDANG_ASSIGN(const auto pool, Pool::Load(*instance, principal, schema));
  const ParsedQueries queries = ParsePoolQuery(options.query, *pool, instance->schemas(), schema);
  KEDANG_RETURN_IF_ERROR(TellProblems(queries.problems));
  KEDANG_ASSIGN(const Instance::Reader store, instance->Read());
  PoolSearch search(*pool, *instance, *store, principal);
  const auto start = std::chrono::steady_clock::now();
  KEDANG_ASSIGN(const HitList hits, search.Find(queries));
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  Json list = Json::array();
  HitReader reader(*instance, *store, principal);
  for (std::size_t i = 0; i < hits.size() && i < options.limit; ++i) {
    const auto record = pool->records().RecordAt(hits.At(i));
    const Schema* of_record = record ? instance->schemas().Find(record->schema) : nullptr;
    if (of_record == nullptr) continue;
    if (common.is_json) {
      list.push_back(HitJson(*pool, reader, *of_record, *record, search.words()));
    } else {
      std::printf("%s\t%s\t%s\n", FormatId(record->id).c_str(), of_record->key.c_str(),
                  FormatPlain(reader.Get(*record, of_record->title)).c_str());
    }
    reader.Forget();
  }
  KEDANG_RETURN_IF_ERROR(reader.status());
  if (common.is_json) {
    PrintJson(Json{{"count", hits.size()}, {"ms", spent.count()}, {"hits", std::move(list)}});
  } else if (!common.is_quiet) {
    std::fprintf(stderr, "%zu hits in %.1f ms\n", hits.size(), spent.count());
  }
  return hits.size();
}

}  // namespace

int RunSearch(const CommonOptions& common, const SearchCommandOptions& options) {
  const auto count = Search(common, options);
  if (!count.ok()) return Fail(count.error());
  return *count > 0 ? kDone : kFailed;
}

}  // namespace kedang
