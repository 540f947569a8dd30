// What the steps of a plan do to wire, devices and server.
#include "shared/simulation/scene.h"
#include "shared/simulation/world.h"

namespace kedang {

void World::Do(const Step& step) {
  Device& device = *devices_[step.device % devices_.size()];
  Dice dice(step.dice);
  clock_.offset_ms += 1000;
  Say("device ", std::to_string(device.index), " ", StepName(step.kind));
  if (step.kind <= StepKind::kWait || (step.kind >= StepKind::kLose && step.kind <= StepKind::kBusy)) {
    if (step.kind == StepKind::kEdit) {
      DoEdit(step, device, dice);
    } else {
      DoWire(step, device, dice);
    }
  } else if (step.kind <= StepKind::kTray || step.kind == StepKind::kRevert) {
    DoEdit(step, device, dice);
  } else if (step.kind <= StepKind::kSignOut || step.kind == StepKind::kWant) {
    DoDevice(step, device, dice);
  } else {
    DoServer(step, device, dice);
  }
  if (dice.OneIn(2)) FinishStorage(device, dice, true);
  if (device.is_locked) return;
  oracle_.CheckScreen(device.index, host_.people()[device.person], *device.client, host_.data());
}

void World::DoWire(const Step& step, Device& device, Dice& dice) {
  const std::size_t pick = dice.Below(wire_.size());
  switch (step.kind) {
    case StepKind::kExchange:
      for (std::size_t i = 1 + dice.Below(6); i > 0 && Exchange(device, dice); --i) {
      }
      break;
    case StepKind::kStorage: FinishStorage(device, dice, dice.OneIn(3)); break;
    case StepKind::kSend: (void)Send(device); break;
    case StepKind::kDeliver: {
      if (wire_.empty()) break;
      Message message = std::move(wire_[pick]);
      wire_.erase(wire_.begin() + static_cast<std::ptrdiff_t>(pick));
      Say(" ", message.request.path, message.reply ? " back to device " : " from device ", std::to_string(message.device));
      if (message.reply) {
        Answer(std::move(message));
        break;
      }
      message.reply = Serve(message, dice.OneIn(40));
      if (message.reply) {
        wire_.push_back(std::move(message));
      } else {
        Say(", the server dies");
        if (devices_[message.device]->awaited == message.number) GiveUp(*devices_[message.device]);
      }
      break;
    }
    case StepKind::kWake: device.client->Wake(); break;
    case StepKind::kWait: clock_.offset_ms += static_cast<TimeMs>(dice.Below(60'000)); break;
    case StepKind::kLose: {
      if (wire_.empty()) break;
      const Message message = std::move(wire_[pick]);
      wire_.erase(wire_.begin() + static_cast<std::ptrdiff_t>(pick));
      Device& sender = *devices_[message.device];
      if (sender.generation != message.generation) break;
      if (sender.awaited == message.number) sender.awaited = 0;
      sender.client->OnUnanswered(message.request.number);
      break;
    }
    case StepKind::kDuplicate:
      // A proxy sends a request twice; an answer comes once.
      if (!wire_.empty() && !wire_[pick].reply) wire_.push_back(Message(wire_[pick]));
      break;
    case StepKind::kGiveUp: GiveUp(device); break;  // what was sent still travels
    case StepKind::kCorrupt: {
      if (wire_.empty() || !wire_[pick].reply || wire_[pick].reply->body.empty()) break;
      Bytes& body = wire_[pick].reply->body;
      if (dice.OneIn(2)) {
        body.resize(dice.Below(body.size()));
      } else {
        body[dice.Below(body.size())] ^= static_cast<std::uint8_t>(1 + dice.Below(255));
      }
      break;
    }
    case StepKind::kOffline:
      device.is_online = !device.is_online;
      Say(device.is_online ? " ends" : " begins");
      // As Connection tells it.
      if (device.is_online) {
        device.client->Wake();
      } else {
        device.awaited = 0;
        device.not_before = 0;
        device.client->OnUnreachable();
      }
      break;
    case StepKind::kBusy: is_busy_ = !is_busy_; break;
    default: break;
  }
}

void World::DoDevice(const Step& step, Device& device, Dice& dice) {
  switch (step.kind) {
    case StepKind::kCrash:
      Stop(device, dice.Below(3));
      Start(device);
      break;
    case StepKind::kFull: device.is_full = !device.is_full; break;
    case StepKind::kFlaky: device.is_flaky = !device.is_flaky; break;
    case StepKind::kEvict:
      Stop(device, 0);
      device.storage.Evict();
      oracle_.OnEvicted(device.index, host_.data());
      device.browser = ++last_browser_;
      device.is_locked = false;
      Start(device);
      break;
    case StepKind::kEvictBase:
      Stop(device, dice.Below(3));
      device.storage.Evict(StorageArea::kBase);
      Start(device);
      break;
    case StepKind::kDamage: {
      Stop(device, dice.Below(3));
      constexpr StorageArea kAreas[] = {StorageArea::kBase, StorageArea::kConflicts, StorageArea::kOutbox, StorageArea::kTray,
                                        StorageArea::kJournal};
      const std::uint32_t group = device.storage.Damage(kAreas[dice.Below(5)], dice.Next());
      if (group != 0) {
        oracle_.OnDamaged(group);
        Say(" e", std::to_string(group));
      }
      Start(device);
      break;
    }
    case StepKind::kClockJump: {
      constexpr TimeMs kTenYears = 3653LL * 86'400'000;
      device.not_before = 0;
      device.clock.offset_ms = (static_cast<TimeMs>(dice.Below(3)) - 1) * kTenYears;
      break;
    }
    case StepKind::kWant: {
      // Of what there is, whether it is held or may be seen or not.
      const auto& records = host_.data().records;
      if (records.empty() || device.is_locked) break;
      const Id id = std::next(records.begin(), static_cast<std::ptrdiff_t>(dice.Below(records.size())))->first;
      device.client->Want(id);
      oracle_.OnWanted(device.index, id, false);
      break;
    }
    case StepKind::kSignOut:
      if (device.is_signed_in) {
        device.is_signed_in = false;
      } else {
        SignIn(device);
      }
      break;
    default: break;
  }
}

void World::DoServer(const Step& step, Device& device, Dice& dice) {
  switch (step.kind) {
    case StepKind::kKill: host_.Kill(); break;
    case StepKind::kBackup: host_.Backup(); break;
    case StepKind::kRestore: Say(host_.Restore() ? " done" : " without a backup"); break;
    case StepKind::kPublish:
      if (host_.Publish(dice)) Say(" version ", std::to_string(host_.edition().schemas.version));
      break;
    case StepKind::kChangePerson: {
      const std::size_t person = dice.Below(host_.people().size());
      host_.ChangePerson(person, dice);
      Say(" ", host_.people()[person].name, " is ", RoleName(host_.people()[person].role));
      break;
    }
    case StepKind::kServerEdit: ServerEdit(device, dice); break;
    case StepKind::kDropSnapshots: host_.DropSnapshots(); break;
    case StepKind::kCap: {
      const std::size_t person = dice.Below(host_.people().size());
      host_.ChangeCap(person, static_cast<std::uint32_t>(dice.Below(5)));
      Say(" of ", host_.people()[person].name, " is ", std::to_string(host_.people()[person].row_cap));
      break;
    }
    case StepKind::kWipe: AskWipe(device); break;
    case StepKind::kAccess: {
      const std::size_t person = dice.Below(host_.people().size());
      ChangeAccess(person, !host_.HasAccess(person));
      Say(" of ", host_.people()[person].name, host_.HasAccess(person) ? " is given back" : " ends");
      break;
    }
    default: break;
  }
}

}  // namespace kedang
