#include "server/sample_data.h"

#include <algorithm>
#include <array>

#include "server/record_batch.h"
#include "server/sample_company.h"
#include "server/sample_deals.h"
#include "server/user_table.h"
#include "shared/field/field_types.h"

namespace kedang {
namespace {

constexpr std::uint32_t kCustomers = 3000;
constexpr std::uint64_t kSeed = 20240229;
constexpr TimeMs kMinute = 60 * 1000;
constexpr TimeMs kHour = 60 * kMinute;
constexpr TimeMs kDay = 24 * kHour;
constexpr int kZoneMinutes = 8 * 60;

using Text = std::string_view;

struct Owner {
  Text name;
  Text display;
};
constexpr std::array<Owner, 4> kOwners = {{{"lin.yue", "林悦"}, {"zhou.hang", "周航"}, {"chen.mo", "陈默"}, {"he.qing", "何晴"}}};

// What is usual of customers in a stage: how many of them there are, how long ago somebody last spoke with them, how they
// are rated.
struct StageHabit {
  Text stage;
  std::uint32_t share = 0;       // of 100
  std::uint32_t least_days = 0;  // since the last follow-up, or since it was entered when there was none
  std::uint32_t most_days = 0;
  std::uint32_t contacted = 0;   // of 100 have been followed up
  bool has_owner = true;
  Text levels;                   // one letter each, more often more likely; '-' is unrated
};
constexpr std::array<StageHabit, 9> kHabits = {{{"active", 28, 0, 45, 100, true, "AABBBBCCCCCD"},
                                                {"project", 13, 0, 60, 100, true, "AAABBBBC"},
                                                {"pool", 20, 14, 200, 70, false, "BCCCCDDD--"},
                                                {"unverified", 10, 0, 60, 40, true, "CCD---"},
                                                {"raw", 5, 0, 45, 0, false, "-"},
                                                {"dormant", 12, 180, 390, 100, true, "BCCCDD"},
                                                {"archived", 8, 90, 390, 100, true, "BBCCC"},
                                                {"invalid", 3, 30, 390, 100, true, "DD-"},
                                                {"blacklist", 1, 90, 390, 100, true, "E"}}};

// How far somebody has come with a customer.
struct Course {
  const StageHabit* habit = nullptr;
  Id owner;                 // nil: nobody's
  bool was_contacted = false;
  TimeMs first = 0;         // first and last follow-up, if there was one
  TimeMs last = 0;          // and when the record changed last
};

// Cells by field key; a field that the schema no longer has, or an empty text, is left out.
class Cells {
 public:
  Cells(const Schema& schema, const CheckContext& check) : schema_(schema), check_(check) {}

  void Add(Text key, const std::string& text) {
    const Field* field = schema_.Find(key);
    if (field == nullptr || text.empty()) return;
    Value value = ParseField(*field, text, check_).value;
    if (!value.is_null()) cells_.emplace_back(field->id, std::move(value));
  }
  // For values that are no typed text: ids.
  void AddText(Text key, const std::string& text) {
    const Field* field = schema_.Find(key);
    if (field != nullptr && !text.empty()) cells_.emplace_back(field->id, Value::Text(text));
  }
  const std::vector<std::pair<FieldId, Value>>& cells() const { return cells_; }

 private:
  const Schema& schema_;
  const CheckContext& check_;
  std::vector<std::pair<FieldId, Value>> cells_;
};

template <std::size_t N>
std::string Pick(const std::array<Text, N>& words, SampleRandom& random) {
  return std::string(words[random.Below(static_cast<std::uint32_t>(N))]);
}

class SampleWork {
 public:
  SampleWork(Instance& instance, SqliteStore& store)
      : instance_(instance), store_(store), random_(kSeed), now_(instance.clock().NowMs()) {
    check_.lexicon = &instance.lexicon();
    check_.today = DateOf(now_, kZoneMinutes);
  }

