// Publishing a draft: the schemas that changed go to the server whole, with the version they were made from.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wasm/app/schema_draft.h"

namespace kedang {

// What stands in the way of publishing, where it is.
struct DraftProblem {
  std::string code;  // "schema.…" or "expr.…" of the locales
  SchemaId schema = 0;
  FieldId field = 0;
  std::string key;   // of a rule, stage, template or choice
  std::string part;  // "formula", "default", "holds", "label" …
  std::vector<std::pair<std::string, std::string>> details;
  std::string message;  // English, for codes that the locales do not know
};

struct PublishAnswer {
  enum class Kind : std::uint8_t { kPublished, kConflict, kInvalid, kForbidden, kUnreachable, kFailed };
  Kind kind = Kind::kFailed;
  std::uint32_t version = 0;   // published, or there meanwhile
  std::uint64_t converted = 0;  // values that took another form
  std::uint64_t emptied = 0;    // values that the new type cannot hold: they stay in history
  std::vector<DraftProblem> problems;
};

std::string PublishRequest(const SchemaDraft& draft);
// `status` 0: no answer came.
PublishAnswer ParsePublishAnswer(int status, std::string_view body);

// In schema_publish_send.cpp: POST /api/v1/schemas.
void PublishDraft(const SchemaDraft& draft, std::function<void(const PublishAnswer&)> done);

}  // namespace kedang
