#include "server/match_input.h"

#include <algorithm>
#include <optional>

#include "server/encoding_iconv.h"
#include "server/file.h"
#include "shared/intake/csv_document.h"
#include "shared/match/column_kind.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kSampleRows = 5000;
constexpr std::size_t kSampleBytes = 32 << 20;
constexpr std::size_t kSampledCell = 400;

using Cells = std::vector<std::string>;

// Rows of one file, the header first.
class TableFile {
 public:
  explicit TableFile(std::string path) : path_(std::move(path)) {}

  Status ForEachRow(const std::function<Status(std::span<const std::string_view> cells)>& on_row) {
    EncodingDetector detector;
    KEDANG_RETURN_IF_ERROR(ReadFileInPieces(path_, [&detector](ByteSpan piece) {
      detector.Feed(piece);
      return Status();
    }));
    const auto guess = detector.Finish();
    if (!guess.ok()) return Error{guess.error().code, path_ + ": " + guess.error().message};
    std::unique_ptr<TextDecoder> decoder;
    if (guess->encoding == Encoding::kGb18030) {
      KEDANG_ASSIGN(decoder, MakeIconvDecoder());
    }
    CsvOptions options;
    options.empty_rows = EmptyRows::kSkip;
    KEDANG_ASSIGN(options.delimiter, Delimiter());
    CsvStream stream(*guess, decoder.get(), options);
    const auto take = [&]() -> Status {
      TableRow row;
      while (stream.Next(row)) KEDANG_RETURN_IF_ERROR(on_row(row.cells));
      if (const auto& failure = stream.reader().failure()) {
        return Error{ErrorCode::kTooLarge, path_ + ", row " + std::to_string(failure->row) + ", column " +
                                               std::to_string(failure->column) + ": " + failure->message};
      }
      return {};
    };
    const Status read = ReadFileInPieces(path_, [&](ByteSpan piece) -> Status {
      const Status fed = stream.Feed(piece, false);
      return fed.ok() ? take() : fed;
    });
    if (!read.ok()) return read;
    KEDANG_RETURN_IF_ERROR(stream.Feed(ByteSpan(), true));
    return take();
  }

  const std::string& path() const { return path_; }

 private:
  // "%" parts columns in files of some linkage tools, which no other reader has to know: when the first line has it and
  // none of the usual ones. Empty: as the reader finds.
  Result<std::string> Delimiter() const {
    std::string line;
    const Status read = ReadFileInPieces(path_, [&line](ByteSpan piece) -> Status {
      const std::string_view text(reinterpret_cast<const char*>(piece.data()), piece.size());
      line = text.substr(0, text.find('\n'));
      return Error{ErrorCode::kCancelled, ""};
    });
    if (!read.ok() && read.error().code != ErrorCode::kCancelled) return read.error();
    const bool is_percent = line.find('%') != std::string::npos && line.find_first_of(",;\t|") == std::string::npos;
    return std::string(is_percent ? "%" : "");
  }

  std::string path_;
};

std::string NameKey(std::string_view name) {
  const std::size_t hash = name.rfind('#');
  return Fold(hash != std::string_view::npos && hash + 1 < name.size() ? name.substr(hash + 1) : name);
}

Result<std::size_t> FindColumn(const Cells& names, const std::string& name, const std::string& file) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (NameKey(names[i]) == NameKey(name)) return i;
  }
  std::string known;
  for (std::size_t i = 0; i < names.size() && i < 40; ++i) known += (known.empty() ? "" : ", ") + names[i];
  return Error{ErrorCode::kInvalidArgument, file + ": no column '" + name + "'; there are: " + known};
}

// The header and the beginning of a file.
Result<ColumnSample> ReadColumnSample(TableFile& file) {
  ColumnSample sample;
  std::size_t rows = 0, bytes = 0;
  const Error enough{ErrorCode::kCancelled, ""};
  bool is_header = true;
  const Status read = file.ForEachRow([&](std::span<const std::string_view> cells) -> Status {
    if (is_header) {
      sample.names.assign(cells.begin(), cells.end());
      sample.columns.resize(cells.size());
      is_header = false;
      return {};
    }
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
      sample.columns[i].emplace_back(i < cells.size() ? cells[i].substr(0, kSampledCell) : std::string_view());
      bytes += sample.columns[i].back().size() + sizeof(std::string);
    }
    return ++rows < kSampleRows && bytes < kSampleBytes ? Status() : Status(enough);
  });
  if (!read.ok() && read.error().code != ErrorCode::kCancelled) return read.error();
  if (sample.names.empty())
    return Error{ErrorCode::kInvalidArgument, file.path() + ": the file is empty; its first row must name the columns"};
  return sample;
}

// Where each column of the first file stands in the second.
std::vector<std::optional<std::size_t>> MapColumns(const Cells& first, const Cells& second) {
  std::vector<std::optional<std::size_t>> places(first.size());
  std::size_t found = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t j = 0; j < second.size() && !places[i]; ++j) {
      if (NameKey(first[i]) == NameKey(second[j])) places[i] = j;
    }
    found += places[i] ? 1 : 0;
  }
  if (found < 2 && found < first.size() && first.size() == second.size()) {
    for (std::size_t i = 0; i < first.size(); ++i) places[i] = i;
  }
  return places;
}

