// The rules of the field types: one row per FieldType in a table, reached by the functions below. Typing, import, the
// API, sync and the command line all come here, so they all give one verdict. Safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/check_context.h"
#include "shared/model/issue.h"
#include "shared/model/schema.h"
#include "shared/model/value.h"

namespace kedang {

struct Parsed {
  Value value;
  Issues issues;  // of this field; HasBlock(issues) = the text is refused
};

// Text as typed or imported to the canonical value. Refused text: the value keeps it where the field holds text (so that
// nothing typed is lost), else it is null. A word that a closed list does not know (choice, region, industry, user) gives
// null and a warning. Empty text and place holders ("N/A", for fields other than text also "-", "无" …) give null.
Parsed ParseField(const Field& field, std::string_view text, const CheckContext& context);
// The same, but open text stays as it was typed but for blanks around it, where its type compares texts by what they mean
// (FieldTraits::may_keep_typed) and what was typed may be stored.
Parsed ParseAsTyped(const Field& field, std::string_view text, const CheckContext& context);
// The text that stands for the value where somebody compares it with what was typed: open text as it is stored, else as it
// would be typed, words of closed lists by their labels. With CheckContext::changes ParseField notes something exactly where
// this text is not the typed one.
std::string StandardText(const Field& field, const Value& value, const FormatContext& context);

// For reading: 138 0013 8000, 浙江省 杭州市, the choice's label, the user's name. Ids that `context` cannot name stay ids.
std::string FormatField(const Field& field, const Value& value, const FormatContext& context);

// For editing: ParseField(EditText(value)) is `value` again, given the same lexicon and names. Without a lexicon
// regions and industries are their codes.
std::string EditText(const Field& field, const Value& value, const FormatContext& context = {});

// What "the same" means for this field (unique, duplicates): 华测（杭州）有限公司 and 华测(杭州)有限公司 are one name,
// www.a.cn and http://a.cn/ one site. Empty for null.
std::string NormalForm(const Field& field, const Value& value);

// Appends what a search should find the value by (labels and names, not keys; a phone as typed and as digits), without
// separators around it. Appends nothing for null and for fields whose search_weight is 0.
void AppendSearchText(const Field& field, const Value& value, const FormatContext& context, std::string& out);

// For reading where the value must not be known: 138****8000, 3301**********1234, 张*, a***@b.cn. Enough for those who
// know the value to recognise it. Callers ask it for fields with is_sensitive.
std::string MaskField(const Field& field, const Value& value, const FormatContext& context);

// The order of two values in lists: null first, choices by their place, the rest by size or code point; 0 means the same
// value.
int CompareFieldValues(const Field& field, const Value& a, const Value& b);

// Whether a cell of an import looks like a value of this type; false where the looks tell nothing.
bool LooksLike(FieldType type, std::string_view text);

// The region a record is in: the first region field in use.
struct RecordRegion {
  FieldId field;
  const Region& region;
  const RegionTree& tree;
};

// Whether the value agrees with the region of its record (a landline's area code, a postcode, an address). Warns.
void AppendRegionIssues(const Field& field, const Value& value, const RecordRegion& record, Issues& issues);

// The division that an address begins with; 0: none for certain, and of all other types.
RegionCode RegionSaidBy(const Field& field, const Value& value, const RegionTree& regions);

// The verdict on a value that did not come through ParseField (API, sync). `required` and `unique` are CheckRecord's.
Issues CheckValue(const Field& field, const Value& value, const CheckContext& context);
// The same, appended.
void AppendValueIssues(const Field& field, const Value& value, const CheckContext& context, Issues& issues);

// Most characters a text of this field may have.
std::int32_t MaxLength(const Field& field);

}  // namespace kedang
