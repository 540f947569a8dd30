// ImportJob: one import from the chosen file to the records in the outbox: bytes → rows and columns → fields → judged
// rows, mended by the person → groups of inserts. It draws nothing and touches no file and no browser, so it runs
// natively in tests: the page hands it bytes, gives it time in slices, and stores the groups it makes.
//
//   job.Open(name, size, now);  while (auto read = job.NextRead()) …job.OnBytes(read->file, bytes);  job.Step(is_over, now)
//   → kMapping: settings, targets → Check() → kReview: SetCell, LeaveOut …
//   → Write() → groups_ready(): TakeGroups() → OnStored, a slice of the rows after the other
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "shared/base/content_hash.h"
#include "shared/intake/encoding.h"
#include "shared/intake/field_feed.h"
#include "shared/intake/importer.h"
#include "wasm/app/import_duplicates.h"
#include "wasm/app/import_groups.h"
#include "wasm/app/import_job_rows.h"
#include "wasm/app/import_job_verdicts.h"
#include "wasm/app/source_book.h"
#include "wasm/app/workspace.h"

namespace kedang {

enum class ImportPhase : std::uint8_t {
  kIdle,      // no file
  kScanning,  // the file is read once to know its encoding
  kFailed,    // it cannot be read: problem() says why
  kMapping,
  kReading,   // rows are read and judged
  kReview,    // all rows are there; after a change they are judged again, meanwhile is_judging()
  kWriting,   // groups are made, then stored
  kDone,
  kUndoing,
  kUndone,
};

// What is known of the file before it is read whole: settings in force and the first rows.
struct ImportSample {
  std::string delimiter;             // of text
  bool has_header = false;
  std::vector<std::string> sheets;   // of a workbook: names of all of them
  std::uint32_t sheet = 0;           // and which one is read, from 1
  std::vector<std::string> headers;  // empty without a header row
  std::vector<std::vector<std::string>> rows;
  std::size_t column_count = 0;
  TableIssues issues;                // of these rows and of the file
  std::optional<TableIssue> failure; // a limit of the reader stopped it here
};

struct ImportSettings {
  std::optional<Encoding> encoding;  // nothing: as detected
  std::string delimiter;             // empty: as detected
  std::optional<bool> has_header;
  std::uint32_t sheet = 0;           // from 1; 0: the first with rows
};

struct ImportProgress {
  float share = 0;           // 0 … 1
  std::uint64_t rows = 0;    // so far
  double rows_per_s = 0;
  double seconds_left = -1;  // below 0: not known yet
};

// One issue of one row with everything its words need.
struct RowIssue {
  std::uint16_t column = CellIssue::kWholeRow;
  Issue issue;
  std::uint64_t repeats_row = 0;  // number in the file
  Id repeats_record;
};

// The texts of the cells with one kind of issue, the most frequent first.
struct KindValues {
  struct Value {
    std::string text;
    std::string suggestion;  // of the field's rules; empty when they have none
    std::uint32_t count = 0;
  };
  std::vector<Value> values;   // as many as were asked for
  std::uint32_t distinct = 0;
  std::uint32_t mendable = 0;  // rows whose text has a suggestion
};

class ImportJob {
 public:
  using MakeDecoder = std::function<std::unique_ptr<TextDecoder>()>;

  // All are kept. `make_gb18030` makes a decoder for one stream; without `pool` rows are like records by unique fields only.
  ImportJob(Workspace& workspace, MakeDecoder make_gb18030, PoolMatch* pool = nullptr);
  ~ImportJob();

  ImportPhase phase() const { return phase_; }
  // Of kFailed: kUnsupported (no text, or a workbook that is locked or too old), kNotFound (empty), else of reading. Of
  // kReview: why the last writing failed; ok when it did not.
  const Status& problem() const { return problem_; }
  bool is_workbook() const { return is_workbook_; }  // XLSX, or what begins as one

  // ---- file
  void Open(std::string name, std::uint64_t size_bytes, double now_ms);
  void Close();
  const std::string& name() const { return name_; }
  std::uint64_t size_bytes() const { return size_; }
  struct ReadRequest {
    std::uint64_t file = 0;  // which opening it belongs to
    std::uint64_t offset = 0;
    std::uint64_t size_bytes = 0;
  };
  // The piece to read next; nothing while one is on its way or enough is waiting.
  std::optional<ReadRequest> NextRead();
  // Pieces of an earlier file are dropped.
  void OnBytes(std::uint64_t file, Result<Bytes> bytes);

