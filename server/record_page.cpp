#include "server/record_page.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "shared/expr/expression.h"
#include "shared/model/value_json.h"
#include "shared/search/highlight.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;

Result<std::size_t> ReadNumber(const std::string& name, const std::string& text, std::size_t least, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Error{ErrorCode::kInvalidArgument, name + " must be a number from " + std::to_string(least) + " to " + std::to_string(most)};
  }
  return number;
}

// What a page is sorted by.
struct SortPart {
  enum class Of : std::uint8_t { kField, kCreated, kChanged } of = Of::kField;
  FieldId field = 0;
  Field shown;
  bool is_descending = false;
};

// Every found row keeps its values of all of them while it is sorted.
constexpr std::size_t kMostSortKeys = 8;

Result<std::vector<SortPart>> ReadSort(const PoolView& view, const Schema& schema, std::string_view text) {
  std::vector<SortPart> parts;
  while (!text.empty()) {
    if (parts.size() == kMostSortKeys) {
      return Error{ErrorCode::kInvalidArgument, "sort: at most " + std::to_string(kMostSortKeys) + " keys"};
    }
    const std::size_t end = std::min(text.find(','), text.size());
    std::string_view key = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    SortPart part;
    part.is_descending = !key.empty() && key[0] == '-';
    if (part.is_descending) key.remove_prefix(1);
    if (const Field* field = schema.Find(key); field != nullptr && !field->is_retired) {
      part.field = field->id;
      part.shown = view.computed.fields().Shown(schema.id, *field);
    } else if (key == "created" || key == "changed") {
      part.of = key == "created" ? SortPart::Of::kCreated : SortPart::Of::kChanged;
    } else {
      return Error{ErrorCode::kInvalidArgument, "sort: " + std::string(key) + " is no field of " + schema.key};
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

struct SortedRow {
  Row row = kNoRow;
  std::vector<Value> values;  // of fields
  TimeMs created_ms = 0, changed_ms = 0;
};

bool IsBefore(const std::vector<SortPart>& parts, const SortedRow& a, const SortedRow& b) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    int order = 0;
    switch (parts[i].of) {
      case SortPart::Of::kField: order = CompareFieldValues(parts[i].shown, a.values[i], b.values[i]); break;
      case SortPart::Of::kCreated: order = a.created_ms < b.created_ms ? -1 : a.created_ms > b.created_ms; break;
      case SortPart::Of::kChanged: order = a.changed_ms < b.changed_ms ? -1 : a.changed_ms > b.changed_ms; break;
    }
    if (order != 0) return parts[i].is_descending ? order > 0 : order < 0;
  }
  return a.row < b.row;
}

// The rows from `request.offset` on, in that order.
std::vector<Row> SortedPage(const PoolView& view, const std::vector<SortPart>& parts, const RowSet& found, const PageRequest& request) {
  std::vector<SortedRow> sorted;
  found.ForEach([&](Row row) {
    SortedRow one;
    one.row = row;
    const auto header = view.records.HeaderAt(row);
    if (!header) return;
    one.created_ms = header->created_ms;
    one.changed_ms = header->changed_ms;
    const bool needs_record = std::any_of(parts.begin(), parts.end(), [](const SortPart& part) { return part.of == SortPart::Of::kField; });
    if (const auto record = needs_record ? view.records.RecordAt(row) : std::nullopt) {
      for (const SortPart& part : parts) {
        one.values.push_back(part.of == SortPart::Of::kField ? view.computed.Get(*record, part.field, view.world.context) : Value());
      }
      view.world.release();
    } else {
      one.values.resize(parts.size());
    }
    sorted.push_back(std::move(one));
  });
  const std::size_t end = std::min(sorted.size(), request.offset + request.limit);
  std::partial_sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(end), sorted.end(),
                    [&](const SortedRow& a, const SortedRow& b) { return IsBefore(parts, a, b); });
  std::vector<Row> rows;
  for (std::size_t i = request.offset; i < end; ++i) rows.push_back(sorted[i].row);
  return rows;
}

// The rows of a page: sorted as asked, or the best match first, or the latest change.
std::vector<Row> CutPage(const PoolView& view, const QueryRun& run, std::vector<SortPart> sort, const RowSet& found,
                         const PageRequest& request) {
  if (sort.empty() && run.words().is_empty()) sort.push_back({SortPart::Of::kChanged, 0, {}, true});
  if (!sort.empty()) return SortedPage(view, sort, found, request);
  // The ranked hits that are left, then the rest.
  RowSet named = run.named();
  named &= found;
  const HitList hits(found, named, run.best());
  std::vector<Row> rows;
  for (std::size_t i = request.offset; i < hits.size() && rows.size() < request.limit; ++i) rows.push_back(hits.At(i));
  return rows;
}

void KeepWhereHolds(const PoolView& view, const Program& filter, RowSet& found) {
  Evaluator evaluator;
  RowSet kept(found.limit());
  found.ForEach([&](Row row) {
    const auto record = view.records.RecordAt(row);
    if (!record) return;
    EvaluationContext context = view.world.context;
    context.record = &*record;
    if (evaluator.Holds(filter, context)) kept.Add(row);
    view.world.release();
  });
  found = std::move(kept);
}

}  // namespace

