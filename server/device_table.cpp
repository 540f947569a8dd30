#include "server/device_table.h"

#include "server/crypto.h"

namespace kedang {
namespace {

constexpr std::size_t kHalfBytes = 32;
constexpr std::size_t kMaxAgentBytes = 200;
constexpr std::string_view kUnsentKey = "unsent";
constexpr std::string_view kSelect =
    "SELECT id, user, agent, created_ms, seen_ms, cache_half IS NOT NULL, wiped_ms, told_ms FROM device ";

Result<Device> ReadDevice(const Statement& row) {
  const auto id = ParseId(row.Text(0));
  const auto user = ParseId(row.Text(1));
  if (!id || !user) return Error{ErrorCode::kCorrupt, "table device: a row without an id or a user"};
  Device device;
  device.id = *id;
  device.user = *user;
  device.agent = row.Text(2);
  device.created_ms = row.Integer(3);
  device.seen_ms = row.Integer(4);
  device.is_open = row.Integer(5) != 0;
  device.wiped_ms = row.Integer(6);
  device.told_ms = row.Integer(7);
  return device;
}

Bytes NewHalf() {
  Bytes half(kHalfBytes);
  FillRandom(half);
  return half;
}

Result<Bytes> InstanceKey(Connection& connection, std::string_view name) {
  {
    KEDANG_ASSIGN(Statement find, connection.Prepare("SELECT value FROM instance_key WHERE name = ?1"));
    KEDANG_ASSIGN(const bool has_row, find.Bind(1, name).Step());
    if (has_row) return Bytes(find.Blob(0).begin(), find.Blob(0).end());
  }
  Bytes key = NewHalf();
  KEDANG_ASSIGN(Statement insert, connection.Prepare("INSERT INTO instance_key (name, value) VALUES (?1, ?2)"));
  KEDANG_RETURN_IF_ERROR(insert.Bind(1, name).BindBlob(2, key).Run());
  return key;
}

}  // namespace

Result<std::optional<Device>> FindDevice(Connection& connection, Id id) {
  KEDANG_ASSIGN(Statement find, connection.Prepare(std::string(kSelect) + "WHERE id = ?1"));
  const std::string key = FormatId(id);
  KEDANG_ASSIGN(const bool has_row, find.Bind(1, key).Step());
  if (!has_row) return std::optional<Device>();
  KEDANG_ASSIGN(Device device, ReadDevice(find));
  return std::optional<Device>(std::move(device));
}

Result<std::vector<Device>> ListDevices(Connection& connection, Id user) {
  KEDANG_ASSIGN(Statement scan,
                connection.Prepare(std::string(kSelect) + "WHERE ?1 = '' OR user = ?1 ORDER BY seen_ms DESC, id"));
  const std::string key = user.is_nil() ? std::string() : FormatId(user);
  scan.Bind(1, key);
  std::vector<Device> devices;
  while (true) {
    KEDANG_ASSIGN(const bool has_row, scan.Step());
    if (!has_row) return devices;
    KEDANG_ASSIGN(Device device, ReadDevice(scan));
    devices.push_back(std::move(device));
  }
}

Result<DeviceHalves> OpenDevice(Connection& connection, Id id, Id user, std::string_view agent, bool was_wiped, TimeMs now) {
  const std::string key = FormatId(id), owner = FormatId(user);
  KEDANG_ASSIGN(const std::optional<Device> known, FindDevice(connection, id));
  if (known && !(known->user == user)) return Error{ErrorCode::kPermissionDenied, "this device is another user's"};
  if (known && !known->is_open && !was_wiped) return Error{ErrorCode::kPermissionDenied, "this device is to be wiped"};
  DeviceHalves halves;
  if (!known) {
    halves.cache = NewHalf();
    KEDANG_ASSIGN(Statement insert, connection.Prepare("INSERT INTO device (id, user, agent, created_ms, seen_ms, cache_half)"
                                                       " VALUES (?1, ?2, ?3, ?4, ?4, ?5)"));
    insert.Bind(1, key).Bind(2, owner).Bind(3, agent.substr(0, kMaxAgentBytes)).Bind(4, now).BindBlob(5, halves.cache);
    KEDANG_RETURN_IF_ERROR(insert.Run());
  } else if (!known->is_open) {
    halves.cache = NewHalf();
    KEDANG_ASSIGN(Statement reopen, connection.Prepare("UPDATE device SET cache_half = ?2, seen_ms = ?3, told_ms = CASE"
                                                       " told_ms WHEN 0 THEN ?3 ELSE told_ms END WHERE id = ?1"));
    KEDANG_RETURN_IF_ERROR(reopen.Bind(1, key).BindBlob(2, halves.cache).Bind(3, now).Run());
  } else {
    {
      KEDANG_ASSIGN(Statement find, connection.Prepare("SELECT cache_half FROM device WHERE id = ?1"));
      KEDANG_RETURN_IF_ERROR(find.Bind(1, key).Step());
      halves.cache.assign(find.Blob(0).begin(), find.Blob(0).end());
    }
    KEDANG_RETURN_IF_ERROR(SeeDevice(connection, id, now));
  }
  KEDANG_ASSIGN(const Bytes instance_key, InstanceKey(connection, kUnsentKey));
  halves.unsent = KeyedHash(instance_key, key + owner);
  return halves;
}

Status SeeDevice(Connection& connection, Id id, TimeMs now) {
  KEDANG_ASSIGN(Statement see, connection.Prepare("UPDATE device SET seen_ms = ?2 WHERE id = ?1"));
  const std::string key = FormatId(id);
  return see.Bind(1, key).Bind(2, now).Run();
}

Status SetSessionDevice(Connection& connection, std::string_view session, Id device) {
  const auto hash = FromHex(session);
  if (!hash) return Status(ErrorCode::kInvalidArgument, "not the name of a session");
  KEDANG_ASSIGN(Statement set, connection.Prepare("UPDATE session SET device = ?2 WHERE token_hash = ?1"));
  const std::string key = FormatId(device);
  return set.BindBlob(1, *hash).Bind(2, key).Run();
}

Status WipeDevices(SqliteStore& store, Id user, Id device, TimeMs now) {
  Connection& connection = store.connection();
  const std::string owner = FormatId(user), key = device.is_nil() ? std::string() : FormatId(device);
  KEDANG_ASSIGN(const std::int64_t before, connection.QueryInteger("SELECT total_changes()"));
  {
    KEDANG_ASSIGN(Statement wipe, connection.Prepare("UPDATE device SET cache_half = NULL, wiped_ms = ?3, told_ms = 0"
                                                     " WHERE user = ?1 AND (?2 = '' OR id = ?2)"));
    KEDANG_RETURN_IF_ERROR(wipe.Bind(1, owner).Bind(2, key).Bind(3, now).Run());
  }
  KEDANG_ASSIGN(const std::int64_t after, connection.QueryInteger("SELECT total_changes()"));
  if (after == before && !device.is_nil()) return Error{ErrorCode::kNotFound, "the user has no such device"};
  {
    KEDANG_ASSIGN(Statement end, connection.Prepare("DELETE FROM session WHERE user = ?1 AND device <> ''"
                                                    " AND (?2 = '' OR device = ?2)"));
    KEDANG_RETURN_IF_ERROR(end.Bind(1, owner).Bind(2, key).Run());
  }
  const auto number = store.NextSequence();
  return number.ok() ? Status() : number.error();
}

Status NoteWiped(Connection& connection, Id id, TimeMs now) {
  KEDANG_ASSIGN(Statement note, connection.Prepare("UPDATE device SET told_ms = ?2 WHERE id = ?1 AND cache_half IS NULL"
                                                   " AND told_ms = 0"));
  const std::string key = FormatId(id);
  return note.Bind(1, key).Bind(2, now).Run();
}

}  // namespace kedang
