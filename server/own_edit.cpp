#include "server/own_edit.h"

#include "shared/sync/apply.h"

namespace kedang {

Status ApplyOwnEdit(Instance& instance, const Principal& author, SqliteStore& store, const SchemaSet& schemas, const Provenance& provenance, Mutation mutation) {
  Group group;
  group.id = MakeId(instance.clock().NowMs(), instance.random());
  group.provenance = provenance;
  mutation.client_ms = instance.clock().NowMs();
  group.mutations.push_back(std::move(mutation));
  const ApplyContext context{schemas, instance.lexicon(), instance.rules(), instance.clock(), instance.random(), store, author, Id(), false};
  KEDANG_ASSIGN(const auto results, ApplyGroup(context, group));
  if (IsAccepted(results.front().outcome) || results.front().outcome == Outcome::kVoid) return {};
  if (results.front().outcome == Outcome::kDenied) return Status(ErrorCode::kPermissionDenied, "'" + author.name + "' may not write this");
  return Status(ErrorCode::kInvalidArgument, results.front().issues.empty() ? "the record was refused" : results.front().issues.front().message);
}

const Schema* SystemSchema(const SchemaSet& schemas, std::string_view key) {
  const Schema* schema = schemas.Find(key);
  return schema != nullptr && schema->is_system ? schema : nullptr;
}

}  // namespace kedang
