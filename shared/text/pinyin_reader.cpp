// How a whole text is read: BestReading, Readings and Initials of PinyinTable.
#include <algorithm>
#include <queue>
#include <unordered_set>

#include "shared/base/utf8.h"
#include "shared/text/pinyin.h"
#include "shared/text/simplified.h"

namespace kedang {
namespace {

constexpr char32_t kRepeat = U'々';
constexpr std::size_t kMaxPersonName = 4;  // characters; two of them a double surname

bool IsSpace(char32_t c) { return c <= 0x20 || c == 0x3000 || c == 0xA0; }

}  // namespace

// One text, cut into tokens: a character with its readings, the chosen one first, or a run of other characters.
class PinyinReader {
 public:
  struct Token {
    std::vector<PinyinTable::Reading> readings;  // empty for a run of what is no hanzi
    std::string run;
  };

  PinyinReader(const PinyinTable& table, std::string_view utf8) : table_(table) {
    bool extends_run = false;
    text_ += U'^';
    for (std::size_t i = 0; i < utf8.size();) {
      const std::size_t begin = i;
      const char32_t character = DecodeUtf8(utf8, i);
      const auto readings = table.TonedReadingsOf(character);
      if (!readings.empty()) {
        // A character with readings of its own is not its simplified form in words either (乾隆 is no 干隆).
        const std::size_t index = table.IndexOf(character);
        const bool is_own =
            index != static_cast<std::size_t>(-1) && table.toned_begin_[index] != table.toned_begin_[index + 1];
        AddHanzi(is_own ? character : SimplifiedOf(character), {readings.begin(), readings.end()});
        extends_run = false;
        continue;
      }
      if (character == kRepeat && !tokens_.empty() && !tokens_.back().readings.empty()) {
        AddHanzi(text_.back(), tokens_.back().readings);
        continue;
      }
      text_ += character == U'（' ? U'(' : character;
      if (IsSpace(character)) {
        extends_run = false;
        continue;
      }
      if (!extends_run) tokens_.push_back(Token());
      tokens_.back().run += utf8.substr(begin, i - begin);
      extends_run = true;
    }
    text_ += U'$';
    Decide();
  }

  const std::vector<Token>& tokens() const { return tokens_; }

 private:
  void AddHanzi(char32_t character, std::vector<PinyinTable::Reading> readings) {
    positions_.push_back(text_.size());
    hanzi_tokens_.push_back(tokens_.size());
    text_ += character;
    Token token;
    token.readings = std::move(readings);
    tokens_.push_back(std::move(token));
  }

  void Decide() {
    const bool is_all_hanzi = tokens_.size() == positions_.size() && text_.size() == positions_.size() + 2;
    const bool is_name_length = is_all_hanzi && positions_.size() >= 2 && positions_.size() <= kMaxPersonName;
    if (is_name_length) ReadSurname();
    for (std::size_t k = surname_length_; k < positions_.size(); ++k) {
      PinyinTable::Reading reading = 0;
      if (FindInWords(positions_[k], is_name_length, reading)) Prefer(reading, tokens_[hanzi_tokens_[k]].readings);
    }
  }

  // A double surname in a text of up to four hanzi, a single one in a text of up to three, unless a word begins there.
  void ReadSurname() {
    const auto& surnames = table_.surnames_;
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
      if (positions_.size() > length + 2) continue;
      const std::u32string head = text_.substr(1, length);
      const auto found = std::lower_bound(
          surnames.begin(), surnames.end(), head,
          [](const PinyinTable::Surname& surname, const std::u32string& key) { return surname.text < key; });
      if (found == surnames.end() || found->text != head) continue;
      PinyinTable::Reading word = 0;
      if (length == 1 && FindInWords(1, true, word)) return;
      for (std::size_t k = 0; k < length; ++k) Prefer(found->readings[k], tokens_[k].readings);
      surname_length_ = length;
      return;
    }
  }

