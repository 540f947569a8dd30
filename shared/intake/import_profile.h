// ImportProfile (导入方案): how files of one source are imported: which header feeds which field, and whatever else was decided. A
// record of the system schema `import_profile`. Fields stand in it by key and headers as in the file, so it outlives new columns,
// another order of them and another template of the same name.
#pragma once

#include <map>
#include <optional>

#include "shared/base/result.h"
#include "shared/model/keyed_cells.h"
#include "shared/intake/mapping.h"

namespace kedang {

inline constexpr std::string_view kProfileSchema = "import_profile";

struct ImportPlan {
  struct Column {
    std::string header;
    std::string field;  // key; empty: the column is left out
    std::uint8_t part = 0;
    bool is_as_typed = false;
    bool operator==(const Column&) const = default;
  };
  // A column made of others, by their headers.
  struct Made {
    struct Piece {
      std::string header, before;
      bool operator==(const Piece&) const = default;
    };
    std::vector<Piece> pieces;
    ColumnCut cut;
    std::string field;
    std::uint8_t part = 0;
    bool is_as_typed = false;
    bool operator==(const Made&) const = default;
  };
  std::vector<Column> columns;
  std::vector<Made> made;
  std::string sheet;                // its name; empty: the first with rows
  std::optional<bool> has_header;   // nothing: as found
  std::string encoding, delimiter;  // of text; empty: as found
  std::string mode, key;            // as the command line says them
  std::map<std::string, std::string> duplicates;  // kind of duplicate (pool, possible, file) → what becomes of it

  bool operator==(const ImportPlan&) const = default;
};
std::string FormatPlan(const ImportPlan& plan);
Result<ImportPlan> ParsePlan(std::string_view json);

struct ImportProfile {
  Id id;
  std::string name;
  std::string schema;  // key of the template
  Id source;
  ImportPlan plan;
};
// Nothing for a record that says nothing one can use.
std::optional<ImportProfile> ReadProfile(const Schema& schema, const Record& record);
CellList ProfileCells(const Schema& schema, const ImportProfile& profile);

// The columns of a mapping, as a profile keeps them. Without headers a column is its number: #3.
std::vector<ImportPlan::Column> ColumnsOfMapping(const Schema& schema, const std::vector<std::string>& headers, const ColumnMapping& mapping);
std::vector<ImportPlan::Made> MadeOfMapping(const Schema& schema, const std::vector<std::string>& headers, const ColumnMapping& mapping);
// Lays the plan over what was found by itself: columns that it does not know stay as they are. False: none of its columns that
// feed a field is there.
bool ApplyPlan(const ImportPlan& plan, const Schema& schema, const std::vector<std::string>& headers, ColumnMapping& mapping);
// Whether every column that feeds a field is there.
bool FitsPlan(const ImportPlan& plan, const std::vector<std::string>& headers);

// The one whose columns say most of those that fit, of that source; of none, where `source` is nil, of any.
const ImportProfile* FindProfile(const std::vector<ImportProfile>& profiles, std::string_view schema, Id source,
                                 const std::vector<std::string>& headers);

}  // namespace kedang
