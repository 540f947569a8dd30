#include "shared/intake/xlsx_sheet.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <vector>

#include "shared/intake/xlsx_text.h"
#include "shared/intake/xml_reader.h"

namespace kedang {
namespace {

struct CellPlace {
  std::uint32_t row = 0;     // from 1; 0: not said
  std::uint32_t column = 0;  // from 1; 0: not said or none
};

// "AB12".
CellPlace ReadPlace(std::string_view text) {
  CellPlace place;
  std::size_t i = 0;
  for (; i < text.size() && i < 4; ++i) {
    char c = text[i];
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') break;
    place.column = place.column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
  }
  std::from_chars(text.data() + i, text.data() + text.size(), place.row);
  return place;
}

// A decimal whose shortest form it is already: most numbers of most sheets.
bool IsPlainDecimal(std::string_view text) {
  std::size_t digits = 0, point = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' && point == std::string_view::npos && i > 0) {
      point = i;
    } else if (text[i] < '0' || text[i] > '9') {
      return false;
    } else {
      ++digits;
    }
  }
  if (digits == 0 || digits > 15 || text.back() == '.') return false;
  if (text.size() > 1 && text[0] == '0' && point != 1) return false;
  return point == std::string_view::npos || text.back() != '0';
}

}  // namespace

// Cells of a row as they are read: texts one after the other, taken apart when the row is whole.
struct RowBuffer {
  struct Place {
    std::uint32_t column = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::uint64_t number = 0;
  std::string text;
  std::vector<Place> places;
};

struct XlsxSheetReader::State final : XmlHandler {
  State(const XlsxWorkbook& its_workbook, std::optional<ZipPart> its_part)
      : workbook(its_workbook), part(std::move(its_part)), reader(*this) {}

  void OnStart(std::string_view name, std::span<const XmlAttribute> attributes) override {
    if (name == "c") {
      StartCell(attributes);
    } else if (name == "v") {
      is_in_value = true;
    } else if (name == "row") {
      StartRow(attributes);
    } else if (name == "is") {
      inline_text.Clear();
      is_in_inline = true;
    } else if (is_in_inline) {
      inline_text.OnStart(name);
    }
  }

  void OnEnd(std::string_view name) override {
    if (name == "c") {
      EndCell();
    } else if (name == "v") {
      is_in_value = false;
    } else if (name == "row") {
      EndRow();
    } else if (name == "is") {
      is_in_inline = false;
      has_inline = true;
    } else if (is_in_inline) {
      inline_text.OnEnd(name);
    }
  }

  void OnText(std::string_view text) override {
    if (is_in_value) value += text;
    if (is_in_inline) inline_text.OnText(text);
    if (value.size() > workbook.limits().cell_bytes) Fail("cell_too_long", "a cell of more than 1 MB");
  }

  void StartRow(std::span<const XmlAttribute> attributes) {
    std::uint64_t number = row.number + 1;
    const std::string_view said = FindAttribute(attributes, "r");
    if (!said.empty()) std::from_chars(said.data(), said.data() + said.size(), number);
    if (number <= row.number && !said.empty()) AddIssue(0, "row_order", "row " + std::string(said) + " stands behind row " + std::to_string(row.number));
    row.number = std::max<std::uint64_t>(number, row.number + 1);
    row.text.clear();
    row.places.clear();
    last_column = 0;
    if (row.number > kXlsxRows) Fail("too_many_rows", "a sheet of more than 1048576 rows");
  }

  void StartCell(std::span<const XmlAttribute> attributes) {
    place = CellPlace();
    style = 0;
    type = {};
    value.clear();
    has_inline = false;
    for (const XmlAttribute& attribute : attributes) {
      if (attribute.name == "r") place = ReadPlace(attribute.value);
      if (attribute.name == "t") type = attribute.value;
      if (attribute.name == "s") std::from_chars(attribute.value.data(), attribute.value.data() + attribute.value.size(), style);
    }
    if (place.column == 0) place.column = last_column + 1;
    last_column = place.column;
  }

  void EndCell() {
    if (place.column > kXlsxColumns) return AddIssue(place.column, "column_range", "a cell beyond column XFD is left out");
    if (!row.places.empty() && place.column <= row.places.back().column) {
      return AddIssue(place.column, "cell_order", "a second cell in this place is left out");
    }
    const std::size_t begin = row.text.size();
    if (!AppendText()) return;
    row.places.push_back({place.column, begin, row.text.size()});
  }

  // False for an empty cell.
  bool AppendText() {
    if (type == "inlineStr" || (value.empty() && has_inline)) {
      if (!has_inline && value.empty()) return false;
      row.text += has_inline ? inline_text.Finish() : std::string_view(value);
      return true;
    }
    if (value.empty()) return false;
    if (type == "s") return AppendShared();
    if (type == "b") {
      row.text += value == "1" || value == "true" ? "TRUE" : "FALSE";
      return true;
    }
    if (type == "str") {
      ReadXlsxEscapes(value);
      row.text += value;
      return true;
    }
    if (type == "e" || type == "d") {
      row.text += value;
      return true;
    }
    AppendNumber();
    return true;
  }

