// ServerHost: what stands around SyncServer in the product — sign-in, the writer with its fsync, snapshots, people,
// publishing, backups — as a simulation: everything happens when the world says so.
#pragma once

#include <memory>

#include "shared/simulation/dice.h"
#include "shared/simulation/oracle.h"
#include "shared/simulation/scene.h"
#include "shared/simulation/simulated_store.h"
#include "shared/sync/client.h"
#include "shared/sync/server.h"

namespace kedang {

struct Reply {
  int status = 200;
  Bytes body;
};

class ServerHost {
 public:
  ServerHost(VirtualClock& clock, std::uint64_t seed, Oracle& oracle);

  // People and what they may; a change gives them another permission version.
  std::vector<Principal>& people() { return people_; }
  void ChangePerson(std::size_t person, Dice& dice);
  void ChangeCap(std::size_t person, std::uint32_t cap);

  // A browser that is to be wiped hears nothing else, whoever asks, until it did so and its owner signs in with it again.
  void Wipe(std::uint64_t browser);
  bool IsToBeWiped(std::uint64_t browser) const;
  void ChangeAccess(std::size_t person, bool is_active);
  bool HasAccess(std::size_t person) const;
  // A sign-in with a browser that has nothing left to wipe; false for who has no access.
  bool Open(const Caller& caller);

  // Serves one request of a signed-in person. `dies` takes the machine down before the answer could leave: nothing.
  std::optional<Reply> Serve(const Caller& caller, const SyncRequest& request, bool dies);
  // What an import or the command line does: a group of the server's own.
  void Apply(std::size_t person, const Group& group);

  // Back to what is on disk; snapshots are gone.
  void Kill();
  void Backup() { backup_ = std::make_unique<SimulatedData>(store_.data()); }
  // Another epoch begins. False without a backup.
  bool Restore();
  // The next schemas take effect, records are converted. False when there are none.
  bool Publish(Dice& dice);
  void DropSnapshots() { segments_.clear(); }

  const SimulatedData& data() const { return store_.data(); }
  const SceneEdition& edition() const;
  int restore_count() const { return restore_count_; }
  // Something was committed since the last call: the wake-up lines say so.
  bool TakeNews();

 private:
  Result<Bytes> Push(std::size_t person, ByteSpan body);
  Result<Bytes> Pull(std::size_t person, ByteSpan body);
  Result<Bytes> Manifest(std::size_t person, ByteSpan body);
  Result<Bytes> Segment(const std::string& path);
  SyncServer Server();
  void Committed();
  // A write transaction is on disk, its answer may leave.
  void Sync();

  VirtualClock& clock_;
  Dice dice_;
  Oracle& oracle_;
  SimulatedStore store_;
  std::unique_ptr<SimulatedData> backup_;
  std::vector<Principal> people_;
  std::set<std::uint64_t> wiped_;
  std::set<std::size_t> disabled_;
  std::map<std::pair<Id, std::uint32_t>, Bytes> segments_;
  std::uint32_t last_epoch_ = 1;
  int restore_count_ = 0;
  bool has_news_ = false;
};

}  // namespace kedang