  bool FindInWords(std::size_t position, bool is_name, PinyinTable::Reading& reading) const {
    const char32_t character = text_[position];
    const auto& phrases = table_.phrases_;
    const auto list = std::lower_bound(phrases.begin(), phrases.end(), character,
                                       [](const auto& entry, char32_t key) { return entry.first < key; });
    if (list == phrases.end() || list->first != character) return false;
    for (const PinyinTable::Phrase& phrase : list->second) {
      if (phrase.at > position) continue;
      const std::size_t begin = position - phrase.at;
      if (text_.compare(begin, phrase.text.size(), phrase.text) != 0) continue;
      // "X行" ends a firm's name with háng, a person's with xíng.
      if (is_name && phrase.text.size() == 2 && phrase.text[1] == U'$') continue;
      reading = phrase.reading;
      return true;
    }
    return false;
  }

  static void Prefer(PinyinTable::Reading reading, std::vector<PinyinTable::Reading>& readings) {
    readings.erase(std::remove(readings.begin(), readings.end(), reading), readings.end());
    readings.insert(readings.begin(), reading);
  }

  const PinyinTable& table_;
  std::u32string text_;                    // simplified, between ^ and $
  std::vector<std::size_t> positions_;     // of each hanzi in text_
  std::vector<std::size_t> hanzi_tokens_;  // and its token
  std::size_t surname_length_ = 0;
  std::vector<Token> tokens_;
};

std::string PinyinTable::BestReading(std::string_view utf8, PinyinTone tone) const {
  const std::vector<std::string> readings = Readings(utf8, 1, tone);
  return readings.front();
}

std::vector<std::string> PinyinTable::Readings(std::string_view utf8, std::size_t limit, PinyinTone tone) const {
  std::vector<std::string> out;
  if (limit == 0) return out;
  const PinyinReader reader(*this, utf8);
  std::vector<std::vector<std::string>> choices;  // per token, different spellings, best first
  for (const PinyinReader::Token& token : reader.tokens()) {
    std::vector<std::string> spellings;
    if (token.readings.empty()) spellings.push_back(token.run);
    for (const Reading reading : token.readings) {
      std::string spelling = Spell(reading, tone);
      if (std::find(spellings.begin(), spellings.end(), spelling) == spellings.end()) {
        spellings.push_back(std::move(spelling));
      }
    }
    choices.push_back(std::move(spellings));
  }

  // Best-first search: the cost of a reading is the sum of its choices' ranks. Each combination has one predecessor
  // (its last raised choice lowered by one), so none comes twice.
  struct State {
    std::size_t cost = 0;
    std::size_t order = 0;  // of creation: equal costs come in a fixed order
    std::size_t last = 0;
    std::vector<std::uint8_t> ranks;
  };
  const auto is_later = [](const State& a, const State& b) {
    return a.cost != b.cost ? a.cost > b.cost : a.order > b.order;
  };
  std::priority_queue<State, std::vector<State>, decltype(is_later)> queue(is_later);
  State best;
  best.ranks.assign(choices.size(), 0);
  queue.push(std::move(best));
  std::size_t created = 1;
  while (!queue.empty() && out.size() < limit) {
    const State state = queue.top();
    queue.pop();
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (i > 0) text += ' ';
      text += choices[i][state.ranks[i]];
    }
    out.push_back(std::move(text));
    if (out.size() + queue.size() >= limit * 8) continue;
    for (std::size_t i = state.last; i < choices.size() && limit > 1; ++i) {
      if (state.ranks[i] + 1U >= choices[i].size()) continue;
      State next = state;
      ++next.ranks[i];
      ++next.cost;
      next.last = i;
      next.order = created++;
      queue.push(std::move(next));
    }
  }
  return out;
}

std::string PinyinTable::Initials(std::string_view utf8) const {
  std::string out;
  const PinyinReader reader(*this, utf8);
  for (const PinyinReader::Token& token : reader.tokens()) {
    if (!token.readings.empty()) {
      out += syllables_[token.readings.front() >> 3].front();
      continue;
    }
    for (const char c : token.run) {
      if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + ('a' - 'A'));
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
  }
  return out;
}

}  // namespace kedang
