#include "server/sync_routes.h"

#include <charconv>

#include "server/device_routes.h"
#include "server/file_table.h"
#include "server/log.h"
#include "server/record_page.h"
#include "shared/policy/principal.h"
#include "shared/sync/codec.h"
#include "shared/sync/recent_saves.h"

namespace kedang {
namespace {

constexpr std::string_view kFrameType = "application/x-kedang";
constexpr std::string_view kSegmentPath = "/sync/snapshot/";
constexpr std::string_view kFilePath = "/sync/file/";
constexpr TimeMs kSweepMs = 3600 * 1000;  // looking through all files takes a while
constexpr int kSlowDownMs = 1000;

HttpResponse FrameResponse(int status, const Bytes& frame) {
  HttpResponse response;
  response.status = status;
  response.type = kFrameType;
  response.body = AsText(frame);
  return response;
}

// Our own failures are logged here, once; what a client did wrong is only told to the client.
HttpResponse ErrorFrame(const Error& error, std::uint64_t request_id, int retry_after_ms = kSlowDownMs) {
  int status = StatusOf(error.code);
  ErrorResponse body;
  body.code = error.code;
  if (status >= 500) {
    LogError("sync: " + std::string(ErrorCodeName(error.code)) + ": " + error.message);
    body.message = ErrorCodeName(error.code);
  } else {
    body.message = error.message;
  }
  if (error.code == ErrorCode::kUnavailable) {
    status = 429;
    body.retry_after_ms = static_cast<std::uint32_t>(retry_after_ms);
  }
  HttpResponse response = FrameResponse(status, Encode(body, request_id));
  // The header knows whole seconds only.
  if (body.retry_after_ms > 0) response.headers.emplace_back("Retry-After", std::to_string((body.retry_after_ms + 999) / 1000));
  return response;
}

std::uint64_t RequestIdOf(std::string_view body) {
  constexpr std::size_t kPlace = 24;  // frame.h
  return body.size() >= kFrameHeaderBytes ? ReadU64(AsBytes(body).subspan(kPlace)) : 0;
}

Error SignedOut() { return Error{ErrorCode::kUnauthenticated, "sign in first"}; }

// Whether a cell for files of the record names the file, under the name and size it has: a text that looks like one in
// another cell opens nothing.
bool HasFile(const SchemaSet& schemas, const Record& record, const StoredFile& file) {
  const Schema* schema = schemas.Find(record.schema);
  if (schema == nullptr) return false;
  const std::string wanted = FormatFileRef(file.ref);
  for (const Cell& cell : record.cells()) {
    const Field* field = schema->Find(cell.field);
    if (field == nullptr || field->type != FieldType::kAttachment) continue;
    for (const std::string& text : cell.value.list()) {
      if (text == wanted) return true;
    }
  }
  return false;
}

// A header value for any name (RFC 6266, RFC 8187).
std::string AttachmentHeader(std::string_view name) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string header = "attachment; filename*=UTF-8''";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (is_plain) {
      header += c;
    } else {
      header += '%';
      header += kHex[byte >> 4];
      header += kHex[byte & 15];
    }
  }
  return header;
}

}  // namespace

void SyncRoutes::AddRoutes(HttpRouter& router) {
  using Route = HttpResponse (SyncRoutes::*)(const HttpRequest&);
  // A device that is to be wiped hears nothing else.
  const auto guarded = [this](Route route) {
    return [this, route](const HttpRequest& request) {
      if (!IsFromWipedDevice(instance_, request)) return (this->*route)(request);
      return FrameResponse(410, Encode(ErrorResponse{ErrorCode::kPermissionDenied, "wipe", 0}, RequestIdOf(request.body)));
    };
  };
  router.Add("POST", "/sync/hello", guarded(&SyncRoutes::Hello));
  router.Add("POST", "/sync/push", guarded(&SyncRoutes::Push));
  router.Add("POST", "/sync/pull", guarded(&SyncRoutes::Pull));
  router.Add("POST", "/sync/snapshot", guarded(&SyncRoutes::Snapshot));
  router.Add("POST", "/sync/history", guarded(&SyncRoutes::History));
  router.Add("POST", "/sync/search", guarded(&SyncRoutes::Search));
  router.Add("POST", "/sync/saves", guarded(&SyncRoutes::RecentSaves));
  router.AddPrefix("GET", std::string(kSegmentPath), guarded(&SyncRoutes::Segment));
  router.Add("POST", "/sync/file/start", guarded(&SyncRoutes::StartFile));
  router.Add("POST", "/sync/file/part", guarded(&SyncRoutes::TakeFilePart));
  router.AddPrefix("GET", std::string(kFilePath), guarded(&SyncRoutes::SendFile));
  router.Add("GET", "/sync/wake", guarded(&SyncRoutes::Wake));
}

