// The pinyin asset's reader and the lookups of single characters. Whole texts are read in pinyin_reader.cpp.
#include "shared/text/pinyin.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "shared/base/utf8.h"
#include "shared/text/simplified.h"

namespace kedang {
namespace {

constexpr std::size_t kFlatCount = kEndFlatHanzi - kFirstFlatHanzi;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
constexpr std::uint16_t kNeutralTone = 5;

// The text up to the next `separator`, which is taken away with it.
std::string_view TakeUntil(char separator, std::string_view& text) {
  const std::size_t end = text.find(separator);
  const std::string_view head = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return head;
}

}  // namespace

class PinyinParser {
 public:
  Result<PinyinTable> Run(std::string_view asset) {
    for (std::size_t line_number = 1; !asset.empty(); ++line_number) {
      if (!ReadLine(TakeUntil('\n', asset))) {
        return Error{ErrorCode::kCorrupt, "pinyin asset, line " + std::to_string(line_number) + ": not understood"};
      }
    }
    if (!BuildReadings()) return Error{ErrorCode::kCorrupt, "pinyin asset: no readings, or too many"};
    BuildPhrases();
    const auto by_text = [](const auto& a, const auto& b) { return a.text < b.text; };
    std::sort(table_.surnames_.begin(), table_.surnames_.end(), by_text);
    return std::move(table_);
  }

 private:
  struct Entry {
    char32_t character;
    PinyinTable::Reading reading;
  };

  bool ReadLine(std::string_view line) {
    if (line.empty() || line[0] == '#') return true;
    if (line[0] == '=') return line.size() > 1;  // entries come in order of rank, so the rank itself is not needed
    if (line[0] == '/') return ReadWords(line.substr(1));
    if (line[0] == '@') return ReadSurname(line.substr(1));
    PinyinTable::Reading reading = 0;
    if (!ReadReading(TakeUntil(' ', line), reading)) return false;
    for (std::size_t i = 0; i < line.size();) {
      entries_.push_back(Entry{DecodeUtf8(line, i), reading});
    }
    return true;
  }

  bool ReadReading(std::string_view text, PinyinTable::Reading& reading) {
    if (text.size() < 2 || text.back() < '1' || text.back() > '5') return false;
    const std::string syllable(text.substr(0, text.size() - 1));
    if (syllable.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) return false;
    const auto found = syllable_ids_.emplace(syllable, static_cast<SyllableId>(table_.syllables_.size()));
    if (found.second) table_.syllables_.push_back(syllable);
    if (table_.syllables_.size() > 0x1FFF) return false;
    reading = static_cast<PinyinTable::Reading>((found.first->second << 3) | (text.back() - '0'));
    return true;
  }

  bool ReadWords(std::string_view line) {
    PinyinTable::Reading reading = 0;
    if (!ReadReading(TakeUntil(' ', line), reading)) return false;
    const std::u32string hanzi = ToCodePoints(TakeUntil(' ', line));
    if (hanzi.size() != 1) return false;
    while (!line.empty()) {
      const std::u32string word = ToCodePoints(TakeUntil(' ', line));
      for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] != hanzi[0]) continue;
        PinyinTable::Phrase phrase;
        phrase.text = word;
        phrase.at = static_cast<std::uint32_t>(i);
        phrase.reading = reading;
        phrases_[hanzi[0]].push_back(std::move(phrase));
      }
    }
    return true;
  }

  bool ReadSurname(std::string_view line) {
    PinyinTable::Surname surname;
    std::string_view readings = TakeUntil(' ', line);
    while (!readings.empty()) {
      PinyinTable::Reading reading = 0;
      if (!ReadReading(TakeUntil(',', readings), reading)) return false;
      surname.readings.push_back(reading);
    }
    surname.text = ToCodePoints(line);
    if (surname.text.empty() || surname.text.size() != surname.readings.size()) return false;
    table_.surnames_.push_back(std::move(surname));
    return true;
  }

  bool BuildReadings() {
    for (const Entry& entry : entries_) {
      if (entry.character < kFirstFlatHanzi || entry.character >= kEndFlatHanzi) {
        table_.others_.push_back(entry.character);
      }
    }
    std::sort(table_.others_.begin(), table_.others_.end());
    table_.others_.erase(std::unique(table_.others_.begin(), table_.others_.end()), table_.others_.end());
    if (entries_.empty() || entries_.size() > 0xFFFF) return false;

    const std::size_t count = kFlatCount + table_.others_.size();
    std::vector<std::uint16_t> size(count + 1, 0);
    for (const Entry& entry : entries_) ++size[table_.IndexOf(entry.character)];
    table_.toned_begin_.assign(count + 1, 0);
    for (std::size_t i = 0; i < count; ++i) {
      table_.toned_begin_[i + 1] = static_cast<std::uint16_t>(table_.toned_begin_[i] + size[i]);
    }
    std::vector<std::uint16_t> next(table_.toned_begin_);
    table_.toned_.resize(entries_.size());
    for (const Entry& entry : entries_) table_.toned_[next[table_.IndexOf(entry.character)]++] = entry.reading;

    table_.plain_.reserve(entries_.size());
    table_.plain_begin_.reserve(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t begin = table_.plain_.size();
      table_.plain_begin_.push_back(static_cast<std::uint16_t>(begin));
      for (std::size_t j = table_.toned_begin_[i]; j < table_.toned_begin_[i + 1]; ++j) {
        const auto id = static_cast<SyllableId>(table_.toned_[j] >> 3);
        const auto first = table_.plain_.begin() + static_cast<std::ptrdiff_t>(begin);
        if (std::find(first, table_.plain_.end(), id) == table_.plain_.end()) table_.plain_.push_back(id);
      }
    }
    table_.plain_begin_.push_back(static_cast<std::uint16_t>(table_.plain_.size()));
    return true;
  }

  // The longest word decides; of two as long, the one that begins earlier (Chinese names modify from the left), and
  // a word bound to an end of the text loses against a whole word.
  void BuildPhrases() {
    const auto weight = [](const PinyinTable::Phrase& phrase) {
      std::size_t sum = 0;
      for (const char32_t c : phrase.text) sum += c == U'^' || c == U'$' ? 1 : 2;
      return sum;
    };
    for (auto& [character, list] : phrases_) {
      std::stable_sort(list.begin(), list.end(), [&](const PinyinTable::Phrase& a, const PinyinTable::Phrase& b) {
        const std::size_t weight_a = weight(a), weight_b = weight(b);
        return weight_a != weight_b ? weight_a > weight_b : a.at > b.at;
      });
      table_.phrases_.push_back({character, std::move(list)});
    }
  }

  PinyinTable table_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, SyllableId> syllable_ids_;
  std::map<char32_t, std::vector<PinyinTable::Phrase>> phrases_;
};

