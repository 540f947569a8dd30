// Postcodes of China.
#include "shared/field/postcode.h"

#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

Parsed Parse(const Field& field, std::string_view text, const CheckContext& context) {
  return ParsedText(field, CheckPostcode(text, context.changes));
}
void Check(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  TakeIssues(CheckPostcode(value.text()), issues);
}

void CheckRegion(const Field&, const Value& value, const RecordRegion& record, Issues& issues) {
  const Region* province = &record.region;
  while (const Region* above = record.tree.Find(province->parent)) province = above;
  if (IsPostcodeOf(value.text(), province->code)) return;
  issues.push_back(MakeIssue(Severity::kWarn, "postcode_region", {{"region", province->name}}));
}

}  // namespace

const FieldTypeRow kPostcodeType = {
    .parse = Parse,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = PlainForm,
    .search = SearchPlain,
    .check = Check,
    .traits = {.keyboard = Keyboard::kNumber,
               .palette = Palette::kCustomer,
               .icon = "inbox",
               .example = "310051"},
    .check_region = CheckRegion,
};

}  // namespace kedang
