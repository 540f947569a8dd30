// HeldLookup: other records for rules, loaded once and held until Release. StoreLookup: from a Store. Client and server
// differ only in where they load from.
#pragma once

#include <memory>
#include <unordered_map>

#include "shared/check/record_lookup.h"
#include "shared/field/check_context.h"
#include "shared/store/store.h"

namespace kedang {

class HeldLookup : public RecordLookup {
 public:
  const Record* FindRecord(Id id) final;
  void FindReferring(SchemaId schema, FieldId field, Id target, std::size_t limit, std::vector<const Record*>& found) final;
  void Release() final;

  // The first error of loading; what was judged since must not count.
  const Status& status() const { return status_; }

 protected:
  virtual Result<std::optional<Record>> Load(Id id) = 0;
  virtual Status LoadReferring(SchemaId schema, FieldId field, Id target,
                               const std::function<bool(const Record&)>& visit) = 0;

 private:
  const Record* Hold(const Record& record);

  std::unordered_map<Id, std::unique_ptr<Record>> held_;
  Status status_;
};

class StoreLookup final : public HeldLookup {
 public:
  explicit StoreLookup(Store& store) : store_(store) {}

 private:
  Result<std::optional<Record>> Load(Id id) override { return store_.Find(id); }
  Status LoadReferring(SchemaId schema, FieldId field, Id target, const std::function<bool(const Record&)>& visit) override {
    return store_.ScanReferring(schema, field, target, visit);
  }

  Store& store_;
};

}  // namespace kedang
