// Deals for sample data: opportunities, projects, contracts with instalments and payments, acceptances, feedback and tasks, as
// they come of customers in a stage. Part of AddSampleData.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/instance.h"
#include "server/record_batch.h"
#include "server/sample_company.h"

namespace kedang {

// What of a customer its deals follow from.
struct SampleCustomer {
  Id id;
  Id contact;
  Id owner;           // never nil
  std::string name;   // short
  std::string stage;  // key
  TimeMs first = 0;   // first and last contact
  TimeMs last = 0;
};

class SampleDeals {
 public:
  // `instance` outlives it; kUnsupported by Make when a shipped schema is missing.
  static Result<SampleDeals> Make(Instance& instance, SqliteStore& store, Id author, TimeMs now);

  Status AddDepartments(const std::vector<Id>& people);
  Status Add(const SampleCustomer& customer);
  Status Finish();

 private:
  struct Kind {
    const Schema* schema = nullptr;
    RecordBatch batch;
  };
  using Words = std::vector<std::pair<std::string_view, std::string>>;

  SampleDeals(Instance& instance, TimeMs now);
  // Texts as somebody would type them; ids and keys of choices are texts, too.
  Result<Id> Insert(std::string_view schema, const Words& words, TimeMs made);
  Result<Id> AddOpportunity(const SampleCustomer& customer, std::string_view stage, std::int64_t amount, TimeMs made);
  Status AddContract(const SampleCustomer& customer, Id opportunity, Id project, std::int64_t amount, bool is_done, TimeMs signed_ms);
  Result<Id> AddProject(const SampleCustomer& customer, Id opportunity, std::int64_t amount, bool is_done, TimeMs made);
  Status AddTask(const SampleCustomer& customer);
  Status AddFeedback(const SampleCustomer& customer);
  std::string Day(TimeMs time) const;
  std::int64_t Amount();

  TimeMs now_;
  CheckContext check_;
  SampleRandom random_;
  std::vector<Kind> kinds_;
};

}  // namespace kedang
