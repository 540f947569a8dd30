#include "server/sample_customer.h"

#include "shared/field/field_types.h"

namespace kedang {

Record MakeSampleCustomer(const Schema& schema, Id id, const Lexicon& lexicon, SampleRandom& random) {
  const SampleCompany company = MakeSampleCompany(random);
  CheckContext context;
  context.lexicon = &lexicon;
  Record record(schema.id, id);
  const auto set = [&](std::string_view key, std::string_view text) {
    if (const Field* field = schema.Find(key)) record.Set(field->id, ParseField(*field, text, context).value);
  };
  const auto choose = [&](std::string_view key) {
    const Field* field = schema.Find(key);
    if (field == nullptr || field->choices.empty()) return;
    const auto count = static_cast<std::uint32_t>(field->choices.size());
    record.Set(field->id, Value::Text(field->choices[random.Below(count)].key));
  };
  set("name", company.name);
  set("uscc", company.uscc);
  set("address", company.address);
  set("region", company.region);
  set("industry", company.industry);
  set("mobile", company.mobile);
  set("founded_on", company.founded_on);
  choose("stage");
  choose("level");
  return record;
}

}  // namespace kedang
