// ServerHits: what the server finds beside the records of this browser, for people whose device holds a part of what they
// see. Own hits never wait for it. No drawing and no browser calls, so it runs natively in tests.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sync/questions.h"
#include "wasm/app/workspace.h"

namespace kedang {

class ServerHits {
 public:
  using Answer = std::function<void(Result<SearchResponse>)>;
  using Ask = std::function<void(const SearchRequest&, Answer)>;
  static constexpr TimeMs kPauseMs = 300;  // of typing, before the server is asked

  // `ask` sends a question; its answer may come at any time, or never.
  ServerHits(Workspace& workspace, Ask ask) : workspace_(workspace), ask_(std::move(ask)) {}

  enum class State : std::uint8_t {
    kNone,      // the device holds everything, or nothing is asked
    kWaiting,   // for a pause in typing or for the answer
    kAnswered,
    kOffline,
    kFailed,
  };

  // What the own list shows: 0 for records of every template, and how they are sorted as the API has it. Call every frame.
  void Show(SchemaId schema, std::string_view query, std::string_view sort = {});
  void ShowNothing();
  // Asks when it is time; true when there is no need to look again soon.
  bool Step();

  State state() const { return state_; }
  // Of the latest answer: how many hits are not in this browser, and the first of them.
  std::uint64_t elsewhere() const { return elsewhere_; }
  const std::vector<Record>& records() const { return records_; }
  // Rises whenever any of these is another.
  std::uint64_t revision() const { return revision_; }

 private:
  void Begin(State state);
  void Take(const Result<SearchResponse>& answer);
  void DropHeld();

  Workspace& workspace_;
  const Ask ask_;
  bool is_shown_ = false;
  SchemaId schema_ = 0;
  std::string query_;
  std::string sort_;
  TimeMs typed_ms_ = 0;
  State state_ = State::kNone;
  bool is_sent_ = false;
  std::uint64_t elsewhere_ = 0;
  std::vector<Record> records_;
  std::uint64_t revision_ = 1;
  std::uint64_t looked_at_ = 0;  // the workspace's revision the records were looked for in it
  std::shared_ptr<std::uint64_t> question_ = std::make_shared<std::uint64_t>(0);  // the newest; goes with this
};

}  // namespace kedang
