#include "server/device_routes.h"

#include <nlohmann/json.hpp>

#include "server/crypto.h"
#include "server/device_table.h"
#include "server/log.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBodyBytes = 1024;
constexpr std::size_t kLeaseBytes = 32;

struct Question {
  Id device;
  bool was_wiped = false;
};

std::optional<Question> ParseQuestion(const HttpRequest& request) {
  if (request.body.size() > kMaxBodyBytes) return std::nullopt;
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("device") || !body["device"].is_string()) return std::nullopt;
  const auto id = ParseId(body["device"].get<std::string>());
  if (!id || id->is_nil()) return std::nullopt;
  return Question{*id, body.value("wiped", json(false)) == json(true)};
}

HttpResponse Failed(const Error& error) {
  const int status = StatusOf(error.code);
  if (status >= 500) LogError("device: " + error.message);
  return ProblemResponse(status, ErrorCodeName(error.code));
}

HttpResponse Done() {
  HttpResponse response;
  response.status = 204;
  return response;
}

Result<std::optional<Device>> Find(Instance& instance, Id id) {
  KEDANG_ASSIGN(Instance::Reader reader, instance.Read());
  return FindDevice(reader->connection(), id);
}

}  // namespace

bool IsFromWipedDevice(Instance& instance, const HttpRequest& request) {
  std::string name(request.Header("x-kedang-device"));
  constexpr std::string_view kQuery = "device=";
  if (name.empty() && request.query.starts_with(kQuery)) name = request.query.substr(kQuery.size());
  const auto id = ParseId(name);
  if (!id) return false;
  const auto device = Find(instance, *id);
  if (!device.ok()) LogError("device: " + device.error().message);
  return device.ok() && *device && !(*device)->is_open;
}

void DeviceRoutes::AddRoutes(HttpRouter& router) {
  router.Add("POST", "/auth/device", [this](const HttpRequest& request) { return Open(request); });
  router.Add("POST", "/auth/device/wiped", [this](const HttpRequest& request) { return NoteWiped(request); });
  router.Add("GET", "/auth/devices", [this](const HttpRequest& request) { return List(request); });
  router.Add("POST", "/auth/devices/wipe", [this](const HttpRequest& request) { return Wipe(request); });
}

HttpResponse DeviceRoutes::Open(const HttpRequest& request) {
  const auto question = ParseQuestion(request);
  if (!question) return ProblemResponse(400, "bad_json");
  const auto known = Find(instance_, question->device);
  if (!known.ok()) return Failed(known.error());
  if (*known && !(*known)->is_open && !question->was_wiped) return ProblemResponse(410, "wipe");
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!*signed_in) return ProblemResponse(401, "signed_out");
  const User& user = (*signed_in)->user;
  const TimeMs now = instance_.clock().NowMs();
  DeviceHalves halves;
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(halves, OpenDevice(store.connection(), question->device, user.id, request.Header("user-agent"),
                                     question->was_wiped, now));
    return SetSessionDevice(store.connection(), (*signed_in)->session, question->device);
  });
  if (!status.ok()) return Failed(status.error());
  Bytes lease(kLeaseBytes);
  FillRandom(lease);
  const json body = {{"mode", OfflineModeName(user.offline.mode)},
                     {"days", user.offline.days},
                     {"until_ms", OfflineUntil(user.offline, now)},
                     {"server_ms", now},
                     {"cache", ToHex(halves.cache)},
                     {"unsent", ToHex(halves.unsent)},
                     {"lease", ToHex(lease)}};
  return JsonResponse(200, body.dump());
}

HttpResponse DeviceRoutes::NoteWiped(const HttpRequest& request) {
  const auto question = ParseQuestion(request);
  if (!question) return ProblemResponse(400, "bad_json");
  const TimeMs now = instance_.clock().NowMs();
  const Status status = instance_.writer().Submit(
      [&](SqliteStore& store) { return kedang::NoteWiped(store.connection(), question->device, now); });
  return status.ok() ? Done() : Failed(status.error());
}

HttpResponse DeviceRoutes::List(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!*signed_in) return ProblemResponse(401, "signed_out");
  auto reader = instance_.Read();
  if (!reader.ok()) return Failed(reader.error());
  const auto devices = ListDevices((*reader)->connection(), (*signed_in)->user.id);
  if (!devices.ok()) return Failed(devices.error());
  json list = json::array();
  for (const Device& device : *devices) {
    list.push_back({{"id", FormatId(device.id)},
                    {"agent", device.agent},
                    {"created_ms", device.created_ms},
                    {"seen_ms", device.seen_ms},
                    {"is_open", device.is_open},
                    {"wiped_ms", device.wiped_ms},
                    {"told_ms", device.told_ms}});
  }
  return JsonResponse(200, list.dump(-1, ' ', false, json::error_handler_t::replace));
}

HttpResponse DeviceRoutes::Wipe(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return Failed(signed_in.error());
  if (!*signed_in) return ProblemResponse(401, "signed_out");
  const auto question = ParseQuestion(request);
  if (!question) return ProblemResponse(400, "bad_json");
  const TimeMs now = instance_.clock().NowMs();
  const Status status = instance_.writer().Submit([&](SqliteStore& store) {
    return WipeDevices(store, (*signed_in)->user.id, question->device, now);
  });
  if (!status.ok()) return Failed(status.error());
  wake_.Notify();
  return Done();
}

}  // namespace kedang
