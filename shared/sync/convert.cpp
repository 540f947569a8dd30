#include "shared/sync/convert.h"

#include <algorithm>

#include "shared/schema/retype.h"
#include "shared/sync/apply.h"

namespace kedang {
namespace {

constexpr int kZoneMinutes = 8 * 60;

struct Conversion {
  const Field* before = nullptr;
  const Field* after = nullptr;
};

// Whether the same value may give another unique key, or a key where there was none.
bool ChangesKeys(const Field* before, const Field& after) {
  const bool was_unique = before != nullptr && before->is_unique && !before->is_retired;
  const bool is_unique = after.is_unique && !after.is_retired;
  if (was_unique != is_unique) return true;
  return is_unique && (before->format != after.format || before->type != after.type);
}

class Converter {
 public:
  explicit Converter(const ConvertContext& context) : context_(context), now_(context.clock.NowMs()) {
    check_.lexicon = &context.lexicon;
    check_.names = context.names;
    check_.today = DateOf(now_, kZoneMinutes);
  }

  Result<ConvertCounts> Run() {
    for (const Schema& after : context_.after.schemas) {
      const Schema* before = context_.before.Find(after.id);
      if (before == nullptr) continue;
      conversions_.clear();
      bool changes_keys = false;
      for (const Field& field : after.fields) {
        const Field* was = before->Find(field.id);
        changes_keys = changes_keys || ChangesKeys(was, field);
        if (was != nullptr && NeedsConversion(*was, field)) conversions_.push_back({was, &field});
      }
      if (conversions_.empty() && !changes_keys) continue;
      Status status;
      KEDANG_RETURN_IF_ERROR(context_.store.ScanWhole(after.id, [&](const Record& record) {
        status = ConvertRecord(after, record, changes_keys);
        return status.ok();
      }));
      KEDANG_RETURN_IF_ERROR(status);
      if (!conversions_.empty()) KEDANG_RETURN_IF_ERROR(ConvertConflicts(after.id));
    }
    return counts_;
  }

 private:
  Status ConvertRecord(const Schema& schema, const Record& record, bool changes_keys) {
    Record converted = record;
    std::vector<HistoryChange> changes;
    for (const Conversion& conversion : conversions_) {
      const Value& value = record.Get(conversion.after->id);
      if (value.is_null()) continue;
      RetypedValue retyped = RetypeValue(*conversion.before, *conversion.after, value, check_);
      if (retyped.value == value) continue;
      ++(retyped.value.is_null() ? counts_.emptied : counts_.converted);
      changes.push_back({conversion.after->id, value, std::move(retyped.value)});
    }
    if (changes.empty()) {
      if (changes_keys && !record.is_deleted) return context_.store.PutWithKeys(record, UniqueKeysOf(schema, record));
      return {};
    }
    KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
    HistoryEntry entry;
    entry.version = Version{context_.store.epoch().number, sequence};
    for (const HistoryChange& change : changes) converted.Set(change.field, change.after, entry.version);
    converted.changed = entry.version;
    converted.changed_ms = now_;
    entry.schema = schema.id;
    entry.record = record.id;
    entry.kind = MutationKind::kSet;
    entry.author = context_.author;
    entry.server_ms = entry.client_ms = now_;
    entry.provenance = Provenance{SourceKind::kSchema, "v" + std::to_string(context_.after.version), Id()};
    entry.changes = std::move(changes);
    KEDANG_RETURN_IF_ERROR(context_.store.PutWithKeys(converted, UniqueKeysOf(schema, converted)));
    return context_.store.AppendHistory(entry);
  }

  // Whoever decides an open conflict must find values that can be taken. One that cannot be converted stays to be read.
  Status ConvertConflicts(SchemaId schema) {
    std::vector<Conflict> open;
    KEDANG_RETURN_IF_ERROR(context_.store.ScanConflictChanges(0, [&](const Conflict& conflict) {
      if (conflict.is_open && conflict.schema == schema) open.push_back(conflict);
      return true;
    }));
    for (Conflict& conflict : open) {
      const auto conversion = std::find_if(conversions_.begin(), conversions_.end(),
                                           [&](const Conversion& each) { return each.after->id == conflict.field; });
      if (conversion == conversions_.end()) continue;
      for (Value* value : {&conflict.base, &conflict.earlier, &conflict.later}) {
        RetypedValue retyped = RetypeValue(*conversion->before, *conversion->after, *value, check_);
        if (!retyped.value.is_null()) *value = std::move(retyped.value);
      }
      KEDANG_ASSIGN(const std::uint64_t sequence, context_.store.NextSequence());
      conflict.version = Version{context_.store.epoch().number, sequence};
      KEDANG_RETURN_IF_ERROR(context_.store.PutConflict(conflict));
    }
    return {};
  }

  const ConvertContext& context_;
  TimeMs now_;
  CheckContext check_;
  std::vector<Conversion> conversions_;  // of the schema at hand
  ConvertCounts counts_;
};

}  // namespace

Result<ConvertCounts> ConvertRecords(const ConvertContext& context) { return Converter(context).Run(); }

}  // namespace kedang
