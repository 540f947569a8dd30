#include "wasm/views/duplicates_words.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/strings.h"
#include "wasm/views/value_text.h"

namespace kedang {
namespace {

using ui::T;
using ui::TF;

constexpr double kSure = 0.95, kLikely = 0.85;
constexpr double kNothing = 0.05;  // bits that nobody needs to see

const Field* NumberField(const Schema& schema) {
  const auto found = std::find_if(schema.fields.begin(), schema.fields.end(), [](const Field& field) {
    return !field.is_retired && field.type == FieldType::kAutoNumber;
  });
  return found != schema.fields.end() ? &*found : nullptr;
}

// 125 of 10: 12.5. Without the library's floating point, which is nowhere else in the client.
std::string Fraction(long parts, long whole) {
  std::string behind = std::to_string(parts % whole);
  if (whole == 100 && behind.size() == 1) behind.insert(behind.begin(), '0');
  return std::to_string(parts / whole) + "." + behind;
}

}  // namespace

std::string ProbabilityWords(double probability) {
  if (probability <= 0) return "–";
  const long parts = std::min(std::lround(probability * 10'000), 9'999L);  // of ten thousand
  const long tenths = (parts + 5) / 10;
  if (parts >= 9'995) return Fraction(parts, 100) + "%";
  return Fraction(tenths, 10) + "%";
}

ui::Color ProbabilityColor(double probability) {
  const ui::Theme& theme = ui::CurrentTheme();
  return probability >= kSure ? theme.good.text : probability >= kLikely ? theme.warn.text : theme.secondary;
}

std::string WeightWords(double weight) {
  return (weight < 0 ? "−" : "+") + Fraction(std::lround(std::abs(weight) * 10), 10);
}

std::string PartWords(App& app, const Schema& schema, const DuplicatePart& part) {
  const std::string field = FieldWords(app, schema.id, part.field);
  const std::string_view key = part.level == part.levels - 1      ? "duplicate.same"
                               : part.level * 5 >= part.levels * 3 ? "duplicate.nearly"
                               : part.level > 0                    ? "duplicate.similar"
                                                                   : "duplicate.other";
  return TF(key, {{"field", field}});
}

std::string ReasonWords(App& app, DuplicateDesk& desk, const DuplicateCluster& group) {
  const DuplicatePair* best = nullptr;
  for (const DuplicatePair& pair : group.pairs) {
    if (best == nullptr || pair.weight > best->weight) best = &pair;
  }
  const auto why = best != nullptr ? desk.Explain(best->a, best->b) : std::nullopt;
  if (!why || desk.schema() == nullptr) return "";
  std::vector<DuplicatePart> parts = why->parts;
  std::erase_if(parts, [](const DuplicatePart& part) { return part.level <= 0 || part.weight <= kNothing; });
  std::stable_sort(parts.begin(), parts.end(), [](const DuplicatePart& a, const DuplicatePart& b) { return a.weight > b.weight; });
  if (parts.empty()) return "";
  if (parts.size() == 1) return PartWords(app, *desk.schema(), parts[0]);
  const bool are_same = parts[0].level == parts[0].levels - 1 && parts[1].level == parts[1].levels - 1;
  if (!are_same) return PartWords(app, *desk.schema(), parts[0]);
  return TF("duplicate.same_two", {{"one", FieldWords(app, desk.schema()->id, parts[0].field)},
                                   {"other", FieldWords(app, desk.schema()->id, parts[1].field)}});
}

std::string GoldenWords(const MergeDraft& draft, const GoldenField& golden) {
  if (golden.rule == SurvivorRule::kByHand) return std::string(T("duplicate.rule_by_hand"));
  std::size_t filled = 0;
  for (const Record& record : draft.records()) {
    const Value& value = record.Get(golden.field);
    filled += value.is_null() || (value.kind() == Value::Kind::kList && value.list().empty()) ? 0 : 1;
  }
  if (filled < 2) return std::string(T("duplicate.rule_only"));
  if (!golden.differs) return TF("duplicate.rule_agree", {{"count", CountText(filled)}});
  return std::string(T("duplicate.rule_" + std::string(SurvivorRuleName(golden.rule))));
}

std::string_view HindranceWords(MergeHindrance hindrance) {
  switch (hindrance) {
    case MergeHindrance::kNone: break;
    case MergeHindrance::kNoRight: return T("duplicate.no_right");
    case MergeHindrance::kNoSchema: return T("duplicate.no_schema");
    case MergeHindrance::kWithheld: return T("duplicate.withheld");
    case MergeHindrance::kTooMany: return T("duplicate.too_many");
  }
  return {};
}

std::string MovedWords(App& app, const MergeDraft& draft) {
  std::string words;
  for (const MovedCount& moved : draft.moved()) {
    if (!words.empty()) words += T("duplicate.comma");
    words += TF("duplicate.moved_some", {{"count", CountText(moved.count)}, {"schema", SchemaWords(app, moved.schema)}});
  }
  return words;
}

std::string ShortNumber(const Schema& schema, const Record& record, std::size_t place) {
  const Field* field = NumberField(schema);
  const std::string number = field != nullptr ? record.Get(field->id).text() : std::string();
  const std::size_t dash = number.rfind('-');
  if (number.empty()) return "#" + std::to_string(place);
  return dash == std::string::npos ? number : number.substr(dash + 1);
}

std::string LongNumber(App& app, const Schema& schema, const Record& record) {
  const Field* field = NumberField(schema);
  const std::string number = field != nullptr ? record.Get(field->id).text() : std::string();
  return number.empty() ? app.workspace().TitleOf(record) : number;
}

std::string GroupTitle(App& app, const Schema& schema, const std::vector<Id>& ids) {
  std::vector<Record> records;
  for (const Id id : ids) {
    if (records.size() == kMostInDraft) break;
    if (auto record = app.workspace().records().FindRecord(id)) records.push_back(*std::move(record));
  }
  return records.empty() ? std::string(T("value.a_record")) : RecordWords(app, records[BestKept(schema, records)].id);
}

std::string CountText(std::size_t count) { return ui::GroupedNumber(static_cast<std::int64_t>(count)); }

}  // namespace kedang
