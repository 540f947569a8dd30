#include "shared/match/blocking.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace kedang {
namespace {

constexpr std::size_t kHanziBytes = 3;
constexpr std::size_t kMostWordsOfText = 12;
constexpr std::size_t kMostFaint = 10;

class KeyLister {
 public:
  KeyLister(const MatchTable& table, MatchRow row, std::vector<BlockKey>& keys)
      : table_(table), row_(row), keys_(keys) {}

  void Run() {
    keys_.clear();
    for (std::size_t field = 0; field < table_.fields().size(); ++field) {
      const MatchCell cell = table_.Cell(row_, field);
      if (!cell.empty()) ReadField(field, cell);
    }
    // What too many share alone says something together.
    for (std::size_t i = 0; i < faint_.size(); ++i) {
      for (std::size_t j = i + 1; j < faint_.size(); ++j) {
        if (faint_[i].field != faint_[j].field && IsWorthJoining(faint_[i].of, faint_[j].of))
          Add(1000, 'f', std::to_string(faint_[i].key) + "/" + std::to_string(faint_[j].key));
      }
    }
    std::sort(keys_.begin(), keys_.end());
    keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  }

 private:
  enum class Of { kName, kMailbox, kBirth, kPlace, kHouse };
  struct Faint {
    std::size_t field;
    BlockKey key;
    Of of;
  };

  // Two places tell less than each key costs, and so do a mailbox and a town.
  static bool IsWorthJoining(Of a, Of b) {
    const auto is_place = [](Of of) { return of == Of::kPlace || of == Of::kHouse; };
    if (is_place(a) && is_place(b)) return false;
    return !((a == Of::kMailbox && b == Of::kPlace) || (a == Of::kPlace && b == Of::kMailbox));
  }

  static BlockKey Hash(std::size_t field, char kind, std::string_view text) {
    return static_cast<BlockKey>(MixedHash(text, field * 256 + static_cast<unsigned char>(kind)));
  }
  void Add(std::size_t field, char kind, std::string_view text) { keys_.push_back(Hash(field, kind, text)); }
  void AddFaint(std::size_t field, char kind, std::string_view text, Of of) {
    if (faint_.size() < kMostFaint) faint_.push_back({field, Hash(field, kind, text), of});
  }
  std::string_view Text(const MatchWord& word) const { return table_.words().Text(word.word); }

  // The first letter and the consonants behind it, doubled ones once: what survives most misspellings.
  static std::string Skeleton(std::string_view word) {
    std::string out;
    for (const char c : word) {
      const bool is_vowel =
          c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'h' || c == 'w';
      if (out.empty() || (!is_vowel && c != out.back())) out.push_back(c);
    }
    return out;
  }

  void ReadField(std::size_t field, MatchCell cell) {
    const std::string_view whole = Text(cell[0]).substr(1);
    switch (table_.fields()[field].kind) {
      case MatchKind::kCode:
      case MatchKind::kUscc:
      case MatchKind::kIdentityCard:
        Add(field, '=', whole);
        if (whole.size() >= 6) {
          Add(field, '<', whole.substr(0, whole.size() / 2 + 1));
          Add(field, '>', whole.substr(whole.size() / 2 - 1));
        }
        break;
      case MatchKind::kPhone:
        for (const MatchWord& word : cell.subspan(1)) {
          const std::string_view digits = Text(word);
          Add(field, '=', digits.substr(digits.size() > 7 ? digits.size() - 7 : 0));
        }
        break;
      case MatchKind::kEmail:
        Add(field, '=', whole);
        if (cell.size() > 1 && Text(cell[1]).size() >= 4) Add(field, 'm', Text(cell[1]));
        AddFaint(field, 'p', whole.substr(0, 4), Of::kMailbox);
        break;
      case MatchKind::kUrl:
        Add(field, '=', whole);
        if (cell.size() > 1) Add(field, 'd', Text(cell[1]));
        break;
      case MatchKind::kBirthDate:
        Add(field, '=', whole);
        if (whole.size() == 8) {
          AddFaint(field, 'y', whole.substr(0, 4), Of::kBirth);
          AddFaint(field, 'd', whole.substr(4), Of::kBirth);
        }
        break;
      case MatchKind::kPostcode: AddFaint(field, '=', whole, Of::kPlace); break;
      case MatchKind::kPlace: AddFaint(field, '=', whole.substr(0, 12), Of::kPlace); break;
      case MatchKind::kPersonName:
      case MatchKind::kCompanyName: ReadName(field, cell); break;
      case MatchKind::kAddress: ReadAddress(field, cell); break;
      case MatchKind::kText:
      case MatchKind::kLongText: ReadText(field, cell); break;
      case MatchKind::kPeople:
        for (std::size_t i = 1; i < cell.size() && i < 6; ++i) Add(field, 'p', Text(cell[i]));
        break;
      case MatchKind::kIgnored:
      case MatchKind::kDate:
      case MatchKind::kNumber:
      case MatchKind::kCategory: break;
    }
  }

