// ListView: the records of one template: what is found, sorted and filtered, as a table with the record beside it on
// desktops and tablets, as cards on phones. Words come from the search box in the top bar.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "wasm/app/app.h"
#include "wasm/ui/card_list.h"
#include "wasm/ui/table.h"
#include "wasm/app/grouped_lines.h"
#include "wasm/app/server_hits.h"
#include "wasm/views/bulk_actions.h"
#include "wasm/views/calendar_board.h"
#include "wasm/views/column_menu.h"
#include "wasm/views/kanban_board.h"
#include "wasm/views/layout_menu.h"
#include "wasm/views/facet_panel.h"
#include "wasm/views/filter_chip.h"
#include "wasm/views/list_view_state.h"
#include "wasm/views/filter_builder.h"
#include "wasm/views/query_box.h"
#include "wasm/views/record_view.h"
#include "wasm/views/view.h"
#include "wasm/views/view_picker.h"

namespace kedang {

class ListView final : public View {
 public:
  ListView(App& app, std::string_view schema_key);
  void Draw(ui::Rect page) override;
  bool covers_foot() const override { return IsPaneOpen() && record_view_.is_form(); }
  bool has_unsaved() const override { return record_view_.has_unsaved(); }
  void CommitTyped() override { record_view_.CommitTyped(); }

 private:
  // A record of a visible line with its texts, until the record or the language changes.
  struct Shown {
    Record record;
    std::map<FieldId, std::string> texts;
    std::string hit;  // where it matched, with the field's name
  };

  void Work();
  bool IsPaneOpen() const { return !app_.route().detail().empty(); }
  std::size_t RowCount() const { return list_.size(); }

  // Saved view, layout and grouping (list_view_layout.cpp).
  RowSource Source() const;
  void WorkGroups(const std::function<bool()>& is_over);
  bool IsGrouped() const { return is_grouped_; }
  bool HasBoard() const { return look_.state().layout != ViewLayout::kTable && layout_field_ != nullptr; }
  bool HasTyped() const { return !app_.search().text.empty() && app_.search().text != look_.base_query(); }
  void DrawPicker(ui::Rect& bar, float most);
  void DrawLayoutMenu(ui::Rect& bar);
  void DrawBoard(ui::Rect rect);
  std::string GroupCount(const RowGroup& group) const;
  std::string_view GroupWordsAt(std::int64_t line);
  std::vector<std::string> ColumnKeys() const;
  std::vector<Row> SelectedRows() const;

  // Lines of the table: rows with a group's title before each group.
  bool HasGroups() const { return IsGrouped() || list_.has_groups(); }
  std::int64_t LineCount() const;
  std::size_t NameCount() const { return list_.name_count(); }
  std::int64_t OwnLineCount() const;
  // kNoRow for a group's title, and for what only the server has.
  Row RowAt(std::int64_t line) const;
  std::string_view GroupAt(std::int64_t line) const;
  std::vector<std::int64_t> GroupLines() const;
  std::int64_t LineOf(Row row) const;
  Shown* At(std::int64_t line);
  const std::string& TextOf(Shown& shown, const Field& field);

  void DrawList(ui::Rect rect);
  void DrawHead(ui::Rect& rest);
  void DrawApproximate(ui::Rect& rest);
  // What the server has beside this browser's rows (list_view_server.cpp): its lines come behind them.
  void WorkServer();
  bool HasServerLines() const { return !server_lines_.empty(); }
  Shown* ServerLineAt(std::int64_t line);
  void DrawServerNote(ui::Rect& rest);
  void FetchMissing(Id record);
  std::vector<FilterChip> FilterChips() const;
  bool HasChips(const std::vector<FilterChip>& chips);
  void DrawChips(ui::Rect line, const std::vector<FilterChip>& chips);
  void AddChips(const FacetList& list, const std::vector<FacetChoice>& choices, std::size_t most, std::vector<FilterChip>& chips) const;
  void DrawChip(ui::Rect& line, const FilterChip& chip);
  void DrawFilterButton(ui::Rect& bar);
  void DrawBuilder(ui::Rect anchor);
  void ToggleFacets();
  void DrawFacets(ui::Rect& rect);
  void SelectAll();
  void DrawSelectionBar(ui::Rect bar);
  void DrawTable(ui::Rect rect);
  void DrawTableCell(const ui::TableRow& row, int column, ui::Rect cell);
  std::string CellTextAt(std::int64_t line, int column);
  void HandleTable(const ui::TableResult& result);
  void WalkFromSearch();
  void DrawCount(ui::Rect rect);
  bool DrawNothing(ui::Rect rect);
  void DrawPhone(ui::Rect page);
  void DrawPhoneHead(ui::Rect bar);
  void DrawCards(ui::Rect rect);
  void DrawCard(std::int64_t line, ui::Rect rect);
  void DrawMarksOf(const Record& record, ui::Rect& cell);
  void ShowRecord();
  void Open(std::int64_t line);
  void Close();
  void Walk(int by);
  std::string FoundCount() const;

  App& app_;
  std::string key_;
  const Schema* schema_ = nullptr;  // of this frame
  std::uint32_t schema_version_ = 0;
  ListLook look_;
  RecordList list_;
  FacetLists facets_;
  FacetPanel panel_{facets_};
  bool is_panel_beside_ = false;  // there is room for it as a column
  ColumnSet columns_;
  ViewPicker picker_;
  QueryBox query_box_{app_};  // of phones
  FilterBuilder builder_{app_};
  LayoutMenu layout_menu_;
  RowGroups groups_;
  GroupedLines grouped_;
  KanbanBoard kanban_;
  CalendarBoard calendar_;
  BulkActions bulk_;
  bool is_grouped_ = false;             // of this frame
  const Field* layout_field_ = nullptr;  // of this frame; null: a table
  std::string grouped_by_;
  std::uint64_t grouped_revision_ = 0, grouped_columns_ = 0;
  std::uint64_t look_revision_ = 0;
  std::map<std::string, std::string> group_words_;  // of heads in sight: counts and sums
  ServerHits server_;
  std::uint64_t server_revision_ = 0;
  std::vector<Shown> server_lines_;
  std::string server_title_;
  Id fetched_;  // the last record that was asked for
  RecordView record_view_;
  ui::TableState table_;
  ui::CardListState cards_;
  std::string table_shape_;  // what the table's columns were made for
  std::unordered_set<Row> selected_;
  std::uint64_t base_count_ = 0;  // the rows kept here are of
  std::unordered_map<Row, Shown> shown_;
  std::uint64_t shown_revision_ = 0;
  std::string group_counts_[2];
  double search_ms_ = 0;
  double spent_ms_ = 0;
  std::uint64_t settled_ = 0;
  bool has_chips_ = false;
  Row cursor_row_ = kNoRow;
};

}  // namespace kedang
