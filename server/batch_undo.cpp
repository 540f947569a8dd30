#include "server/batch_undo.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "server/store_words.h"
#include "server/user_table.h"
#include "shared/sync/apply.h"
#include "shared/sync/batch_revert.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

std::string DetailOf(const Issue& issue, std::string_view name) {
  for (const auto& [key, value] : issue.details) {
    if (key == name) return value;
  }
  return "";
}

std::uint64_t CountOf(const Issue& issue, std::string_view name) {
  const std::string text = DetailOf(issue, name);
  std::uint64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace

Result<MutationResult> UndoBatch(Instance& instance, const Principal& principal, Id batch, std::size_t most_reverted) {
  const Lexicon& lexicon = instance.lexicon();  // parsed before the writer waits for it
  MutationResult result;
  KEDANG_RETURN_IF_ERROR(instance.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(const auto edition, instance.EditionAt(store.connection()));
    const ApplyContext context{edition->schemas(), lexicon, edition->rules(lexicon), instance.clock(), instance.random(), store,
                               principal,          Id(), true, most_reverted};
    Group group;
    group.id = MakeId(instance.clock().NowMs(), instance.random());
    group.provenance.kind = SourceKind::kUndo;
    group.provenance.batch = group.id;
    Mutation& mutation = group.mutations.emplace_back();
    mutation.kind = MutationKind::kRevert;
    mutation.record = batch;
    mutation.client_ms = instance.clock().NowMs();
    KEDANG_ASSIGN(auto results, ApplyGroup(context, group));
    result = std::move(results.front());
    return {};
  }));
  return result;
}

Result<std::vector<ListedBatch>> ListBatches(Instance& instance, const Principal& principal, std::optional<SourceKind> kind,
                                             std::size_t limit) {
  // Others' are passed over, so more are read than are asked for.
  constexpr std::size_t kMostRead = 10'000;
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  KEDANG_ASSIGN(std::vector<Batch> batches, reader->Batches(kind, MayAdminister(principal) ? limit : kMostRead));
  KEDANG_ASSIGN(const std::vector<User> users, ListUsers(reader->connection()));
  std::vector<ListedBatch> listed;
  for (Batch& batch : batches) {
    if (!MayAdminister(principal) && !(batch.author == principal.user)) continue;
    if (listed.size() == limit) break;
    ListedBatch& one = listed.emplace_back();
    KEDANG_ASSIGN(one.is_in_force, IsInForce(*reader, batch.id));
    for (const User& user : users) {
      if (user.id == batch.author) one.author = user.display;
    }
    one.batch = std::move(batch);
  }
  return listed;
}

Json BatchJson(const ListedBatch& listed, const SchemaSet& schemas) {
  const Batch& batch = listed.batch;
  const Schema* schema = schemas.Find(batch.schema);
  return {{"batch", FormatId(batch.id)},
          {"kind", SourceKindName(batch.kind)},
          {"source", batch.source},
          {"schema", schema != nullptr ? Json(schema->key) : Json()},
          {"author", listed.author},
          {"at_ms", batch.at_ms},
          {"created", batch.created},
          {"changed", batch.changed},
          {"deleted", batch.deleted},
          {"restored", batch.restored},
          {"read", batch.read},
          {"duplicates", batch.duplicates},
          {"rejected", batch.rejected},
          {"undone", !listed.is_in_force},
          {"reverts", batch.reverts.is_nil() ? Json() : Json(FormatId(batch.reverts))}};
}

Json UndoJson(const MutationResult& result, const SchemaSet& schemas) {
  Json answer{{"outcome", OutcomeWord(result.outcome)}};
  Json issues = Json::array();
  for (const Issue& issue : result.issues) {
    if (issue.code == "revert_done") {
      for (const char* name : {"records", "deleted", "restored", "changed", "kept"}) answer[name] = CountOf(issue, name);
      continue;
    }
    Json item{{"code", issue.code}, {"message", issue.message}};
    const Schema* schema = schemas.Find(std::string_view(DetailOf(issue, "schema")));
    const Field* field = schema != nullptr ? schema->Find(issue.field) : nullptr;
    if (field != nullptr) item["field"] = field->key;
    for (const auto& [name, value] : issue.details) item[name] = value;
    issues.push_back(std::move(item));
  }
  answer["issues"] = std::move(issues);
  return answer;
}

}  // namespace kedang
