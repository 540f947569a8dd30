#include "shared/intake/import_profile.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "shared/text/fold.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr std::size_t kMostColumns = 2'000;
constexpr std::size_t kNoColumn = ~std::size_t{0};
constexpr std::size_t kMostPieces = 50;  // of one made column

std::string TextIn(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string HeaderAt(const std::vector<std::string>& headers, std::size_t column) {
  const bool has_name = column < headers.size() && !headers[column].empty();
  return has_name ? headers[column] : "#" + std::to_string(column + 1);
}

// Of headers that are alike the one at the same place among them: a file may have two columns 备注.
std::vector<std::size_t> PlacesOf(const ImportPlan& plan, const std::vector<std::string>& headers, std::size_t width) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t column = 0; column < width; ++column) places[Fold(HeaderAt(headers, column))].push_back(column);
  std::map<std::string, std::size_t> used;
  std::vector<std::size_t> found;
  for (const ImportPlan::Column& column : plan.columns) {
    const std::string name = Fold(column.header);
    const auto place = places.find(name);
    const std::size_t nth = used[name]++;
    found.push_back(place != places.end() && nth < place->second.size() ? place->second[nth] : kNoColumn);
  }
  return found;
}

json JsonOf(const ImportPlan::Made& made) {
  json pieces = json::array();
  for (const ImportPlan::Made::Piece& piece : made.pieces) {
    json one = {{"header", piece.header}};
    if (!piece.before.empty()) one["before"] = piece.before;
    pieces.push_back(std::move(one));
  }
  json one = {{"from", std::move(pieces)}, {"field", made.field}};
  if (!made.cut.separator.empty()) one["separator"] = made.cut.separator;
  if (made.cut.first > 0) one["first"] = made.cut.first;
  if (made.cut.last > 0) one["last"] = made.cut.last;
  if (made.part > 0) one["part"] = made.part;
  if (made.is_as_typed) one["typed"] = true;
  return one;
}

std::uint32_t NumberIn(const json& object, const char* name, std::uint64_t most) {
  const auto found = object.find(name);
  const bool is_number = found != object.end() && found->is_number_unsigned();
  return is_number ? static_cast<std::uint32_t>(std::min(found->get<std::uint64_t>(), most)) : 0;
}

bool IsSetIn(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

// Nothing for what says nothing one can use.
std::optional<ImportPlan::Made> MadeIn(const json& object) {
  if (!object.is_object()) return std::nullopt;
  const auto from = object.find("from");
  if (from == object.end() || !from->is_array() || from->empty() || from->size() > kMostPieces) return std::nullopt;
  ImportPlan::Made made;
  for (const json& piece : *from) {
    if (!piece.is_object() || TextIn(piece, "header").empty()) return std::nullopt;
    made.pieces.push_back({TextIn(piece, "header"), TextIn(piece, "before")});
  }
  made.cut = {TextIn(object, "separator"), NumberIn(object, "first", 10'000), NumberIn(object, "last", 10'000)};
  made.field = TextIn(object, "field");
  made.part = static_cast<std::uint8_t>(NumberIn(object, "part", 255));
  made.is_as_typed = IsSetIn(object, "typed");
  return made;
}

// The first column of that name.
std::size_t PlaceOf(const std::string& header, const std::vector<std::string>& headers, std::size_t width) {
  const std::string name = Fold(header);
  for (std::size_t column = 0; column < width; ++column) {
    if (Fold(HeaderAt(headers, column)) == name) return column;
  }
  return kNoColumn;
}

// As a mapping has it; nothing when one of its columns is not there.
std::optional<MadeColumn> MadeFrom(const ImportPlan::Made& made, const std::vector<std::string>& headers, std::size_t width) {
  MadeColumn column;
  column.cut = made.cut;
  for (const ImportPlan::Made::Piece& piece : made.pieces) {
    const std::size_t place = PlaceOf(piece.header, headers, width);
    if (place == kNoColumn) return std::nullopt;
    column.pieces.push_back({static_cast<std::uint32_t>(place), piece.before});
  }
  return column;
}

}  // namespace

