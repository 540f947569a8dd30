// The client's search engine as a WebAssembly module without the client: search_figures.mjs drives it in a browser.
// Rows come as pieces of CSV; a keystroke is a search to its end and the first page of hits.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "server/search_corpus.h"
#include "shared/base/utf8.h"
#include "shared/facet/facet_column.h"
#include "shared/search/search_index.h"
#include "shared/search/search_run.h"
#include "shared/search/search_words.h"
#include "shared/text/fold.h"
#include "shared/text/pinyin.h"

namespace kedang {
namespace {

constexpr std::size_t kPage = 50;
constexpr SchemaId kSchema = 1;

struct CheckedQuery {
  SearchWords words;
  std::vector<Row> rows;  // by a plain scan
};

struct Engine {
  explicit Engine(PinyinTable table) : pinyin(std::move(table)), index(pinyin) {}

  PinyinTable pinyin;
  SearchIndex index;
  SearchCorpusReader reader;
  std::vector<CorpusRow> waiting;
  std::vector<CorpusClasses> classes;  // of the waiting rows
  Lexicon lexicon;                     // of no use to flat facets
  std::vector<FacetColumn> facets;
  RowSet members;
  std::size_t counted = 0;
  Row rows = 0;
  std::size_t text_bytes = 0;
  SearchRun run;
  Row page[kPage] = {};
  std::vector<CheckedQuery> checked;
  Row checked_rows = 0;
};

std::unique_ptr<Engine> engine;

bool HasTerm(const Matcher& matcher, const SearchTerm& term, const std::vector<std::u32string>& fields) {
  std::size_t end = 0;
  return std::any_of(fields.begin(), fields.end(), [&](const std::u32string& field) {
    return matcher.Find(term, field, 0, end) != Matcher::kNoMatch;
  });
}

}  // namespace
}  // namespace kedang

using kedang::engine;

extern "C" {

void Start(const char* pinyin, std::size_t length) {
  engine = std::make_unique<kedang::Engine>(kedang::PinyinTable::Parse(std::string_view(pinyin, length)).value());
}

// Takes rows out of a piece of CSV; they wait for BuildRows or CheckRows. Gives their number. Zero bytes end the file.
std::size_t FeedRows(const char* text, std::size_t length) {
  if (length == 0) {
    engine->reader.Finish();
  } else {
    engine->reader.Feed(std::string_view(text, length));
  }
  kedang::CorpusClasses classes;
  for (kedang::CorpusRow row; engine->reader.Next(row, &classes);) {
    engine->waiting.push_back(std::move(row));
    engine->classes.push_back(classes);
  }
  return engine->waiting.size();
}

// The next FeedRows begins the file anew.
void Rewind() {
  engine->reader = kedang::SearchCorpusReader();
  engine->waiting.clear();
  engine->classes.clear();
}

// Puts waiting rows into the columns of the facets; before BuildRows.
void BuildFacets(std::size_t limit) {
  while (engine->facets.size() < kedang::kCorpusFacets) engine->facets.emplace_back(kedang::FacetTree::kFlat, engine->lexicon);
  kedang::Row row = engine->rows;
  for (const kedang::CorpusClasses& classes : engine->classes) {
    if (row >= limit) break;
    for (std::size_t i = 0; i < kedang::kCorpusFacets; ++i) {
      std::vector<std::string_view> values;
      for (std::string_view rest = classes[i]; !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        values.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      engine->facets[i].Set(row, values);
    }
    engine->members.Add(row++);
  }
  engine->classes.clear();
}
// Counts every facet under the hits of the last keystroke; gives the number of values counted.
std::size_t CountFacets() {
  std::size_t values = 0;
  for (const kedang::FacetColumn& facet : engine->facets) values += facet.Count(engine->run.found(), engine->members).size();
  return values;
}
double FacetBytes() {
  std::size_t bytes = 0;
  for (const kedang::FacetColumn& facet : engine->facets) bytes += facet.memory_bytes();
  return static_cast<double>(bytes);
}

// Brings the index to its best form: part of building it.
void FinishBuild() {
  while (!engine->index.Maintain(1u << 16)) {
  }
}

// Puts waiting rows into the index, until there are so many.
void BuildRows(std::size_t limit) {
  for (const kedang::CorpusRow& row : engine->waiting) {
    if (engine->rows >= limit) break;
    const auto fields = kedang::FieldTextsOf(row);
    engine->index.Set(engine->rows++, kedang::kSchema, fields);
    if (engine->rows % kedang::kSegmentRows == 0) FinishBuild();
    for (const kedang::FieldText& field : fields) engine->text_bytes += field.text.size();
  }
  engine->waiting.clear();
}

std::size_t RowCount() { return engine->rows; }
double IndexBytes() { return static_cast<double>(engine->index.memory_bytes()); }
double TextBytes() { return static_cast<double>(engine->text_bytes); }

// Searches until all rows that hold the words are known, and takes the first page; gives their number. Where it is 0 the search
// for close spellings is still to come: FinishKeystroke.
std::size_t Keystroke(const char* text, std::size_t length) {
  engine->run.Start(engine->index, kedang::ParseWords(std::string_view(text, length)), kedang::kSchema);
  while (!engine->run.has_exact_answer()) engine->run.Step(engine->index, 1);
  if (!engine->run.is_done()) return 0;
  const kedang::HitList hits = engine->run.Hits();
  const std::size_t count = hits.size();
  for (std::size_t i = 0; i < std::min(count, kedang::kPage); ++i) engine->page[i] = hits.At(i);
  return count;
}
void FinishKeystroke() { engine->run.Finish(engine->index); }
// The next keystroke refines nothing.
void Forget() { engine->run = kedang::SearchRun(); }

// A query to hold against a plain scan: CheckRows fills in who matches, CheckQuery compares.
void AddCheck(const char* text, std::size_t length) {
  engine->checked.push_back({kedang::ParseWords(std::string_view(text, length)), {}});
}
void CheckRows(std::size_t limit) {
  const kedang::Matcher& matcher = engine->index.matcher();
  std::vector<std::u32string> fields(kedang::kCorpusFields);
  for (const kedang::CorpusRow& row : engine->waiting) {
    if (engine->checked_rows >= limit) break;
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = kedang::ToCodePoints(kedang::Fold(row[i]));
    for (kedang::CheckedQuery& query : engine->checked) {
      const bool is_hit = std::all_of(query.words.terms.begin(), query.words.terms.end(), [&](const kedang::SearchTerm& term) {
        return kedang::HasTerm(matcher, term, fields);
      });
      if (is_hit) query.rows.push_back(engine->checked_rows);
    }
    ++engine->checked_rows;
  }
  engine->waiting.clear();
  engine->classes.clear();
}
// Rows of the scan that the engine lacks, and those it has too many; hits with a spelling near the words are none.
std::size_t CountOfScan(std::size_t number) { return engine->checked[number].rows.size(); }
double CheckQuery(std::size_t number, bool wants_extra) {
  const kedang::CheckedQuery& query = engine->checked[number];
  kedang::SearchRun run;
  run.Start(engine->index, query.words, kedang::kSchema);
  run.Finish(engine->index);
  std::size_t both = 0;
  for (const kedang::Row row : query.rows) both += run.is_approximate() ? 0 : run.found().Has(row);
  const std::size_t found = run.is_approximate() ? 0 : run.found().Count();
  return static_cast<double>(wants_extra ? found - both : query.rows.size() - both);
}

}  // extern "C"
