// ColumnMaker: 拆分与合并: a dialog that makes columns of others: parts of one, by a separator or by characters, or several joined;
// with the first rows as they will be.
#pragma once

#include <string>
#include <vector>

#include "wasm/app/import_job.h"
#include "wasm/ui/rect.h"

namespace kedang {

class ColumnMaker {
 public:
  explicit ColumnMaker(ImportJob& job) : job_(job) {}

  // For that column of the file.
  void Open(std::uint32_t column);
  void Draw();

 private:
  void DrawSplit(ui::Rect& body);
  void DrawJoin(ui::Rect& body);
  void DrawPreview(ui::Rect body);
  std::string Separator() const;
  std::vector<ColumnCut> Cuts() const;
  std::vector<MadeColumn::Piece> Pieces() const;
  bool IsReady() const;

  ImportJob& job_;
  std::uint32_t column_ = 0;
  int tool_ = 0;               // 0: split, 1: join
  std::string separator_;      // id of the choice; "own": text_, "place": places_
  std::string text_;
  std::string places_;         // "6,10": behind which characters to cut
  int parts_ = 0;              // of two, three …: index of the segment
  std::vector<std::string> others_;  // numbers of the columns joined behind it
};

// 联系方式 · 1, or 省 + 市.
std::string MadeTitle(const ImportJob& job, const MadeTarget& made);

}  // namespace kedang
