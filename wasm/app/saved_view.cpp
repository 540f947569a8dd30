#include "wasm/app/saved_view.h"

#include <array>

namespace kedang {
namespace {

constexpr std::array<std::string_view, 3> kLayouts = {"table", "kanban", "calendar"};
constexpr std::array<std::string_view, 3> kShares = {"private", "team", "everyone"};

// The place of the word, 0 when it is none of them.
std::uint8_t PlaceOf(const std::array<std::string_view, 3>& words, std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<std::uint8_t>(i);
  }
  return 0;
}

class ViewReader {
 public:
  ViewReader(const Schema& views, const Record& record) : views_(views), record_(record) {}

  const Value& Get(std::string_view key) const {
    static const Value kNull;
    const Field* field = views_.Find(key);
    return field != nullptr ? record_.Get(field->id) : kNull;
  }
  const std::string& Text(std::string_view key) const { return Get(key).text(); }

 private:
  const Schema& views_;
  const Record& record_;
};

Value IdValue(Id id) { return id.is_nil() ? Value() : Value::Text(FormatId(id)); }

}  // namespace

std::string_view ViewLayoutName(ViewLayout layout) { return kLayouts[static_cast<std::size_t>(layout)]; }
std::string_view ViewShareName(ViewShare share) { return kShares[static_cast<std::size_t>(share)]; }

SavedView ReadView(const Schema& views, const Record& record) {
  const ViewReader reader(views, record);
  SavedView view;
  view.id = record.id;
  view.name = reader.Text("name");
  view.english_name = reader.Text("english_name");
  view.schema = reader.Text("schema");
  view.state.query = reader.Text("query");
  view.state.columns = reader.Text("columns");
  view.state.sort = reader.Text("sort");
  view.state.group = reader.Text("group");
  view.state.layout = static_cast<ViewLayout>(PlaceOf(kLayouts, reader.Text("layout")));
  view.state.layout_field = reader.Text("layout_field");
  view.share = static_cast<ViewShare>(PlaceOf(kShares, reader.Text("visibility")));
  view.team = ParseId(reader.Text("team")).value_or(Id());
  view.owner = ParseId(reader.Text("owner")).value_or(Id());
  view.default_for = reader.Get("default_for").list();
  view.position = reader.Get("position").decimal();
  return view;
}

std::vector<std::pair<FieldId, Value>> CellsOf(const Schema& views, const SavedView& view) {
  std::vector<std::pair<FieldId, Value>> cells;
  const auto add = [&](std::string_view key, Value value) {
    if (const Field* field = views.Find(key)) cells.emplace_back(field->id, std::move(value));
  };
  add("name", Value::Text(view.name));
  add("english_name", Value::Text(view.english_name));
  add("schema", Value::Text(view.schema));
  add("query", Value::Text(view.state.query));
  add("columns", Value::Text(view.state.columns));
  add("sort", Value::Text(view.state.sort));
  add("group", Value::Text(view.state.group));
  add("layout", Value::Text(std::string(ViewLayoutName(view.state.layout))));
  add("layout_field", Value::Text(view.state.layout_field));
  add("visibility", Value::Text(std::string(ViewShareName(view.share))));
  add("team", view.share == ViewShare::kTeam ? IdValue(view.team) : Value());
  add("owner", IdValue(view.owner));
  add("default_for", Value::List(view.default_for));
  add("position", Value::Of(view.position));
  return cells;
}

}  // namespace kedang
