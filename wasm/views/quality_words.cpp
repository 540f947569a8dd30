#include "wasm/views/quality_words.h"

#include <cmath>
#include <cstdio>

#include "shared/check/rule_set.h"
#include "wasm/ui/strings.h"

namespace kedang {

std::string PointWords(double points) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", points);
  return text;
}

std::string ChangeWords(double points) {
  const double rounded = std::round(points * 10) / 10;
  return (rounded < 0 ? "−" : rounded > 0 ? "+" : "±") + PointWords(std::abs(rounded));
}

std::string MendWords(const Schema& schema, const std::string& code, FieldId field, bool is_english) {
  for (const Rule& rule : schema.rules) {
    if (code == std::string(kRuleCode) + rule.key) return std::string(rule.label.In(is_english));
  }
  const Field* named = schema.Find(field);
  const std::string label(named != nullptr ? named->label.In(is_english) : schema.label.In(is_english));
  const std::string key = "quality.work_" + code;
  return ui::TF(ui::HasText(key) ? std::string_view(key) : std::string_view("quality.work_finding"), {{"field", label}});
}

std::string QualityPartWords(QualityPart part) { return std::string(ui::T("quality." + std::string(QualityPartName(part)))); }

ui::Meaning QualityMeaning(double share) { return share >= 0.85 ? ui::Meaning::kGood : share >= 0.6 ? ui::Meaning::kInfo : ui::Meaning::kWarn; }

}  // namespace kedang