std::string FormatPlan(const ImportPlan& plan) {
  json columns = json::array();
  for (const ImportPlan::Column& column : plan.columns) {
    json one = {{"header", column.header}, {"field", column.field}};
    if (column.part > 0) one["part"] = column.part;
    if (column.is_as_typed) one["typed"] = true;
    columns.push_back(std::move(one));
  }
  json object = {{"columns", std::move(columns)}};
  for (const ImportPlan::Made& made : plan.made) object["made"].push_back(JsonOf(made));
  const auto add = [&object](const char* name, const std::string& text) {
    if (!text.empty()) object[name] = text;
  };
  add("sheet", plan.sheet);
  add("encoding", plan.encoding);
  add("delimiter", plan.delimiter);
  add("mode", plan.mode);
  add("key", plan.key);
  if (plan.has_header) object["header"] = *plan.has_header;
  if (!plan.duplicates.empty()) object["duplicates"] = plan.duplicates;
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<ImportPlan> ParsePlan(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return Error{ErrorCode::kCorrupt, "the plan of the import profile is no JSON object"};
  const auto columns = object.find("columns");
  if (columns == object.end() || !columns->is_array() || columns->size() > kMostColumns) {
    return Error{ErrorCode::kCorrupt, "the plan of the import profile has no columns"};
  }
  ImportPlan plan;
  for (const json& column : *columns) {
    if (!column.is_object() || TextIn(column, "header").empty()) return Error{ErrorCode::kCorrupt, "a column of the import profile has no header"};
    ImportPlan::Column& one = plan.columns.emplace_back();
    one.header = TextIn(column, "header");
    one.field = TextIn(column, "field");
    one.part = static_cast<std::uint8_t>(NumberIn(column, "part", 255));
    one.is_as_typed = IsSetIn(column, "typed");
  }
  const auto made = object.find("made");
  if (made != object.end() && made->is_array()) {
    for (const json& one : *made) {
      auto read = MadeIn(one);
      if (read && plan.made.size() < kMostColumns) plan.made.push_back(std::move(*read));
    }
  }
  plan.sheet = TextIn(object, "sheet");
  plan.encoding = TextIn(object, "encoding");
  plan.delimiter = TextIn(object, "delimiter");
  plan.mode = TextIn(object, "mode");
  plan.key = TextIn(object, "key");
  const auto header = object.find("header");
  if (header != object.end() && header->is_boolean()) plan.has_header = header->get<bool>();
  const auto duplicates = object.find("duplicates");
  if (duplicates != object.end() && duplicates->is_object()) {
    for (const auto& [kind, action] : duplicates->items()) {
      if (action.is_string()) plan.duplicates[kind] = action.get<std::string>();
    }
  }
  return plan;
}

std::optional<ImportProfile> ReadProfile(const Schema& schema, const Record& record) {
  if (record.is_deleted || record.schema != schema.id) return std::nullopt;
  auto plan = ParsePlan(CellOf(schema, record, "plan").text());
  if (!plan.ok()) return std::nullopt;
  ImportProfile profile;
  profile.id = record.id;
  profile.name = CellOf(schema, record, "name").text();
  profile.schema = CellOf(schema, record, "schema").text();
  profile.source = IdIn(schema, record, "source");
  profile.plan = std::move(plan).value();
  return profile;
}

CellList ProfileCells(const Schema& schema, const ImportProfile& profile) {
  TextList headers;
  for (const ImportPlan::Column& column : profile.plan.columns) {
    if (!column.field.empty() && std::find(headers.begin(), headers.end(), column.header) == headers.end()) headers.push_back(column.header);
  }
  for (const ImportPlan::Made& made : profile.plan.made) {
    for (const ImportPlan::Made::Piece& piece : made.pieces) {
      if (std::find(headers.begin(), headers.end(), piece.header) == headers.end()) headers.push_back(piece.header);
    }
  }
  CellWriter cells(schema);
  cells.Add("name", Value::Text(profile.name));
  cells.Add("schema", Value::Text(profile.schema));
  cells.Add("source", profile.source);
  cells.Add("headers", Value::List(std::move(headers)));
  cells.Add("plan", Value::Text(FormatPlan(profile.plan)));
  return cells.Take();
}

std::vector<ImportPlan::Column> ColumnsOfMapping(const Schema& schema, const std::vector<std::string>& headers, const ColumnMapping& mapping) {
  std::vector<ImportPlan::Column> columns;
  for (std::size_t i = 0; i < mapping.columns.size() && i < kMostColumns; ++i) {
    const Field* field = schema.Find(mapping.columns[i].field);
    columns.push_back({HeaderAt(headers, i), field != nullptr ? field->key : "", mapping.columns[i].part, mapping.columns[i].is_as_typed});
  }
  return columns;
}

std::vector<ImportPlan::Made> MadeOfMapping(const Schema& schema, const std::vector<std::string>& headers, const ColumnMapping& mapping) {
  std::vector<ImportPlan::Made> all;
  for (const MadeTarget& one : mapping.made) {
    ImportPlan::Made& made = all.emplace_back();
    for (const MadeColumn::Piece& piece : one.column.pieces) made.pieces.push_back({HeaderAt(headers, piece.column), piece.before});
    made.cut = one.column.cut;
    const Field* field = schema.Find(one.target.field);
    if (field != nullptr) made.field = field->key;
    made.part = one.target.part;
    made.is_as_typed = one.target.is_as_typed;
  }
  return all;
}

bool ApplyPlan(const ImportPlan& plan, const Schema& schema, const std::vector<std::string>& headers, ColumnMapping& mapping) {
  const std::vector<std::size_t> places = PlacesOf(plan, headers, mapping.columns.size());
  bool has_any = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i] == kNoColumn) continue;
    const Field* field = schema.Find(std::string_view(plan.columns[i].field));
    if (field != nullptr && field->is_retired) field = nullptr;
    // Of a field that is gone what was found by itself is better than nothing.
    if (field == nullptr && !plan.columns[i].field.empty()) continue;
    has_any = has_any || field != nullptr;
    // What else was found to feed the field gives way to what somebody decided.
    for (std::size_t other = 0; field != nullptr && other < mapping.columns.size(); ++other) {
      const bool is_guess = mapping.columns[other].field == field->id && mapping.columns[other].kind != MappingBasis::kChosen;
      if (is_guess) mapping.columns[other] = ColumnTarget();
    }
    mapping.columns[places[i]] = field == nullptr ? ColumnTarget() : ColumnTarget{field->id, MappingBasis::kChosen, 100, plan.columns[i].part, plan.columns[i].is_as_typed};
  }
  mapping.made.clear();
  for (const ImportPlan::Made& made : plan.made) {
    auto column = MadeFrom(made, headers, mapping.columns.size());
    const Field* field = schema.Find(std::string_view(made.field));
    if (!column || (field != nullptr && field->is_retired)) continue;
    for (ColumnTarget& other : mapping.columns) {
      if (field != nullptr && other.field == field->id && other.kind != MappingBasis::kChosen) other = ColumnTarget();
    }
    has_any = has_any || field != nullptr;
    mapping.made.push_back({std::move(*column), {field != nullptr ? field->id : FieldId{0}, MappingBasis::kChosen, 100, made.part, made.is_as_typed}});
  }
  return has_any;
}