  // ---- mapping
  const Schema& schema() const { return *schema_; }
  void SetSchema(SchemaId schema);
  const ImportSettings& settings() const { return settings_; }
  void SetSettings(ImportSettings settings);
  const EncodingGuess& encoding() const { return guess_; }  // as in force
  bool is_encoding_certain() const { return detected_.is_certain; }
  const ImportSample& sample() const { return sample_; }
  const ColumnMapping& mapping() const { return mapping_; }
  // 0: the column is not imported. A second column of a field is joined behind the first.
  void SetTarget(std::uint32_t column, FieldId field);
  // Parts of a column that are columns of their own: what fields they look like is found, the column itself feeds nothing more.
  // No cuts: it is whole again.
  void SplitColumn(std::uint32_t column, std::span<const ColumnCut> cuts);
  std::vector<ColumnCut> CutsOf(std::uint32_t column) const;
  // A column of several others, which feed nothing more.
  void JoinColumns(std::vector<MadeColumn::Piece> pieces);
  void RemoveMade(std::size_t made);
  void SetMadeTarget(std::size_t made, FieldId field);
  // Texts of the first rows in a made column.
  std::vector<std::string> SampleOf(const MadeColumn& column) const;
  // Whether what feeds the field stays as it was typed; also of the review, whose rows are then judged again.
  void SetAsTyped(FieldId field, bool is_as_typed);
  // Required fields that no column feeds.
  std::vector<const Field*> MissingFields() const;
  DuplicatePolicy duplicates() const { return duplicates_; }
  void SetDuplicates(DuplicatePolicy policy);

  // ---- source and profile
  SourceBook& book() { return book_; }
  // Where the rows come from: new records say so. Nil: nobody said it.
  void SetSource(Id source);
  Id source() const { return source_; }
  // Of kMapping: the same file for the same template was imported before and is there. Null: it was not.
  const ImportRun* Earlier();
  ImportedFile content() const;
  // Of the source, or of any when there is none: the profile that fits the file best. Null: none does.
  const ImportProfile* FittingProfile();
  // Reads the file and its columns as the profile says; false when nothing of it is there.
  bool ApplyProfile(const ImportProfile& profile);
  // Everything as found by itself again.
  void LeaveProfile();
  Id profile() const { return profile_; }
  // As this import is done now; and whether that is not what its profile says.
  ImportPlan PlanNow() const;
  bool IsProfileNews();
  // The group that keeps it under that name: the present profile when it is of that name, else a new one.
  std::optional<Group> MakeProfile(const std::string& name, Id author);

  // ---- check
  void Check(double now_ms);
  // Back to the mapping; rows and changes stay as long as the file is read the same way.
  void BackToMapping();
  // Works until `is_over`; true when there is more to do at once.
  bool Step(const std::function<bool()>& is_over, double now_ms);
  bool is_judging() const { return judge_next_ < rows_.size() || phase_ == ImportPhase::kReading; }
  ImportProgress Progress(double now_ms) const;
  const ImportRows& rows() const { return rows_; }
  const ImportVerdicts& verdicts() const { return verdicts_; }
  // Issues of the file as a whole and of its header.
  const TableIssues& file_issues() const { return file_issues_; }
  // Reading stopped before the end: nothing may be written.
  const std::optional<TableIssue>& failure() const { return failure_; }
  std::vector<RowIssue> Explain(std::uint32_t row);
  void SetCell(std::uint32_t row, std::uint32_t column, std::string_view text);
  void LeaveOut(std::uint32_t row, bool is_left_out);
  // The kind of issue that the row has at that column; nothing when it has none.
  std::optional<IssueTotal> KindAt(std::uint32_t row, std::uint16_t column, std::string_view code) const;
  KindValues ValuesOf(const IssueTotal& kind, std::size_t most) const;
  // Rows with this kind of issue whose cell holds `text`.
  std::uint32_t CountSame(const IssueTotal& kind, std::string_view text) const;
  // Writes `text` over one of `values` in every row with this kind of issue, as one step; returns how many.
  std::uint32_t MendValues(const IssueTotal& kind, std::span<const std::string> values, std::string_view text);
  // Every row with this kind of issue gets what the rules suggest for its text, as one step; returns how many.
  std::uint32_t MendAsSuggested(const IssueTotal& kind);
  // The same over a whole column, whatever is wrong with it.
  std::uint32_t MendColumn(std::uint32_t column, std::span<const std::string> values, std::string_view text);
  // Writes `text` for every `needle` in the column's cells (ASCII capitals are as good as small ones), as one step; and how
  // many cells that would change. Nothing for an empty needle.
  std::uint32_t ReplaceIn(std::uint32_t column, std::string_view needle, std::string_view text);
  std::uint32_t CountIn(std::uint32_t column, std::string_view needle) const;
  // An empty cell takes what the cell above it says, as merged cells of a sheet mean it; one step.
  std::uint32_t FillDown(std::uint32_t column);
  std::uint32_t CountFillDown(std::uint32_t column) const;
  std::size_t step_count() const { return steps_.size(); }
  bool can_take_back() const { return !steps_.empty(); }
  // Takes the last step back; returns its first row.
  std::uint32_t TakeBack();

