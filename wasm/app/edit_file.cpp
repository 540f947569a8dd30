#include "wasm/app/edit_file.h"

#include <array>
#include <optional>
#include <utility>

#include "shared/base/utf8.h"
#include "shared/field/field_types.h"
#include "shared/model/value_json.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFormat[] = "kedang-unsent-edits";
constexpr int kVersion = 1;
constexpr std::size_t kMaxGroups = 100'000;
constexpr int kMaxDepth = 16;

constexpr std::array<std::pair<MutationKind, const char*>, 6> kKinds = {{{MutationKind::kInsert, "insert"},
                                                                          {MutationKind::kSet, "set"},
                                                                          {MutationKind::kDelete, "delete"},
                                                                          {MutationKind::kRestore, "restore"},
                                                                          {MutationKind::kResolve, "resolve"},
                                                                          {MutationKind::kRevert, "revert"}}};

const char* KindName(MutationKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "set";
}

std::optional<MutationKind> KindNamed(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (name == known) return kind;
  }
  return std::nullopt;
}

// ---- writing ----------------------------------------------------------------------------------------------------------

class Writer {
 public:
  Writer(Workspace& workspace, const EditFileWords& words)
      : workspace_(workspace), words_(words), format_(workspace.Format(words.is_english)) {}

  Json Group(const QueuedGroup& queued, bool is_refused) const {
    const kedang::Group& group = queued.group;
    Json json{{"id", FormatId(group.id)}, {"state", is_refused ? "refused" : "waiting"}};
    if (is_refused) {
      json["reason"] = queued.tray_reason;
      if (words_.reason) json["reason_text"] = words_.reason(queued);
    }
    json["source"] = SourceKindName(group.provenance.kind);
    if (!group.provenance.source.empty()) json["source_text"] = group.provenance.source;
    Json edits = Json::array();
    for (const Mutation& mutation : group.mutations) edits.push_back(Edit(mutation));
    json["edits"] = std::move(edits);
    return json;
  }

 private:
  Json Edit(const Mutation& mutation) const {
    const Schema* schema = workspace_.schemas().Find(mutation.schema);
    Json json{{"kind", KindName(mutation.kind)},
              {"schema", mutation.schema},
              {"schema_key", schema != nullptr ? schema->key : ""},
              {"schema_name", schema != nullptr ? schema->label.In(words_.is_english) : ""},
              {"schema_version", mutation.schema_version},
              {"record", FormatId(mutation.record)},
              {"title", TitleOf(schema, mutation)},
              {"time", FormatTimeUtc(mutation.client_ms)}};
    if (!mutation.conflict.is_nil()) json["conflict"] = FormatId(mutation.conflict);
    Json fields = Json::array();
    for (const CellEdit& edit : mutation.edits) fields.push_back(Cell(schema, edit));
    json["fields"] = std::move(fields);
    return json;
  }

  std::string TitleOf(const Schema* schema, const Mutation& mutation) const {
    if (const auto record = workspace_.records().FindRecord(mutation.record)) return workspace_.TitleOf(*record);
    if (schema == nullptr) return "";
    Record made(mutation.schema, mutation.record);
    for (const CellEdit& edit : mutation.edits) made.Set(edit.field, edit.value);
    return workspace_.TitleOf(made);
  }

  Json Cell(const Schema* schema, const CellEdit& edit) const {
    Json json{{"field", edit.field}};
    const Field* field = schema != nullptr ? schema->Find(edit.field) : nullptr;
    if (field == nullptr) {
      json["value_text"] = FormatPlain(edit.value);
      return json;
    }
    json["name"] = field->label.In(words_.is_english);
    json["type"] = FieldTypeName(field->type);
    json["value"] = ValueToPlainJson(field->type, edit.value);
    json["value_text"] = edit.value.is_null() ? std::string() : FormatField(*field, edit.value, format_);
    json["base"] = ValueToPlainJson(field->type, edit.base_value);
    json["base_text"] = edit.base_value.is_null() ? std::string() : FormatField(*field, edit.base_value, format_);
    json["base_version"] = {edit.base_version.epoch, edit.base_version.sequence};
    return json;
  }

  Workspace& workspace_;
  const EditFileWords& words_;
  FormatContext format_;
};

// ---- reading ----------------------------------------------------------------------------------------------------------

std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t NumberOf(const Json& value) { return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0; }
std::uint64_t NumberOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() ? NumberOf(*found) : 0;
}

std::optional<CellEdit> ReadCell(const Schema& schema, const Json& json) {
  if (!json.is_object()) return std::nullopt;
  CellEdit edit;
  edit.field = static_cast<FieldId>(NumberOf(json, "field"));
  if (edit.field == 0) return edit;  // a delete's, of the record as a whole
  if (schema.Find(edit.field) == nullptr) return std::nullopt;
  const auto type = ParseFieldType(TextOf(json, "type"));
  if (!type) return std::nullopt;
  const auto value_of = [&](const char* key) -> Result<Value> {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return Value();
    return ValueFromPlainJson(*type, nlohmann::json(*found));
  };
  auto value = value_of("value"), base = value_of("base");
  if (!value.ok() || !base.ok()) return std::nullopt;
  edit.value = std::move(value).value();
  edit.base_value = std::move(base).value();
  const auto version = json.find("base_version");
  if (version != json.end() && version->is_array() && version->size() == 2) {
    edit.base_version = Version{static_cast<std::uint32_t>(NumberOf((*version)[0])), NumberOf((*version)[1])};
  }
  return edit;
}