  Status Run() {
    KEDANG_RETURN_IF_ERROR(AddOwners());
    const Schema* customer = instance_.schemas().Find("customer");
    const Schema* contact = instance_.schemas().Find("contact");
    const Schema* interaction = instance_.schemas().Find("interaction");
    if (customer == nullptr || contact == nullptr || interaction == nullptr) {
      return Status(ErrorCode::kUnsupported, "sample data: this instance lacks a shipped schema");
    }
    const auto batch = [this](const Schema& schema) {
      return RecordBatch(store_, schema, instance_.random(), Provenance{SourceKind::kSample, "kedang", Id()}, owners_[0], now_);
    };
    RecordBatch customers = batch(*customer);
    RecordBatch contacts = batch(*contact);
    RecordBatch interactions = batch(*interaction);
    KEDANG_ASSIGN(SampleDeals deals, SampleDeals::Make(instance_, store_, owners_[0], now_));
    KEDANG_RETURN_IF_ERROR(deals.AddDepartments(owners_));
    SampleCompany company = MakeSampleCompany(random_);
    for (std::uint32_t i = 0; i < kCustomers; ++i) {
      const bool is_again = i > 0 && random_.Chance(15);
      company = is_again ? MakeNearDuplicate(company, random_) : MakeSampleCompany(random_);
      const Course course = MakeCourse();
      const TimeMs made = course.last;
      KEDANG_ASSIGN(const Id id, customers.Insert(CustomerCells(*customer, company, course), made));
      KEDANG_ASSIGN(const Id person, contacts.Insert(ContactCells(*contact, company, id), course.first));
      // Follow-ups are somebody's, even when the customer is nobody's any more.
      const Id author = course.owner.is_nil() ? AnyOwner() : course.owner;
      if (course.was_contacted && random_.Chance(25)) {
        KEDANG_RETURN_IF_ERROR(
            interactions.Insert(InteractionCells(*interaction, company, id, person, author, course.first), course.first));
      }
      if (course.was_contacted && random_.Chance(60)) {
        KEDANG_RETURN_IF_ERROR(interactions.Insert(InteractionCells(*interaction, company, id, person, author, made), made));
      }
      KEDANG_RETURN_IF_ERROR(deals.Add({id, person, author, company.short_name, std::string(course.habit->stage), course.first, course.last}));
    }
    KEDANG_RETURN_IF_ERROR(customers.Finish());
    KEDANG_RETURN_IF_ERROR(contacts.Finish());
    KEDANG_RETURN_IF_ERROR(interactions.Finish());
    return deals.Finish();
  }

 private:
  // They have no password: an administrator may give them one.
  Status AddOwners() {
    for (const Owner& owner : kOwners) {
      KEDANG_ASSIGN(const auto known, FindUser(store_.connection(), owner.name));
      if (known) {
        owners_.push_back(known->id);
        continue;
      }
      User user;
      user.id = MakeId(now_, instance_.random());
      user.name = owner.name;
      user.display = owner.display;
      KEDANG_RETURN_IF_ERROR(AddUser(store_.connection(), user, now_));
      owners_.push_back(user.id);
    }
    return {};
  }

  Id AnyOwner() { return owners_[random_.Below(static_cast<std::uint32_t>(owners_.size()))]; }

  // In office hours of a weekday so many days ago; today it is some time before now.
  TimeMs WorkTime(std::uint32_t days_ago) {
    const TimeMs zone = kZoneMinutes * kMinute;
    TimeMs day = (now_ + zone) / kDay - days_ago;
    const TimeMs weekday = (day + 3) % 7;  // 0: Monday
    if (weekday > 4) day -= weekday - 4;
    const TimeMs time = day * kDay - zone + 8 * kHour + 30 * kMinute + kMinute * random_.Below(9 * 60 + 30);
    return time <= now_ ? time : now_ - kMinute * (3 + random_.Below(4 * 60));
  }

  Course MakeCourse() {
    Course course;
    std::uint32_t at = random_.Below(100);
    for (const StageHabit& habit : kHabits) {
      course.habit = &habit;
      if (at < habit.share) break;
      at -= habit.share;
    }
    const StageHabit& habit = *course.habit;
    if (habit.has_owner) course.owner = AnyOwner();
    course.was_contacted = random_.Chance(habit.contacted);
    // A handful of records a day: the busier the longer one looks back.
    const std::uint32_t span = habit.most_days - habit.least_days + 1;
    const std::uint32_t days = habit.least_days + std::max(random_.Below(span), random_.Below(span));
    course.last = WorkTime(days);
    course.first = course.was_contacted ? WorkTime(days + 7 + random_.Below(240)) : course.last;
    return course;
  }

  std::string Day(TimeMs time) const { return FormatDate(DateOf(std::min(time, now_), kZoneMinutes)); }

