// Records with cells of every kind, for codec and store tests.
#pragma once

#include "shared/model/record.h"
#include "tests/support/random.h"

namespace kedang {

inline Value RandomValue(SeededRandom& random) {
  static const char* kTexts[] = {"杭州云锦科技有限公司", "a", "0571-88122630", "𠮷野家", "line\nbreak", "00123"};
  switch (random.Below(7)) {
    case 0: return Value();
    case 1: return Value::Boolean(random.OneIn(2));
    case 2: return Value::Integer(static_cast<std::int64_t>(random.Below(1u << 30)) - (1 << 29));
    case 3: return Value::Of(*NormalizeDecimal({static_cast<std::int64_t>(random.Below(1u << 20)), 2}));
    case 4: return Value::Of(Date{static_cast<std::int32_t>(random.Below(40'000)) - 10'000});
    case 5: return Value::List({kTexts[random.Below(6)], kTexts[random.Below(6)]});
    default: return Value::Text(kTexts[random.Below(6)]);
  }
}

inline Record RandomRecord(SeededRandom& random, std::uint32_t epoch) {
  Record record(1 + static_cast<SchemaId>(random.Below(3)), MakeId(static_cast<TimeMs>(random.Below(1u << 30)), random));
  record.created = Version{epoch, 1 + random.Below(1000)};
  record.changed = record.created;
  record.created_ms = static_cast<TimeMs>(random.Below(1u << 30));
  record.changed_ms = record.created_ms + static_cast<TimeMs>(random.Below(1000));
  const bool is_plain = random.OneIn(2);
  for (FieldId field = 1; field <= 8; ++field) {
    if (random.OneIn(3)) continue;
    Value value = is_plain && field > 2 ? Value::Text("文" + std::to_string(random.Below(50))) : RandomValue(random);
    if (is_plain && value.is_null()) continue;
    Version version = record.created;
    if (!is_plain && random.OneIn(4)) version.sequence += random.Below(5);
    if (record.changed < version) record.changed = version;
    record.Set(field, std::move(value), version);
  }
  record.is_deleted = random.OneIn(10);
  return record;
}

}  // namespace kedang
