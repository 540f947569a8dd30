#include "server/sample_deals.h"

#include <algorithm>
#include <array>

#include "shared/field/field_types.h"

namespace kedang {
namespace {

constexpr std::uint64_t kSeed = 20240301;
constexpr TimeMs kDay = TimeMs{24} * 60 * 60 * 1000;
constexpr int kZoneMinutes = 8 * 60;
constexpr std::array<std::string_view, 9> kSchemas = {"opportunity", "project",    "contract", "payment_plan", "payment",
                                                      "acceptance",  "feedback",   "task",     "department"};

template <std::size_t N>
std::string Pick(const std::array<std::string_view, N>& words, SampleRandom& random) {
  return std::string(words[random.Below(static_cast<std::uint32_t>(N))]);
}

constexpr std::array<std::string_view, 5> kTypes = {"engineering", "consulting", "software", "manufacturing", "operation"};
constexpr std::array<std::string_view, 7> kThings = {"智能化改造", "数据平台", "年度咨询", "产线升级", "运维服务", "园区弱电", "设备采购"};

}  // namespace

SampleDeals::SampleDeals(Instance& instance, TimeMs now) : now_(now), random_(kSeed) {
  check_.lexicon = &instance.lexicon();
  check_.today = DateOf(now, kZoneMinutes);
}

Result<SampleDeals> SampleDeals::Make(Instance& instance, SqliteStore& store, Id author, TimeMs now) {
  SampleDeals deals(instance, now);
  for (const std::string_view key : kSchemas) {
    const Schema* schema = instance.schemas().Find(key);
    if (schema == nullptr) return Error{ErrorCode::kUnsupported, "sample data: this instance lacks a shipped schema"};
    deals.kinds_.push_back({schema, RecordBatch(store, *schema, instance.random(), Provenance{SourceKind::kSample, "kedang", Id()}, author, now)});
  }
  return deals;
}

Result<Id> SampleDeals::Insert(std::string_view key, const Words& words, TimeMs made) {
  const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& each) { return each.schema->key == key; });
  std::vector<std::pair<FieldId, Value>> cells;
  for (const auto& [name, text] : words) {
    const Field* field = kind->schema->Find(name);
    if (field == nullptr || text.empty()) continue;
    Value value = ParseField(*field, text, check_).value;
    if (!value.is_null()) cells.emplace_back(field->id, std::move(value));
  }
  return kind->batch.Insert(cells, std::min(made, now_));
}

std::string SampleDeals::Day(TimeMs time) const { return FormatDate(DateOf(time, kZoneMinutes)); }

// Many small ones, few large ones.
std::int64_t SampleDeals::Amount() {
  const std::int64_t amount = 1 + random_.Below(40) * random_.Below(12);
  return amount * 5000;
}

Status SampleDeals::AddDepartments(const std::vector<Id>& people) {
  static constexpr std::array<std::string_view, 5> kNames = {"总经办", "销售一部", "销售二部", "项目交付部", "客户服务部"};
  Id first;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const Words words = {{"name", std::string(kNames[i])}, {"code", "D0" + std::to_string(i + 1)}, {"parent", i == 0 ? std::string() : FormatId(first)},
                         {"manager", FormatId(people[i % people.size()])}};
    KEDANG_ASSIGN(const Id id, Insert("department", words, now_ - 400 * kDay));
    if (i == 0) first = id;
  }
  return {};
}

Result<Id> SampleDeals::AddOpportunity(const SampleCustomer& customer, std::string_view stage, std::int64_t amount, TimeMs made) {
  static constexpr std::array<std::string_view, 6> kReasons = {"competitor", "budget", "price", "decision", "need", "silent"};
  const bool is_closed = stage == "won" || stage == "lost";
  const TimeMs expected = is_closed ? made : now_ + kDay * (10 + random_.Below(120));
  return Insert("opportunity",
                {{"name", customer.name + Pick(kThings, random_)},
                 {"customer", FormatId(customer.id)},
                 {"contact", FormatId(customer.contact)},
                 {"type", Pick(kTypes, random_)},
                 {"stage", std::string(stage)},
                 {"amount", std::to_string(amount)},
                 {"expected_on", Day(expected)},
                 {"owner", FormatId(customer.owner)},
                 {"lost_reason", stage == "lost" ? Pick(kReasons, random_) : std::string()}},
                made);
}