  std::vector<std::pair<FieldId, Value>> CustomerCells(const Schema& schema, const SampleCompany& company, const Course& course) {
    static constexpr std::array<Text, 8> kSources = {"website", "wechat", "exhibition", "referral", "phone", "tender", "channel", "existing"};
    static constexpr std::array<Text, 6> kTags = {"重点客户", "待跟进", "已签约", "高意向", "老客户转介绍", "框架协议"};
    static constexpr std::array<Text, 4> kForms = {"engineering", "consulting", "software", "manufacturing"};
    const Text levels = course.habit->levels;
    const std::string level(1, levels[random_.Below(static_cast<std::uint32_t>(levels.size()))]);
    Cells cells(schema, check_);
    cells.Add("name", company.name);
    cells.Add("short_name", company.short_name);
    cells.AddText("type", company.type);
    cells.AddText("template", std::string(kForms[company.name.size() / 3 % kForms.size()]));
    cells.Add("uscc", company.uscc);
    cells.Add("founded_on", company.founded_on);
    cells.Add("industry", company.industry);
    cells.AddText("size", company.size);
    if (level != "-") cells.AddText("level", level);
    cells.AddText("stage", std::string(course.habit->stage));
    if (random_.Chance(40)) cells.Add("tags", Pick(kTags, random_));
    cells.Add("region", company.region);
    cells.Add("address", company.address);
    cells.Add("contact", company.contact);
    cells.Add("phone", company.phone);
    cells.Add("mobile", company.mobile);
    cells.Add("email", company.email);
    cells.Add("website", company.website);
    cells.AddText("source", Pick(kSources, random_));
    if (!course.owner.is_nil()) cells.AddText("owner", FormatId(course.owner));
    if (course.was_contacted) {
      cells.Add("first_contact_on", Day(course.first));
      cells.Add("last_contact_on", Day(course.last));
    }
    const bool is_open = course.habit->stage == "active" || course.habit->stage == "project";
    if (is_open && random_.Chance(40)) {
      cells.Add("next_contact_on", FormatDate(DateOf(now_ + kDay * random_.Below(14), kZoneMinutes)));
    }
    return cells.cells();
  }

  std::vector<std::pair<FieldId, Value>> ContactCells(const Schema& schema, const SampleCompany& company, Id customer) {
    static constexpr std::array<Text, 6> kPositions = {"总经理", "采购经理", "技术总监", "财务主管", "办公室主任", "项目经理"};
    Cells cells(schema, check_);
    cells.Add("name", company.contact);
    cells.AddText("customer", FormatId(customer));
    cells.AddText("salutation", random_.Chance(50) ? "mr" : "ms");
    cells.Add("position", Pick(kPositions, random_));
    cells.Add("mobile", company.mobile);
    cells.Add("email", company.email);
    cells.Add("is_primary", "true");
    cells.AddText("status", random_.Chance(10) ? "left" : "active");
    return cells.cells();
  }

  std::vector<std::pair<FieldId, Value>> InteractionCells(const Schema& schema, const SampleCompany& company, Id customer,
                                                          Id contact, Id owner, TimeMs made) {
    static constexpr std::array<Text, 6> kMethods = {"call", "visit", "wechat", "mail", "meeting", "online"};
    static constexpr std::array<Text, 6> kSummaries = {"初次沟通需求", "确认报价", "现场考察", "回访使用情况", "商务谈判", "发送产品资料"};
    Cells cells(schema, check_);
    const std::string summary = Pick(kSummaries, random_);
    cells.Add("summary", summary);
    cells.AddText("customer", FormatId(customer));
    cells.AddText("contact", FormatId(contact));
    cells.AddText("method", Pick(kMethods, random_));
    cells.Add("date", Day(made));
    cells.Add("content", "与" + company.contact + "沟通：" + summary + "。对方希望尽快安排下一步。");
    cells.AddText("owner", FormatId(owner));
    return cells.cells();
  }

  Instance& instance_;
  SqliteStore& store_;
  SampleRandom random_;
  TimeMs now_;
  CheckContext check_;
  std::vector<Id> owners_;
};

}  // namespace

Status AddSampleData(Instance& instance) {
  instance.lexicon();  // parsed before the write lock is taken
  return instance.writer().Submit([&instance](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(const std::int64_t records, store.connection().QueryInteger("SELECT EXISTS (SELECT 1 FROM record)"));
    return records != 0 ? Status() : SampleWork(instance, store).Run();
  });
}

}  // namespace kedang
