// SeenEdits: the browser's way of making edits that shared code asks for: each says what its person saw.
#pragma once

#include <utility>

#include "shared/sync/client.h"
#include "shared/sync/record_merge.h"

namespace kedang {

class SeenEdits final : public EditMaker {
 public:
  explicit SeenEdits(SyncClient& client) : client_(client) {}

  Mutation MakeInsert(SchemaId schema, Id id, std::vector<std::pair<FieldId, Value>> cells) override {
    return client_.MakeInsert(schema, id, std::move(cells));
  }
  Mutation MakeSet(const Record& now, std::vector<std::pair<FieldId, Value>> cells) override {
    return client_.MakeSet(now, std::move(cells));
  }
  Mutation MakeDelete(const Record& now) override { return client_.MakeDelete(now); }

 private:
  SyncClient& client_;
};

}  // namespace kedang
