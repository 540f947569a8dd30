// OneBox: what the one search box offers for the words typed: records of every template, and commands (pages, actions, saved
// views), in groups with the best first. No drawing and no browser calls, so it runs natively in tests.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/query/query_run.h"
#include "wasm/app/workspace.h"

namespace kedang {

enum class BoxKind : std::uint8_t { kRecord, kView, kPage, kAction };

// Something to go to or to do, by name. What it does is the caller's: it is told by its place in the list.
struct BoxCommand {
  BoxKind kind = BoxKind::kPage;
  std::string label;
  std::string also;  // other words that find it: the same in the other language, synonyms
};

struct BoxItem {
  unsigned rank = 0;
  Row row = kNoRow;         // of a record
  std::size_t command = 0;  // of a command
};

struct BoxGroup {
  BoxKind kind = BoxKind::kRecord;
  SchemaId schema = 0;         // of records
  std::size_t count = 0;       // all that match
  std::vector<BoxItem> items;  // the first kMostBoxItems of them, best first
  unsigned rank = 0;           // of the best
};

inline constexpr std::size_t kMostBoxItems = 60;

// How a record stands among the hits: how well and where it matches (`score` of a Hit) comes first, then whether it is one's
// own and how fresh its last change is. Never raises a match by another field above one by name.
unsigned BoxRank(std::uint8_t score, bool is_mine, TimeMs changed_ms, TimeMs now_ms);
// How well words fit a command; 0: a word is not in it.
unsigned CommandRank(const Matcher& matcher, const SearchWords& words, const BoxCommand& command);

class OneBox {
 public:
  explicit OneBox(Workspace& workspace) : workspace_(workspace) {}

  void SetCommands(std::vector<BoxCommand> commands);
  const std::vector<BoxCommand>& commands() const { return commands_; }
  // Whose records come before others that match as well.
  void SetUser(Id user) { user_ = user; }
  // The query language (shared/query), asked of records of every template; commands are found by words alone.
  void SetText(std::string_view text, bool is_english = false);

  // Works until `is_over` says that the slice is used up; true when all is found. Call every frame: it also notices changed
  // records.
  bool Step(const std::function<bool()>& is_over);
  bool is_settled() const { return is_settled_; }
  // Rises whenever groups() were made anew.
  std::uint64_t settled_count() const { return settled_count_; }

  // What records and commands have in common with the text: to be marked in them.
  const SearchWords& words() const { return words_; }
  bool is_asked() const { return is_asked_; }
  // Of the last settled state; the group with the best match first.
  const std::vector<BoxGroup>& groups() const { return groups_; }
  std::size_t record_count() const { return record_count_; }
  // What is wrong with the text where no template understands it.
  const std::vector<QueryProblem>& problems() const { return problems_; }
  // No record holds the words as they are: those shown have one character more, less or another.
  bool is_approximate() const { return is_approximate_; }

 private:
  void Parse();
  void MakeGroups();
  void AddRecords(const Schema& schema);
  void AddCommands();

  Workspace& workspace_;
  Id user_;
  std::vector<BoxCommand> commands_;
  std::string text_;
  bool is_english_ = false;
  bool is_asked_ = false;            // anything but blanks
  std::uint32_t parsed_for_ = 0;     // the schemas' version
  std::vector<SchemaQuery> queries_;
  std::vector<QueryProblem> problems_;
  SearchWords words_;
  SearchWords typed_;                // the text as plain words
  QueryRun run_;
  std::uint64_t revision_ = 0;
  bool is_started_ = false;
  bool is_settled_ = false;
  bool is_approximate_ = false;
  std::size_t record_count_ = 0;
  std::uint64_t settled_count_ = 0;
  std::vector<BoxGroup> groups_;
};

}  // namespace kedang
