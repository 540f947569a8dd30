// Any rows set, changed and removed, segments built in between or half built, and any words: the index finds what a plain
// scan of the same texts finds.
//
// The input is lines. "=R text" sets row R (a letter) to text, fields apart by |, names first; "-R" removes it; "*R" repeats
// row R's last text in a hundred other rows, so that pairs and endings become frequent; "!…" maintains a slice for each of its characters; anything else
// is words to look for.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/utf8.h"
#include "shared/search/search_run.h"
#include "shared/text/fold.h"
#include "tests/support/asset.h"

namespace {

using namespace kedang;

class World {
 public:
  explicit World(const PinyinTable& pinyin) : index_(pinyin) {}

  void Set(Row row, std::string_view text) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('|', at), text.size());
      values.emplace_back(text.substr(at, end - at));
      at = end + 1;
    }
    std::vector<FieldText> fields;
    std::vector<std::u32string> folded;
    for (std::size_t i = 0; i < values.size(); ++i) {
      fields.push_back({static_cast<FieldId>(i + 1), static_cast<std::uint8_t>(i == 0 ? 3 : 1), values[i]});
      folded.push_back(ToCodePoints(Fold(values[i])));
    }
    index_.Set(row, 1, fields);
    texts_[row] = std::move(folded);
  }
  void Remove(Row row) {
    index_.Remove(row);
    texts_.erase(row);
  }
  void Maintain(std::size_t rows) { index_.Maintain(rows); }

  void Search(const std::string& text) {
    const SearchWords words = ParseWords(text);
    SearchRun run;
    run.Start(index_, words, 1);
    run.Finish(index_);
    std::vector<Row> expected;
    for (const auto& [row, fields] : texts_) {
      bool is_hit = true;
      for (const SearchTerm& term : words.terms) is_hit = is_hit && Holds(fields, term);
      if (is_hit) expected.push_back(row);
    }
    if (run.is_approximate() ? !expected.empty() : run.found().ToVector() != expected) __builtin_trap();
  }

 private:
  bool Holds(const std::vector<std::u32string>& fields, const SearchTerm& term) const {
    for (const std::u32string& field : fields) {
      std::size_t end = 0;
      if (index_.matcher().Find(term, field, 0, end) != Matcher::kNoMatch) return true;
    }
    return false;
  }

  SearchIndex index_;
  std::map<Row, std::vector<std::u32string>> texts_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const PinyinTable pinyin = PinyinTable::Parse(ReadAsset("assets/pinyin/pinyin.txt")).value();
  if (size > 4'096) return 0;
  const auto world = std::make_unique<World>(pinyin);
  const std::string input = RepairUtf8(AsText(ByteSpan(data, size)));
  std::map<Row, std::string> last;
  int searches = 0;
  for (std::size_t at = 0; at < input.size();) {
    const std::size_t end = std::min(input.find('\n', at), input.size());
    const std::string line = input.substr(at, end - at);
    at = end + 1;
    const Row row = line.size() > 1 ? static_cast<Row>(static_cast<unsigned char>(line[1]) % 32) : 0;
    switch (line.empty() ? '\0' : line[0]) {
      case '\0': break;
      case '=':
        last[row] = line.substr(std::min<std::size_t>(line.size(), 2));
        world->Set(row, last[row]);
        break;
      case '-': world->Remove(row); break;
      case '*':
        for (Row copy = 0; copy < 100; ++copy) world->Set(1'000 + row * 100 + copy, last[row]);
        break;
      case '!':
        for (std::size_t i = 0; i < line.size(); ++i) world->Maintain(64);
        break;
      default:
        if (++searches <= 16) world->Search(line);
    }
  }
  return 0;
}