  bool AppendShared() {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    if (error != std::errc() || index >= workbook.shared_texts().size()) {
      AddIssue(place.column, "text_missing", "the text of this cell is missing from the file");
      return false;
    }
    row.text += workbook.shared_texts()[index];
    return true;
  }

  void AppendNumber() {
    const CellKind kind = workbook.KindOfStyle(style);
    if (kind == CellKind::kNumber && IsPlainDecimal(value)) {
      row.text += value;
      return;
    }
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (end != value.c_str() + value.size() || !std::isfinite(number)) {
      AddIssue(place.column, "number_form", "\"" + value.substr(0, 40) + "\" is no number; it is kept as text");
      row.text += value;
      return;
    }
    if (kind != CellKind::kNumber) {
      if (auto text = DayNumberText(number, kind, workbook.is_1904())) {
        row.text += *text;
        return;
      }
      AddIssue(place.column, "date_range", "formatted as a date, but " + value.substr(0, 40) + " is none");
      row.text += ShortestDecimal(number);
      return;
    }
    // Doubles hold 15 digits: of a card or account number that was typed as a number the rest is lost already.
    if (std::abs(number) >= 1e15) AddIssue(place.column, "digits_lost", "a number of more than 15 digits: the last ones were lost when it was entered as a number");
    row.text += ShortestDecimal(number);
  }

  void EndRow() {
    if (row.places.empty()) return;
    cell_count += row.places.back().column;
    if (cell_count > workbook.limits().cells) return Fail("too_many_cells", "a sheet of more than " + std::to_string(workbook.limits().cells) + " cells");
    const std::uint64_t number = row.number;
    ready.push_back(std::move(row));
    row = RowBuffer();
    if (!spare.empty()) {
      row = std::move(spare.back());
      spare.pop_back();
    }
    row.number = number;
    row.text.clear();
    row.places.clear();
  }

  void Fail(const char* code, const std::string& what) {
    if (!failure) failure = Error{ErrorCode::kTooLarge, "row " + std::to_string(row.number) + ": " + what + " (" + code + ")"};
  }

  void AddIssue(std::uint32_t column, const char* code, std::string message) {
    if (issues.size() < kMaxIssues) issues.push_back({row.number, column, Severity::kWarn, code, std::move(message)});
  }

  // Reads on until a row is ready; false when there is none any more.
  bool Fill() {
    while (ready.empty() && part && !failure && !is_at_end) {
      const auto piece = part->Read();
      if (!piece.ok()) {
        failure = piece.error();
        break;
      }
      is_at_end = piece->empty();
      if (const Status read = reader.Feed(*piece, is_at_end); !read.ok() && !failure) {
        failure = Error{read.error().code, "the sheet is damaged: " + read.error().message};
      }
    }
    return !ready.empty();
  }

  const XlsxWorkbook& workbook;
  std::optional<ZipPart> part;
  XmlReader reader;
  RowBuffer row;        // being read
  std::deque<RowBuffer> ready;
  RowBuffer current;    // given
  std::vector<RowBuffer> spare;
  std::vector<XlsxCell> cells;
  std::optional<Error> failure;
  TableIssues issues;
  std::uint64_t cell_count = 0;
  bool is_at_end = false;

  CellPlace place;      // of the cell being read
  std::uint32_t style = 0;
  std::string type;
  std::string value;
  XlsxText inline_text;
  std::uint32_t last_column = 0;  // of the cell before in this row
  bool is_in_value = false;
  bool is_in_inline = false;
  bool has_inline = false;
};

XlsxSheetReader::XlsxSheetReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxSheetReader::XlsxSheetReader(XlsxSheetReader&&) noexcept = default;
XlsxSheetReader& XlsxSheetReader::operator=(XlsxSheetReader&&) noexcept = default;
XlsxSheetReader::~XlsxSheetReader() = default;

Result<XlsxSheetReader> XlsxSheetReader::Open(const XlsxWorkbook& workbook, const XlsxSheet& sheet) {
  std::optional<ZipPart> part;
  if (!sheet.part.empty()) {
    KEDANG_ASSIGN(part, workbook.archive().OpenPart(sheet.part));
  }
  return XlsxSheetReader(std::make_unique<State>(workbook, std::move(part)));
}

bool XlsxSheetReader::Next(XlsxRow& row) {
  State& state = *state_;
  if (!state.Fill()) return false;
  state.spare.push_back(std::move(state.current));
  state.current = std::move(state.ready.front());
  state.ready.pop_front();
  const RowBuffer& current = state.current;
  state.cells.assign(current.places.back().column, XlsxCell());
  for (const RowBuffer::Place& place : current.places) {
    state.cells[place.column - 1] = {false, std::string_view(current.text).substr(place.begin, place.end - place.begin)};
  }
  row.number = current.number;
  row.cells = state.cells;
  return true;
}

const std::optional<Error>& XlsxSheetReader::failure() const { return state_->failure; }
const TableIssues& XlsxSheetReader::issues() const { return state_->issues; }
std::uint64_t XlsxSheetReader::done() const { return state_->part ? state_->part->done() : 0; }
std::uint64_t XlsxSheetReader::size() const { return state_->part ? state_->part->size() : 0; }

}  // namespace kedang
