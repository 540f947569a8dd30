#include "server/embedded_assets.h"

#include <algorithm>
#include <unordered_map>

namespace kedang {

const EmbeddedAsset* FindEmbeddedAsset(std::string_view name) {
  const std::span<const EmbeddedAsset> assets = EmbeddedAssets();
  const auto found = std::lower_bound(
      assets.begin(), assets.end(), name,
      [](const EmbeddedAsset& asset, std::string_view wanted) { return asset.name < wanted; });
  return found != assets.end() && found->name == name ? &*found : nullptr;
}

const EmbeddedAsset* FindEmbeddedAssetByUrl(std::string_view url) {
  static const std::unordered_map<std::string_view, const EmbeddedAsset*> by_url = [] {
    std::unordered_map<std::string_view, const EmbeddedAsset*> map;
    for (const EmbeddedAsset& asset : EmbeddedAssets()) {
      if (asset.served) map.emplace(asset.url, &asset);
    }
    return map;
  }();
  const auto found = by_url.find(url);
  return found != by_url.end() ? found->second : nullptr;
}

}  // namespace kedang
