// What a field with a list offers: the choices of the template, people, regions and industries found by name or pinyin,
// records found through the search index. Made anew only when the field, the filter or what is chosen changes.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/ui/combobox.h"

namespace kedang {

class FieldChoices {
 public:
  explicit FieldChoices(App& app) : app_(app) {}

  // Choices for `filter`, those in `chosen` always among them so that their names can be shown.
  const std::vector<ui::Choice>& For(const Field& field, std::string_view filter, const std::vector<std::string>& chosen);

 private:
  void Make(const Field& field, std::string_view filter, const std::vector<std::string>& chosen);
  void AddRegions(std::string_view filter);
  void AddIndustries(std::string_view filter);
  void AddPeople(std::string_view filter);
  void AddRecords(const Field& field, std::string_view filter);
  void Add(std::string id, std::string label, std::string detail = {}, int color = -1, std::string_view initials = {});
  bool Matches(std::string_view filter, std::string_view text) const;
  bool Has(std::string_view id) const;
  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  App& app_;
  std::string made_for_;
  std::deque<std::string> texts_;
  std::vector<ui::Choice> choices_;
};

}  // namespace kedang
