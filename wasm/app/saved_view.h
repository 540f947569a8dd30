// SavedView: a way to look at the records of one template, kept under a name: a record of the program's own schema `view`.
// ViewState is what of it a list works with; the rest says whose it is and who sees it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shared/model/record.h"
#include "shared/model/schema.h"

namespace kedang {

inline constexpr std::string_view kViewSchema = "view";

enum class ViewLayout : std::uint8_t { kTable, kKanban, kCalendar };  // a phone shows a table as cards
enum class ViewShare : std::uint8_t { kPrivate, kTeam, kEveryone };

// As they stand in the record: "table", "private" …
std::string_view ViewLayoutName(ViewLayout layout);
std::string_view ViewShareName(ViewShare share);

// All texts are keys of fields or empty, but `query`, which is as a person types it.
struct ViewState {
  std::string query;
  std::string columns;       // "name:240,level:48": order and width; empty: those of the template
  std::string sort;          // "amount", "amount:down"
  std::string group;         // the field whose values head the rows
  ViewLayout layout = ViewLayout::kTable;
  std::string layout_field;  // kanban: the field of its columns; calendar: the day

  bool operator==(const ViewState&) const = default;
};

struct SavedView {
  Id id;
  std::string name;
  std::string english_name;
  std::string schema;  // key
  ViewState state;
  ViewShare share = ViewShare::kPrivate;
  Id team;   // department, of kTeam
  Id owner;  // nil: nobody's
  std::vector<std::string> default_for;  // names of roles that see it first
  Decimal position;                      // views stand in this order

  const std::string& NameIn(bool is_english) const { return is_english && !english_name.empty() ? english_name : name; }
};

// `views` is the schema of view records. What a record lacks, or holds of a newer program, has its default.
SavedView ReadView(const Schema& views, const Record& record);
// Every cell of the view, empty ones too.
std::vector<std::pair<FieldId, Value>> CellsOf(const Schema& views, const SavedView& view);

}  // namespace kedang
