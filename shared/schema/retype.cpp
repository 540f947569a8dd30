#include "shared/schema/retype.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

bool HasChoice(const Field& field, std::string_view key) {
  return std::any_of(field.choices.begin(), field.choices.end(), [key](const Choice& choice) { return choice.key == key; });
}

FormatContext NamesOf(const CheckContext& context) { return FormatContext{false, context.lexicon, context.names}; }

RetypedValue Compare(const Field& before, const Field& after, const Value& was, Value value, const CheckContext& context) {
  RetypedValue result;
  const bool is_alike = was == value || FormatField(before, was, NamesOf(context)) == FormatField(after, value, NamesOf(context));
  result.outcome = is_alike ? RetypeOutcome::kKept : RetypeOutcome::kChanged;
  result.value = std::move(value);
  return result;
}

// Whether a choice is gone. Lists are long and mostly the same: what both begin with is passed over.
bool LosesChoices(const Field& before, const Field& after) {
  std::size_t same = 0;
  const std::size_t most = std::min(before.choices.size(), after.choices.size());
  while (same < most && before.choices[same].key == after.choices[same].key) ++same;
  if (same == before.choices.size()) return false;
  std::unordered_set<std::string_view> keys;
  for (const Choice& choice : after.choices) keys.insert(choice.key);
  return std::any_of(before.choices.begin() + static_cast<std::ptrdiff_t>(same), before.choices.end(),
                     [&keys](const Choice& choice) { return keys.count(choice.key) == 0; });
}

// Choices are the same by key, whatever they are called now.
RetypedValue RetypeChoices(const Field& before, const Field& after, const Value& value) {
  TextList keys = value.kind() == Value::Kind::kList ? value.list() : TextList{value.text()};
  RetypedValue result;
  // A key that neither knows was no choice before: it stays in a field of the same type.
  const auto is_gone = [&](const std::string& key) {
    return !HasChoice(after, key) && (before.type != after.type || HasChoice(before, key));
  };
  const auto gone = std::remove_if(keys.begin(), keys.end(), is_gone);
  if (gone != keys.end()) result.outcome = RetypeOutcome::kLost;
  keys.erase(gone, keys.end());
  if (KindOf(after.type) == Value::Kind::kList) {
    result.value = Value::List(std::move(keys));
  } else if (keys.size() == 1) {
    result.value = Value::Text(std::move(keys.front()));
  } else {
    result.outcome = RetypeOutcome::kLost;
  }
  return result;
}

// Words that became another spelling of a tag: two tags were made one. What stood there before stays as people wrote it.
std::vector<std::pair<std::string_view, const Choice*>> MergedTags(const Field& before, const Field& after) {
  std::vector<std::pair<std::string_view, const Choice*>> merged;
  if (before.type != FieldType::kTags || after.type != FieldType::kTags) return merged;
  for (const Choice& choice : after.choices) {
    const auto was = std::find_if(before.choices.begin(), before.choices.end(), [&](const Choice& one) { return one.key == choice.key; });
    for (const std::string& word : choice.synonyms) {
      const bool is_old = was != before.choices.end() && std::find(was->synonyms.begin(), was->synonyms.end(), word) != was->synonyms.end();
      if (!is_old && !HasChoice(after, word)) merged.emplace_back(word, &choice);
    }
  }
  return merged;
}

RetypedValue RetypeTags(const Field& before, const Field& after, const Value& value) {
  RetypedValue result;
  result.value = value;
  const auto merged = MergedTags(before, after);
  TextList tags;
  for (const std::string& tag : value.list()) {
    const auto found = std::find_if(merged.begin(), merged.end(), [&](const auto& one) { return one.first == tag; });
    const std::string& now = found != merged.end() ? found->second->key : tag;
    if (std::find(tags.begin(), tags.end(), now) == tags.end()) tags.push_back(now);
  }
  if (tags == value.list()) return result;
  result.value = Value::List(std::move(tags));
  result.outcome = RetypeOutcome::kChanged;
  return result;
}

}  // namespace

bool NeedsConversion(const Field& before, const Field& after) {
  if (before.type != after.type) return true;
  if (TraitsOf(before.type).has_target) return before.target != after.target;
  if (before.type == FieldType::kTags) return !MergedTags(before, after).empty();
  if (!TraitsOf(before.type).needs_choices) return false;
  return LosesChoices(before, after);
}

RetypedValue RetypeValue(const Field& before, const Field& after, const Value& value, const CheckContext& context) {
  RetypedValue result;
  if (value.is_null()) return result;
  // Asked for every value: whether another choice is gone is none of this one's business.
  const bool has_choices = TraitsOf(before.type).needs_choices && TraitsOf(after.type).needs_choices;
  if (!has_choices && !NeedsConversion(before, after)) {
    result.value = value;
    return result;
  }
  if (IsComputed(after.type)) {
    // Nothing of it is kept from now on; history has what people wrote.
    result.outcome = RetypeOutcome::kLost;
    return result;
  }
  if (has_choices) return RetypeChoices(before, after, value);
  if (before.type == FieldType::kTags && after.type == FieldType::kTags) return RetypeTags(before, after, value);
  const std::string text = EditText(before, value, NamesOf(context));
  // What reads the same and is good as it is stays as it is. Another target means other records, found by their titles.
  const bool is_same_shape = value.kind() == KindOf(after.type) && before.type != after.type;
  if (is_same_shape && EditText(after, value, NamesOf(context)) == text && !HasBlock(CheckValue(after, value, context)) &&
      ParseField(after, text, context).value == value) {
    return Compare(before, after, value, value, context);
  }
  const bool is_unnamed = (before.type == FieldType::kUser || TraitsOf(before.type).has_target) && text == FormatPlain(value);
  if (is_unnamed) {
    // An id is no text that people would know again.
    result.outcome = RetypeOutcome::kLost;
    return result;
  }
  Parsed parsed = ParseField(after, text, context);
  // A word the new type does not know is a warning for those who type and a loss here.
  const bool is_lost = parsed.value.is_null() || HasBlock(parsed.issues) ||
                       (KindOf(after.type) == Value::Kind::kList && !parsed.issues.empty());
  if (!is_lost) return Compare(before, after, value, std::move(parsed.value), context);
  result.outcome = RetypeOutcome::kLost;
  if (!HasBlock(parsed.issues)) result.value = std::move(parsed.value);
  result.issues = std::move(parsed.issues);
  return result;
}

RetypeTrial::RetypeTrial(const Field& before, const Field& after, const CheckContext& context, std::size_t keep)
    : before_(before), after_(after), context_(context), keep_(keep) {}

void RetypeTrial::Look(Id record, const Value& value) {
  if (value.is_null()) return;
  const RetypedValue retyped = RetypeValue(before_, after_, value, context_);
  if (retyped.outcome == RetypeOutcome::kKept) {
    ++kept_;
    return;
  }
  const bool is_lost = retyped.outcome == RetypeOutcome::kLost;
  ++(is_lost ? lost_ : changed_);
  std::vector<Example>& examples = is_lost ? lost_examples_ : changed_examples_;
  if (examples.size() >= keep_) return;
  examples.push_back(Example{record, FormatField(before_, value, NamesOf(context_)),
                             FormatField(after_, retyped.value, NamesOf(context_))});
}

}  // namespace kedang
