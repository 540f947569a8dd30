// Importer: from the rows of a file to records that may be written. It parses every mapped cell by its field, checks the
// whole record by the same rules as the editor and the server, finds rows that are in the pool or the file already, and
// decides. It writes nothing: whoever commits takes the prepared rows, all of them or none. Command line and browser use
// it alike, the browser in slices between frames.
//
//   Importer importer = Importer::Make(schema, mapping, options, check, &store).value();
//   while (stream.Next(row)) { PreparedRow prepared = importer.Prepare(row.number, row.cells); … }
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <unordered_map>
#include <vector>

#include "shared/base/result.h"
#include "shared/field/field_types.h"
#include "shared/intake/field_feed.h"
#include "shared/intake/likely_records.h"
#include "shared/intake/mapping.h"
#include "shared/intake/row_index.h"
#include "shared/intake/table_issue.h"
#include "shared/intake/table_stream.h"
#include "shared/model/record.h"
#include "shared/model/schema.h"
#include "shared/store/store.h"

namespace kedang {

enum class ImportMode : std::uint8_t {
  kCreate,  // every row is a new record
  kUpdate,  // every row changes the record with the same key; one without is rejected
  kUpsert,  // changes the record with the same key, or creates one
};

enum class DuplicatePolicy : std::uint8_t {
  kFlag,  // written as a new record, with a warning; a unique field that blocks still rejects
  kSkip,  // left out and counted
  kMerge, // fills what the pool's record leaves empty; a row like an earlier one of the file is left out
  kTrust, // the same, and writes over what comes from where it is trusted no more than this import (ImportOptions::may_overwrite)
};

// "create", "update", "upsert"; kInvalidArgument else.
Result<ImportMode> ParseImportMode(std::string_view text);
// "flag", "skip", "merge", "trust"; kInvalidArgument else.
Result<DuplicatePolicy> ParseDuplicatePolicy(std::string_view text);
std::string_view DuplicatePolicyName(DuplicatePolicy policy);
// Whether rows change the records that they repeat.
inline bool IsMerging(DuplicatePolicy policy) { return policy == DuplicatePolicy::kMerge || policy == DuplicatePolicy::kTrust; }

struct ImportOptions {
  ImportMode mode = ImportMode::kCreate;
  FieldId key = 0;  // a unique field; needed by update and upsert
  DuplicatePolicy duplicates = DuplicatePolicy::kFlag;
  std::vector<std::pair<FieldId, Value>> made_with = {};  // what every new record says besides, where its row does not: its source
  // Whether the import may write over what a record says, by trust; none: it may not.
  std::function<bool(const Record& record, FieldId field)> may_overwrite = {};
  LikelyRecords* likely = nullptr;  // asked when rows are left out or merged and no unique field says of what; may be null
};

// The record that a row is to change, where somebody or a rule said so.
struct RowTarget {
  const Record* record = nullptr;
  bool is_only_empty = false;  // fills what the record leaves empty; what it says stays
  bool is_by_trust = false;    // with is_only_empty: what ImportOptions::may_overwrite says may be written over, too
  bool is_left_out = false;    // nothing is written: the row is a duplicate of something and nothing is one of it
};

enum class ImportDecision : std::uint8_t { kCreate, kUpdate, kDuplicate, kReject };

struct PreparedRow {
  std::uint64_t row = 0;  // in the file, from 1
  ImportDecision decision = ImportDecision::kReject;
  Id target;                      // the record to update, or the pool's record this row repeats; else nil
  std::uint64_t repeats_row = 0;  // the row of the file this one repeats; 0 = none
  bool is_flagged = false;        // created although it looks like a duplicate
  // Sorted by field, without nulls: an empty cell never erases what the pool knows. Of a new record with the default values
  // of what the row leaves empty, and with the region that its address says.
  std::vector<std::pair<FieldId, Value>> cells;
  TableIssues issues;  // those that block are the reasons of a rejection
};

// read = created + updated + duplicates + rejected.
struct ImportCounts {
  std::uint64_t read = 0;  // without blank rows
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t rejected = 0;
  std::uint64_t flagged = 0;  // of the created
};

class Importer {
 public:
  // `schema` and what `check` points to must outlive the importer. `check.unique` looks into the pool (null: there is
  // none), `store` loads records to update (may be null for create). kInvalidArgument when nothing is mapped, when the
  // mode needs a key, or when the key is not mapped or not unique.
  static Result<Importer> Make(const Schema& schema, const ColumnMapping& mapping, const ImportOptions& options,
                               const CheckContext& check, Store* store);

  // Judges one row; nothing for a blank one. An Error is the store's. With a target the row changes that record, whatever
  // its unique fields say; one that says nothing new is a duplicate.
  Result<std::optional<PreparedRow>> Prepare(std::uint64_t row, std::span<const std::string_view> cells,
                                             const RowTarget& target = RowTarget());

  // Takes at most `max_rows` rows from `stream` (behind its header) and appends them prepared. True: `stream` may have
  // more at once; false: it wants more bytes or has ended. kTooLarge when a limit of the reader stopped it (the message
  // names row and column). Stopping between two calls leaves nothing behind.
  Result<bool> Step(TableStream& stream, std::size_t max_rows, std::vector<PreparedRow>& out);

  const ImportCounts& counts() const { return counts_; }

 private:
  struct Known {
    std::string text;
    Parsed parsed;
  };
  struct Source {
    const Field* field = nullptr;
    FieldFeed feed;
    std::uint32_t column() const { return feed.columns().front() + 1; }  // where its issues are said
    // Recent texts by their hash: columns of provinces, levels and dates say the same again and again.
    std::vector<Known> known;
    unsigned looked_up = 0;
    unsigned found = 0;
    Parsed last;  // of a column that does not repeat itself
    RowIndex seen;  // of a unique field: normal form → row of this file
    Parsed Read(std::string_view text, const CheckContext& check) const {
      return feed.is_as_typed() ? ParseAsTyped(*field, text, check) : ParseField(*field, text, check);
    }
  };
  struct Match {
    const Source* source = nullptr;
    Id record;
    std::uint64_t row = 0;
  };

  Importer(const Schema& schema, const ImportOptions& options, const CheckContext& check, Store* store)
      : schema_(&schema), options_(options), check_(check), unique_(check.unique), store_(store) {
    check_.unique = nullptr;  // duplicates are this class's business: it wants to know of what
  }
  const Parsed& Parse(Source& source, std::string_view text) const;
  void AddIssues(const Issues& issues, PreparedRow& prepared) const;
  void AddIssue(const Source& source, Severity severity, std::string_view code, std::string message,
                PreparedRow& prepared) const;
  Result<Record> BaseRecord(Id key, PreparedRow& prepared);
  Id ChosenRecord(const std::vector<Match>& matches, const PreparedRow& prepared) const;
  std::vector<Match> FindMatches(const PreparedRow& prepared, std::vector<std::string>& normals);
  void Decide(const std::vector<Match>& matches, bool is_update, PreparedRow& prepared);
  void Count(const PreparedRow& prepared);

  const Schema* schema_;
  ImportOptions options_;
  CheckContext check_;
  UniqueLookup* unique_;
  Store* store_;
  std::vector<Source> sources_;  // sorted by field
  std::unordered_map<std::uint64_t, Id> targets_;  // of rows that change a record
  ImportCounts counts_;
  std::string joined_;
};

}  // namespace kedang