template <typename Request, typename Answer>
HttpResponse SyncRoutes::Handle(const HttpRequest& request, const Answer& answer, const int* retry_after_ms) {
  const std::uint64_t request_id = RequestIdOf(request.body);
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return ErrorFrame(signed_in.error(), request_id);
  if (!signed_in.value()) return ErrorFrame(SignedOut(), request_id);
  const auto message = Decode<Request>(AsBytes(request.body));
  if (!message.ok()) return ErrorFrame(message.error(), request_id);
  const auto result = answer(PrincipalOf((*signed_in)->user), *message);
  if (!result.ok()) return ErrorFrame(result.error(), request_id, retry_after_ms != nullptr ? *retry_after_ms : kSlowDownMs);
  return FrameResponse(200, Encode(*result, request_id));
}

Result<SyncRoutes::Protocol> SyncRoutes::ProtocolAt(SqliteStore& store) {
  KEDANG_ASSIGN(auto edition, instance_.EditionAt(store.connection()));
  const Lexicon& lexicon = instance_.lexicon();
  SyncServer server(edition->schemas(), edition->rules(lexicon), lexicon, instance_.clock(), instance_.random());
  return Protocol{std::move(edition), server};
}

HttpResponse SyncRoutes::Hello(const HttpRequest& request) {
  return Handle<HelloRequest>(
      request, [this](const Principal& principal, const HelloRequest& message) -> Result<HelloResponse> {
        KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
        KEDANG_ASSIGN(const std::vector<User> users, ListUsers(reader->connection()));
        std::vector<Person> people;
        for (const User& user : users) people.push_back(PersonOf(user));
        KEDANG_ASSIGN(Protocol protocol, ProtocolAt(*reader));
        return protocol.server.Hello(*reader, principal, message, std::move(people));
      });
}

int SyncRoutes::BusyMs() {
  const Writer::Load load = instance_.writer().CurrentLoad();
  return static_cast<int>(push_gate_.Delay(load.until_done, load.one_work, PushGate::Clock::now()).count());
}

HttpResponse SyncRoutes::Push(const HttpRequest& request) {
  int busy_ms = kSlowDownMs;
  return Handle<PushRequest>(
      request,
      [&](const Principal& principal, const PushRequest& message) -> Result<PushResponse> {
        const PushGate::Turn turn(push_gate_);
        if (!turn.is_granted()) {
          busy_ms = BusyMs();
          return Error{ErrorCode::kUnavailable, "too many pushes at once"};
        }
        PushResponse response;
        const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
          KEDANG_ASSIGN(Protocol protocol, ProtocolAt(store));
          KEDANG_ASSIGN(response, protocol.server.Push(store, principal, message));
          return Status();
        });
        if (!status.ok()) return status.error();
        return response;
      },
      &busy_ms);
}

HttpResponse SyncRoutes::Pull(const HttpRequest& request) {
  return Handle<PullRequest>(
      request, [this](const Principal& principal, const PullRequest& message) -> Result<PullResponse> {
        PullAnswer answer;
        {
          KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
          KEDANG_ASSIGN(Protocol protocol, ProtocolAt(*reader));
          KEDANG_ASSIGN(answer, protocol.server.ReadPull(*reader, principal, message));
        }
        if (!answer.view) return std::move(answer.response);
        PullResponse response;
        const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
          KEDANG_ASSIGN(Protocol protocol, ProtocolAt(store));
          KEDANG_ASSIGN(response, protocol.server.KeepPull(store, message, std::move(answer)));
          return Status();
        });
        if (!status.ok()) return status.error();
        return response;
      });
}

HttpResponse SyncRoutes::Snapshot(const HttpRequest& request) {
  return Handle<SnapshotRequest>(request, [this](const Principal& principal, const SnapshotRequest& message) {
    return snapshots_.Manifest(principal, message.replica);
  });
}