std::optional<Mutation> ReadMutation(const SchemaSet& schemas, const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const auto kind = KindNamed(TextOf(json, "kind"));
  const auto record = ParseId(TextOf(json, "record"));
  const Schema* schema = schemas.Find(static_cast<SchemaId>(NumberOf(json, "schema")));
  const auto fields = json.find("fields");
  if (!kind || !record || schema == nullptr || fields == json.end() || !fields->is_array()) return std::nullopt;
  Mutation mutation;
  mutation.kind = *kind;
  mutation.schema = schema->id;
  mutation.record = *record;
  mutation.schema_version = static_cast<std::uint32_t>(NumberOf(json, "schema_version"));
  mutation.client_ms = ParseTimeUtc(TextOf(json, "time")).value_or(0);
  mutation.conflict = ParseId(TextOf(json, "conflict")).value_or(Id());
  for (const Json& field : *fields) {
    auto edit = ReadCell(*schema, field);
    if (!edit) return std::nullopt;
    mutation.edits.push_back(std::move(*edit));
  }
  return mutation;
}

std::optional<QueuedGroup> ReadGroup(const SchemaSet& schemas, const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const auto edits = json.find("edits");
  if (edits == json.end() || !edits->is_array() || edits->empty() || edits->size() > kMaxPushMutations) return std::nullopt;
  QueuedGroup queued;
  queued.tray_reason = kImportedReason;
  queued.group.id = ParseId(TextOf(json, "id")).value_or(Id());
  queued.group.provenance.kind = ParseSourceKind(TextOf(json, "source")).value_or(SourceKind::kManual);
  queued.group.provenance.source = TextOf(json, "source_text");
  for (const Json& edit : *edits) {
    auto mutation = ReadMutation(schemas, edit);
    if (!mutation) return std::nullopt;
    queued.group.mutations.push_back(std::move(*mutation));
  }
  return queued;
}

// Without recursion in the reader: the depth of a hostile file is counted before it is parsed.
bool IsTooDeep(std::string_view text) {
  int depth = 0;
  bool is_in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_in_string) {
      if (c == '\\') ++i;
      else if (c == '"') is_in_string = false;
      continue;
    }
    if (c == '"') is_in_string = true;
    if ((c == '{' || c == '[') && ++depth > kMaxDepth) return true;
    if (c == '}' || c == ']') --depth;
  }
  return false;
}

}  // namespace

std::size_t UnsentGroupCount(const SyncClient& client) {
  std::size_t count = 0;
  for (const Group& group : client.outbox().groups()) count += IsFiller(group) ? 0 : 1;
  for (const auto& [key, queued] : client.tray()) count += queued.group.mutations.empty() ? 0 : 1;
  return count;
}

std::string WriteEditFile(Workspace& workspace, const EditFileWords& words) {
  const Writer writer(workspace, words);
  Json groups = Json::array();
  for (const Group& group : workspace.client().outbox().groups()) {
    if (!IsFiller(group)) groups.push_back(writer.Group({group, "", {}}, false));
  }
  for (const auto& [key, queued] : workspace.client().tray()) {
    if (!queued.group.mutations.empty()) groups.push_back(writer.Group(queued, true));
  }
  const Json file{{"format", kFormat},
                  {"version", kVersion},
                  {"exported", FormatTimeUtc(workspace.clock().NowMs())},
                  {"author", words.author},
                  {"groups", std::move(groups)}};
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<EditFile> ReadEditFile(const SchemaSet& schemas, std::string_view text) {
  if (text.size() > kMaxEditFileBytes) return Error{ErrorCode::kInvalidArgument, "the file is too large for exported edits"};
  if (!IsValidUtf8(text) || IsTooDeep(text)) return Error{ErrorCode::kInvalidArgument, "the file is no JSON of exported edits"};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || TextOf(json, "format") != kFormat) {
    return Error{ErrorCode::kInvalidArgument, "the file does not hold exported edits"};
  }
  if (NumberOf(json, "version") != kVersion) {
    return Error{ErrorCode::kInvalidArgument, "the file was written by another version of the program"};
  }
  const auto groups = json.find("groups");
  if (groups == json.end() || !groups->is_array() || groups->size() > kMaxGroups) {
    return Error{ErrorCode::kInvalidArgument, "the file lacks its list of edits"};
  }
  EditFile file;
  file.author = TextOf(json, "author");
  file.exported_ms = ParseTimeUtc(TextOf(json, "exported")).value_or(0);
  for (const Json& group : *groups) {
    if (auto queued = ReadGroup(schemas, group)) {
      file.groups.push_back(std::move(*queued));
    } else {
      ++file.unreadable;
    }
  }
  return file;
}

}  // namespace kedang
