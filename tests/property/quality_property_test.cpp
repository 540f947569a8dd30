// Laws of quality over generated records: bounded, never worse for what is better, and a reason brings what it says.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "server/sample_customer.h"
#include "shared/check/rule_book.h"
#include "shared/quality/contact_decay.h"
#include "shared/quality/quality_meter.h"
#include "tests/support/asset.h"
#include "tests/support/shipped_schemas.h"

namespace kedang {
namespace {

struct World {
  SchemaSet schemas = ShippedSchemas();
  const Schema& customer = *schemas.Find("customer");
  Lexicon lexicon = *Lexicon::Parse(ReadAsset("assets/pinyin/pinyin.txt"), ReadAsset("assets/regions/regions.txt"),
                                    ReadAsset("assets/industries/industries.txt"));
  RuleBook book{schemas, lexicon};
  RuleJudge judge{book};
  QualityMeter meter{schemas, customer, QualityPolicy::Of(customer), lexicon};

  CheckContext Context() {
    CheckContext context;
    context.lexicon = &lexicon;
    context.today = Date{20'700};
    context.rules = &judge;
    return context;
  }
};

World& TheWorld() {
  static World* const world = new World;
  return *world;
}

// A sample customer with some fields emptied, some filled with text that may be wrong, and days here and there.
Record AnyCustomer() {
  World& world = TheWorld();
  SampleRandom random(*rc::gen::arbitrary<std::uint32_t>());
  Record record = MakeSampleCustomer(world.customer, Id{0, 1}, world.lexicon, random);
  record.created_ms = static_cast<TimeMs>(*rc::gen::inRange(18'000, 20'800)) * 86'400'000;
  static const char* kTexts[] = {"x", "138 0013 8000", "021-61882630", "li@163.con", "杭州（云锦）公司", "91330108MA9YKD3181", "330108", "310101"};
  const int changes = *rc::gen::inRange(0, 20);
  for (int i = 0; i < changes; ++i) {
    const Field& field = world.customer.fields[*rc::gen::inRange<std::size_t>(0, world.customer.fields.size())];
    if (KindOf(field.type) == Value::Kind::kText && *rc::gen::inRange(0, 2) == 0) {
      record.Set(field.id, Value::Text(kTexts[*rc::gen::inRange(0, 8)]));
    } else if (field.type == FieldType::kDate) {
      record.Set(field.id, Value::Of(Date{*rc::gen::inRange(15'000, 22'000)}));
    } else {
      record.Set(field.id, Value());
    }
  }
  return record;
}

RC_GTEST_PROP(QualityProperty, EverythingIsBoundedAndReasonsAreInOrder, ()) {
  const Record record = AnyCustomer();
  const double duplicate = *rc::gen::inRange(0, 100) / 100.0;
  const QualityScore score = TheWorld().meter.Measure(record, TheWorld().Context(), duplicate);
  RC_ASSERT(score.score >= 0 && score.score <= 100 + 1e-9);
  for (const double part : score.parts) RC_ASSERT(part >= 0 && part <= 1);
  double last = 100;
  for (const QualityReason& reason : score.reasons) {
    RC_ASSERT(reason.gain > 0);
    RC_ASSERT(reason.gain <= last + 1e-12);
    RC_ASSERT(score.score + reason.gain <= 100 + 1e-9);
    last = reason.gain;
  }
}

RC_GTEST_PROP(QualityProperty, FillingAFieldNeverLowersCompleteAndBringsWhatWasSaid, ()) {
  World& world = TheWorld();
  Record record = AnyCustomer();
  const QualityScore before = world.meter.Measure(record, world.Context());
  const double weight = world.meter.policy().weights[0];
  double all = 0;
  for (std::size_t i = 0; i < kQualityParts; ++i) all += before.counts[i] ? world.meter.policy().weights[i] : 0;
  const Field& field = world.customer.fields[*rc::gen::inRange<std::size_t>(0, world.customer.fields.size())];
  RC_PRE(field.id != world.customer.stage && field.id != world.customer.template_field && record.Get(field.id).is_null());
  double gain = 0;
  for (const QualityReason& reason : before.reasons) {
    if (reason.code == "missing" && reason.field == field.id) gain = reason.gain;
  }
  switch (KindOf(field.type)) {
    case Value::Kind::kText: record.Set(field.id, Value::Text("某")); break;
    case Value::Kind::kList: record.Set(field.id, Value::List({"某"})); break;
    case Value::Kind::kDate: record.Set(field.id, Value::Of(Date{20'000})); break;
    case Value::Kind::kBoolean: record.Set(field.id, Value::Boolean(true)); break;
    default: record.Set(field.id, Value::Integer(1)); break;
  }
  const double now = world.meter.Measure(record, world.Context()).part(QualityPart::kComplete);
  const double was = before.part(QualityPart::kComplete);
  RC_ASSERT(now >= was - 1e-12);
  RC_ASSERT(std::abs((now - was) * 100 * weight / all - gain) < 1e-9);
}

RC_GTEST_PROP(QualityProperty, VerifyingTodayNeverLowersTimely, ()) {
  World& world = TheWorld();
  Record record = AnyCustomer();
  const double was = world.meter.Measure(record, world.Context()).part(QualityPart::kTimely);
  record.Set(world.meter.policy().verified, Value::Of(Date{20'700}));
  const double now = world.meter.Measure(record, world.Context()).part(QualityPart::kTimely);
  RC_ASSERT(now >= was - 1e-12);
  RC_ASSERT(now == 1);
}

RC_GTEST_PROP(QualityProperty, TimePassingNeverRaisesTimely, ()) {
  World& world = TheWorld();
  const Record record = AnyCustomer();
  CheckContext later = world.Context();
  later.today = Date{20'700 + *rc::gen::inRange(0, 3000)};
  RC_ASSERT(world.meter.Measure(record, later).part(QualityPart::kTimely) <=
            world.meter.Measure(record, world.Context()).part(QualityPart::kTimely) + 1e-12);
}

RC_GTEST_PROP(QualityProperty, ALikelierDuplicateNeverRaisesAnything, ()) {
  World& world = TheWorld();
  const Record record = AnyCustomer();
  const double some = *rc::gen::inRange(1, 100) / 100.0;
  const QualityScore less = world.meter.Measure(record, world.Context(), some / 2);
  const QualityScore more = world.meter.Measure(record, world.Context(), some);
  RC_ASSERT(more.score <= less.score);
  RC_ASSERT(more.part(QualityPart::kUnique) < less.part(QualityPart::kUnique));
}

}  // namespace
}  // namespace kedang
