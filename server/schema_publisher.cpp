#include "server/schema_publisher.h"

#include <set>

#include "server/pool.h"
#include "server/schema_table.h"
#include "shared/schema/schema_draft.h"
#include "shared/schema/schema_problem.h"
#include "shared/sync/convert.h"

namespace kedang {
namespace {

// On the writer's thread, inside its transaction.
Status Publish(Instance& instance, const PublishOrder& request, SqliteStore& store, PublishResult& answer) {
  KEDANG_ASSIGN(const auto edition, instance.EditionAt(store.connection()));
  const SchemaSet& current = edition->schemas();
  answer.version = current.version;
  if (request.base != current.version) {
    answer.outcome = PublishOutcome::kConflict;
    return {};
  }
  const SchemaSet draft = WithChanges(current, request.schemas);
  answer.problems = CheckSchemas(draft, &current, instance.lexicon());
  // In the set the later one has taken the earlier one's place.
  std::set<SchemaId> numbers;
  for (const Schema& schema : request.schemas) {
    if (numbers.insert(schema.id).second) continue;
    answer.problems.push_back(MakeSchemaProblem(Severity::kBlock, "schema.schema_twice", {{"schema", schema.key}}));
    answer.problems.back().schema = schema.id;
  }
  if (!MayPublish(answer.problems)) {
    answer.outcome = PublishOutcome::kInvalid;
    return {};
  }
  if (draft.version == current.version) {
    answer.outcome = PublishOutcome::kUnchanged;
    return {};
  }
  KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(store, current));
  const ConvertContext context{current, draft, instance.lexicon(), &names, instance.clock(), store, request.author.user};
  KEDANG_ASSIGN(const ConvertCounts counts, ConvertRecords(context));
  Publication publication;
  publication.id = FormatId(MakeId(instance.clock().NowMs(), instance.random()));
  publication.author = request.author.user.is_nil() ? std::string() : FormatId(request.author.user);
  publication.source = request.source;
  publication.converted = counts.converted;
  publication.emptied = counts.emptied;
  publication.at_ms = instance.clock().NowMs();
  KEDANG_RETURN_IF_ERROR(WriteSchemas(store.connection(), draft, publication));
  // A number of its own, so that everybody hears of it who waits for changes.
  KEDANG_RETURN_IF_ERROR(store.NextSequence());
  answer.version = draft.version;
  answer.converted = counts.converted;
  answer.emptied = counts.emptied;
  return {};
}

}  // namespace

Result<PublishResult> PublishSchemas(Instance& instance, const PublishOrder& request) {
  if (!MayAdminister(request.author)) {
    return Error{ErrorCode::kPermissionDenied, "'" + request.author.name + "' is no administrator"};
  }
  PublishResult answer;
  const Status status = instance.writer().Submit([&](SqliteStore& store) {
    answer = PublishResult();
    return Publish(instance, request, store, answer);
  });
  if (!status.ok()) return status.error();
  return answer;
}

}  // namespace kedang
