#include "server/default_views.h"

#include <nlohmann/json.hpp>

#include "server/record_batch.h"

namespace kedang {
namespace {

constexpr std::string_view kViewSchema = "view";

// Whether everything the view names is here.
bool Fits(const nlohmann::json& view, const SchemaSet& schemas) {
  const Schema* schema = schemas.Find(std::string_view(view.value("schema", "")));
  if (schema == nullptr) return false;
  for (const char* part : {"layout_field", "sort", "group"}) {
    const std::string key = view.value(part, "");
    const Field* field = key.empty() ? nullptr : schema->Find(std::string_view(key));
    if (!key.empty() && (field == nullptr || field->is_retired)) return false;
  }
  return true;
}

Status Add(Instance& instance, SqliteStore& store) {
  KEDANG_ASSIGN(const auto edition, instance.EditionAt(store.connection()));
  const Schema* schema = edition->schemas().Find(kViewSchema);
  if (schema == nullptr || !schema->is_system) return {};
  KEDANG_ASSIGN(Statement find, store.connection().Prepare("SELECT 1 FROM record WHERE schema = ?"));
  KEDANG_ASSIGN(const bool had_some, find.Bind(1, schema->id).Step());
  if (had_some) return {};
  const auto views = nlohmann::json::parse(EmbeddedContent().views, nullptr, false);
  if (!views.is_array()) return {};
  const TimeMs now = instance.clock().NowMs();
  RecordBatch batch(store, *schema, instance.random(), Provenance{SourceKind::kSample, "kedang", Id()}, Id(), now);
  std::int64_t position = 0;
  for (const auto& view : views) {
    if (!Fits(view, edition->schemas())) continue;
    std::vector<std::pair<FieldId, Value>> cells;
    const auto add = [&](std::string_view key, Value value) {
      const Field* field = schema->Find(key);
      if (field != nullptr && !value.is_null()) cells.emplace_back(field->id, std::move(value));
    };
    for (const char* key : {"name", "english_name", "schema", "query", "columns", "sort", "group", "layout_field"}) {
      add(key, Value::Text(view.value(key, "")));
    }
    add("layout", Value::Text(view.value("layout", "table")));
    add("visibility", Value::Text("everyone"));
    add("position", Value::Of(Decimal{position += 1000, 0}));
    KEDANG_RETURN_IF_ERROR(batch.Insert(cells, now));
  }
  return batch.Finish();
}

}  // namespace

Status AddDefaultViews(Instance& instance) {
  return instance.writer().Submit([&instance](SqliteStore& store) { return Add(instance, store); });
}

}  // namespace kedang
