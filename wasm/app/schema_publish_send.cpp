// The request that publishes a draft.
#include "wasm/app/schema_publish.h"
#include "wasm/platform/network.h"

namespace kedang {

void PublishDraft(const SchemaDraft& draft, std::function<void(const PublishAnswer&)> done) {
  HttpRequest request;
  request.path = "/api/v1/schemas";
  request.content_type = "application/json";
  const std::string body = PublishRequest(draft);
  request.body.assign(body.begin(), body.end());
  request.timeout_ms = 600'000;  // values of many records may have to be converted, some 15,000 a second
  SendRequest(std::move(request), [&draft, done = std::move(done)](const HttpResponse& response) {
    const bool has_answer = response.failure == HttpResponse::Failure::kNone;
    done(ParsePublishAnswer(has_answer ? response.status : 0, AsText(response.body), draft.set()));
  });
}

}  // namespace kedang
