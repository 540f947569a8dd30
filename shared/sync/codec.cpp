#include "shared/sync/codec.h"

#include "shared/sync/archive.h"

// One function per type says which members travel and in which order: that order is the format. A new member goes to the
// end together with a new protocol version.
namespace kedang {
namespace {

template <typename Archive, typename E>
void EnumMember(Archive& archive, E& value, E last) {
  auto number = static_cast<std::uint8_t>(value);
  archive(number);
  if (number > static_cast<std::uint8_t>(last)) throw cereal::Exception("unknown enumerator");
  value = static_cast<E>(number);
}

}  // namespace

template <typename A>
void serialize(A& a, Id& id) {
  // Fixed width: ids are random, a varint would only lengthen them.
  if constexpr (A::is_loading::value) {
    const ByteSpan bytes = a.Raw(16);
    id.high = ReadU64(bytes);
    id.low = ReadU64(bytes.subspan(8));
  } else {
    Bytes bytes;
    AppendU64(id.high, bytes);
    AppendU64(id.low, bytes);
    a.Raw(bytes.data(), bytes.size());
  }
}
template <typename A>
void serialize(A& a, Version& v) { a(v.epoch, v.sequence); }
template <typename A>
void serialize(A& a, Epoch& e) { a(e.number, e.id); }

template <typename A>
void save(A& a, const Value& value) {
  a(static_cast<std::uint8_t>(value.kind()));
  switch (value.kind()) {
    case Value::Kind::kNull: break;
    case Value::Kind::kBoolean: a(value.boolean()); break;
    case Value::Kind::kInteger: a(value.integer()); break;
    case Value::Kind::kDecimal: a(value.decimal().units, value.decimal().scale); break;
    case Value::Kind::kDate: a(value.date().days); break;
    case Value::Kind::kText: a(value.text()); break;
    case Value::Kind::kList: a(value.list()); break;
  }
}
template <typename A>
void load(A& a, Value& value) {
  std::uint8_t kind = 0;
  a(kind);
  if (kind > static_cast<std::uint8_t>(Value::Kind::kList)) throw cereal::Exception("unknown value kind");
  const auto check_size = [](const std::string& text) {
    if (text.size() > kMaxValueBytes) throw cereal::Exception("value too long");
  };
  switch (static_cast<Value::Kind>(kind)) {
    case Value::Kind::kNull: value = Value(); break;
    case Value::Kind::kBoolean: {
      bool boolean = false;
      a(boolean);
      value = Value::Boolean(boolean);
      break;
    }
    case Value::Kind::kInteger: {
      std::int64_t integer = 0;
      a(integer);
      value = Value::Integer(integer);
      break;
    }
    case Value::Kind::kDecimal: {
      Decimal decimal;
      a(decimal.units, decimal.scale);
      const auto normal = NormalizeDecimal(decimal);
      if (!normal) throw cereal::Exception("decimal scale");
      value = Value::Of(*normal);
      break;
    }
    case Value::Kind::kDate: {
      std::int32_t days = 0;
      a(days);
      if (days < -719'162 || days > 2'932'896) throw cereal::Exception("date outside years 1 to 9999");
      value = Value::Of(Date{days});
      break;
    }
    case Value::Kind::kText: {
      std::string text;
      a(text);
      check_size(text);
      value = Value::Text(std::move(text));
      break;
    }
    case Value::Kind::kList: {
      TextList list;
      a(list);
      for (const std::string& item : list) check_size(item);
      value = Value::List(std::move(list));
      break;
    }
  }
}

template <typename A>
void save(A& a, const Record& record) {
  a(record.schema, record.id, record.created, record.changed, record.created_ms, record.changed_ms, record.is_deleted);
  a.Number(record.cells().size());
  for (const Cell& cell : record.cells()) a(cell.field, cell.version, cell.value);
}
template <typename A>
void load(A& a, Record& record) {
  a(record.schema, record.id, record.created, record.changed, record.created_ms, record.changed_ms, record.is_deleted);
  FieldId last = 0;
  for (std::size_t left = a.Count(); left > 0; --left) {
    FieldId field = 0;
    Version version;
    Value value;
    a(field, version, value);
    if (field <= last) throw cereal::Exception("cells out of order");
    last = field;
    record.Set(field, std::move(value), version);
  }
}

template <typename A>
void serialize(A& a, std::pair<std::string, std::string>& pair) { a(pair.first, pair.second); }
template <typename A>
void serialize(A& a, Issue& issue) {
  EnumMember(a, issue.severity, Severity::kBlock);
  a(issue.field, issue.code, issue.message, issue.details, issue.suggestion);
}
template <typename A>
void serialize(A& a, Provenance& p) {
  EnumMember(a, p.kind, SourceKind::kMerge);
  a(p.source, p.batch);
}
template <typename A>
void serialize(A& a, CellEdit& e) { a(e.field, e.value, e.base_value, e.base_version, e.base_mid); }
template <typename A>
void serialize(A& a, Mutation& m) {
  a(m.mid);
  EnumMember(a, m.kind, MutationKind::kRevert);
  a(m.schema, m.record, m.schema_version, m.client_ms, m.conflict, m.edits);
}
template <typename A>
void serialize(A& a, Group& g) { a(g.id, g.provenance, g.mutations); }
template <typename A>
void serialize(A& a, MutationResult& r) {
  a(r.mid);
  EnumMember(a, r.outcome, Outcome::kVoid);
  a(r.version, r.issues);
}
template <typename A>
void serialize(A& a, HistoryChange& c) { a(c.field, c.before, c.after); }
template <typename A>
void serialize(A& a, HistoryEntry& e) {
  a(e.version, e.schema, e.record);
  EnumMember(a, e.kind, MutationKind::kRevert);
  EnumMember(a, e.outcome, Outcome::kVoid);
  a(e.author, e.server_ms, e.client_ms, e.provenance, e.changes);
}
template <typename A>
void serialize(A& a, Conflict& c) {
  a(c.id, c.schema, c.record, c.field, c.base, c.earlier, c.later, c.is_later_current, c.earlier_author, c.later_author,
    c.earlier_ms, c.later_ms, c.is_open, c.version);
}
template <typename A>
void serialize(A& a, Principal& p) {
  a(p.user, p.name);
  EnumMember(a, p.role, Role::kViewer);
  a(p.permission_version);
}
template <typename A>
void serialize(A& a, Person& p) { a(p.id, p.name, p.is_active); }
template <typename A>
void serialize(A& a, Cookie& c) { a(c.epoch, c.sequence, c.view); }
template <typename A>
void serialize(A& a, HeldExtent& e) { a(e.row_cap, e.visible_records); }

template <typename A>
void serialize(A& a, HelloRequest& m) {
  a(m.protocol, m.build, m.schema_version, m.replica, m.cookie, m.outbox_length, m.is_storage_persistent, m.client_ms);
}
template <typename A>
void serialize(A& a, HelloResponse& m) {
  a(m.protocol, m.epoch, m.server_ms);
  EnumMember(a, m.must, Must::kWipe);
  a(m.principal, m.schema_version, m.schemas, m.people, m.last_mid, m.extent);
}
template <typename A>
void serialize(A& a, PushRequest& m) { a(m.replica, m.epoch, m.groups); }
template <typename A>
void serialize(A& a, PushResponse& m) { a(m.epoch, m.last_mid, m.results); }
template <typename A>
void serialize(A& a, PullRequest& m) { a(m.replica, m.cookie, m.seen_mid, m.max_bytes, m.schema_version, m.wanted); }
template <typename A>
void serialize(A& a, PullResponse& m) {
  a(m.request_cookie, m.new_cookie, m.is_reset, m.has_more, m.puts, m.leaves, m.conflicts, m.last_mid, m.results,
    m.schemas, m.principal, m.extent);
}
template <typename A>
void serialize(A& a, SnapshotRequest& m) { a(m.replica); }
template <typename A>
void serialize(A& a, SnapshotManifest& m) { a(m.snapshot, m.cookie, m.segment_count, m.record_count, m.conflicts); }
template <typename A>
void serialize(A& a, HistoryRequest& m) { a(m.record, m.limit); }
template <typename A>
void serialize(A& a, HistoryResponse& m) { a(m.entries); }
template <typename A>
void serialize(A& a, RecentSavesRequest& m) { a(m.schema, m.limit); }
template <typename A>
void serialize(A& a, SavedRecord& m) { a(m.now, m.entries); }
template <typename A>
void serialize(A& a, RecentSavesResponse& m) { a(m.records); }
template <typename A>
void serialize(A& a, SearchRequest& m) { a(m.replica, m.cookie, m.schema, m.query, m.sort, m.limit); }
template <typename A>
void serialize(A& a, SearchResponse& m) { a(m.count, m.elsewhere, m.is_approximate, m.records); }
template <typename A>
void serialize(A& a, FileStartRequest& m) { a(m.file, m.size, m.name, m.type); }
template <typename A>
void serialize(A& a, FilePartRequest& m) { a(m.file, m.part, m.bytes); }
template <typename A>
void serialize(A& a, FileStateResponse& m) { a(m.next_part, m.is_complete); }
template <typename A>
void serialize(A& a, ErrorResponse& m) {
  EnumMember(a, m.code, ErrorCode::kInternal);
  a(m.message, m.retry_after_ms);
}
template <typename A>
void serialize(A& a, QueuedGroup& m) { a(m.group, m.tray_reason, m.results); }
template <typename A>
void serialize(A& a, ClientState& m) {
  a(m.replica, m.cookie, m.snapshot, m.segment_count, m.next_mid, m.principal, m.schemas, m.people, m.last_sync_ms);
  if constexpr (std::is_same_v<A, BoundedInputArchive>) {
    if (a.left() == 0) return;  // kept by a client that knew no caps
  }
  a(m.extent);
}

namespace {

template <typename T>
struct KindOfMessage;
#define KEDANG_MESSAGE(Type, kind_name)                         \
  template <>                                                   \
  struct KindOfMessage<Type> {                                  \
    static constexpr FrameKind kKind = FrameKind::kind_name;    \
  };
KEDANG_MESSAGE(HelloRequest, kHelloRequest)
KEDANG_MESSAGE(HelloResponse, kHelloResponse)
KEDANG_MESSAGE(PushRequest, kPushRequest)
KEDANG_MESSAGE(PushResponse, kPushResponse)
KEDANG_MESSAGE(PullRequest, kPullRequest)
KEDANG_MESSAGE(PullResponse, kPullResponse)
KEDANG_MESSAGE(SnapshotRequest, kSnapshotRequest)
KEDANG_MESSAGE(SnapshotManifest, kSnapshotManifest)
KEDANG_MESSAGE(HistoryRequest, kHistoryRequest)
KEDANG_MESSAGE(HistoryResponse, kHistoryResponse)
KEDANG_MESSAGE(RecentSavesRequest, kRecentSavesRequest)
KEDANG_MESSAGE(RecentSavesResponse, kRecentSavesResponse)
KEDANG_MESSAGE(SearchRequest, kSearchRequest)
KEDANG_MESSAGE(SearchResponse, kSearchResponse)
KEDANG_MESSAGE(FileStartRequest, kFileStartRequest)
KEDANG_MESSAGE(FilePartRequest, kFilePartRequest)
KEDANG_MESSAGE(FileStateResponse, kFileStateResponse)
KEDANG_MESSAGE(ErrorResponse, kError)
KEDANG_MESSAGE(QueuedGroup, kGroup)
KEDANG_MESSAGE(ClientState, kClientState)
KEDANG_MESSAGE(Conflict, kConflict)
#undef KEDANG_MESSAGE

}  // namespace

template <typename T>
Bytes Encode(const T& message, std::uint64_t request_id) {
  Bytes body;
  ByteOutputArchive archive(body);
  archive(message);
  return WriteFrame(KindOfMessage<T>::kKind, body, 0, 1, request_id);
}

template <typename T>
Result<T> Decode(ByteSpan frame_bytes) {
  KEDANG_ASSIGN(const Frame frame, ReadFrame(frame_bytes));
  if (frame.kind != KindOfMessage<T>::kKind) return Error{ErrorCode::kInvalidArgument, "frame: another kind than expected"};
  try {
    BoundedInputArchive archive(frame.body);
    T message;
    archive(message);
    archive.Finish();
    return message;
  } catch (const std::exception& exception) {
    return Error{ErrorCode::kCorrupt, std::string("frame body: ") + exception.what()};
  }
}

#define KEDANG_INSTANTIATE(Type)                                 \
  template Bytes Encode<Type>(const Type&, std::uint64_t);       \
  template Result<Type> Decode<Type>(ByteSpan);
KEDANG_INSTANTIATE(HelloRequest)
KEDANG_INSTANTIATE(HelloResponse)
KEDANG_INSTANTIATE(PushRequest)
KEDANG_INSTANTIATE(PushResponse)
KEDANG_INSTANTIATE(PullRequest)
KEDANG_INSTANTIATE(PullResponse)
KEDANG_INSTANTIATE(SnapshotRequest)
KEDANG_INSTANTIATE(SnapshotManifest)
KEDANG_INSTANTIATE(HistoryRequest)
KEDANG_INSTANTIATE(HistoryResponse)
KEDANG_INSTANTIATE(RecentSavesRequest)
KEDANG_INSTANTIATE(RecentSavesResponse)
KEDANG_INSTANTIATE(SearchRequest)
KEDANG_INSTANTIATE(SearchResponse)
KEDANG_INSTANTIATE(FileStartRequest)
KEDANG_INSTANTIATE(FilePartRequest)
KEDANG_INSTANTIATE(FileStateResponse)
KEDANG_INSTANTIATE(ErrorResponse)
KEDANG_INSTANTIATE(QueuedGroup)
KEDANG_INSTANTIATE(ClientState)
KEDANG_INSTANTIATE(Conflict)
#undef KEDANG_INSTANTIATE

}  // namespace kedang