HttpResponse SyncRoutes::History(const HttpRequest& request) {
  return Handle<HistoryRequest>(
      request, [this](const Principal& principal, const HistoryRequest& message) -> Result<HistoryResponse> {
        KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
        KEDANG_ASSIGN(Protocol protocol, ProtocolAt(*reader));
        return protocol.server.History(*reader, *reader, principal, message);
      });
}

// The rows that the replica holds by its cookie, as numbers of the database.
Result<RowSet> SyncRoutes::HeldBy(const Principal& principal, Id replica, const Cookie& cookie) {
  KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
  KEDANG_ASSIGN(const auto known, reader->FindReplica(replica));
  const bool is_mine = known && known->user == principal.user && cookie.epoch == reader->epoch();
  std::optional<HeldView> view;
  if (is_mine) {
    KEDANG_ASSIGN(view, reader->FindView(replica, cookie.view));
  }
  if (!view) return Error{ErrorCode::kConflict, "search: the cookie is not known here"};
  KEDANG_RETURN_IF_ERROR(reader->ReadRows(replica, *view));
  RowSet held;
  view->rows.ForEach([&held](RowNumber number) {
    if (number < HeldView::kRowLimit) held.Add(number);
    return number < HeldView::kRowLimit;
  });
  return held;
}

HttpResponse SyncRoutes::Search(const HttpRequest& request) {
  return Handle<SearchRequest>(
      request, [this](const Principal& principal, const SearchRequest& message) -> Result<SearchResponse> {
        if (message.query.size() > kMaxQueryBytes) return Error{ErrorCode::kTooLarge, "search: the query is longer than 64 KiB"};
        const SearchTurns::Turn turn(search_turns_, message.replica, instance_.clock().NowMs());
        if (!turn.is_granted()) return Error{ErrorCode::kUnavailable, "search: too many questions at once"};
        KEDANG_ASSIGN(const RowSet held, HeldBy(principal, message.replica, message.cookie));
        PageRequest page;
        page.query = message.query;
        page.sort = message.sort;
        page.limit = std::min(message.limit, kMaxSearchRecords);
        SearchResponse response;
        KEDANG_RETURN_IF_ERROR(pool_.Ask(principal, [&](const PoolView& view) -> Status {
          if (turn.IsStale()) return Status(ErrorCode::kConflict, "search: asked again since");
          const SchemaSet& schemas = view.edition.schemas();
          const Schema* schema = schemas.Find(message.schema);
          if (message.schema != 0 && schema == nullptr) return Status(ErrorCode::kNotFound, "search: no such template");
          KEDANG_ASSIGN(const ElsewherePage found, FindElsewhere(view, schema, page, held));
          response.count = found.count;
          response.elsewhere = found.elsewhere;
          response.is_approximate = found.is_approximate;
          for (const Row row : found.rows) {
            const auto record = view.records.RecordAt(row);
            auto visible = record ? Project(principal, schemas, *record) : std::nullopt;
            if (visible) response.records.push_back(std::move(*visible));
          }
          return Status();
        }));
        return response;
      });
}

HttpResponse SyncRoutes::RecentSaves(const HttpRequest& request) {
  return Handle<RecentSavesRequest>(
      request, [this](const Principal& principal, const RecentSavesRequest& message) -> Result<RecentSavesResponse> {
        KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
        KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
        return kedang::RecentSaves(*reader, edition->schemas(), principal, message);
      });
}

HttpResponse SyncRoutes::Segment(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return ErrorFrame(signed_in.error(), 0);
  if (!signed_in.value()) return ErrorFrame(SignedOut(), 0);
  const std::string_view rest = std::string_view(request.path).substr(kSegmentPath.size());
  const std::size_t slash = rest.find('/');
  const auto id = ParseId(rest.substr(0, slash));
  const std::string_view digits = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (!id || digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) {
    return ErrorFrame(Error{ErrorCode::kNotFound, "no such segment of a snapshot"}, 0);
  }
  const std::string_view name = NegotiateEncoding(request.Header("accept-encoding"), true, true);
  const auto encoding = name == "br"     ? SnapshotCache::Encoding::kBrotli
                        : name == "gzip" ? SnapshotCache::Encoding::kGzip
                                         : SnapshotCache::Encoding::kIdentity;
  auto bytes = snapshots_.Segment(PrincipalOf((*signed_in)->user), *id, number, encoding);
  if (!bytes.ok()) return ErrorFrame(bytes.error(), 0);
  HttpResponse response;
  response.type = kFrameType;
  response.body = std::move(bytes).value();
  if (!name.empty()) response.headers.emplace_back("Content-Encoding", name);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  return response;
}

