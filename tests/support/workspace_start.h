// A workspace of a test that begins with these schemas, no records and no server.
#pragma once

#include <gtest/gtest.h>

#include "shared/sync/client_state.h"
#include "shared/sync/codec.h"
#include "wasm/app/workspace.h"

namespace kedang {

// Takes the schemas (SchemaSet's JSON) for what the replica had when it was closed, starts it, and waits until it is indexed.
inline void StartWithSchemas(Workspace& workspace, std::string_view schemas) {
  ClientState state;
  state.replica = Id{1, 1};
  state.schemas = std::string(schemas);
  workspace.client().Restore(StorageArea::kMeta, kStateKey, Encode(state));
  EXPECT_TRUE(workspace.client().Start().ok());
  while (!workspace.IndexStep(1000)) {
  }
}

}  // namespace kedang