Result<Id> SampleDeals::AddProject(const SampleCustomer& customer, Id opportunity, std::int64_t amount, bool is_done, TimeMs made) {
  static constexpr std::array<std::string_view, 5> kStages = {"approved", "planning", "delivery", "acceptance", "payment"};
  const std::string stage = is_done ? "archived" : Pick(kStages, random_);
  const TimeMs due = made + kDay * (60 + random_.Below(200));
  const std::string name = customer.name + Pick(kThings, random_) + "项目";
  KEDANG_ASSIGN(const Id id, Insert("project",
                                    {{"name", name},
                                     {"customer", FormatId(customer.id)},
                                     {"type", Pick(kTypes, random_)},
                                     {"stage", stage},
                                     {"amount", std::to_string(amount)},
                                     {"owner", FormatId(customer.owner)},
                                     {"opportunity", FormatId(opportunity)},
                                     {"manager", FormatId(customer.owner)},
                                     {"start_on", Day(made + 7 * kDay)},
                                     {"due_on", Day(due)},
                                     {"finished_on", is_done ? Day(std::min(due, now_)) : std::string()},
                                     {"progress", is_done ? std::string("100%") : std::to_string(5 + random_.Below(18) * 5) + "%"}},
                                    made));
  if (is_done || stage == "payment") {
    const Words words = {{"name", name + "竣工验收"},   {"project", FormatId(id)},
                         {"date", Day(std::min(due, now_))}, {"contact", FormatId(customer.contact)},
                         {"result", random_.Chance(85) ? "passed" : "conditional"}, {"score", std::to_string(3 + random_.Below(3))},
                         {"owner", FormatId(customer.owner)}};
    KEDANG_RETURN_IF_ERROR(Insert("acceptance", words, std::min(due, now_)));
  }
  return id;
}

Status SampleDeals::AddContract(const SampleCustomer& customer, Id opportunity, Id project, std::int64_t amount, bool is_done, TimeMs signed_ms) {
  static constexpr std::array<std::string_view, 3> kParts = {"首付款", "进度款", "尾款"};
  static constexpr std::array<int, 3> kShares = {30, 50, 20};
  static constexpr std::array<std::string_view, 3> kMethods = {"transfer", "transfer", "acceptance"};
  const std::string name = customer.name + Pick(kThings, random_) + "合同";
  KEDANG_ASSIGN(const Id contract, Insert("contract",
                                          {{"name", name},
                                           {"customer", FormatId(customer.id)},
                                           {"opportunity", FormatId(opportunity)},
                                           {"project", project.is_nil() ? std::string() : FormatId(project)},
                                           {"type", random_.Chance(60) ? "sale" : "service"},
                                           {"status", is_done ? "done" : random_.Chance(80) ? "running" : "signed"},
                                           {"amount", std::to_string(amount)},
                                           {"tax_rate", random_.Chance(50) ? "13%" : "6%"},
                                           {"signed_on", Day(signed_ms)},
                                           {"start_on", Day(signed_ms)},
                                           {"end_on", Day(signed_ms + 365 * kDay)},
                                           {"owner", FormatId(customer.owner)}},
                                          signed_ms));
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const TimeMs due = signed_ms + kDay * static_cast<TimeMs>(15 + 75 * i);
    const std::int64_t part = amount * kShares[i] / 100;
    KEDANG_ASSIGN(const Id plan, Insert("payment_plan",
                                        {{"name", std::string(kParts[i])},
                                         {"contract", FormatId(contract)},
                                         {"due_on", Day(due)},
                                         {"amount", std::to_string(part)},
                                         {"condition", i == 0 ? "合同签订后" : i == 1 ? "到货或过半" : "验收合格后"},
                                         {"owner", FormatId(customer.owner)}},
                                        signed_ms));
    if (!is_done && (due > now_ || !random_.Chance(80))) continue;
    const TimeMs received = std::min(due + kDay * random_.Below(20), now_);
    KEDANG_RETURN_IF_ERROR(Insert("payment",
                                  {{"name", name + std::string(kParts[i])},
                                   {"contract", FormatId(contract)},
                                   {"plan", FormatId(plan)},
                                   {"received_on", Day(received)},
                                   {"amount", std::to_string(random_.Chance(90) ? part : part / 2)},
                                   {"method", Pick(kMethods, random_)},
                                   {"owner", FormatId(customer.owner)}},
                                  received));
  }
  return {};
}

