#include "server/import_reader.h"

#include "server/encoding_iconv.h"
#include "shared/base/content_hash.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/xlsx_stream.h"

namespace kedang {
namespace {

constexpr std::size_t kBatchRows = 256;
constexpr std::size_t kSampleRows = 50;

struct Sample {
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;
};

// The header and the first rows, by reading the beginning of the file once more.
Result<Sample> ReadSample(const std::string& file, TableStream& stream) {
  Sample sample;
  const auto take = [&] {
    TableRow row;
    while (sample.rows.size() < kSampleRows && stream.Next(row)) {
      std::vector<std::string> cells(row.cells.begin(), row.cells.end());
      if (row.is_header) {
        sample.headers = std::move(cells);
      } else {
        sample.rows.push_back(std::move(cells));
      }
    }
  };
  const Error enough{ErrorCode::kCancelled, ""};
  const Status read = ReadFileInPieces(file, [&](ByteSpan piece) -> Status {
    KEDANG_RETURN_IF_ERROR(stream.Feed(piece, false));
    take();
    if (sample.rows.size() >= kSampleRows || stream.failure()) return enough;
    return {};
  });
  if (!read.ok() && read.error().code != ErrorCode::kCancelled) return read.error();
  if (read.ok()) {
    if (const Status last = stream.Feed(ByteSpan(), true); !last.ok()) {
      return Error{last.error().code, file + ": " + last.error().message};
    }
    take();
  }
  if (const auto& failure = stream.failure()) return Error{ErrorCode::kTooLarge, file + ": " + failure->message};
  if (sample.rows.empty()) return Error{ErrorCode::kCorrupt, file + ": no rows below the header; nothing to import"};
  return sample;
}

}  // namespace

Result<std::unique_ptr<ImportReader>> ImportReader::Open(const ImportTerms& terms, const CheckContext& check, Store* store) {
  const ImportRequest& request = terms.request;
  std::unique_ptr<ImportReader> reader(new ImportReader(terms));
  KEDANG_ASSIGN(reader->size_, FileSize(request.file));
  KEDANG_RETURN_IF_ERROR(reader->FindFormat());
  Sample sample;
  {
    KEDANG_ASSIGN(auto stream, reader->MakeStream());
    KEDANG_ASSIGN(sample, ReadSample(request.file, *stream));
    if (reader->TakeSheet(*stream)) {
      KEDANG_ASSIGN(stream, reader->MakeStream());
      KEDANG_ASSIGN(sample, ReadSample(request.file, *stream));
    }
  }
  ColumnMapping mapping = MapColumns(*request.schema, sample.headers, sample.rows);
  if (terms.plan && !ApplyPlan(*terms.plan, *request.schema, sample.headers, mapping)) {
    return Error{ErrorCode::kInvalidArgument, request.file + ": none of the columns that the profile '" + request.profile + "' names is there"};
  }
  if (!request.map.empty()) KEDANG_RETURN_IF_ERROR(ApplyMapping(*request.schema, sample.headers, request.map, mapping));
  reader->plan_.columns = ColumnsOfMapping(*request.schema, sample.headers, mapping);
  reader->plan_.made = MadeOfMapping(*request.schema, sample.headers, mapping);
  KEDANG_ASSIGN(Importer importer, Importer::Make(*request.schema, mapping, request.options, check, store));
  reader->importer_ = std::make_unique<Importer>(std::move(importer));
  KEDANG_ASSIGN(reader->stream_, reader->MakeStream());
  if (!request.rejected_file.empty()) {
    KEDANG_ASSIGN(reader->rejected_, RejectedFile::Create(request.rejected_file));
  }
  return reader;
}

// Workbooks begin with bytes that no text begins with; of text the whole tells the encoding.
Status ImportReader::FindFormat() {
  EncodingDetector detector;
  bool is_first = true;
  const Error enough{ErrorCode::kCancelled, ""};
  const Status read = ReadFileInPieces(request_.file, [&](ByteSpan piece) -> Status {
    is_workbook_ = is_first && LooksLikeWorkbook(piece);
    is_first = false;
    if (is_workbook_) return enough;
    detector.Feed(piece);
    return {};
  });
  if (is_workbook_) return {};
  if (!read.ok()) return read;
  const auto guess = detector.Finish();
  if (!guess.ok()) return Error{guess.error().code, request_.file + ": " + guess.error().message};
  guess_ = *guess;
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kGb18030}) {
    const bool is_told = terms_.plan && terms_.plan->encoding == EncodingName(encoding);
    if (is_told && encoding != guess_.encoding) guess_ = {encoding, false, true};
  }
  return {};
}

