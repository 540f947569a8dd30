#include "wasm/views/others_here.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/draw.h"
#include "wasm/ui/item.h"
#include "wasm/ui/mark.h"
#include "wasm/ui/metrics.h"
#include "wasm/ui/strings.h"
#include "wasm/ui/text.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/tooltip.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::Px;
using ui::Rect;
using ui::T;

constexpr std::size_t kFaces = 3;
constexpr float kFaceCss = 20;
constexpr float kStepCss = 14;  // faces overlap
constexpr float kGapCss = 6;

struct Words {
  std::string shown, all;  // in the line; with all names
  bool is_editing = false;
};

Words WordsOf(App& app) {
  const std::vector<OtherHere>& others = app.presence().others();
  Words words;
  std::string names;
  for (const OtherHere& other : others) {
    if (!names.empty()) names += T("edit.separator");
    names += PersonWords(app, other.user);
    words.is_editing = words.is_editing || other.is_editing;
  }
  const std::string first = PersonWords(app, others.front().user);
  const std::string few =
      others.size() == 1 ? first : ui::TF("record.others_more", {{"name", first}, {"count", std::to_string(others.size())}});
  const char* key = words.is_editing ? "record.others_editing" : "record.others_here";
  words.shown = ui::TF(key, {{"name", few}});
  words.all = ui::TF(key, {{"name", names}});
  return words;
}

float FacesWidth(std::size_t people) { return Px(kFaceCss) + Px(kStepCss) * static_cast<float>(std::min(people, kFaces) - 1); }

}  // namespace

float OthersHereWidth(App& app, float most) {
  const std::size_t people = app.presence().others().size();
  if (people == 0) return 0;
  return std::min(FacesWidth(people) + Px(kGapCss) + std::ceil(ui::TextWidth(WordsOf(app).shown, ui::kSmall)), most);
}

void OthersHere(App& app, Rect place) {
  const std::vector<OtherHere>& others = app.presence().others();
  if (others.empty()) return;
  const Words words = WordsOf(app);
  ui::Mirror(ui::IdOf("others-here"), place, {.role = ui::Role::kStatus, .label = words.all});
  ui::TooltipOnHover(place, words.all);
  const Rect faces = ui::CutLeft(place, FacesWidth(others.size()), Px(kGapCss));
  const float size = Px(kFaceCss);
  for (std::size_t i = std::min(others.size(), kFaces); i-- > 0;) {
    const Rect face = {faces.x + Px(kStepCss) * static_cast<float>(i), faces.MidY() - size / 2, size, size};
    const std::string name = PersonWords(app, others[i].user);
    ui::FillCircle({face.MidX(), face.MidY()}, size / 2 + Px(1), ui::CurrentTheme().surface);
    ui::Initials(face, ui::InitialsOf(name), ui::ColorOf(name), kFaceCss);
  }
  ui::Text(place, words.shown, ui::kSmall, ui::MeaningColor(words.is_editing ? ui::Meaning::kWarn : ui::Meaning::kInfo).text);
}

}  // namespace kedang
