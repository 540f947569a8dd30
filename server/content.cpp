#include "server/content.h"

#include <nlohmann/json.hpp>

#include "server/embedded_assets.h"

namespace kedang {
namespace {

// The schemas in the order of their index: {"version":1,"schemas":["customer.json",…]}.
std::vector<std::string_view> EmbeddedSchemas() {
  std::vector<std::string_view> schemas;
  const EmbeddedAsset* index = FindEmbeddedAsset("schemas/index.json");
  if (index == nullptr) return schemas;
  const auto json = nlohmann::json::parse(index->identity, nullptr, false);
  const auto names = json.find("schemas");
  if (names == json.end()) return schemas;
  for (const auto& name : *names) {
    if (!name.is_string()) continue;
    const EmbeddedAsset* schema = FindEmbeddedAsset("schemas/" + name.get<std::string>());
    if (schema != nullptr) schemas.push_back(schema->identity);
  }
  return schemas;
}

}  // namespace

Content EmbeddedContent() {
  Content content;
  content.schemas = EmbeddedSchemas();
  for (const EmbeddedAsset& asset : EmbeddedAssets()) {  // sorted by name, so migrations are in order
    if (asset.name.starts_with("migrations/")) content.migrations.push_back(asset.identity);
    if (asset.name == "views/views.json") content.views = asset.identity;
    if (asset.name == "pinyin/pinyin.txt") content.pinyin = asset.identity;
    if (asset.name == "regions/regions.txt") content.regions = asset.identity;
    if (asset.name == "industries/industries.txt") content.industries = asset.identity;
  }
  return content;
}

}  // namespace kedang
