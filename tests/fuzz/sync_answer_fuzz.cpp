// Any bytes as the answers of a server, one after the other, to a client that has a base and edits that wait: frames, bodies, and
// answers made to fit what was asked. Between them storage fails and the browser is closed. None of the edits may get lost.
#include "tests/support/fuzz_bytes.h"
#include "tests/support/fuzz_count.h"
#include "tests/support/fuzz_replica.h"

namespace {

using namespace kedang;

Record MadeRecord(FuzzBytes& input) {
  Record record(static_cast<SchemaId>(input.Below(8) == 0 ? 2 : 1), Id{2, input.Below(5)});
  record.created = Version{1, input.Byte()};
  record.changed = Version{1, input.Byte()};
  record.is_deleted = input.Below(8) == 0;
  for (std::size_t left = input.Below(3); left > 0; --left) {
    record.Set(static_cast<FieldId>(input.Below(7)), input.AnyValue(), Version{1, input.Byte()});
  }
  return record;
}

std::vector<MutationResult> MadeResults(FuzzBytes& input) {
  std::vector<MutationResult> results;
  for (std::size_t left = input.Below(5); left > 0; --left) {
    MutationResult& result = results.emplace_back();
    result.mid = input.Below(8);
    result.outcome = static_cast<Outcome>(input.Below(7));
    result.version = Version{1, input.Byte()};
  }
  return results;
}

Conflict MadeConflict(FuzzBytes& input) {
  Conflict conflict;
  conflict.id = Id{7, input.Below(3)};
  conflict.schema = 1;
  conflict.record = Id{2, input.Below(5)};
  conflict.field = static_cast<FieldId>(input.Below(4));
  conflict.is_open = input.Below(3) != 0;
  return conflict;
}

Cookie MadeCookie(FuzzBytes& input, const Cookie& now) {
  Cookie cookie = now;
  if (input.Below(8) == 0) cookie.epoch = Epoch{static_cast<std::uint32_t>(input.Below(3)), Id{1, input.Below(3)}};
  cookie.sequence += input.Below(4);
  cookie.view = input.Byte();
  return cookie;
}

Bytes MadeAnswer(FuzzBytes& input, const SyncClient& client) {
  switch (input.Below(6)) {
    case 0: {
      HelloResponse hello;
      hello.epoch = Epoch{static_cast<std::uint32_t>(1 + input.Below(2)), Id{1, 1 + input.Below(2)}};
      hello.must = static_cast<Must>(input.Below(5));
      hello.last_mid = input.Byte() % 16;
      hello.principal.permission_version = input.Byte();
      if (input.Below(8) == 0) hello.schemas = input.Text();
      return Encode(hello);
    }
    case 1: {
      SnapshotManifest manifest;
      manifest.snapshot = Id{5, 1 + input.Below(3)};
      manifest.cookie = MadeCookie(input, Cookie{FuzzReplica::kEpoch, 3, 1});
      manifest.segment_count = static_cast<std::uint32_t>(input.Below(3));
      manifest.record_count = input.Byte();
      if (input.Below(2) == 0) manifest.conflicts.push_back(MadeConflict(input));
      return Encode(manifest);
    }
    case 2: {
      SegmentWriter writer;
      for (std::size_t left = input.Below(4); left > 0; --left) writer.Add(MadeRecord(input));
      return writer.Finish();
    }
    case 3: {
      PushResponse pushed;
      pushed.epoch = client.state().cookie.epoch;
      pushed.results = MadeResults(input);
      pushed.last_mid = input.Byte() % 16;
      return Encode(pushed);
    }
    case 4: {
      const auto code = static_cast<ErrorCode>(input.Below(13));
      return Encode(ErrorResponse{code, "", static_cast<std::uint32_t>(input.Byte()) * 10});
    }
    default: {
      PullResponse pulled;
      pulled.request_cookie = client.state().cookie;
      pulled.new_cookie = MadeCookie(input, client.state().cookie);
      pulled.is_reset = input.Below(8) == 0;
      pulled.has_more = input.Below(8) == 0;
      pulled.last_mid = input.Byte() % 16;
      pulled.results = MadeResults(input);
      for (std::size_t left = input.Below(3); left > 0; --left) pulled.puts.push_back(MadeRecord(input));
      for (std::size_t left = input.Below(3); left > 0; --left) pulled.leaves.push_back(Id{2, input.Below(5)});
      if (input.Below(4) == 0) pulled.conflicts.push_back(MadeConflict(input));
      return Encode(pulled);
    }
  }
}

void Answer(FuzzReplica& replica, FuzzBytes& input) {
  static FuzzCount answers;
  static constexpr int kStatuses[] = {200, 200, 200, 400, 401, 409, 429, 500};
  const std::uint8_t use = input.Byte();
  if (use % 16 == 0) {
    replica.storage.is_full = !replica.storage.is_full;
    return;
  }
  replica.clock.now_ms += 700'000;
  const auto request = replica.client->NextRequest();
  if (!request) {
    replica.client->Wake();
    return;
  }
  answers.Note();
  const int status = kStatuses[(use >> 4) % 8];
  if (use % 16 == 1) {
    replica.client->OnUnanswered(request->number);
  } else if (use % 16 == 2) {
    replica.client->OnResponse(request->number, status, input.Piece());
  } else if (use % 16 < 6) {
    const auto kind = static_cast<FrameKind>(1 + input.Below(static_cast<std::size_t>(kLastFrameKind)));
    replica.client->OnResponse(request->number, status, WriteFrame(kind, input.Piece()));
  } else {
    replica.client->OnResponse(request->number, status, MadeAnswer(input, *replica.client));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  FuzzBytes input(ByteSpan(data, size));
  FuzzReplica replica;
  replica.Fill();
  for (int left = 12; left > 0 && !input.is_empty(); --left) {
    Answer(replica, input);
    if (!replica.HasAll()) __builtin_trap();
  }
  // What storage refused is gone with the browser, and was said to be: only a storage that took everything is asked.
  if (replica.storage.is_full) return 0;
  replica.client->OnUnreachable();
  (void)replica.Restart().ok();
  if (!replica.HasAll()) __builtin_trap();
  return 0;
}
