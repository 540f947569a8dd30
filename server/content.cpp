#include "server/content.h"

#include "server/embedded_assets.h"

namespace kedang {

Content EmbeddedContent() {
  Content content;
  for (const EmbeddedAsset& asset : EmbeddedAssets()) {  // sorted by name, so migrations are in order
    if (asset.name.starts_with("migrations/")) content.migrations.push_back(asset.identity);
    if (asset.name.starts_with("schemas/")) content.schemas.push_back(asset.identity);
    if (asset.name == "pinyin/pinyin.txt") content.pinyin = asset.identity;
    if (asset.name == "regions/regions.txt") content.regions = asset.identity;
    if (asset.name == "industries/industries.txt") content.industries = asset.identity;
  }
  return content;
}

}  // namespace kedang