Result<PageRequest> ReadPageRequest(const QueryParameters& parameters) {
  PageRequest request;
  for (const auto& [name, value] : parameters) {
    if (name == "query") {
      request.query = value;
    } else if (name == "filter") {
      request.filter = value;
    } else if (name == "sort") {
      request.sort = value;
    } else if (name == "limit") {
      KEDANG_ASSIGN(request.limit, ReadNumber(name, value, 1, kMostPageRecords));
    } else if (name == "cursor") {
      KEDANG_ASSIGN(request.offset, ReadNumber(name, value, 0, 1'000'000'000));
    } else {
      return Error{ErrorCode::kInvalidArgument, "there is no parameter " + name};
    }
  }
  return request;
}

Result<RecordPage> FindPage(const PoolView& view, const Schema& schema, const PageRequest& request) {
  RecordPage page;
  KEDANG_ASSIGN(std::vector<SortPart> sort, ReadSort(view, schema, request.sort));
  QueryScope scope = view.world.scope;
  scope.schema = &schema;
  const ParsedQuery parsed = ParseQuery(request.query, scope);
  if (!parsed.problems.empty()) {
    page.bad = "bad_query";
    for (const QueryProblem& problem : parsed.problems) {
      page.problems.push_back({std::string(QueryCodeName(problem.code)), problem.offset, problem.length, FormatQueryProblem(problem),
                               problem.suggestion});
    }
    return page;
  }
  QueryRun run;
  run.Start(view.world, parsed.query, schema.id);
  run.Finish(view.world);
  RowSet found = run.found();
  found -= view.hidden;
  page.words = run.words();
  page.is_approximate = run.is_approximate();
  if (!request.filter.empty()) {
    const Compilation compiled = CompileExpression(request.filter, scope.expression(), kConditionGoal);
    if (!compiled.ok()) {
      const ExpressionError& error = compiled.error;
      page.bad = "bad_filter";
      page.problems.push_back({std::string(ExpressionCodeName(error.code)), error.offset, error.length, FormatExpressionError(error),
                               error.suggestion});
      return page;
    }
    KeepWhereHolds(view, compiled.program, found);
  }
  page.count = found.Count();
  page.rows = CutPage(view, run, std::move(sort), found, request);
  return page;
}

Result<ElsewherePage> FindElsewhere(const PoolView& view, const Schema* schema, const PageRequest& request, const RowSet& held) {
  ElsewherePage page;
  std::vector<SortPart> sort;
  if (schema != nullptr) {
    KEDANG_ASSIGN(sort, ReadSort(view, *schema, request.sort));
  }
  QueryScope scope = view.world.scope;
  scope.schema = schema;
  QueryRun run;
  if (schema != nullptr) {
    run.Start(view.world, ParseQuery(request.query, scope).query, schema->id);
  } else {
    run.Start(view.world, ParseQueries(request.query, scope).queries);
  }
  run.Finish(view.world);
  RowSet found = run.found();
  found -= view.hidden;
  page.is_approximate = run.is_approximate();
  page.count = found.Count();
  found.ForEach([&](Row row) {
    const auto header = view.records.HeaderAt(row);
    const Schema* its = header ? view.edition.schemas().Find(header->schema) : nullptr;
    // The program's own are no hits among those of every template; devices hold them all.
    const bool is_program = schema == nullptr && its != nullptr && its->is_system;
    if (is_program) --page.count;
    if (is_program || held.Has(view.numbers[row])) found.Remove(row);
  });
  page.elsewhere = found.Count();
  page.rows = CutPage(view, run, std::move(sort), found, request);
  return page;
}

Json RecordAnswer(const Schema& schema, const Record& record, ComputedReader& computed, const EvaluationContext& context) {
  Json fields = Json::object();
  for (const Field& field : schema.fields) {
    if (field.is_retired) continue;
    const Value value = computed.Get(record, field.id, context);
    if (!value.is_null()) fields[field.key] = ValueToPlainJson(computed.fields().Shown(schema.id, field).type, value);
  }
  return Json{{"id", FormatId(record.id)},
              {"schema", schema.key},
              {"title", FormatPlain(computed.Get(record, schema.title, context))},
              {"created_ms", record.created_ms},
              {"changed_ms", record.changed_ms},
              {"fields", std::move(fields)}};
}

Json HighlightsOf(const PoolView& view, const Schema& schema, const Record& record, const SearchWords& words) {
  Json highlights = Json::array();
  for (const Field& field : schema.fields) {
    if (field.is_retired || field.search_weight == 0) continue;
    const Value value = view.computed.Get(record, field.id, view.context);
    if (value.is_null()) continue;
    const std::string shown = FormatField(view.computed.fields().Shown(schema.id, field), value, view.format);
    for (const TextRange& range : Highlight(view.index.matcher(), words, shown)) {
      highlights.push_back({{"field", field.key}, {"text", shown.substr(range.begin, range.end - range.begin)}});
    }
  }
  return highlights;
}

}  // namespace kedang
