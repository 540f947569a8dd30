#include "wasm/app/import_job.h"

#include <algorithm>

#include "shared/field/field_traits.h"
#include "shared/intake/csv_document.h"
#include "shared/intake/xlsx_stream.h"
#include "shared/model/computed_field.h"
namespace kedang {
namespace {

constexpr std::uint64_t kPieceBytes = 1 << 20;
constexpr std::size_t kMostWaiting = 2;
constexpr std::size_t kHeadBytes = 2 << 20;  // more than the longest cell the reader takes: an overlong one shows here
constexpr std::size_t kWorkbookBytes = 256 << 20;
constexpr std::size_t kSamplePiece = 64 << 10;
constexpr std::size_t kSampleRows = 50;

}  // namespace

ImportJob::ImportJob(Workspace& workspace, MakeDecoder make_gb18030, PoolMatch* pool)
    : workspace_(workspace), make_gb18030_(std::move(make_gb18030)), schema_(std::make_unique<Schema>()), book_(workspace), pool_(pool), groups_(workspace) {
  schema_version_ = workspace.client().schema_version();
  if (!workspace.schemas().schemas.empty()) *schema_ = workspace.schemas().schemas.front();
}

ImportJob::~ImportJob() = default;

// ---- file -------------------------------------------------------------------------------------------------------------

void ImportJob::Open(std::string name, std::uint64_t size_bytes, double now_ms) {
  Close();
  name_ = std::move(name);
  size_ = size_bytes;
  phase_ = ImportPhase::kScanning;
  is_workbook_ = false;
  detector_ = std::make_unique<EncodingDetector>();
  StartClock(now_ms);
}

void ImportJob::Close() {
  ++file_;
  phase_ = ImportPhase::kIdle;
  problem_ = Status();
  read_to_ = 0;
  is_read_under_way_ = is_last_read_ = false;
  waiting_.clear();
  head_.clear();
  settings_ = ImportSettings();
  sample_ = ImportSample();
  mapping_ = ColumnMapping();
  hash_ = ContentHash();
  hash_text_.clear();
  profile_ = run_ = Id();
  rules_.clear();
  stream_.reset();
  importer_.reset();
  are_rows_current_ = false;
  rows_.Clear();
  verdicts_.Clear();
  judge_next_ = 0;
  file_issues_.clear();
  reader_issues_.clear();
  repeats_.clear();
  failure_.reset();
  steps_.clear();
  found_.Clear(false);
  is_matching_ = false;
  updates_.clear();
  groups_.Take();
  are_groups_ready_ = is_storing_ = is_stop_wanted_ = was_undo_begun_ = false;
  written_ = write_next_ = 0;
  at_slice_ = WritePlace();
}

void ImportJob::Fail(Status problem) {
  problem_ = std::move(problem);
  phase_ = ImportPhase::kFailed;
  waiting_.clear();
}

std::optional<ImportJob::ReadRequest> ImportJob::NextRead() {
  const bool is_wanted = phase_ == ImportPhase::kScanning || phase_ == ImportPhase::kReading;
  if (!is_wanted || is_read_under_way_ || is_last_read_ || waiting_.size() >= kMostWaiting) return std::nullopt;
  is_read_under_way_ = true;
  return ReadRequest{file_, read_to_, std::min(kPieceBytes, size_ - read_to_)};
}

void ImportJob::OnBytes(std::uint64_t file, Result<Bytes> bytes) {
  if (file != file_ || !is_read_under_way_) return;
  is_read_under_way_ = false;
  if (!bytes.ok()) return Fail(bytes.error());
  read_to_ += bytes->size();
  is_last_read_ = bytes->empty() || read_to_ >= size_;
  waiting_.push_back(std::move(bytes).value());
}

void ImportJob::FinishScan() {
  const Result<EncodingGuess> found = is_workbook_ ? Result<EncodingGuess>(EncodingGuess()) : detector_->Finish();
  detector_.reset();
  if (!found.ok()) return Fail(found.error());
  if (size_ == 0) return Fail(Status(ErrorCode::kNotFound, "the file is empty"));
  detected_ = *found;
  hash_text_ = hash_.Text();
  phase_ = ImportPhase::kMapping;
  ReadSample();
}

// ---- mapping ----------------------------------------------------------------------------------------------------------

std::unique_ptr<TableStream> ImportJob::MakeStream() {
  if (is_workbook_) {
    XlsxOptions options;
    options.sheet = settings_.sheet;
    options.has_header = settings_.has_header;
    return std::make_unique<XlsxStream>(options);
  }
  decoder_ = guess_.encoding == Encoding::kGb18030 ? make_gb18030_() : nullptr;
  CsvOptions options;
  options.delimiter = settings_.delimiter;
  options.has_header = settings_.has_header;
  return std::make_unique<CsvStream>(guess_, decoder_.get(), options);
}

// Reads the first rows with the present settings and maps their columns.
void ImportJob::ReadSample() {
  are_rows_current_ = false;
  guess_ = detected_;
  if (settings_.encoding && *settings_.encoding != detected_.encoding) guess_ = {*settings_.encoding, false, true};
  const std::unique_ptr<TableStream> stream = MakeStream();
  sample_ = ImportSample();
  ByteSpan rest = head_;
  TableRow row;
  for (bool is_last = false; !is_last && sample_.rows.size() < kSampleRows && !stream->failure();) {
    const ByteSpan piece = rest.first(std::min(rest.size(), kSamplePiece));
    rest = rest.subspan(piece.size());
    is_last = rest.empty();
    const Status fed = stream->Feed(piece, is_last && head_.size() == size_);
    if (!fed.ok()) return Fail(fed);
    while (sample_.rows.size() < kSampleRows && stream->Next(row)) {
      std::vector<std::string> cells(row.cells.begin(), row.cells.end());
      sample_.column_count = std::max(sample_.column_count, cells.size());
      sample_.has_header = sample_.has_header || row.is_header;
      row.is_header ? sample_.headers = std::move(cells) : sample_.rows.emplace_back(std::move(cells));
    }
  }
  if (is_workbook_) {
    const auto& of_workbook = static_cast<const XlsxStream&>(*stream);
    for (const XlsxSheet& sheet : of_workbook.workbook()->sheets()) sample_.sheets.push_back(sheet.name);
    sample_.sheet = of_workbook.sheet();
  } else {
    sample_.delimiter = static_cast<const CsvStream&>(*stream).reader().dialect().delimiter;
  }
  sample_.issues = stream->Issues();
  sample_.failure = stream->failure();
  MapAgain();
}

void ImportJob::SetSchema(SchemaId schema) {
  const Schema* found = workspace_.schemas().Find(schema);
  const bool is_at_work = phase_ != ImportPhase::kIdle && phase_ != ImportPhase::kFailed && phase_ != ImportPhase::kMapping;
  if (found == nullptr || is_at_work) return;
  const bool is_other = found->id != schema_->id;
  importer_.reset();  // it points into the schema
  *schema_ = *found;
  schema_version_ = workspace_.client().schema_version();
  if (!is_other || phase_ != ImportPhase::kMapping) return;
  LeaveProfile();
}

void ImportJob::SetSettings(ImportSettings settings) {
  settings_ = std::move(settings);
  if (phase_ == ImportPhase::kMapping) ReadSample();
}

void ImportJob::SetTarget(std::uint32_t column, FieldId field) {
  if (column >= mapping_.columns.size()) return;
  mapping_.columns[column] = {field, field == 0 ? MappingBasis::kNone : MappingBasis::kChosen, 100, NextPart(field)};
}

std::vector<const Field*> ImportJob::MissingFields() const {
  std::vector<const Field*> missing;
  for (const Field& field : schema_->fields) {
    const bool is_wanted = field.is_required && !field.is_retired && !IsReadOnly(field.type);
    if (is_wanted && !mapping_.HasField(field.id)) missing.push_back(&field);
  }
  return missing;
}

// ---- slices -----------------------------------------------------------------------------------------------------------

void ImportJob::StartClock(double now_ms) {
  clock_ms_ = now_ms;
  clock_rows_ = 0;
}

bool ImportJob::Step(const std::function<bool()>& is_over, double now_ms) {
  if (clock_ms_ == 0) StartClock(now_ms);
  switch (phase_) {
    case ImportPhase::kScanning:
      for (const Bytes& piece : waiting_) {
        if (head_.empty()) is_workbook_ = LooksLikeWorkbook(piece);
        hash_.Add(piece);
        if (!is_workbook_) detector_->Feed(piece);
        const std::size_t most = is_workbook_ ? kWorkbookBytes : kHeadBytes;
        const std::size_t room = most - std::min(most, head_.size());
        head_.insert(head_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(std::min(room, piece.size())));
      }
      waiting_.clear();
      if (is_workbook_ && size_ > kWorkbookBytes) {
        Fail(Status(ErrorCode::kTooLarge, "a workbook of more than 256 MB"));
      } else if (is_last_read_) {
        FinishScan();
      }
      return false;
    case ImportPhase::kReading: return StepReading(is_over);
    case ImportPhase::kReview:
      if (is_matching_ && !is_judging()) return StepMatching(is_over);
      return StepJudging(is_over) || is_matching_;
    case ImportPhase::kWriting: return StepGroups(is_over);
    case ImportPhase::kUndoing: return StepUndo(is_over);
    case ImportPhase::kIdle:
    case ImportPhase::kFailed:
    case ImportPhase::kMapping:
    case ImportPhase::kDone:
    case ImportPhase::kUndone: break;
  }
  return false;
}

ImportProgress ImportJob::Progress(double now_ms) const {
  ImportProgress progress;
  std::uint64_t done = read_to_;
  std::uint64_t all = size_;
  if (phase_ == ImportPhase::kReading) {
    for (const Bytes& piece : waiting_) done -= piece.size();
    // Of a workbook all bytes are there; its rows are still to come.
    if (is_workbook_ && stream_ != nullptr) done = static_cast<std::uint64_t>(stream_->Share() * static_cast<double>(size_));
  } else if (phase_ == ImportPhase::kReview) {
    done = is_matching_ ? match_next_ : judge_next_;
    all = rows_.size();
  } else if (phase_ == ImportPhase::kWriting) {
    done = write_next_;
    all = rows_.size();
  } else if (phase_ == ImportPhase::kUndoing) {
    done = undo_next_;
    all = written_;
  }
  progress.share = all == 0 ? 1.0f : static_cast<float>(static_cast<double>(done) / static_cast<double>(all));
  progress.rows = clock_rows_;
  const double seconds = (now_ms - clock_ms_) / 1000.0;
  if (seconds > 0.3 && progress.share > 0.01f) {
    progress.rows_per_s = static_cast<double>(clock_rows_) / seconds;
    progress.seconds_left = seconds * (1.0 - progress.share) / progress.share;
  }
  return progress;
}

}  // namespace kedang
