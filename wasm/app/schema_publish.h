// Publishing a draft: the schemas that changed go to the server whole, with the version they were made from.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/schema/schema_check.h"
#include "wasm/app/schema_draft.h"

namespace kedang {

struct PublishAnswer {
  enum class Kind : std::uint8_t { kPublished, kConflict, kInvalid, kForbidden, kUnreachable, kFailed };
  Kind kind = Kind::kFailed;
  std::uint32_t version = 0;   // published, or there meanwhile
  std::uint64_t converted = 0;  // values that took another form
  std::uint64_t emptied = 0;    // values that the new type cannot hold: they stay in history
  std::vector<SchemaProblem> problems;
};

std::string PublishRequest(const SchemaDraft& draft);
// `status` 0: no answer came. `set` is the draft that was sent: problems name its schemas by key.
PublishAnswer ParsePublishAnswer(int status, std::string_view body, const SchemaSet& set);

// In schema_publish_send.cpp: POST /api/v1/schemas. The draft must live until the answer.
void PublishDraft(const SchemaDraft& draft, std::function<void(const PublishAnswer&)> done);

}  // namespace kedang
