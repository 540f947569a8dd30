// The files inside the binary: client, assets, default content, migrations.
//
// Packed at build time by ci/pack_assets.mjs; all views point into read-only memory and live for
// the whole run. Nothing here fails or allocates.
#pragma once

#include <span>
#include <string_view>

namespace kedang {

struct EmbeddedAsset {
  std::string_view name;      // logical: "index.html", "kedang.wasm", "schemas/customer.json"
  std::string_view url;       // where it is served: "/", "/a/kedang.1a2b3c4d.wasm"; "" if not served
  std::string_view mime;      // with charset for text
  std::string_view sha256;    // of `identity`, 64 hexadecimal digits; the ETag
  std::string_view identity;  // the file itself
  std::string_view gzip;      // empty when no smaller than `identity`
  std::string_view brotli;    // empty when no smaller than `identity`
  bool immutable;             // the URL names this content for ever
  bool served;                // false for server-only files: sample data, migrations
};

// All of them, sorted by name.
[[nodiscard]] std::span<const EmbeddedAsset> EmbeddedAssets();

// By logical name; nullptr when there is none.
[[nodiscard]] const EmbeddedAsset* FindEmbeddedAsset(std::string_view name);

// By the path of a request ("/", "/a/…"), served ones only; nullptr when there is none.
[[nodiscard]] const EmbeddedAsset* FindEmbeddedAssetByUrl(std::string_view url);

}  // namespace kedang
