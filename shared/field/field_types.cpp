#include "shared/field/field_types.h"

#include <array>

#include "shared/base/utf8.h"
#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/field/plain_text.h"
#include "shared/field/types/choice_words.h"
#include "shared/model/withheld.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

#define KEDANG_FIELD_TYPE_ADDRESS(Name, name, kind) &k##Name##Type,
constexpr std::array<const FieldTypeRow*, kFieldTypeCount> kRows = {KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_ADDRESS)};
#undef KEDANG_FIELD_TYPE_ADDRESS

constexpr std::string_view kCovered = "•••";

// Judged on the stored form: a "-" behind a wide blank is nothing too.
bool IsNothing(const FieldTraits& traits, std::string_view typed) {
  const bool is_plain = IsPlainLine(typed);
  const std::string normal = is_plain ? std::string() : NormalizeText(typed);
  const std::string_view text = is_plain ? typed : std::string_view(normal);
  if (text.empty()) return true;
  if (traits.is_prose || text == traits.own_words) return IsEmptyMark(text);
  return IsPlaceHolder(text);
}

// Normalisers note what they do on the way; what comes of it may be the text as it was, and where none of them has a word for
// the difference it is a form. What was refused or not understood was not changed.
void SettleChanges(const Field& field, std::string_view typed, const Parsed& parsed, const CheckContext& context) {
  TextChanges& changes = *context.changes;
  FormatContext format;
  format.lexicon = context.lexicon;
  format.names = context.names;
  format.offset_minutes = context.offset_minutes;
  const bool is_read = !parsed.value.is_null() && !HasBlock(parsed.issues);
  const std::string standard = is_read ? StandardText(field, parsed.value, format) : std::string();
  if (!is_read || standard == typed) return changes.Clear();
  format.is_english = true;
  if (StandardText(field, parsed.value, format) == typed) return changes.Clear();
  const std::size_t first = typed.find_first_not_of(" \t\r\n"), last = typed.find_last_not_of(" \t\r\n");
  Note(&changes, TextChange::kSpaces, last - first + 1 != typed.size());
  if (changes.empty()) changes.Add(TextChange::kForm);
  // A word for what was only typed with blanks around it is the same word.
  if (typed.substr(first, last - first + 1) != standard) return;
  changes.Clear();
  changes.Add(TextChange::kSpaces);
}

}  // namespace

const FieldTypeRow& RowOf(FieldType type) { return *kRows[static_cast<std::size_t>(type)]; }

const FieldTraits& TraitsOf(FieldType type) { return RowOf(type).traits; }

Parsed ParseField(const Field& field, std::string_view text, const CheckContext& context) {
  Parsed parsed;
  const std::string_view typed = text;
  if (context.changes != nullptr) context.changes->Clear();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return parsed;
  text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  const FieldTraits& traits = TraitsOf(field.type);
  // A choice may be called 无.
  if (IsNothing(traits, text) && (!traits.has_choices || FindChoiceWord(field, text) == nullptr)) return parsed;
  std::string repaired;
  if (!IsValidUtf8(text)) {
    repaired = RepairUtf8(text);
    text = repaired;
  }
  parsed = RowOf(field.type).parse(field, text, context);
  for (Issue& issue : parsed.issues) issue.field = field.id;
  if (context.changes != nullptr) SettleChanges(field, typed, parsed, context);
  return parsed;
}

Parsed ParseAsTyped(const Field& field, std::string_view text, const CheckContext& context) {
  Parsed parsed = ParseField(field, text, context);
  const bool is_text = TraitsOf(field.type).may_keep_typed && parsed.value.kind() == Value::Kind::kText;
  if (!is_text || HasBlock(parsed.issues) || !IsValidUtf8(text)) return parsed;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  Value typed = Value::Text(std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)));
  if (HasBlock(CheckValue(field, typed, context))) return parsed;
  parsed.value = std::move(typed);
  if (context.changes != nullptr) context.changes->Clear();
  return parsed;
}

