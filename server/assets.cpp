#include "server/assets.h"

#include "server/embedded_assets.h"

namespace kedang {
namespace {

constexpr std::size_t kTagDigits = 32;

// Whether an If-None-Match value names `tag` (which is in quotes). Weak and strong compare alike here (RFC 9110 13.1.2).
bool Matches(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

}  // namespace

HttpResponse ServeAsset(const HttpRequest& request) {
  const EmbeddedAsset* asset = FindEmbeddedAssetByUrl(request.path);
  if (asset == nullptr) return ProblemResponse(404, "not_found");
  const std::string_view encoding =
      NegotiateEncoding(request.Header("accept-encoding"), !asset->brotli.empty(), !asset->gzip.empty());
  // Another encoding is another representation, so it has another tag.
  std::string tag = '"' + std::string(asset->sha256.substr(0, kTagDigits));
  if (!encoding.empty()) tag += '-' + std::string(encoding);
  tag += '"';

  HttpResponse response;
  response.cache_control = asset->immutable ? "public, max-age=31536000, immutable" : "no-cache";
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (Matches(request.Header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  response.type = std::string(asset->mime);
  if (!encoding.empty()) response.headers.emplace_back("Content-Encoding", encoding);
  response.body = std::string(encoding == "br" ? asset->brotli : encoding == "gzip" ? asset->gzip : asset->identity);
  return response;
}

}  // namespace kedang
