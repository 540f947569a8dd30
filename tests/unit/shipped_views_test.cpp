// The saved views that come with the product: everything they name is there, and their queries read as they are meant.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/field/field_traits.h"
#include "shared/query/query_parser.h"
#include "tests/support/asset.h"
#include "tests/support/query_world.h"

namespace kedang {
namespace {

TEST(ShippedViews, NameWhatIsThere) {
  const QueryWorldForTests world;
  const auto views = nlohmann::json::parse(ReadAsset("assets/views/views.json"), nullptr, false);
  ASSERT_TRUE(views.is_array());
  EXPECT_GE(views.size(), 12u);
  for (const auto& view : views) {
    const std::string name = view.value("name", "");
    EXPECT_FALSE(name.empty());
    EXPECT_FALSE(view.value("english_name", "").empty()) << name;
    const Schema* schema = world.schemas().Find(view.value("schema", ""));
    ASSERT_NE(schema, nullptr) << name;
    for (const char* part : {"layout_field", "sort", "group"}) {
      const std::string key = view.value(part, "");
      EXPECT_TRUE(key.empty() || schema->Find(std::string_view(key)) != nullptr) << name << ": " << key;
    }
    const std::string layout = view.value("layout", "table");
    if (layout == "kanban") {
      EXPECT_EQ(TraitsOf(schema->Find(view.value("layout_field", ""))->type).editor, EditorKind::kChoice) << name;
    } else if (layout == "calendar") {
      EXPECT_EQ(TraitsOf(schema->Find(view.value("layout_field", ""))->type).editor, EditorKind::kDate) << name;
    }
    for (const bool is_english : {false, true}) {
      const ParsedQuery parsed = ParseQuery(view.value("query", ""), world.Scope(schema->key, is_english));
      EXPECT_TRUE(parsed.problems.empty()) << name << ": " << view.value("query", "");
    }
  }
}

}  // namespace
}  // namespace kedang
