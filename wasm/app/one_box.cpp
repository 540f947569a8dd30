#include "wasm/app/one_box.h"

#include <algorithm>

#include "shared/base/utf8.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kMostCompared = 64;  // hits of a template that are ranked one by one, besides those the search ranked
constexpr TimeMs kDayMs = 24 * 3600 * 1000;

void KeepBest(std::vector<BoxItem>& items) {
  std::stable_sort(items.begin(), items.end(), [](const BoxItem& a, const BoxItem& b) { return a.rank > b.rank; });
  if (items.size() > kMostBoxItems) items.resize(kMostBoxItems);
}

}  // namespace

// Freshness and ownership together are less than the step from one score to the next.
unsigned BoxRank(std::uint8_t score, bool is_mine, TimeMs changed_ms, TimeMs now_ms) {
  const TimeMs age = now_ms - changed_ms;
  const unsigned fresh = age < 7 * kDayMs ? 3 : age < 30 * kDayMs ? 2 : age < 180 * kDayMs ? 1 : 0;
  return score * 8u + fresh + (is_mine ? 4u : 0u);
}

unsigned CommandRank(const Matcher& matcher, const SearchWords& words, const BoxCommand& command) {
  const std::u32string label = ToCodePoints(Fold(command.label)), also = ToCodePoints(Fold(command.also));
  unsigned lowest = kNameScore + 8 + 4 + 8;
  for (const SearchTerm& term : words.terms) {
    std::size_t end = 0;
    unsigned score = 0;
    if (const std::size_t at = matcher.Find(term, label, 0, end); at != Matcher::kNoMatch) {
      score = kNameScore + (label.compare(at, end - at, term.text) == 0 ? 8u : 0u) + (at == 0 ? 4u : 0u);
      if (at == 0 && end == label.size()) score += 8;
    } else if (matcher.Find(term, also, 0, end) != Matcher::kNoMatch) {
      score = kNameScore;
    }
    lowest = std::min(lowest, score);
  }
  return lowest * 8;
}

void OneBox::SetCommands(std::vector<BoxCommand> commands) {
  commands_ = std::move(commands);
  is_started_ = is_settled_ = false;
}

void OneBox::SetText(std::string_view text, bool is_english) {
  if (text == text_ && is_english == is_english_) return;
  text_ = text;
  is_english_ = is_english;
  parsed_for_ = 0;
}

// Names of fields mean something else when the schemas changed.
void OneBox::Parse() {
  if (parsed_for_ == workspace_.schemas().version) return;
  parsed_for_ = workspace_.schemas().version;
  typed_ = ParseWords(text_);
  is_asked_ = !typed_.is_empty();
  ParsedQueries parsed = ParseQueries(text_, workspace_.Asking(is_english_).scope);
  queries_ = std::move(parsed.queries);
  problems_ = std::move(parsed.problems);
  words_ = queries_.empty() ? typed_ : WordsOf(queries_.front().query);
  is_started_ = is_settled_ = false;
}

bool OneBox::Step(const std::function<bool()>& is_over) {
  Parse();
  if (is_settled_ && revision_ == workspace_.revision()) return true;
  if (!is_started_ || revision_ != workspace_.revision()) {
    revision_ = workspace_.revision();
    is_started_ = true;
    is_settled_ = false;
    if (is_asked_) run_.Start(workspace_.Asking(is_english_), queries_);
  }
  if (is_asked_ && !run_.Step(workspace_.Asking(is_english_), is_over)) return false;
  MakeGroups();
  is_settled_ = true;
  ++settled_count_;
  return true;
}

void OneBox::MakeGroups() {
  groups_.clear();
  record_count_ = 0;
  is_approximate_ = is_asked_ && run_.is_approximate();
  if (!is_asked_) return;
  for (const Schema& schema : workspace_.schemas().schemas) {
    if (!schema.is_system) AddRecords(schema);
  }
  AddCommands();
  std::stable_sort(groups_.begin(), groups_.end(), [](const BoxGroup& a, const BoxGroup& b) { return a.rank > b.rank; });
}

void OneBox::AddRecords(const Schema& schema) {
  const SearchIndex& index = workspace_.index();
  RowSet found = index.RowsOf(schema.id);
  found &= run_.found();
  BoxGroup group;
  group.schema = schema.id;
  group.count = found.Count();
  if (group.count == 0) return;
  record_count_ += group.count;
  const TimeMs now = workspace_.clock().NowMs();
  const auto add = [&](Row row, std::uint8_t score) {
    const auto header = workspace_.records().HeaderAt(row);
    if (!header) return;
    bool is_mine = false;
    if (schema.owner != 0 && !user_.is_nil()) {
      const auto record = workspace_.records().RecordAt(row);
      is_mine = record && record->RefersTo(schema.owner, user_);
    }
    group.items.push_back({BoxRank(score, is_mine, header->changed_ms, now), row, 0});
  };
  // What the search ranked already, then as many of the others as can be looked at within the frame.
  RowSet rest = found;
  for (const Hit& hit : run_.best()) {
    if (!found.Has(hit.row)) continue;
    add(hit.row, hit.score);
    rest.Remove(hit.row);
  }
  const std::size_t others = std::min(rest.Count(), kMostCompared);
  for (std::size_t i = 0; i < others; ++i) {
    const Row row = rest.Select(i);
    std::uint8_t score = 0;
    if (!is_approximate_ && !words_.is_empty()) index.Matches(words_, row, score);
    add(row, score);
  }
  KeepBest(group.items);
  group.rank = group.items.empty() ? 0 : group.items.front().rank;
  groups_.push_back(std::move(group));
}

void OneBox::AddCommands() {
  for (const BoxKind kind : {BoxKind::kView, BoxKind::kPage, BoxKind::kAction}) {
    BoxGroup group;
    group.kind = kind;
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      if (commands_[i].kind != kind) continue;
      const unsigned rank = CommandRank(workspace_.index().matcher(), typed_, commands_[i]);
      if (rank > 0) group.items.push_back({rank, kNoRow, i});
    }
    group.count = group.items.size();
    if (group.count == 0) continue;
    KeepBest(group.items);
    group.rank = group.items.front().rank;
    groups_.push_back(std::move(group));
  }
}

}  // namespace kedang
