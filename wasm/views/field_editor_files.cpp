#include "wasm/views/field_editor_files.h"

#include <algorithm>

#include "wasm/ui/button.h"
#include "wasm/ui/item.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;
using ui::TF;

float RowHeight() { return Px(ui::Metrics().control); }

std::string_view ReasonOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kTooLarge: return "file.too_large";
    case ErrorCode::kUnavailable: return "file.changed";
    default: return "file.no_room";
  }
}

}  // namespace

float FieldFiles::Height(const Value& files) { return RowHeight() * static_cast<float>(files.list().size() + 1); }

bool FieldFiles::Draw(Rect box, Id record, Value& files, bool is_read_only) {
  TextList list = files.list();
  bool is_changed = false;
  for (FileRef& file : *added_) {
    list.push_back(FormatFileRef(file));
    is_changed = true;
  }
  added_->clear();
  std::size_t removed = list.size();
  for (std::size_t i = 0; i < files.list().size(); ++i) {
    const auto file = ParseFileRef(files.list()[i]);
    const Rect row = ui::CutTop(box, RowHeight());
    if (!file) continue;
    bool is_removed = false;
    DrawFile(row, record, *file, is_removed, is_read_only);
    if (is_removed) removed = i;
  }
  if (removed < list.size()) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(removed));
    is_changed = true;
  }
  if (!is_read_only && list.size() < kMaxFilesInField) {
    Rect bar = ui::CutTop(box, RowHeight());
    ui::ButtonOptions add;
    add.label = T("file.add");
    add.icon = ui::Icon::kPaperclip;
    add.kind = ui::ButtonKind::kPlain;
    add.is_small = !ui::IsPhone();
    bar.x -= Px(8);  // the icon stands below those of the files
    if (ui::ButtonAtLeft(bar, add)) Pick();
  } else if (list.empty()) {
    ui::Text(ui::CutTop(box, RowHeight()), T("file.none"), ui::FieldText(), ui::CurrentTheme().secondary);
  }
  if (is_changed) files = Value::List(std::move(list));
  return is_changed;
}

void FieldFiles::DrawFile(Rect row, Id record, const FileRef& file, bool& is_removed, bool is_read_only) {
  const ui::Theme& theme = ui::CurrentTheme();
  ui::IdScope scope(FormatId(file.id));
  ui::DrawIcon(ui::CutLeft(row, Px(16), Px(8)), ui::Icon::kFileText, 16, theme.secondary);
  if (!is_read_only) {
    const float size = Px(ui::Metrics().touch);
    const Rect place = ui::CutRight(row, size, Px(4));
    if (ui::IconButton({place.x, place.y + (place.h - size) / 2, size, size}, ui::Icon::kX, TF("file.remove", {{"name", file.name}}))) {
      is_removed = true;
    }
  }
  std::string note = SizeWords(static_cast<double>(file.size));
  ui::Color color = theme.secondary;
  if (const FileOutbox::Upload* upload = app_.files().Find(file.id)) {
    if (!upload->failure.empty()) {
      const float width = ui::LinkWidth(T("file.retry"), 12);
      const Rect retry = ui::CutRight(row, width, Px(8));
      if (ui::Link(retry, T("file.retry"), 12)) app_.files().Retry();
      note = TF("file.failed", {{"reason", upload->failure}});
      color = theme.bad.text;
    } else if (upload->next_part == 0) {
      note = T("file.waiting");
    } else {
      const std::uint32_t percent = upload->next_part * 100 / FilePartCount(file.size);
      note = TF("file.uploading", {{"percent", std::to_string(percent)}});
    }
  }
  const float note_width = std::min(ui::TextWidth(note, ui::kSmall) + Px(2), row.w / 2);
  ui::Text(ui::CutRight(row, note_width, Px(8)), note, ui::kSmall, color);
  const float name_width = std::min(ui::LinkWidth(file.name), row.w);
  if (ui::Link({row.x, row.y, name_width, row.h}, file.name, ui::FieldText().size, "open")) {
    App& app = app_;
    app.files().Open(record, file, [&app, name = file.name](const Status& status) {
      if (!status.ok()) app.Say(TF("file.elsewhere", {{"name", name}}));
    });
  }
}

void FieldFiles::Pick() {
  App& app = app_;
  PickFile({}, [&app, added = added_](const LocalFile& local) {
    const std::string name = local.name;
    const std::string size = SizeWords(local.size_bytes);
    app.files().Add(local, [&app, added, name, size](Result<FileRef> kept) {
      if (kept.ok()) {
        added->push_back(std::move(kept).value());
      } else {
        app.Say(TF(ReasonOf(kept.error().code), {{"name", name}, {"size", size}, {"limit", SizeWords(static_cast<double>(kMaxFileBytes))}}));
      }
    });
  });
}

}  // namespace kedang