HttpResponse SyncRoutes::StartFile(const HttpRequest& request) {
  return Handle<FileStartRequest>(
      request, [this](const Principal& principal, const FileStartRequest& message) -> Result<FileStateResponse> {
        if (principal.role == Role::kViewer) return Error{ErrorCode::kPermissionDenied, "file: may only read"};
        FileStateResponse response;
        const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
          const TimeMs now = instance_.clock().NowMs();
          if (now - swept_ms_ >= kSweepMs) {
            KEDANG_RETURN_IF_ERROR(DropUnfinishedFiles(store.connection(), now - kUnfinishedFileMs));
            swept_ms_ = now;
          }
          KEDANG_ASSIGN(response, kedang::StartFile(store.connection(), principal.user, message, now));
          return Status();
        });
        if (!status.ok()) return status.error();
        return response;
      });
}

HttpResponse SyncRoutes::TakeFilePart(const HttpRequest& request) {
  int busy_ms = kSlowDownMs;
  return Handle<FilePartRequest>(
      request,
      [&](const Principal& principal, const FilePartRequest& message) -> Result<FileStateResponse> {
        const PushGate::Turn turn(push_gate_);
        if (!turn.is_granted()) {
          busy_ms = BusyMs();
          return Error{ErrorCode::kUnavailable, "too many pushes at once"};
        }
        FileStateResponse response;
        const Status status = instance_.writer().Submit([&](SqliteStore& store) -> Status {
          KEDANG_ASSIGN(response, PutFilePart(store.connection(), principal.user, message));
          return Status();
        });
        if (!status.ok()) return status.error();
        return response;
      },
      &busy_ms);
}

HttpResponse SyncRoutes::SendFile(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return ErrorFrame(signed_in.error(), 0);
  if (!signed_in.value()) return ErrorFrame(SignedOut(), 0);
  const std::string_view rest = std::string_view(request.path).substr(kFilePath.size());
  const std::size_t slash = rest.find('/');
  const auto record_id = ParseId(rest.substr(0, slash));
  const auto file_id = slash == std::string_view::npos ? std::nullopt : ParseId(rest.substr(slash + 1));
  const auto find = [&]() -> Result<HttpResponse> {
    // One answer for everything that is not there and everything that is not theirs to know.
    const Error unknown{ErrorCode::kNotFound, "no such file in that record"};
    if (!record_id || !file_id) return unknown;
    KEDANG_ASSIGN(Instance::Reader reader, instance_.Read());
    KEDANG_ASSIGN(const std::optional<Record> record, reader->Find(*record_id));
    if (!record || record->is_deleted) return unknown;
    KEDANG_ASSIGN(const auto edition, instance_.EditionAt(reader->connection()));
    const std::optional<Record> seen = Project(PrincipalOf((*signed_in)->user), edition->schemas(), *record);
    if (!seen) return unknown;
    KEDANG_ASSIGN(const std::optional<StoredFile> file, FindFile(reader->connection(), *file_id));
    if (!file || !HasFile(edition->schemas(), *seen, *file)) return unknown;
    HttpResponse response;
    KEDANG_ASSIGN(response.body, ReadFile(reader->connection(), *file));
    response.type = file->type;
    // Never shown within this site: a file is a stranger's page.
    response.headers.emplace_back("Content-Disposition", AttachmentHeader(file->ref.name));
    return response;
  };
  auto response = find();
  if (!response.ok()) return ErrorFrame(response.error(), 0);
  return std::move(response).value();
}

HttpResponse SyncRoutes::Wake(const HttpRequest& request) {
  const auto signed_in = auth_.Authenticate(request);
  if (!signed_in.ok()) return ErrorFrame(signed_in.error(), 0);
  if (!signed_in.value()) return ErrorFrame(SignedOut(), 0);
  if (request.method != "GET") return ProblemResponse(405, "method_not_allowed");
  if (!wake_.HasRoom()) return ProblemResponse(503, "too_many_streams", 30'000);
  HttpResponse response;
  response.type = "text/event-stream";
  response.body = "retry: 2000\n\n";
  response.stream_session = (*signed_in)->session;
  return response;
}

}  // namespace kedang
