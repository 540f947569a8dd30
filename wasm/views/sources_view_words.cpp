#include "wasm/views/sources_view_words.h"

#include "wasm/views/import_view_words.h"
#include "wasm/views/list_view_cells.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

constexpr std::string_view kNothing = "–";

std::string ShareWords(std::uint64_t part, std::uint64_t all) {
  if (all == 0) return std::string(kNothing);
  const std::uint64_t tenths = (part * 1000 + all / 2) / all;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + "%";
}

}  // namespace

std::string KindWords(App& app, const Source& source) {
  const Schema* schema = app.workspace().schemas().Find(kSourceSchema);
  const Field* kind = schema != nullptr ? schema->Find("kind") : nullptr;
  if (kind == nullptr) return source.kind;
  for (const Choice& choice : kind->choices) {
    if (choice.key == source.kind) return std::string(choice.label.In(app.is_english()));
  }
  return source.kind;
}

std::vector<std::string> FigureWords(App& app, const SourceFigure& figure) {
  std::vector<std::string> words;
  words.push_back(Number(figure.read));
  words.push_back(ShareWords(figure.read - std::min(figure.read, figure.rejected), figure.read));
  words.push_back(ShareWords(figure.duplicates, figure.read));
  words.push_back(ShareWords(figure.moved_on, figure.records));
  words.push_back(figure.last_ms == 0 ? std::string(kNothing) : RelativeToNow(app, figure.last_ms));
  return words;
}

}  // namespace kedang