Result<PinyinTable> PinyinTable::Parse(std::string_view asset) { return PinyinParser().Run(asset); }

std::size_t PinyinTable::IndexOf(char32_t character) const {
  if (character >= kFirstFlatHanzi && character < kEndFlatHanzi) return character - kFirstFlatHanzi;
  const auto found = std::lower_bound(others_.begin(), others_.end(), character);
  if (found == others_.end() || *found != character) return kNowhere;
  return kFlatCount + static_cast<std::size_t>(found - others_.begin());
}

std::span<const SyllableId> PinyinTable::ReadingsOf(char32_t character) const {
  if (plain_begin_.empty()) return {};
  const auto readings_of = [this](char32_t form) {
    const std::size_t index = IndexOf(form);
    if (index == kNowhere) return std::span<const SyllableId>();
    return std::span<const SyllableId>(plain_.data() + plain_begin_[index], plain_.data() + plain_begin_[index + 1]);
  };
  const auto readings = readings_of(character);
  return !readings.empty() ? readings : readings_of(SimplifiedOf(character));
}

std::span<const PinyinTable::Reading> PinyinTable::TonedReadingsOf(char32_t character) const {
  if (toned_begin_.empty()) return {};
  for (const char32_t form : {character, SimplifiedOf(character)}) {
    const std::size_t index = IndexOf(form);
    if (index == kNowhere || toned_begin_[index] == toned_begin_[index + 1]) continue;
    return std::span<const Reading>(toned_).subspan(
        toned_begin_[index], static_cast<std::size_t>(toned_begin_[index + 1] - toned_begin_[index]));
  }
  return {};
}

std::string PinyinTable::Spell(Reading reading, PinyinTone tone) const {
  const std::string& plain = syllables_[reading >> 3];
  if (tone == PinyinTone::kPlain) return plain;
  // The mark stands on a or e, on the o of ou, else on the last vowel; on the first letter of "n" and "m".
  std::size_t marked = plain.find_first_of("ae");
  if (marked == std::string::npos) marked = plain.find("ou");
  if (marked == std::string::npos) marked = plain.find_last_of("iouv");
  if (marked == std::string::npos) marked = 0;
  constexpr std::u32string_view kMarked = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
  constexpr std::u32string_view kCombining = U"\u0304\u0301\u030C\u0300";
  const std::uint16_t number = reading & 7;
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const std::size_t vowel = std::string_view("aeiouv").find(plain[i]);
    if (i == marked && number != kNeutralTone && vowel != std::string_view::npos) {
      AppendUtf8(kMarked[vowel * 4 + number - 1], out);
    } else if (plain[i] == 'v') {
      AppendUtf8(U'ü', out);
    } else {
      out += plain[i];
      if (i == marked && number != kNeutralTone) AppendUtf8(kCombining[number - 1U], out);
    }
  }
  return out;
}

}  // namespace kedang
