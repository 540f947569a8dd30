// Street addresses.
#include "shared/field/mask.h"
#include "shared/field/types/plain_value.h"
#include "shared/field/types/text_value.h"

namespace kedang {
namespace {

// Blanks inside an address mean nothing.
std::string Form(const Field&, const Value& value) {
  std::string form;
  for (const char c : Fold(value.text())) {
    if (c != ' ') form += c;
  }
  return form;
}

std::string Mask(const Field&, const Value& value, const FormatContext& context) {
  // Province, city and district say where somebody lives roughly; the rest is what is covered.
  std::size_t head = 0;
  if (context.lexicon != nullptr) {
    const RegionMatch match = context.lexicon->regions().Resolve(value.text());
    if (match.is_certain() && match.length < value.text().size()) head = match.length;
  }
  return head == 0 ? MaskText(value.text()) : value.text().substr(0, head) + "****";
}

// What is a division and nothing behind it is no address.
RegionCode RegionOf(const Value& value, const RegionTree& regions) {
  const RegionMatch match = regions.Resolve(value.text());
  const bool is_said = match.is_certain() && match.length > 0 && match.length < value.text().size();
  return is_said ? match.codes.front() : 0;
}

// The address begins with a division that is not the record's region. Said at the region, with the address's own division
// to be taken over: it is chosen from a list and slips, while addresses are copied.
void CheckRegion(const Field&, const Value& value, const RecordRegion& record, Issues& issues) {
  const RegionCode found = RegionOf(value, record.tree);
  if (found == 0) return;
  if (record.tree.IsWithin(found, record.region.code) || record.tree.IsWithin(record.region.code, found)) return;
  const std::string named = record.tree.PathName(found);
  issues.push_back(MakeIssue(Severity::kWarn, "address_region", {{"found", named}}, named));
  issues.back().field = record.field;
}

}  // namespace

const FieldTypeRow kAddressType = {
    .parse = ParseLine,
    .format = ShowPlain,
    .edit = ShowPlain,
    .normal_form = Form,
    .search = SearchPlain,
    .check = CheckLine,
    .traits = {.action = FieldAction::kCopy,
               .palette = Palette::kCustomer,
               .icon = "map",
               .example = "浙江省杭州市滨江区网商路699号",
               .may_keep_typed = true},
    .mask = Mask,
    .check_region = CheckRegion,
    .region_of = RegionOf,
};

}  // namespace kedang
