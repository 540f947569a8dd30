// The schemas that come with the product, as a fresh instance has them.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/model/schema.h"
#include "tests/support/asset.h"

namespace kedang {

inline SchemaSet ShippedSchemas() {
  const auto index = nlohmann::json::parse(ReadAsset("assets/schemas/index.json"), nullptr, false);
  std::string set = "{\"version\":1,\"schemas\":[";
  bool is_first = true;
  for (const auto& name : index["schemas"]) {
    if (!is_first) set += ",";
    set += ReadAsset("assets/schemas/" + name.get<std::string>());
    is_first = false;
  }
  auto parsed = ParseSchemaSet(set + "]}");
  EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().message);
  return parsed.ok() ? *parsed : SchemaSet();
}

}  // namespace kedang