// Both samples as one, so that a column is typed by what both files hold.
void AppendSample(const ColumnSample& other, const std::vector<std::optional<std::size_t>>& places,
                  ColumnSample& sample) {
  const std::size_t rows = other.columns.empty() ? 0 : other.columns[0].size();
  for (std::size_t i = 0; i < sample.columns.size(); ++i) {
    for (std::size_t row = 0; row < rows; ++row)
      sample.columns[i].push_back(places[i] ? other.columns[*places[i]][row] : std::string());
  }
}

Status AddRows(TableFile& file, const std::vector<std::optional<std::size_t>>& places,
               std::optional<std::size_t> id_column, MatchInput& input) {
  bool is_header = true;
  std::uint64_t number = 0;
  std::vector<std::string_view> columns(places.size());
  return file.ForEachRow([&](std::span<const std::string_view> cells) -> Status {
    if (is_header) {
      is_header = false;
      return {};
    }
    ++number;
    for (std::size_t i = 0; i < places.size(); ++i)
      columns[i] = places[i] && *places[i] < cells.size() ? cells[*places[i]] : std::string_view();
    if (id_column) {
      if (*id_column < cells.size()) input.id_text += NormalizeText(cells[*id_column]);
    } else {
      input.id_text += std::to_string(number);
    }
    input.id_begins.push_back(input.id_text.size());
    input.index->Add(columns);
    return {};
  });
}

// The fields of a configuration stand at the columns their names say; the parts of joined names are parted by " + ".
Status PlaceFields(MatchModel& model, const Cells& names, const std::string& file) {
  for (FieldModel& field : model.fields()) {
    field.field.columns.clear();
    for (std::string_view rest = field.field.name; !rest.empty();) {
      const std::size_t end = std::min(rest.find(" + "), rest.size());
      KEDANG_ASSIGN(const std::size_t column, FindColumn(names, std::string(rest.substr(0, end)), file));
      field.field.columns.push_back(column);
      rest.remove_prefix(std::min(end + 3, rest.size()));
    }
  }
  return {};
}

}  // namespace

Result<MatchInput> ReadMatchInput(const MatchInputOptions& options, const Lexicon& lexicon) {
  MatchInput input;
  TableFile file(options.file), other(options.other_file);
  KEDANG_ASSIGN(ColumnSample sample, ReadColumnSample(file));
  std::vector<std::optional<std::size_t>> places(sample.names.size()), other_places;
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  Cells other_names;
  std::optional<std::size_t> id_column, other_id;
  if (!options.id_column.empty()) {
    KEDANG_ASSIGN(id_column, FindColumn(sample.names, options.id_column, options.file));
  }
  std::vector<std::size_t> ignored;
  if (!options.other_file.empty()) {
    KEDANG_ASSIGN(const ColumnSample other_sample, ReadColumnSample(other));
    other_names = other_sample.names;
    other_places = MapColumns(sample.names, other_names);
    if (!options.id_column.empty()) {
      KEDANG_ASSIGN(other_id, FindColumn(other_names, options.id_column, options.other_file));
    }
    // Ids of two files may be alike by chance: each is looked at alone.
    const ColumnGuess alone = GuessColumns(sample, id_column, {});
    if (alone.id_column) ignored.push_back(*alone.id_column);
    if (!id_column) id_column = alone.id_column;
    if (!other_id && id_column) other_id = other_places[*id_column];
    AppendSample(other_sample, other_places, sample);
  }
  for (const std::string& name : options.ignored) {
    const auto column = FindColumn(sample.names, name, options.file);
    if (column.ok())
      ignored.push_back(*column);
    else if (other_names.empty() || !FindColumn(other_names, name, options.other_file).ok())
      return column.error();
  }
  std::vector<MatchField> fields;
  if (!options.config.empty()) {
    KEDANG_ASSIGN(const Bytes bytes, ReadWholeFile(options.config));
    auto model = MatchModel::FromJson(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    if (!model.ok()) return Error{model.error().code, options.config + ": " + model.error().message};
    input.model = std::move(*model);
    KEDANG_RETURN_IF_ERROR(PlaceFields(input.model, sample.names, options.file));
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    input.is_fitted = text.find("\"m\"") != std::string::npos;
    for (const FieldModel& field : input.model.fields()) fields.push_back(field.field);
    if (!id_column) id_column = GuessColumns(sample, id_column, ignored).id_column;
  } else {
    const ColumnGuess guess = GuessColumns(sample, id_column, ignored);
    if (!id_column) id_column = guess.id_column;
    fields = guess.fields;
    input.model = MatchModel(fields);
  }
  if (fields.empty() && !sample.columns.empty() && sample.columns[0].empty()) {
    return Error{ErrorCode::kInvalidArgument, options.file + ": no rows below the header; nothing to match"};
  }
  if (fields.empty()) {
    return Error{ErrorCode::kInvalidArgument,
                 options.file + ": no column to compare records by; name kinds in --config or ignore less"};
  }
  input.index = std::make_unique<MatchIndex>(fields, &lexicon);
  sample = {};
  KEDANG_RETURN_IF_ERROR(AddRows(file, places, id_column, input));
  if (!options.other_file.empty()) {
    input.split = static_cast<MatchRow>(input.index->table().size());
    KEDANG_RETURN_IF_ERROR(AddRows(other, other_places, other_id, input));
  }
  return input;
}

}  // namespace kedang
