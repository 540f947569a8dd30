#include "server/search_corpus.h"

#include <algorithm>

namespace kedang {
namespace {

// Province and city stand before the district they are joined with.
constexpr std::string_view kColumns[] = {"company", "contact", "mobile", "phone",  "email", "province", "city",
                                         "district", "address", "tags",  "note", "source", "stage", "owner"};
constexpr std::string_view kFacets[kCorpusFacets] = {"province", "city", "district", "source", "level", "stage", "owner", "tags"};
constexpr std::size_t kProvince = 5, kDistrict = 7;
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

CsvOptions Plain() {
  CsvOptions options;
  options.delimiter = ",";
  options.quote = '"';
  options.has_header = true;
  return options;
}

}  // namespace

SearchCorpusReader::SearchCorpusReader() : reader_(Plain()) {}

void SearchCorpusReader::Feed(std::string_view text) { reader_.Feed(text); }
void SearchCorpusReader::Finish() { reader_.Finish(); }

bool SearchCorpusReader::Next(CorpusRow& row, CorpusClasses* classes) {
  TableRow cells;
  if (!reader_.Next(cells)) return false;
  if (columns_.empty()) {
    const auto place = [&cells](std::string_view name) {
      const auto found = std::find(cells.cells.begin(), cells.cells.end(), name);
      return found == cells.cells.end() ? kNoColumn : static_cast<std::size_t>(found - cells.cells.begin());
    };
    for (const std::string_view name : kColumns) columns_.push_back(place(name));
    for (const std::string_view name : kFacets) facets_.push_back(place(name));
    if (!reader_.Next(cells)) return false;
  }
  for (std::size_t i = 0; classes != nullptr && i < kCorpusFacets; ++i) {
    (*classes)[i] = facets_[i] < cells.cells.size() ? cells.cells[facets_[i]] : std::string_view();
  }
  std::size_t field = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view text = columns_[i] < cells.cells.size() ? cells.cells[columns_[i]] : std::string_view();
    if (i > kProvince && i <= kDistrict) {
      row[field] += text;
    } else {
      row[field] = text;
    }
    if (i < kProvince || i >= kDistrict) ++field;
  }
  return true;
}

std::array<FieldText, kCorpusFields> FieldTextsOf(const CorpusRow& row) {
  std::array<FieldText, kCorpusFields> fields;
  for (std::size_t i = 0; i < kCorpusFields; ++i) {
    fields[i] = FieldText{static_cast<FieldId>(i + 1), static_cast<std::uint8_t>(i == 0 ? 3 : 1), row[i]};
  }
  return fields;
}

std::vector<CorpusQuery> ReadCorpusQueries(std::string_view text) {
  std::vector<CorpusQuery> queries;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string_view::npos) continue;
    queries.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
  }
  return queries;
}

}  // namespace kedang