  // ---- duplicates
  // Looks which rows are in the pool or the file already, then judges all by what becomes of those. In kReview.
  void FindDuplicates(double now_ms);
  bool is_matching() const { return is_matching_; }
  const ImportDuplicates& found() const { return found_; }
  void SetRule(DuplicateKind kind, DuplicateAction action);
  // Nothing: by the rule.
  void DecideRow(std::uint32_t row, std::optional<DuplicateAction> action);
  // Whether the template has a tag for rows that somebody is to look at.
  bool can_mark() const { return MarkField() != nullptr; }
  // The record that a row would be, as text of a field.
  std::string TextOfField(std::uint32_t row, FieldId field) const;

  // ---- commit
  bool CanWrite() const;
  void Write(double now_ms);
  // Stops after the slice being stored: kDone with unwritten() rows, or back to the review when nothing was written.
  bool can_cancel() const { return phase_ == ImportPhase::kWriting && !is_stop_wanted_; }
  void Cancel();
  // A slice of some thousand rows, so that memory stays small; no further one is made before OnStored.
  bool groups_ready() const { return are_groups_ready_; }
  std::vector<Group> TakeGroups();
  // What became of them.
  void OnStored(const Status& status);
  std::uint32_t written() const { return written_; }
  std::uint32_t updated() const { return static_cast<std::uint32_t>(updates_.size()); }  // of those, records that were there
  std::uint32_t stored() const { return at_slice_.written; }  // durable, of those
  // Of kDone: rows that writing did not come to, because it was stopped or the browser ran out of room (problem()).
  std::uint32_t unwritten() const;
  void Resume(double now_ms);
  // Deletes what this import made, as far as it is still there, and gives records it changed their values from before.
  void Undo(double now_ms);
  // The blocked rows as a workbook with a last column of reasons, to be mended and imported again.
  Result<Bytes> BlockedRows(std::string_view sheet, std::string_view reason_title, const std::function<std::string(const RowIssue&)>& reason);

 private:
  // Applied, `text` is what the cell held before: applied again, the change is taken back.
  struct Change {
    std::uint32_t row;
    std::uint32_t column;
    std::string text;
  };
  struct WritePlace {
    std::uint32_t row = 0;
    std::uint32_t written = 0;
    std::size_t updates = 0;
    Id run;
    std::optional<IdSequence> ids;
  };
  // A record that was changed, and its values before and after.
  struct Update {
    Id record;
    std::vector<CellEdit> edits;
  };

