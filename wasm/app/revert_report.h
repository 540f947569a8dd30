// RevertReport: what became of taking a batch back (SyncClient::MakeRevert): it waits for the server, was done, with what stayed
// as it was, or was refused. Read from outbox, journal and tray, so a reload forgets nothing.
#pragma once

#include <string>
#include <vector>

#include "shared/sync/client.h"

namespace kedang {

enum class RevertState : std::uint8_t { kNone, kWaiting, kDone, kRefused };

struct RevertReport {
  RevertState state = RevertState::kNone;
  Issues issues;         // kDone: what it did and what stayed; kRefused: why
  std::string tray_key;  // kRefused
};

// Of the latest time somebody wanted it on this device.
RevertReport ReportOfRevert(const SyncClient& client, Id batch);

// The group that takes a batch back, to be submitted. `source` names in the history what was taken back.
Group MakeRevertGroup(SyncClient& client, Id batch, std::string source);

}  // namespace kedang
