// World: one company in one process: the server, some devices with the shipped SyncClient, the wire between them. Runs a
// plan step by step, then makes everything well again and waits until it is quiet; the oracle judges all along.
#pragma once

#include <memory>
#include <string>

#include "shared/simulation/device_storage.h"
#include "shared/simulation/plan.h"
#include "shared/simulation/server_host.h"

namespace kedang {

class World {
 public:
  // With a trace every step adds a line.
  World(const Plan& plan, std::vector<std::string>* trace);
  ~World();

  // Stops at the first violation: see oracle().
  void Run();
  const Oracle& oracle() const { return oracle_; }

 private:
  struct Editor {
    Record seen;
    std::uint32_t schema_version = 0;
    std::map<FieldId, std::vector<Value>> behind;  // what its person had seen of each field by then
  };
  struct Observer final : ClientObserver {
    void OnRecordsChanged(std::span<const Id>) override {}
    void OnBaseReplaced() override {}
    void OnSyncStatusChanged() override {}
  };
  struct Device {
    Device(std::size_t index_, std::size_t person_, const VirtualClock& clock_, std::uint64_t seed)
        : index(index_), person(person_), clock(&clock_), dice(seed) {}
    std::size_t index;
    std::size_t person;
    VirtualClock clock;
    Dice dice;
    DeviceStorage storage;
    Observer observer;
    std::unique_ptr<SyncClient> client;
    std::uint64_t generation = 0;  // of the client: answers to an earlier one reach nobody
    std::uint64_t awaited = 0;     // message the client waits for
    TimeMs not_before = 0;         // by its clock: a busy server said so; 0: nobody did
    std::uint64_t dropped = 0;     // message that a sign-in made the client give up
    bool is_online = true;
    bool is_full = false;
    bool is_flaky = false;
    bool is_signed_in = true;
    std::uint64_t browser = 0;     // by which the server knows it; another one when everything is gone
    bool is_locked = false;        // wiped, and nobody has signed in since: there is no page
    std::vector<Editor> editors;
  };
  struct Message {
    std::uint64_t number = 0;
    std::size_t device = 0;
    std::uint64_t generation = 0;
    std::uint64_t browser = 0;
    Id replica;
    SyncRequest request;
    std::optional<Reply> reply;  // on its way back
  };

  // ---- steps: world_steps.cpp, world_edits.cpp ----
  void Do(const Step& step);
  void DoWire(const Step& step, Device& device, Dice& dice);
  void DoDevice(const Step& step, Device& device, Dice& dice);
  void DoServer(const Step& step, Device& device, Dice& dice);
  void DoEdit(const Step& step, Device& device, Dice& dice);
  void Edit(Device& device, Dice& dice);
  void EditGroup(Device& device, Dice& dice);
  void DeleteOrRestore(Device& device, Dice& dice);
  void Resolve(Device& device, Dice& dice);
  void WorkOnTray(Device& device, Dice& dice);
  void ServerEdit(Device& device, Dice& dice);
  void Revert(Device& device, Dice& dice);
  std::optional<Record> PickRecord(Device& device, Dice& dice);
  std::pair<Mutation, EditNote> MakeInsert(Device& device, Dice& dice);
  std::pair<Mutation, EditNote> MakeSet(Device& device, const Record& seen, Dice& dice);
  Value NewValue(Device& device, SchemaId schema, FieldId field, const Value& old, Dice& dice);
  void Submit(Device& device, std::vector<std::pair<Mutation, EditNote>> edits);

  // ---- machinery ----
  void Start(Device& device);
  void Stop(Device& device, std::size_t finished);
  void Wipe(Device& device);             // the server said so
  void AskWipe(Device& device);          // and the sessions of that browser end
  void SignIn(Device& device);
  void ChangeAccess(std::size_t person, bool is_active);
  void FinishStorage(Device& device, Dice& dice, bool is_all);
  bool Send(Device& device);             // the client's next request goes on the wire
  std::optional<Reply> Serve(const Message& message, bool dies);
  void Answer(Message message);          // the reply reaches the client
  void GiveUp(Device& device);
  bool Exchange(Device& device, Dice& dice);
  void Settle();
  void SettleAccess();
  bool WantLeftOut();
  void CheckQuiet(std::string_view when);
  template <typename... Parts>
  void Say(Parts&&... parts);

  Plan plan_;
  std::vector<std::string>* trace_;
  VirtualClock clock_;
  Oracle oracle_;
  ServerHost host_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<Message> wire_;
  std::uint64_t last_message_ = 0;
  std::uint64_t last_value_ = 0;
  std::uint64_t last_browser_ = 0;
  bool is_busy_ = false;
  std::string line_;
};

template <typename... Parts>
void World::Say(Parts&&... parts) {
  if (trace_ == nullptr) return;
  (line_.append(parts), ...);
}

}  // namespace kedang
