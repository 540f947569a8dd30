// FilterBuilder: the query of a list as rows of field, verb and value, and groups of rows: the same query as the text in the
// search box, both ways. Below a button on desktops, a sheet on phones. Whatever is changed holds at once.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "shared/query/filter_form.h"
#include "wasm/app/app.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/item.h"
#include "wasm/views/field_editor_choices.h"

namespace kedang {

class FilterBuilder {
 public:
  explicit FilterBuilder(App& app) : app_(app) {}

  static void Open();
  static bool IsOpen();
  // Where it is open. `anchor`: the button; `found`: how many records there are now. Edits App::search_text; true when it did.
  bool Draw(ui::Rect anchor, const Schema& schema, std::string_view found);
  // How many conditions the query has, for the button.
  static std::size_t CountOf(const Query& query);

 private:
  // A row with what its widgets keep.
  struct Widgets {
    std::string text;  // of a text field, as typed
    bool has_text = false;
    std::unique_ptr<FieldChoices> choices;
    std::string filter[2];   // typed into the lists of values
    std::vector<ui::Choice> dates;
    std::deque<std::string> words;
  };

  QueryScope Scope() const;
  void Load(const std::string& text);
  void Store();
  float HeightOf(float width) const;
  float RowHeightOf(const FilterRow& row, float width) const;
  void DrawItems(ui::Rect rect);
  void DrawHead(ui::Rect line);
  bool DrawFoot(ui::Rect line, std::string_view found);
  // filter_builder_row.cpp
  void DrawRow(ui::Rect rect, FilterRow& row, Widgets& widgets);
  void DrawField(ui::Rect rect, FilterRow& row, Widgets& widgets);
  void DrawVerb(ui::Rect rect, FilterRow& row);
  void DrawValues(ui::Rect rect, FilterRow& row, Widgets& widgets);
  void DrawText(ui::Rect rect, FilterRow& row, Widgets& widgets);
  void DrawMany(ui::Rect rect, FilterRow& row, Widgets& widgets);
  // Cuts the sign of a calendar off the right; the day that was chosen, "" for none.
  std::string DrawDay(ui::Rect& rect, std::size_t place);
  std::string DateWords(const std::string& date) const;
  void DrawOne(ui::Rect rect, FilterRow& row, Widgets& widgets, std::size_t place);
  const std::vector<ui::Choice>& ChoicesFor(const Field& shown, QueryForm form, const FilterRow& row, Widgets& widgets, std::size_t place);
  QueryForm FormOf(const FilterRow& row) const;
  std::string VerbWords(FilterVerb verb, const FilterRow& row) const;
  std::vector<FilterVerb> VerbsFor(const FilterRow& row) const;
  void SetField(FilterRow& row, const std::string& key);
  Widgets& WidgetsOf(std::size_t item, std::size_t row);

  App& app_;
  const Schema* schema_ = nullptr;  // of this frame
  FilterForm form_;
  std::string loaded_;              // the text it was made of, or made
  std::string loaded_schema_;
  std::vector<std::vector<Widgets>> widgets_;  // as form_.items and their rows
  std::vector<ui::Choice> fields_;
  std::string fields_for_;
  std::deque<std::string> field_words_;
  bool was_changed_ = false;
};

}  // namespace kedang