bool FitsPlan(const ImportPlan& plan, const std::vector<std::string>& headers) {
  const std::vector<std::size_t> places = PlacesOf(plan, headers, headers.size());
  bool has_any = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (plan.columns[i].field.empty()) continue;
    if (places[i] == kNoColumn) return false;
    has_any = true;
  }
  for (const ImportPlan::Made& made : plan.made) {
    if (made.field.empty()) continue;
    if (!MadeFrom(made, headers, headers.size())) return false;
    has_any = true;
  }
  return has_any;
}

const ImportProfile* FindProfile(const std::vector<ImportProfile>& profiles, std::string_view schema, Id source,
                                 const std::vector<std::string>& headers) {
  const ImportProfile* best = nullptr;
  std::size_t most = 0;
  for (const ImportProfile& profile : profiles) {
    const bool is_of = profile.schema == schema && (source.is_nil() || profile.source == source);
    if (!is_of || !FitsPlan(profile.plan, headers)) continue;
    const auto fed = static_cast<std::size_t>(std::count_if(profile.plan.columns.begin(), profile.plan.columns.end(),
                                                            [](const ImportPlan::Column& column) { return !column.field.empty(); }));
    if (best != nullptr && fed < most) continue;  // of equals the later one
    best = &profile;
    most = fed;
  }
  return best;
}

}  // namespace kedang
