#include "server/session.h"

#include "server/crypto.h"

namespace kedang {
namespace {

constexpr TimeMs kMinuteMs = 60'000;
constexpr TimeMs kIdleMs = 12 * 60 * kMinuteMs;
constexpr TimeMs kLifeMs = 30LL * 24 * 60 * kMinuteMs;
constexpr TimeMs kLinkLifeMs = 24 * 60 * kMinuteMs;
// How exactly the last request is remembered: every mark is a write to disk.
constexpr TimeMs kSeenStepMs = 5 * kMinuteMs;
constexpr std::size_t kMaxAgentBytes = 200;

ByteSpan BlobOf(const Sha256Hash& hash) { return ByteSpan(hash); }

}  // namespace

Result<std::string> SessionStore::Open(Id user, std::string_view agent) {
  const std::string secret = MakeToken();
  const Sha256Hash hash = Sha256(secret);
  const TimeMs now = instance_.clock().NowMs();
  const std::string user_text = FormatId(user);
  const std::string_view agent_text = agent.substr(0, kMaxAgentBytes);
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    Connection& connection = store.connection();
    {
      KEDANG_ASSIGN(Statement expired,
                    connection.Prepare("DELETE FROM session WHERE expires_ms < ?1 OR seen_ms < ?2"));
      KEDANG_RETURN_IF_ERROR(expired.Bind(1, now).Bind(2, now - kIdleMs).Run());
    }
    KEDANG_ASSIGN(Statement insert,
                  connection.Prepare("INSERT INTO session (token_hash, user, created_ms, seen_ms, expires_ms, agent) "
                                     "VALUES (?1, ?2, ?3, ?3, ?4, ?5)"));
    insert.BindBlob(1, BlobOf(hash)).Bind(2, user_text).Bind(3, now).Bind(4, now + kLifeMs).Bind(5, agent_text);
    return insert.Run();
  });
  KEDANG_RETURN_IF_ERROR(status);
  return secret;
}

Result<std::optional<SignedIn>> SessionStore::Find(std::string_view secret) {
  const Sha256Hash hash = Sha256(secret);
  const TimeMs now = instance_.clock().NowMs();
  TimeMs seen = 0;
  std::optional<User> user;
  {
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    Connection& connection = reader->connection();
    Id user_id;
    {
      KEDANG_ASSIGN(Statement statement, connection.Prepare("SELECT user, seen_ms FROM session WHERE token_hash = ?1 "
                                                            "AND expires_ms > ?2 AND seen_ms > ?3"));
      statement.BindBlob(1, BlobOf(hash)).Bind(2, now).Bind(3, now - kIdleMs);
      KEDANG_ASSIGN(const bool has_row, statement.Step());
      if (!has_row) return std::optional<SignedIn>();
      user_id = ParseId(statement.Text(0)).value_or(Id());
      seen = statement.Integer(1);
    }
    KEDANG_ASSIGN(user, FindUserById(connection, user_id));
  }
  if (!user || !user->is_active) return std::optional<SignedIn>();
  if (now - seen > kSeenStepMs) {
    const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
      KEDANG_ASSIGN(Statement statement,
                    store.connection().Prepare("UPDATE session SET seen_ms = ?2 WHERE token_hash = ?1"));
      return statement.BindBlob(1, BlobOf(hash)).Bind(2, now).Run();
    });
    KEDANG_RETURN_IF_ERROR(status);
  }
  return std::optional<SignedIn>(SignedIn{std::move(*user), ToHex(BlobOf(hash))});
}

Status SessionStore::End(const std::string& session) {
  const auto hash = FromHex(session);
  if (!hash) return Status(ErrorCode::kInvalidArgument, "not the name of a session");
  return instance_.writer().Submit([&](SqliteStore& store) -> Status {
    KEDANG_ASSIGN(Statement statement, store.connection().Prepare("DELETE FROM session WHERE token_hash = ?1"));
    return statement.BindBlob(1, *hash).Run();
  });
}

Result<std::vector<std::string>> SessionStore::SessionsOf(Id user) {
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_ASSIGN(Statement statement, reader->connection().Prepare("SELECT token_hash FROM session WHERE user = ?1"));
  const std::string text = FormatId(user);
  statement.Bind(1, text);
  std::vector<std::string> sessions;
  while (true) {
    KEDANG_ASSIGN(const bool has_row, statement.Step());
    if (!has_row) return sessions;
    sessions.push_back(ToHex(statement.Blob(0)));
  }
}

Result<std::string> SessionStore::MakeSignInLink(Id user) {
  const std::string secret = MakeToken();
  const Sha256Hash hash = Sha256(secret);
  const TimeMs now = instance_.clock().NowMs();
  const std::string user_text = FormatId(user);
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    Connection& connection = store.connection();
    {
      KEDANG_ASSIGN(Statement stale,
                    connection.Prepare("DELETE FROM sign_in_link WHERE user = ?1 OR expires_ms < ?2"));
      KEDANG_RETURN_IF_ERROR(stale.Bind(1, user_text).Bind(2, now).Run());
    }
    KEDANG_ASSIGN(Statement insert,
                  connection.Prepare("INSERT INTO sign_in_link (token_hash, user, expires_ms) VALUES (?1, ?2, ?3)"));
    return insert.BindBlob(1, BlobOf(hash)).Bind(2, user_text).Bind(3, now + kLinkLifeMs).Run();
  });
  KEDANG_RETURN_IF_ERROR(status);
  return secret;
}

Result<std::optional<User>> SessionStore::TakeSignInLink(std::string_view secret) {
  const Sha256Hash hash = Sha256(secret);
  const TimeMs now = instance_.clock().NowMs();
  std::optional<User> user;
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    Connection& connection = store.connection();
    user.reset();
    Id user_id;
    {
      KEDANG_ASSIGN(Statement statement, connection.Prepare("DELETE FROM sign_in_link WHERE token_hash = ?1 "
                                                            "AND expires_ms > ?2 RETURNING user"));
      statement.BindBlob(1, BlobOf(hash)).Bind(2, now);
      KEDANG_ASSIGN(const bool has_row, statement.Step());
      if (!has_row) return Status();
      user_id = ParseId(statement.Text(0)).value_or(Id());
    }
    KEDANG_ASSIGN(user, FindUserById(connection, user_id));
    return Status();
  });
  KEDANG_RETURN_IF_ERROR(status);
  if (user && !user->is_active) user.reset();
  return user;
}

Result<std::optional<User>> SessionStore::EnsureAdministrator() {
  std::optional<User> found;
  User made;
  const TimeMs now = instance_.clock().NowMs();
  made.id = MakeId(now, instance_.random());
  made.name = "admin";
  made.display = "管理员";
  made.role = Role::kAdministrator;
  const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
    found.reset();
    KEDANG_ASSIGN(const std::vector<User> users, ListUsers(store.connection()));
    for (const User& user : users) {
      if (!found && user.is_active && user.role == Role::kAdministrator) found = user;
    }
    if (!users.empty()) return Status();
    found = made;
    return AddUser(store.connection(), made, now);
  });
  KEDANG_RETURN_IF_ERROR(status);
  return found;
}

}  // namespace kedang
