#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include <nlohmann/json.hpp>

#include "server/bench_client.h"
#include "server/bench_push.h"
#include "server/bench_world.h"
#include "server/machine.h"
#include "shared/sync/codec.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kListeners = 1000;
constexpr std::size_t kActive = 200;
constexpr std::size_t kEager = 64;  // clients that push as soon as they were answered
constexpr std::size_t kSlow = 1000;
constexpr int kChanges = 40;
constexpr double kActiveSeconds = 8;
constexpr double kEagerSeconds = 4;
constexpr double kSlowSeconds = 8;
constexpr std::string_view kFrameType = "application/x-kedang";

class Times {
 public:
  void Add(double ms) {
    const std::lock_guard lock(mutex_);
    all_.push_back(ms);
  }
  double At(double share) {
    const std::lock_guard lock(mutex_);
    if (all_.empty()) return 0;
    std::sort(all_.begin(), all_.end());
    return all_[std::min(all_.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all_.size())))];
  }
  std::size_t count() const { return all_.size(); }

 private:
  std::mutex mutex_;
  std::vector<double> all_;
};

struct World {
  const BenchServer& server;
  const SchemaSet& schemas;
  Epoch epoch;
  std::atomic<bool> has_failed{false};
  std::atomic<int> told_to_wait{0};  // answers 429 and 503
};

// One client that pushes; again and again, as the server asks, until it was taken.
class PushingClient {
 public:
  PushingClient(World& world, std::size_t number)
      : world_(world),
        client_(world.server.port()),
        pusher_(world.schemas, world.epoch, MakeId(MachineClock().NowMs(), MachineRandom()), number) {}

  bool PushOne() {
    const std::string frame(AsText(Encode(pusher_.Next(1), 1)));
    for (;;) {
      const auto answer = client_.Call("POST", "/sync/push", world_.server.cookie(), kFrameType, frame);
      if (!answer.ok()) return false;
      if (answer->status == 429 || answer->status == 503) {
        ++world_.told_to_wait;
        std::this_thread::sleep_for(milliseconds(1000));
        continue;
      }
      const auto response = Decode<PushResponse>(AsBytes(answer->body));
      return answer->status == 200 && response.ok() && pusher_.Take(*response);
    }
  }

 private:
  World& world_;
  BenchClient client_;
  BenchPusher pusher_;
};