  void FinishScan();
  void ReadSample();
  // Rows from the beginning of the file by the settings in force; of text, only the last one made may be read from.
  std::unique_ptr<TableStream> MakeStream();
  Result<Importer> MakeImporter(UniqueLookup* unique) const;
  void StartReading(double now_ms);
  void StartJudging();
  bool StepReading(const std::function<bool()>& is_over);
  bool StepJudging(const std::function<bool()>& is_over);
  bool StepGroups(const std::function<bool()>& is_over);
  bool StepUndo(const std::function<bool()>& is_over);
  void FinishReading();
  void Fail(Status problem);
  void TakeVerdict(std::uint32_t row, const std::optional<PreparedRow>& prepared);
  // By what becomes of the row when it is a duplicate.
  Result<std::optional<PreparedRow>> PrepareRow(Importer& importer, std::uint32_t row, std::span<const std::string_view> cells);
  bool StepMatching(const std::function<bool()>& is_over);
  void LookAt(std::uint32_t row, std::span<const std::string_view> cells);
  bool IsBlockedByRepeatOnly(std::uint32_t row) const;
  const Field* MarkField() const;
  void AddRow(std::uint32_t row, PreparedRow prepared);
  void TakeUpdateBack(const Update& update);
  void Apply(std::vector<Change>& step);
  bool JudgeAlone(std::uint32_t row, std::uint32_t column);
  std::string SuggestionFor(const IssueTotal& kind, std::string_view text) const;
  std::uint32_t TakeStep(std::vector<Change> step);
  std::vector<Change> FillDownStep(std::uint32_t column) const;
  std::uint8_t NextPart(FieldId field) const;
  void StartClock(double now_ms);
  void BackToSlice();
  void MapAgain();
  void ForgetFound();
  TrustRank OwnTrust() const;
  void NoteRun(bool is_last);
  void NoteUndone();

  Workspace& workspace_;
  MakeDecoder make_gb18030_;
  std::unique_ptr<Schema> schema_;  // a copy: the replica's may be replaced at any time
  std::uint32_t schema_version_ = 0;  // of the set it is from: what the server must take the values for
  ImportPhase phase_ = ImportPhase::kIdle;
  Status problem_;
  bool is_workbook_ = false;

  std::string name_;
  std::uint64_t file_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t read_to_ = 0;
  bool is_read_under_way_ = false;
  bool is_last_read_ = false;
  std::vector<Bytes> waiting_;

  std::unique_ptr<EncodingDetector> detector_;
  Bytes head_;  // the beginning of the file, for the sample; of a workbook all of it
  EncodingGuess detected_;
  EncodingGuess guess_;
  ImportSettings settings_;
  ImportSample sample_;
  ColumnMapping mapping_;
  DuplicatePolicy duplicates_ = DuplicatePolicy::kFlag;
  ContentHash hash_;       // of what was read so far of the first pass
  std::string hash_text_;  // of all of it
  mutable SourceBook book_;  // what it reads is no part of what the job is
  Id source_, profile_;
  std::map<DuplicateKind, DuplicateAction> rules_;  // the profile's

  std::unique_ptr<TextDecoder> decoder_;
  std::unique_ptr<TableStream> stream_;
  bool are_rows_current_ = false;  // rows_ were read with the present settings
  ImportRows rows_;
  ImportVerdicts verdicts_;
  std::optional<Importer> importer_;
  std::uint32_t judge_next_ = 0;
  TableIssues file_issues_;
  std::unordered_map<std::uint32_t, TableIssues> reader_issues_;  // of rows
  std::unordered_map<std::uint32_t, std::uint64_t> repeats_;      // row → number of the row it repeats
  std::optional<TableIssue> failure_;
  std::vector<std::vector<Change>> steps_;

  PoolMatch* pool_;
  ImportDuplicates found_;
  bool is_matching_ = false;
  std::uint32_t match_next_ = 0;

  std::uint32_t write_next_ = 0;
  std::uint32_t undo_next_ = 0;
  bool was_undo_begun_ = false;
  WritePlace at_slice_;  // where the slice began that is not stored yet
  ImportGroups groups_;
  bool are_groups_ready_ = false;
  bool is_storing_ = false;
  bool is_stop_wanted_ = false;
  Provenance provenance_;
  std::optional<IdSequence> ids_;
  Id first_id_;
  Id run_;  // the record of the import; nil: not made yet
  std::uint32_t written_ = 0;
  std::vector<Update> updates_;

  double clock_ms_ = 0;  // when the present work began
  std::uint64_t clock_rows_ = 0;
};

}  // namespace kedang