Status SampleDeals::AddTask(const SampleCustomer& customer) {
  static constexpr std::array<std::string_view, 6> kTasks = {"发送报价单", "电话回访", "准备方案", "预约拜访", "催收款项", "更新联系人"};
  static constexpr std::array<std::string_view, 4> kStatus = {"todo", "todo", "doing", "done"};
  const std::string status = Pick(kStatus, random_);
  const TimeMs due = now_ + kDay * (static_cast<TimeMs>(random_.Below(24)) - (status == "done" ? 30 : 6));
  KEDANG_RETURN_IF_ERROR(Insert("task",
                {{"name", Pick(kTasks, random_)},
                 {"status", status},
                 {"priority", random_.Chance(20) ? "high" : "normal"},
                 {"due_on", Day(due)},
                 {"owner", FormatId(customer.owner)},
                 {"customer", FormatId(customer.id)},
                 {"done_on", status == "done" ? Day(due) : std::string()}},
                                customer.last));
  return {};
}

Status SampleDeals::AddFeedback(const SampleCustomer& customer) {
  static constexpr std::array<std::string_view, 5> kSubjects = {"交货比约定晚", "希望增加培训", "发票信息有误", "服务响应及时", "现场施工有噪音"};
  static constexpr std::array<std::string_view, 5> kKinds = {"complaint", "suggestion", "question", "praise", "complaint"};
  const std::uint32_t at = random_.Below(5);
  const bool is_answered = random_.Chance(75);
  KEDANG_RETURN_IF_ERROR(Insert("feedback",
                {{"name", std::string(kSubjects[at])},
                 {"customer", FormatId(customer.id)},
                 {"contact", FormatId(customer.contact)},
                 {"kind", std::string(kKinds[at])},
                 {"severity", random_.Chance(15) ? "high" : "normal"},
                 {"received_on", Day(customer.last)},
                 {"content", std::string(kSubjects[at]) + "，请尽快答复。"},
                 {"status", is_answered ? "answered" : "open"},
                 {"due_on", Day(customer.last + 3 * kDay)},
                 {"answered_on", is_answered ? Day(std::min(customer.last + 2 * kDay, now_)) : std::string()},
                 {"answer", is_answered ? "已与客户沟通并处理。" : std::string()},
                 {"score", is_answered ? std::to_string(3 + random_.Below(3)) : std::string()},
                 {"owner", FormatId(customer.owner)}},
                customer.last));
  return {};
}

Status SampleDeals::Add(const SampleCustomer& customer) {
  static constexpr std::array<std::string_view, 5> kOpen = {"contacting", "need", "solution", "proposal", "negotiation"};
  const bool is_done = customer.stage == "archived";
  if (customer.stage == "active" && random_.Chance(40)) {
    KEDANG_RETURN_IF_ERROR(AddOpportunity(customer, Pick(kOpen, random_), Amount(), customer.last));
  }
  if (customer.stage == "dormant" && random_.Chance(15)) KEDANG_RETURN_IF_ERROR(AddOpportunity(customer, "lost", Amount(), customer.last));
  if ((customer.stage == "project" && random_.Chance(80)) || (is_done && random_.Chance(60))) {
    const std::int64_t amount = Amount();
    KEDANG_ASSIGN(const Id opportunity, AddOpportunity(customer, "won", amount, customer.first));
    Id project;
    if (random_.Chance(75)) {
      KEDANG_ASSIGN(project, AddProject(customer, opportunity, amount, is_done, customer.first));
    }
    KEDANG_RETURN_IF_ERROR(AddContract(customer, opportunity, project, amount, is_done, customer.first));
    if (random_.Chance(20)) KEDANG_RETURN_IF_ERROR(AddFeedback(customer));
  }
  const bool is_open = customer.stage == "active" || customer.stage == "project";
  return is_open && random_.Chance(30) ? AddTask(customer) : Status();
}

Status SampleDeals::Finish() {
  for (Kind& kind : kinds_) KEDANG_RETURN_IF_ERROR(kind.batch.Finish());
  return {};
}

}  // namespace kedang