// Event streams of many browsers, all read here.
class Listeners {
 public:
  static Result<std::unique_ptr<Listeners>> Open(const World& world) {
    auto listeners = std::make_unique<Listeners>();
    const std::string ask = "GET /sync/wake HTTP/1.1\r\nHost: localhost\r\nCookie: " + world.server.cookie() + "\r\n\r\n";
    for (std::size_t i = 0; i < kListeners; ++i) {
      listeners->clients_.push_back(std::make_unique<BenchClient>(world.server.port()));
      KEDANG_RETURN_IF_ERROR(listeners->clients_.back()->Send(ask));
    }
    if (listeners->WaitForAll("retry:", milliseconds(20'000)) < 0) return Error{ErrorCode::kUnavailable, "bench serve: not all streams were opened"};
    return listeners;
  }

  // Milliseconds until the last of them was told; negative when some were not.
  double WaitForAll(std::string_view word, milliseconds patience) {
    const auto start = steady_clock::now();
    std::vector<pollfd> waiting;
    for (const auto& client : clients_) waiting.push_back({.fd = client->socket(), .events = POLLIN, .revents = 0});
    std::array<char, 2048> block;
    while (!waiting.empty() && steady_clock::now() - start < patience) {
      poll(waiting.data(), waiting.size(), 100);
      bool is_gone = false;
      std::erase_if(waiting, [&](const pollfd& entry) {
        if (entry.revents == 0) return false;
        const ssize_t count = recv(entry.fd, block.data(), block.size(), MSG_DONTWAIT);
        is_gone = is_gone || count == 0;
        return count > 0 && std::string_view(block.data(), static_cast<std::size_t>(count)).find(word) != std::string_view::npos;
      });
      if (is_gone) return -1;
    }
    return waiting.empty() ? SecondsSince(start) * 1000 : -1;
  }

 private:
  std::vector<std::unique_ptr<BenchClient>> clients_;
};

template <typename Body>
void InThreads(std::size_t count, const Body& body) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

void MeasureWake(World& world, Listeners& listeners, Json& figures) {
  PushingClient client(world, 0);
  Times last;
  for (int i = 0; i < kChanges; ++i) {
    std::this_thread::sleep_for(milliseconds(250));
    steady_clock::time_point answered;
    std::thread pushing([&] {
      world.has_failed = world.has_failed || !client.PushOne();
      answered = steady_clock::now();
    });
    const double told = listeners.WaitForAll("event: change", milliseconds(5000));
    const auto all_told = steady_clock::now();
    pushing.join();
    if (told < 0) world.has_failed = true;
    // The change is in force when its author is told; listeners may hear of it a little before.
    last.Add(std::max(0.0, std::chrono::duration<double, std::milli>(all_told - answered).count()));
  }
  figures["listeners"] = kListeners;
  figures["wake_last_p50_ms"] = last.At(0.5);
  figures["wake_last_p99_ms"] = last.At(0.99);
}

void MeasureActive(World& world, Json& figures) {
  Times pushes;
  const auto start = steady_clock::now();
  InThreads(kActive, [&](std::size_t number) {
    std::mt19937 random(static_cast<unsigned>(number));
    PushingClient client(world, 1000 + number);
    for (bool is_first = true; SecondsSince(start) < kActiveSeconds && !world.has_failed; is_first = false) {
      // Each about once a second, none in step with another.
      std::this_thread::sleep_for(milliseconds(is_first ? random() % 1000 : 500 + random() % 1000));
      const auto begin = steady_clock::now();
      if (!client.PushOne()) world.has_failed = true;
      pushes.Add(SecondsSince(begin) * 1000);
    }
  });
  figures["active"] = kActive;
  figures["push_p50_ms"] = pushes.At(0.5);
  figures["push_p99_ms"] = pushes.At(0.99);
  figures["told_to_wait"] = world.told_to_wait.load();
}

void MeasureEager(World& world, Json& figures) {
  std::atomic<std::uint64_t> count{0};
  const auto start = steady_clock::now();
  InThreads(kEager, [&](std::size_t number) {
    PushingClient client(world, 5000 + number);
    while (SecondsSince(start) < kEagerSeconds && !world.has_failed) {
      if (!client.PushOne()) world.has_failed = true;
      ++count;
    }
  });
  figures["http_single_per_s"] = static_cast<std::uint64_t>(static_cast<double>(count) / SecondsSince(start));
}

// Half of the slow ones drip a head, half a body.
Status MeasureSlow(World& world, Json& figures) {
  std::vector<std::unique_ptr<BenchClient>> slow;
  for (std::size_t i = 0; i < kSlow; ++i) {
    slow.push_back(std::make_unique<BenchClient>(world.server.port()));
    KEDANG_RETURN_IF_ERROR(slow.back()->Send(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: loc"
                                                        : "POST /sync/push HTTP/1.1\r\nHost: localhost\r\nX-Kedang: 1\r\nContent-Type: "
                                                          "application/x-kedang\r\nContent-Length: 1000000\r\n\r\nx"));
  }
  std::atomic<bool> is_over{false};
  std::thread dripping([&] {
    while (!is_over) {
      for (const auto& client : slow) static_cast<void>(client->Send("x").ok());
      std::this_thread::sleep_for(milliseconds(500));
    }
  });
  Times answers;
  const auto start = steady_clock::now();
  InThreads(8, [&](std::size_t) {
    BenchClient client(world.server.port());
    while (SecondsSince(start) < kSlowSeconds) {
      const auto begin = steady_clock::now();
      const auto answer = client.Call("GET", "/auth/me", world.server.cookie(), "", "");
      if (!answer.ok() || answer->status != 200) world.has_failed = true;
      answers.Add(SecondsSince(begin) * 1000);
      std::this_thread::sleep_for(milliseconds(10));
    }
  });
  is_over = true;
  dripping.join();
  figures["slow"] = kSlow;
  figures["signed_in_p50_ms"] = answers.At(0.5);
  figures["signed_in_p99_ms"] = answers.At(0.99);
  return {};
}

Result<Json> BenchServe(const CommonOptions& common, const BenchCommandOptions& options) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  KEDANG_ASSIGN(const BenchWorld made, MakeBenchWorld(common, options));
  KEDANG_ASSIGN(const auto server, BenchServer::Start(made.data()));
  World world{*server, made.instance->schemas(), made.instance->epoch()};
  Json figures{{"rows", made.answer.counts.created}};
  {
    KEDANG_ASSIGN(const auto listeners, Listeners::Open(world));
    MeasureWake(world, *listeners, figures);
    MeasureActive(world, figures);
    MeasureEager(world, figures);
  }
  figures["peak_bytes"] = server->PeakBytes();
  KEDANG_RETURN_IF_ERROR(MeasureSlow(world, figures));
  if (world.has_failed) return Error{ErrorCode::kInternal, "bench serve: something was not answered as it should be"};
  return figures;
}

}  // namespace

int RunBenchServe(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchServe(common, options));
}

}  // namespace kedang