// Of a workbook: which sheet is read, and its name. True: the profile names another one.
bool ImportReader::TakeSheet(const TableStream& stream) {
  if (!is_workbook_) return false;
  const auto& workbook = static_cast<const XlsxStream&>(stream);
  if (workbook.workbook() == nullptr) return false;
  const auto& sheets = workbook.workbook()->sheets();
  const std::string wanted = terms_.plan && request_.sheet == 0 ? terms_.plan->sheet : "";
  for (std::size_t i = 0; !wanted.empty() && i < sheets.size(); ++i) {
    if (sheets[i].name != wanted || i + 1 == workbook.sheet()) continue;
    sheet_ = static_cast<std::uint32_t>(i + 1);
    plan_.sheet = wanted;
    return true;
  }
  sheet_ = workbook.sheet();
  if (sheet_ > 0 && sheet_ <= sheets.size()) plan_.sheet = sheets[sheet_ - 1].name;
  return false;
}

Result<std::unique_ptr<TableStream>> ImportReader::MakeStream() {
  if (is_workbook_) {
    XlsxOptions options;
    options.sheet = sheet_;
    if (terms_.plan) options.has_header = terms_.plan->has_header;
    return std::unique_ptr<TableStream>(std::make_unique<XlsxStream>(options));
  }
  decoder_.reset();
  CsvOptions options;
  if (terms_.plan) {
    options.delimiter = terms_.plan->delimiter;
    options.has_header = terms_.plan->has_header;
  }
  if (guess_.encoding == Encoding::kGb18030) {
    KEDANG_ASSIGN(decoder_, MakeIconvDecoder());
  }
  return std::unique_ptr<TableStream>(std::make_unique<CsvStream>(guess_, decoder_.get(), options));
}

Status ImportReader::Drain(const std::function<Status(std::vector<PreparedRow>&&)>& on_batch, ImportAnswer& answer) {
  std::vector<PreparedRow> batch;
  TableRow row;
  while (stream_->Next(row)) {
    if (row.is_header) {
      if (rejected_ != nullptr) KEDANG_RETURN_IF_ERROR(rejected_->WriteHeader(row.cells));
      continue;
    }
    KEDANG_ASSIGN(auto prepared, importer_->Prepare(row.number, row.cells));
    if (!prepared) continue;
    answer.issue_count += prepared->issues.size();
    for (TableIssue& issue : prepared->issues) {
      if (answer.issues.size() < kMaxImportIssues) answer.issues.push_back(issue);
    }
    const bool is_left_out =
        prepared->decision == ImportDecision::kReject || prepared->decision == ImportDecision::kDuplicate;
    if (is_left_out) {
      if (rejected_ != nullptr) KEDANG_RETURN_IF_ERROR(rejected_->WriteRow(row.cells, *prepared));
      continue;
    }
    prepared->issues.clear();
    batch.push_back(std::move(*prepared));
    if (batch.size() < kBatchRows) continue;
    KEDANG_RETURN_IF_ERROR(on_batch(std::move(batch)));
    batch.clear();
  }
  if (const auto& failure = stream_->failure()) {
    return Status(ErrorCode::kTooLarge, request_.file + ": " + failure->message + "; nothing was imported");
  }
  if (!batch.empty()) KEDANG_RETURN_IF_ERROR(on_batch(std::move(batch)));
  return {};
}

Status ImportReader::Run(const std::function<Status(std::vector<PreparedRow>&& batch)>& on_batch,
                         const ImportProgress& progress, ImportAnswer& answer) {
  std::uint64_t done = 0;
  ContentHash hash;
  const auto take = [&](ByteSpan piece) -> Status {
    hash.Add(piece);
    KEDANG_RETURN_IF_ERROR(stream_->Feed(piece, false));
    KEDANG_RETURN_IF_ERROR(Drain(on_batch, answer));
    done += piece.size();
    if (progress) progress(done, size_);
    return {};
  };
  KEDANG_RETURN_IF_ERROR(ReadFileInPieces(request_.file, take));
  if (const Status last = stream_->Feed(ByteSpan(), true); !last.ok()) {
    return Status(last.error().code, request_.file + ": " + last.error().message);
  }
  KEDANG_RETURN_IF_ERROR(Drain(on_batch, answer));
  if (!terms_.hash.empty() && hash.Text() != terms_.hash) {
    return Status(ErrorCode::kConflict, request_.file + ": the file changed while it was read; nothing was imported");
  }
  if (rejected_ != nullptr) KEDANG_RETURN_IF_ERROR(rejected_->Close());
  answer.counts = importer_->counts();
  // What concerns the file as a whole stands before what concerns its rows.
  TableIssues file_issues = stream_->Issues();
  answer.issue_count += file_issues.size();
  answer.issues.insert(answer.issues.begin(), file_issues.begin(), file_issues.end());
  if (answer.issues.size() > kMaxImportIssues) answer.issues.resize(kMaxImportIssues);
  return {};
}

}  // namespace kedang
