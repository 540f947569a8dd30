// BenchPusher: a replica that makes customers and changes them, for benchmarks. For one thread.
#pragma once

#include <string>
#include <vector>

#include "shared/sync/messages.h"

namespace kedang {

class BenchPusher {
 public:
  BenchPusher(const SchemaSet& schemas, Epoch epoch, Id replica, std::size_t number)
      : schema_(*schemas.Find("customer")), schema_version_(schemas.version), epoch_(epoch), replica_(replica), number_(number) {}

  // The next push of so many mutations: one in eight makes a record, the others change its note.
  PushRequest Next(std::size_t mutations) {
    PushRequest request;
    request.replica = replica_;
    request.epoch = epoch_;
    for (; mutations > 0; --mutations) {
      Mutation mutation;
      mutation.mid = ++last_mid_;
      mutation.schema = schema_.id;
      mutation.schema_version = schema_version_;
      const bool is_new = last_mid_ % 8 == 1;
      if (is_new) record_ = Id{replica_.high, replica_.low + last_mid_};
      mutation.kind = is_new ? MutationKind::kInsert : MutationKind::kSet;
      mutation.record = record_;
      CellEdit edit;
      edit.field = is_new ? schema_.title : schema_.Find("note")->id;
      edit.value = Value::Text("杭州第" + std::to_string(number_) + "-" + std::to_string(last_mid_) + "贸易有限公司");
      if (!is_new) edit.base_mid = last_mid_ - 1;
      mutation.edits.push_back(std::move(edit));
      Group group;
      group.id = Id{replica_.high ^ 1, replica_.low + last_mid_};
      group.mutations.push_back(std::move(mutation));
      request.groups.push_back(std::move(group));
    }
    return request;
  }

  // False when something of it was refused.
  bool Take(const PushResponse& response) const {
    for (const MutationResult& result : response.results) {
      if (!IsAccepted(result.outcome)) return false;
    }
    return response.last_mid == last_mid_;
  }

 private:
  Schema schema_;
  std::uint32_t schema_version_;
  Epoch epoch_;
  Id replica_;
  std::size_t number_;
  MutationNumber last_mid_ = 0;
  Id record_;
};

}  // namespace kedang
