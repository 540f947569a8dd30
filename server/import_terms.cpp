#include "server/import_terms.h"

#include <filesystem>

#include "server/file.h"
#include "server/import_ledger.h"
#include "shared/base/content_hash.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

DuplicatePolicy PolicyOf(std::string_view action) {
  if (action == "skip") return DuplicatePolicy::kSkip;
  if (action == "fill") return DuplicatePolicy::kMerge;
  return action == "trust" || action == "update" ? DuplicatePolicy::kTrust : DuplicatePolicy::kFlag;
}

// By the profile, where the request says nothing itself.
Status TakeProfile(Instance& instance, ImportTerms& terms) {
  ImportRequest& request = terms.request;
  KEDANG_ASSIGN(const Instance::Reader reader, instance.Read());
  ImportLedger ledger(*reader, instance.schemas());
  KEDANG_ASSIGN(const auto source, ledger.FindSource(request.source));
  KEDANG_ASSIGN(const auto profile, ledger.FindProfile(request.profile, source ? source->id : Id()));
  if (!profile) return {};
  if (profile->schema != request.schema->key) {
    return Status(ErrorCode::kInvalidArgument, "the profile '" + request.profile + "' is for '" + profile->schema + "'; add --schema " + profile->schema);
  }
  const ImportPlan& plan = profile->plan;
  if (!request.has_mode && !plan.mode.empty()) {
    KEDANG_ASSIGN(request.options.mode, ParseImportMode(plan.mode));
    const Field* key = request.schema->Find(std::string_view(plan.key));
    if (request.options.key == 0 && key != nullptr) request.options.key = key->id;
  }
  const auto of_pool = plan.duplicates.find("pool");
  if (!request.has_duplicates && of_pool != plan.duplicates.end()) {
    request.options.duplicates = PolicyOf(of_pool->second);
    terms.overwrites = of_pool->second == "update";
  }
  if (request.source.empty() && !profile->source.is_nil()) {
    KEDANG_ASSIGN(const auto sources, ledger.Sources());
    for (const Source& one : sources) {
      if (one.id == profile->source) request.source = one.name;
    }
  }
  terms.plan = plan;
  terms.profile = profile->id;
  return {};
}

Result<std::string> HashOfFile(const std::string& path) {
  ContentHash hash;
  KEDANG_RETURN_IF_ERROR(ReadFileInPieces(path, [&hash](ByteSpan piece) -> Status {
    hash.Add(piece);
    return {};
  }));
  return hash.Text();
}

}  // namespace

std::string_view ActionOfPolicy(DuplicatePolicy policy) {
  switch (policy) {
    case DuplicatePolicy::kFlag: break;
    case DuplicatePolicy::kSkip: return "skip";
    case DuplicatePolicy::kMerge: return "fill";
    case DuplicatePolicy::kTrust: return "trust";
  }
  return "create";
}

Result<ImportTerms> MakeImportTerms(Instance& instance, const ImportRequest& request) {
  ImportTerms terms;
  terms.request = request;
  // Names are kept with the records; an argument or a folder may be written in another encoding than UTF-8.
  terms.request.source = RepairUtf8(request.source);
  terms.request.profile = RepairUtf8(request.profile);
  terms.file_name = RepairUtf8(std::filesystem::path(request.file).filename().string());
  if (!request.profile.empty()) KEDANG_RETURN_IF_ERROR(TakeProfile(instance, terms));
  KEDANG_ASSIGN(terms.hash, HashOfFile(request.file));
  return terms;
}

}  // namespace kedang
