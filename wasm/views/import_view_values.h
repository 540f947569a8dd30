// SameValues: 一次改好同类值: the texts that the cells with one kind of issue hold, how often, and one press that mends all
// rows alike: by what the rules suggest, or to a text of the person's. Every press can be taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/app/app.h"
#include "wasm/app/import_job.h"
#include "wasm/ui/combobox.h"
#include "wasm/ui/rect.h"

namespace kedang {

class SameValues {
 public:
  SameValues(App& app, ImportJob& job) : app_(app), job_(job) {}

  // Null: the most frequent kind that has cells.
  void Choose(const IssueTotal* kind);
  // Follows the verdicts; false: there is nothing to mend alike.
  bool Refresh();
  const KindValues& values() const { return values_; }
  // 城市，4 种写法.
  std::string Where() const;
  float Height() const;  // device px, without padding
  // True when rows were mended.
  bool Draw(ui::Rect rect);

 private:
  void ChooseKind();
  bool DrawTarget(ui::Rect box);
  void DrawValue(ui::Rect row, std::size_t index);
  std::size_t First() const { return page_ * kPage; }
  std::size_t PageEnd() const;
  std::uint32_t ChosenRows() const;
  bool SayMended(std::uint32_t count);

  static constexpr std::size_t kPage = 4;

  App& app_;
  ImportJob& job_;
  std::optional<IssueTotal> wanted_;
  std::optional<IssueTotal> kind_;
  std::uint64_t revision_ = 0;
  KindValues values_;
  std::vector<char> is_chosen_;  // of values_
  std::size_t page_ = 0;
  std::string text_;             // what they become
};

}  // namespace kedang