  void ReadName(std::size_t field, MatchCell cell) {
    Add(field, '=', Text(cell[0]));
    const bool is_person = table_.fields()[field].kind == MatchKind::kPersonName;
    std::vector<std::string_view> words;
    std::string joined;
    for (const MatchWord& word : cell.subspan(1)) {
      const std::string_view text = Text(word);
      switch (word.part) {
        case Part::kBrand:
          if (!is_person) {
            Add(field, 'b', text);
            if (text.size() > 2 * kHanziBytes) Add(field, 'b', text.substr(0, 2 * kHanziBytes));
          }
          AddFaint(field, 'b', text.substr(0, 2 * kHanziBytes), Of::kName);
          break;
        case Part::kSound: Add(field, 's', text); break;
        case Part::kWord:
        case Part::kNumber:
          words.push_back(text);
          joined += text;
          break;
        default: break;
      }
    }
    // Of hanzi people the given name alone is no key.
    if (is_person && cell.size() > 1 &&
        std::any_of(cell.begin(), cell.end(), [](const MatchWord& word) { return word.part == Part::kBrand; }))
      return;
    for (std::size_t i = 0; i < words.size() && i < kMostWordsOfText; ++i) {
      if (words[i].size() < 2) continue;
      Add(field, 'w', words[i]);
      if (words[i].size() > 3) Add(field, 'k', Skeleton(words[i]));
      if (i < 3) AddFaint(field, '3', words[i].substr(0, 3), Of::kName);
      if (i + 1 < words.size())
        Add(field, '2',
            words[i] < words[i + 1] ? std::string(words[i]) + " " + std::string(words[i + 1])
                                    : std::string(words[i + 1]) + " " + std::string(words[i]));
    }
    if (joined.size() >= 5) {
      Add(field, 'j', joined.substr(0, 5));
      Add(field, 'J', Skeleton(joined).substr(0, 6));
    }
  }

  void ReadAddress(std::size_t field, MatchCell cell) {
    std::string_view number, before;
    std::size_t words = 0;
    for (const MatchWord& word : cell.subspan(1)) {
      if (word.part == Part::kNumber && number.empty()) number = Text(word);
    }
    for (const MatchWord& word : cell.subspan(1)) {
      const std::string_view text = Text(word);
      // Of hanzi the road comes first, and what follows the number is written in many ways.
      const bool is_hanzi = static_cast<unsigned char>(text[0]) >= 0x80;
      if (word.part != Part::kWord || words == 4 || (is_hanzi && words == 2)) continue;
      if (!number.empty()) Add(field, 'n', std::string(number) + " " + std::string(text));
      if (!before.empty() && !is_hanzi)
        Add(field, '2', std::string(before) + " " + std::string(text));
      else if (number.empty())
        Add(field, 'w', text);
      before = text;
      ++words;
    }
    if (number.empty() || words == 0)
      Add(field, '=', Text(cell[0]));
    else
      AddFaint(field, '#', number, Of::kHouse);
  }

  // The rarest words: by how many cells hold them now would change as others come, so by length.
  void ReadText(std::size_t field, MatchCell cell) {
    Add(field, '=', Text(cell[0]));
    std::string_view before;
    std::size_t words = 0;
    for (const MatchWord& word : cell.subspan(1)) {
      if (word.part == Part::kParticle || words == kMostWordsOfText) continue;
      const std::string_view text = Text(word);
      if (text.size() >= 3) Add(field, 'w', text);
      if (!before.empty()) Add(field, '2', std::string(before) + " " + std::string(text));
      before = text;
      ++words;
    }
  }

  const MatchTable& table_;
  MatchRow row_;
  std::vector<BlockKey>& keys_;
  std::vector<Faint> faint_;
};

}  // namespace

void ListBlockKeys(const MatchTable& table, MatchRow row, std::vector<BlockKey>& keys) {
  KeyLister(table, row, keys).Run();
}

BlockIndex::BlockIndex() : slots_(1024), is_used_(1024, false) {}

std::size_t BlockIndex::SlotOf(BlockKey key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = (key * 0x9E3779B1U >> 4) & mask;
  while (is_used_[slot] && slots_[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

void BlockIndex::Add(BlockKey key, MatchRow row) {
  std::size_t slot = SlotOf(key);
  if (!is_used_[slot]) {
    if ((used_ + 1) * 4 > slots_.size() * 3) {
      Grow();
      slot = SlotOf(key);
    }
    ++used_;
    is_used_[slot] = true;
    slots_[slot].key = key;
  }
  std::uint32_t node = free_;
  if (node != kEnd)
    free_ = nodes_[node].next;
  else {
    node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({});
  }
  nodes_[node] = {row, slots_[slot].head};
  slots_[slot].head = node;
}

void BlockIndex::Remove(BlockKey key, MatchRow row) {
  std::uint32_t* link = &slots_[SlotOf(key)].head;
  while (*link != kEnd) {
    Node& node = nodes_[*link];
    if (node.row == row) {
      const std::uint32_t gone = *link;
      *link = node.next;
      node.next = free_;
      free_ = gone;
      return;
    }
    link = &node.next;
  }
}

void BlockIndex::Grow() {
  std::vector<Slot> old(slots_.size() * 2);
  std::vector<bool> old_used(slots_.size() * 2, false);
  old.swap(slots_);
  old_used.swap(is_used_);
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (!old_used[i]) continue;
    const std::size_t slot = SlotOf(old[i].key);
    slots_[slot] = old[i];
    is_used_[slot] = true;
  }
}

}  // namespace kedang
