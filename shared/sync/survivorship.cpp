#include "shared/sync/survivorship.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"
#include "shared/model/withheld.h"

namespace kedang {
namespace {

bool IsEmpty(const Value& value) {
  if (value.kind() == Value::Kind::kList) return value.list().empty();
  if (value.kind() == Value::Kind::kText) return value.text().empty();
  return value.is_null();
}

Version VersionOf(const Record& record, FieldId field) {
  const Cell* cell = record.FindCell(field);
  return cell != nullptr ? cell->version : Version();
}

// Values that mean the same count together, however they are written.
std::string Meaning(const Field& field, const Value& value) {
  std::string normal = NormalForm(field, value);
  return normal.empty() ? FormatPlain(value) : normal;
}

class FieldChooser {
 public:
  FieldChooser(const Field& field, const std::vector<Record>& records, const SurvivorChoice& choice)
      : field_(field), records_(records), choice_(choice) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      // What a device does not have cannot be chosen there.
      const Value& value = records[i].Get(field.id);
      if (!IsEmpty(value) && !IsWithheld(value)) filled_.push_back(i);
    }
  }

  bool is_empty() const { return filled_.empty(); }

  GoldenField Choose(SurvivorRule rule) const {
    GoldenField golden;
    golden.field = field_.id;
    golden.rule = rule;
    golden.differs = std::any_of(filled_.begin(), filled_.end(), [this](std::size_t i) {
      return Meaning(field_, ValueOf(i)) != Meaning(field_, ValueOf(filled_.front()));
    });
    if (rule == SurvivorRule::kAll && KindOf(field_.type) == Value::Kind::kList) {
      golden.from = choice_.kept;
      golden.value = Value::List(Union());
      const bool is_chosen = std::any_of(filled_.begin(), filled_.end(), [this](std::size_t i) { return IsLeftOut(i); });
      if (is_chosen) golden.rule = SurvivorRule::kByHand;
      return golden;
    }
    golden.from = Best(rule);
    golden.value = ValueOf(golden.from);
    return golden;
  }

  // Whether what they say differs, and comes from where it is trusted differently.
  bool TrustDiffers() const {
    if (!choice_.trust) return false;
    const auto is_alike = [this](std::size_t record) { return Meaning(field_, ValueOf(record)) == Meaning(field_, ValueOf(filled_.front())); };
    if (std::all_of(filled_.begin(), filled_.end(), is_alike)) return false;
    const auto is_trusted_alike = [this](std::size_t record) { return choice_.trust(record, field_.id) == choice_.trust(filled_.front(), field_.id); };
    return !std::all_of(filled_.begin(), filled_.end(), is_trusted_alike);
  }

 private:
  const Value& ValueOf(std::size_t record) const { return records_[record].Get(field_.id); }

  bool IsLeftOut(std::size_t record) const { return choice_.left_out.count({field_.id, record}) != 0; }

  // The kept one's first.
  TextList Union() const {
    TextList all;
    const auto add = [&](std::size_t record) {
      if (IsLeftOut(record)) return;
      for (const std::string& item : ValueOf(record).list()) {
        if (std::find(all.begin(), all.end(), item) == all.end()) all.push_back(item);
      }
    };
    if (std::find(filled_.begin(), filled_.end(), choice_.kept) != filled_.end()) add(choice_.kept);
    for (const std::size_t record : filled_) add(record);
    return all;
  }

  long long Rank(SurvivorRule rule, std::size_t record) const {
    switch (rule) {
      case SurvivorRule::kKept: return record == choice_.kept ? 1 : 0;
      case SurvivorRule::kTrusted: return choice_.trust ? choice_.trust(record, field_.id) : 0;
      case SurvivorRule::kLongest: return static_cast<long long>(CountCodePoints(FormatPlain(ValueOf(record))));
      case SurvivorRule::kMostFrequent: {
        const std::string meaning = Meaning(field_, ValueOf(record));
        return std::count_if(filled_.begin(), filled_.end(),
                             [&](std::size_t other) { return Meaning(field_, ValueOf(other)) == meaning; });
      }
      default: return 0;
    }
  }

  std::size_t Best(SurvivorRule rule) const {
    std::size_t best = filled_.front();
    for (const std::size_t record : filled_) {
      const long long own = Rank(rule, record), other = Rank(rule, best);
      const Version written = VersionOf(records_[record], field_.id), before = VersionOf(records_[best], field_.id);
      if (own > other || (own == other && before < written)) best = record;
    }
    return best;
  }

  const Field& field_;
  const std::vector<Record>& records_;
  const SurvivorChoice& choice_;
  std::vector<std::size_t> filled_;
};

}  // namespace

std::string_view SurvivorRuleName(SurvivorRule rule) {
  constexpr std::string_view kNames[] = {"kept", "trusted", "latest", "longest", "most_frequent", "all", "by_hand"};
  return kNames[static_cast<std::size_t>(rule)];
}

SurvivorRule DefaultRule(const Schema& schema, const Field& field) {
  if (KindOf(field.type) == Value::Kind::kList) return SurvivorRule::kAll;
  const bool is_role = field.id == schema.stage || field.id == schema.owner || field.id == schema.level ||
                       field.id == schema.visibility || field.id == schema.team || field.id == schema.template_field;
  if (is_role) return SurvivorRule::kKept;
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kLongText:
    case FieldType::kAddress: return SurvivorRule::kLongest;
    case FieldType::kDate:
    case FieldType::kDateTime:
    case FieldType::kReference:
    case FieldType::kUser: return SurvivorRule::kLatest;
    default: return SurvivorRule::kMostFrequent;
  }
}

bool IsMerged(const Field& field) {
  return !field.is_retired && !IsComputed(field.type) && !TraitsOf(field.type).is_assigned;
}

std::vector<GoldenField> GoldenRecord(const Schema& schema, const std::vector<Record>& records, const SurvivorChoice& choice) {
  std::vector<GoldenField> golden;
  for (const Field& field : schema.fields) {
    if (!IsMerged(field)) continue;
    const auto by_hand = choice.by_hand.find(field.id);
    if (by_hand != choice.by_hand.end()) {
      GoldenField chosen = FieldChooser(field, records, choice).is_empty()
                               ? GoldenField{}
                               : FieldChooser(field, records, choice).Choose(SurvivorRule::kKept);
      chosen.field = field.id;
      chosen.rule = SurvivorRule::kByHand;
      chosen.from = by_hand->second;
      chosen.value = records[by_hand->second].Get(field.id);
      if (IsWithheld(chosen.value)) continue;
      golden.push_back(std::move(chosen));
      continue;
    }
    const FieldChooser chooser(field, records, choice);
    if (chooser.is_empty()) continue;
    const auto rule = choice.rules.find(field.id);
    SurvivorRule by = rule != choice.rules.end() ? rule->second : DefaultRule(schema, field);
    const bool is_open = rule == choice.rules.end() && by != SurvivorRule::kKept && by != SurvivorRule::kAll;
    if (is_open && chooser.TrustDiffers()) by = SurvivorRule::kTrusted;
    golden.push_back(chooser.Choose(by));
  }
  return golden;
}

std::size_t BestKept(const Schema& schema, const std::vector<Record>& records) {
  const auto filled = [&schema](const Record& record) {
    return std::count_if(schema.fields.begin(), schema.fields.end(),
                         [&record](const Field& field) { return IsMerged(field) && !IsEmpty(record.Get(field.id)); });
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const auto own = filled(records[i]), other = filled(records[best]);
    if (own > other || (own == other && records[i].created < records[best].created)) best = i;
  }
  return best;
}

}  // namespace kedang
