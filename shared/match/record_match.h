// What of a schema's records is compared to find the same ones. Kinds follow from the types and roles of the fields, so
// nothing is guessed; every field that counts is one column. Editor, import, server and the duplicate desk share it.
#pragma once

#include <string_view>
#include <vector>

#include "shared/match/match_field.h"
#include "shared/model/record.h"

namespace kedang {

class RecordMatch {
 public:
  explicit RecordMatch(const Schema& schema);

  // In form order. Empty for schemas whose records are no parties: tasks called the same are not the same.
  const std::vector<MatchField>& fields() const { return fields_; }
  // The field of each column, and of each of fields().
  const std::vector<FieldId>& columns() const { return columns_; }
  bool Reads(FieldId field) const;

  // The cells of the columns, as a MatchIndex takes them; views into `record`. What is withheld is missing.
  void Read(const Record& record, std::vector<std::string_view>& texts) const;
  // The same of cells that are sorted by field: of a row of an import.
  void Read(const std::vector<std::pair<FieldId, Value>>& cells, std::vector<std::string_view>& texts) const;

 private:
  std::vector<MatchField> fields_;
  std::vector<FieldId> columns_;
};

// kIgnored for fields that say nothing about who or what a record is.
MatchKind MatchKindOf(const Schema& schema, const Field& field);

}  // namespace kedang