std::string StandardText(const Field& field, const Value& value, const FormatContext& context) {
  switch (TraitsOf(field.type).expression) {
    case ExpressionForm::kText: return value.kind() == Value::Kind::kText ? value.text() : EditText(field, value, context);
    case ExpressionForm::kClosedText:
    case ExpressionForm::kClosedTexts:
    case ExpressionForm::kTexts: return FormatField(field, value, context);
    default: return EditText(field, value, context);
  }
}

std::string FormatField(const Field& field, const Value& value, const FormatContext& context) {
  if (IsWithheld(value)) return std::string(kCovered);
  if (value.kind() != KindOf(field.type)) return FormatPlain(value);
  return RowOf(field.type).format(field, value, context);
}

std::string EditText(const Field& field, const Value& value, const FormatContext& context) {
  if (IsWithheld(value)) return {};
  if (value.kind() != KindOf(field.type)) return FormatPlain(value);
  return RowOf(field.type).edit(field, value, context);
}

std::string MaskField(const Field& field, const Value& value, const FormatContext& context) {
  if (value.is_null()) return {};
  const FieldTypeRow& row = RowOf(field.type);
  if (row.mask == nullptr || IsWithheld(value) || value.kind() != KindOf(field.type)) return std::string(kCovered);
  return row.mask(field, value, context);
}

int CompareFieldValues(const Field& field, const Value& a, const Value& b) {
  const FieldTypeRow& row = RowOf(field.type);
  const Value::Kind kind = KindOf(field.type);
  if (row.compare == nullptr || a.kind() != kind || b.kind() != kind) return CompareValues(a, b);
  return row.compare(field, a, b);
}

bool LooksLike(FieldType type, std::string_view text) {
  const FieldTypeRow& row = RowOf(type);
  return row.looks_like != nullptr && row.looks_like(text);
}

void AppendRegionIssues(const Field& field, const Value& value, const RecordRegion& record, Issues& issues) {
  const FieldTypeRow& row = RowOf(field.type);
  if (row.check_region == nullptr || value.kind() != KindOf(field.type)) return;
  const std::size_t before = issues.size();
  row.check_region(field, value, record, issues);
  for (std::size_t i = before; i < issues.size(); ++i) {
    if (issues[i].field == 0) issues[i].field = field.id;
  }
}

RegionCode RegionSaidBy(const Field& field, const Value& value, const RegionTree& regions) {
  const FieldTypeRow& row = RowOf(field.type);
  if (row.region_of == nullptr || value.kind() != KindOf(field.type) || IsWithheld(value)) return 0;
  return row.region_of(value, regions);
}

std::string NormalForm(const Field& field, const Value& value) {
  if (IsWithheld(value)) return {};
  if (value.kind() != KindOf(field.type)) return FormatPlain(value);
  return RowOf(field.type).normal_form(field, value);
}

void AppendSearchText(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  if (field.search_weight == 0 || value.kind() != KindOf(field.type) || IsWithheld(value)) return;
  RowOf(field.type).search(field, value, context, out);
}

void AppendValueIssues(const Field& field, const Value& value, const CheckContext& context, Issues& issues) {
  if (value.is_null() || IsWithheld(value)) return;  // of what is not here nothing can be said
  const std::size_t before = issues.size();
  if (value.kind() != KindOf(field.type)) {
    issues.push_back(MakeIssue(Severity::kBlock, "type_mismatch"));
  } else {
    RowOf(field.type).check(field, value, context, issues);
  }
  for (std::size_t i = before; i < issues.size(); ++i) issues[i].field = field.id;
}

Issues CheckValue(const Field& field, const Value& value, const CheckContext& context) {
  Issues issues;
  AppendValueIssues(field, value, context, issues);
  return issues;
}

std::int32_t MaxLength(const Field& field) {
  if (field.max_length > 0) return field.max_length;
  return TraitsOf(field.type).max_length;
}

void CheckLength(const Field& field, std::string_view text, Issues& issues) {
  const auto limit = static_cast<std::size_t>(MaxLength(field));
  if (text.size() <= limit) return;  // bytes are never fewer than characters
  const std::size_t count = CountCodePoints(text);
  if (count <= limit) return;
  issues.push_back(MakeIssue(Severity::kBlock, "text_too_long",
                             {{"limit", std::to_string(limit)}, {"count", std::to_string(count)}}));
}

}  // namespace kedang
