#include "shared/simulation/world.h"

#include "shared/simulation/scene.h"
#include "shared/sync/mutant.h"

namespace kedang {
namespace {

constexpr TimeMs kStartMs = 1'790'000'000'000;
constexpr std::uint32_t kBusyMs = 5000;
constexpr int kWipe = 410;

}  // namespace

World::World(const Plan& plan, std::vector<std::string>* trace) : plan_(plan), trace_(trace), host_(clock_, plan.seed, oracle_) {
  clock_.offset_ms = kStartMs;
  for (std::uint64_t person = 0; person < plan.people; ++person) {
    Principal principal{Id{9, person + 1}, "p" + std::to_string(person + 1), Role::kMember, 1};
    if (person % 2 == 0) principal.teams.push_back(Id{7, 1});
    host_.people().push_back(std::move(principal));
  }
  for (std::size_t i = 0; i < plan.devices; ++i) {
    devices_.push_back(std::make_unique<Device>(i, i % plan.people, clock_, plan.seed * 31 + i));
    devices_.back()->browser = ++last_browser_;
    Start(*devices_.back());
  }
}

World::~World() = default;

void World::Start(Device& device) {
  ++device.generation;
  device.awaited = 0;
  device.not_before = 0;
  device.editors.clear();
  device.client = std::make_unique<SyncClient>(device.storage, device.observer, device.clock, device.dice, "simulated",
                                               ReadSceneSchemas);
  for (int area = 0; area < kStorageAreaCount; ++area) {
    const auto rows = device.storage.rows(static_cast<StorageArea>(area));
    for (const auto& [key, value] : rows) device.client->Restore(static_cast<StorageArea>(area), key, value);
  }
  (void)device.client->Start().ok();
  oracle_.OnRestarted(device.index, device.storage);
}

void World::Stop(Device& device, std::size_t finished) {
  device.client.reset();
  device.storage.Crash(finished);
  oracle_.OnUnkept(device.index, device.storage.TakeForgotten());
}

// As Connection and App do it: what is deleted makes room for what storage had refused, then the page begins anew. What nobody
// has sent stays for whoever signs in.
void World::Wipe(Device& device) {
  Say(" [device ", std::to_string(device.index), " is wiped]");
  Dice calm(plan_.seed);
  FinishStorage(device, calm, true);
  device.storage.Wipe();
  device.is_full = device.is_flaky = false;
  device.client->WriteOwed([](const Status&) {});
  for (int i = 0; device.storage.is_busy() && i < 1000; ++i) device.storage.Finish(Status());
  device.client.reset();
  device.storage.Crash(0);
  oracle_.OnWiped(device.index, device.browser, device.storage, host_.data());
  device.is_locked = true;
  device.is_signed_in = false;
  Start(device);
}

void World::AskWipe(Device& device) {
  device.is_signed_in = false;
  host_.Wipe(device.browser);
  if (!device.is_locked) oracle_.OnWipeAsked(device.browser);
}

// The sign-in page asks for the device first, and hears there what it has to do.
void World::SignIn(Device& device) {
  if (host_.IsToBeWiped(device.browser) && !device.is_locked) Wipe(device);
  if (!host_.Open({device.person, device.browser})) return;
  oracle_.OnOpened(device.browser);
  device.is_locked = false;
  device.is_signed_in = true;
  device.client->OnSignedIn();
  device.dropped = device.awaited;
  device.not_before = 0;
}

// Whose access ends is signed out everywhere, and every browser of theirs is to be wiped.
void World::ChangeAccess(std::size_t person, bool is_active) {
  host_.ChangeAccess(person, is_active);
  oracle_.OnAccessChanged(person, is_active);
  if (is_active) return;
  for (auto& device : devices_) {
    if (device->person == person) AskWipe(*device);
  }
}

void World::FinishStorage(Device& device, Dice& dice, bool is_all) {
  for (int i = 0; device.storage.is_busy() && (is_all ? i < 1000 : i < 1); ++i) {
    Status status;
    if (device.is_full) {
      status = Error{ErrorCode::kResourceExhausted, "quota"};
    } else if (device.is_flaky && dice.OneIn(4)) {
      status = Error{ErrorCode::kInternal, "disk"};
    }
    if (!status.ok()) Say(" [write fails]");
    device.storage.Finish(status);
    oracle_.OnUnkept(device.index, device.storage.TakeForgotten());
  }
}

bool World::Send(Device& device) {
  if (device.is_locked) return false;
  auto request = device.client->NextRequest();
  if (!request) return false;
  if (device.clock.Now() < device.not_before) {
    oracle_.Fail("I8", "device " + std::to_string(device.index) + " asks a busy server before the time it named");
  }
  device.not_before = 0;
  if (!device.is_online) {
    device.client->OnUnreachable();
    Say(" unreachable");
    return false;
  }
  Message message;
  message.number = ++last_message_;
  message.device = device.index;
  message.generation = device.generation;
  message.browser = device.browser;
  message.replica = device.client->state().replica;
  message.request = std::move(*request);
  device.awaited = message.number;
  Say(" ", message.request.path);
  wire_.push_back(std::move(message));
  return true;
}

std::optional<Reply> World::Serve(const Message& message, bool dies) {
  const Device& device = *devices_[message.device];
  if (is_busy_ && message.number % 2 == 0) return Reply{503, {}};
  if (is_busy_) return Reply{429, Encode(ErrorResponse{ErrorCode::kUnavailable, "busy", kBusyMs})};
  // Asked before who is signed in: a wipe ends the sessions.
  if (host_.IsToBeWiped(message.browser)) return Reply{kWipe, Encode(ErrorResponse{ErrorCode::kPermissionDenied, "wipe", 0})};
  if (!device.is_signed_in) return Reply{401, Encode(ErrorResponse{ErrorCode::kUnauthenticated, "sign in", 0})};
  const Caller caller{device.person, message.browser};
  auto reply = host_.Serve(caller, message.request, dies);
  if (reply && reply->status == 200) oracle_.OnServed(caller);
  return reply;
}

void World::Answer(Message message) {
  Device& device = *devices_[message.device];
  if (device.generation != message.generation) return;  // that tab is gone
  if (message.reply->status == kWipe) return Wipe(device);
  bool is_awaited = false;
  if (device.awaited == message.number) {
    device.awaited = 0;
    is_awaited = message.number != device.dropped;
  }
  const Bytes& body = message.reply->body;
  if (const auto frame = ReadFrame(body); frame.ok()) {
    if (is_awaited && message.reply->status == 429) device.not_before = device.clock.Now() + kBusyMs;
    if (frame.value().kind == FrameKind::kPushResponse) {
      const auto pushed = Decode<PushResponse>(body);
      if (pushed.ok()) oracle_.OnDelivered(message.replica, pushed.value().results);
    } else if (frame.value().kind == FrameKind::kPullResponse) {
      const auto pulled = Decode<PullResponse>(body);
      if (pulled.ok()) oracle_.OnDelivered(message.replica, pulled.value().results);
    }
  }
  device.client->OnResponse(message.request.number, message.reply->status, body);
}

void World::GiveUp(Device& device) {
  if (device.awaited == 0) return;
  device.awaited = 0;
  device.not_before = 0;
  device.client->OnUnreachable();
}

bool World::Exchange(Device& device, Dice& dice) {
  FinishStorage(device, dice, true);
  if (device.awaited != 0 || !Send(device)) return false;
  Message message = std::move(wire_.back());
  wire_.pop_back();
  message.reply = Serve(message, false);
  Answer(std::move(message));
  FinishStorage(device, dice, true);
  return true;
}

void World::Run() {
  for (const Step& step : plan_.steps) {
    Do(step);
    if (trace_ != nullptr) {
      trace_->push_back(std::move(line_));
      line_.clear();
    }
    if (oracle_.has_failed()) return;
  }
  Settle();
  CheckQuiet("");
  if (oracle_.has_failed()) return;
  if (WantLeftOut()) {
    Settle();
    CheckQuiet("after asking for what is left out");
    if (oracle_.has_failed()) return;
  }
  // What storages hold is what screens showed.
  for (auto& device : devices_) {
    Stop(*device, 0);
    Start(*device);
    if (device->client->has_base()) {
      oracle_.CheckQuiet(device->index, host_.people()[device->person], *device->client, host_.data());
    }
  }
  if (oracle_.has_failed()) {
    Say("after a restart, before any answer");
  } else {
    Settle();
    CheckQuiet("after a restart");
  }
  if (trace_ != nullptr) trace_->push_back(std::move(line_));
}

void World::Settle() {
  Dice calm(plan_.seed);
  is_busy_ = false;
  wire_.clear();
  for (auto& device : devices_) {
    device->is_online = true;
    device->is_full = device->is_flaky = false;
    FinishStorage(*device, calm, true);
    GiveUp(*device);
    if (!device->is_signed_in && !device->is_locked && !host_.IsToBeWiped(device->browser)) SignIn(*device);
  }
  SettleAccess();
  // Time alone must deliver what is owed: nobody presses a button, no line wakes anybody.
  for (int round = 0; round < 4; ++round) {
    clock_.offset_ms += 65'000;
    for (auto& device : devices_) {
      for (int i = 0; i < 100 && Exchange(*device, calm); ++i) {
      }
    }
  }
  for (const auto& device : devices_) {
    if (!device->client->outbox().groups().empty()) {
      oracle_.Fail("I8", "device " + std::to_string(device->index) + " does not deliver by itself");
    }
  }
  // Lines are open again; from now on news come as they do in the product.
  for (auto& device : devices_) device->client->Wake();
  for (int round = 0; round < 40; ++round) {
    clock_.offset_ms += 65'000;
    bool has_moved = false;
    for (auto& device : devices_) {
      for (int i = 0; i < 100 && Exchange(*device, calm); ++i) has_moved = true;
      if (oracle_.has_failed()) return;
    }
    if (host_.TakeNews()) {
      for (auto& device : devices_) device->client->Wake();
      has_moved = true;
    }
    if (!has_moved) return;
  }
  oracle_.Fail("I8", "the company does not come to rest");
}

// Whoever is to be wiped hears it at the next contact; whoever has no access gets none; then everybody has.
void World::SettleAccess() {
  clock_.offset_ms += 65'000;
  Dice calm(plan_.seed);
  for (auto& device : devices_) {
    if (host_.IsToBeWiped(device->browser) && !device->is_locked) {
      device->client->OnSignedIn();  // somebody tries to
      for (int i = 0; i < 3 && !device->is_locked && Exchange(*device, calm); ++i) {
      }
      if (!device->is_locked) oracle_.Fail("I4", "device " + std::to_string(device->index) + " does not hear that it is to be wiped");
    }
    if (!device->is_signed_in) SignIn(*device);
    if (!device->is_signed_in) {
      ChangeAccess(device->person, true);
      SignIn(*device);
    }
  }
}

// With a cap: whoever looks for a record that his device does not hold gets it.
bool World::WantLeftOut() {
  bool is_any = false;
  for (auto& device : devices_) {
    const Principal& principal = host_.people()[device->person];
    if (principal.row_cap == 0) continue;
    for (const auto& [id, record] : host_.data().records) {
      if (record.is_deleted || !Oracle::MayKnow(principal, record) || device->client->records().FindRecord(id)) continue;
      device->client->Want(id);
      oracle_.OnWanted(device->index, id, true);
      is_any = true;
      break;
    }
  }
  return is_any;
}

void World::CheckQuiet(std::string_view when) {
  for (auto& device : devices_) {
    if (oracle_.has_failed()) break;
    const SyncClient& client = *device->client;
    if (!client.outbox().groups().empty() || !device->storage.rows(StorageArea::kOutbox).empty()) {
      oracle_.Fail("I8", "the outbox of device " + std::to_string(device->index) + " does not drain");
    }
    if (!client.has_base()) oracle_.Fail("I8", "device " + std::to_string(device->index) + " never got its records");
    oracle_.CheckQuiet(device->index, host_.people()[device->person], client, host_.data());
    oracle_.CheckScreen(device->index, host_.people()[device->person], client, host_.data());
    oracle_.CheckTray(device->index, device->storage);
  }
  if (!oracle_.has_failed()) oracle_.CheckEverything(host_.data());
  if (oracle_.has_failed()) Say(when);
}

}  // namespace kedang
