#include "shared/search/search_segment.h"

#include <algorithm>

#include "shared/search/pair_keys.h"

namespace kedang {

// ---- texts ------------------------------------------------------------------------------------------------------------

void RowTexts::Append(std::uint32_t row, std::string_view text) {
  while (lengths_.size() <= row) {
    if (lengths_.size() % kGroup == 0) begin_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    lengths_.push_back(0);
  }
  if (text.size() >= kLong) long_[row] = static_cast<std::uint32_t>(text.size());
  lengths_[row] = static_cast<std::uint8_t>(std::min<std::size_t>(text.size(), kLong));
  bytes_ += text;
}

// shrink_to_fit does nothing without exceptions.
void RowTexts::Trim() {
  bytes_ = std::string(bytes_);
  lengths_ = std::vector<std::uint8_t>(lengths_);
  begin_ = std::vector<std::uint32_t>(begin_);
}

std::span<const std::uint8_t> RowTexts::Of(std::uint32_t row) const {
  if (row >= lengths_.size()) return {};
  const auto length_of = [this](std::uint32_t r) {
    return lengths_[r] < kLong || long_.empty() ? std::uint32_t{lengths_[r]} : long_.at(r);
  };
  std::uint32_t at = begin_[row / kGroup];
  for (std::uint32_t r = row - row % kGroup; r < row; ++r) at += length_of(r);
  return {reinterpret_cast<const std::uint8_t*>(bytes_.data()) + at, length_of(row)};
}

// ---- segment ----------------------------------------------------------------------------------------------------------

ZoneTexts::ZoneTexts(const std::array<std::string, kZones>& texts) {
  std::size_t size = 0;
  for (const std::string& text : texts) size += text.size();
  bytes_.reserve(size);
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    bytes_ += texts[zone];
    end_[zone] = static_cast<std::uint32_t>(bytes_.size());
  }
}

void SearchSegment::Set(std::uint32_t row, const std::array<std::string, kZones>& texts) {
  Remove(row);
  if (waiting_texts_.empty()) waiting_texts_.resize(kSegmentRows);
  waiting_texts_[row] = std::make_unique<ZoneTexts>(texts);
  waiting_.Add(row);
  ++waiting_count_;
}

void SearchSegment::Remove(std::uint32_t row) {
  changed_.Add(row);
  if (live_.Has(row)) {
    live_.Remove(row);
    --base_count_;
  }
  if (!waiting_.Has(row)) return;
  waiting_.Remove(row);
  waiting_texts_[row] = nullptr;
  --waiting_count_;
}

std::span<const std::uint8_t> SearchSegment::TextOf(std::uint32_t row, std::size_t zone) const {
  if (waiting_.Has(row)) {
    const std::string_view text = waiting_texts_[row]->Of(zone);
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }
  return live_.Has(row) ? texts_[zone].Of(row) : std::span<const std::uint8_t>();
}

std::size_t SearchSegment::memory_bytes() const {
  std::size_t bytes = sizeof(SearchSegment) + waiting_texts_.capacity() * sizeof(void*);
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    bytes += texts_[zone].memory_bytes() + postings_[zone].memory_bytes() + ending_rows_[zone].memory_bytes();
  }
  waiting_.ForEach([&](std::uint32_t row) {
    bytes += waiting_texts_[row]->memory_bytes();
  });
  return bytes;
}

void SpellOut(std::span<const std::uint8_t> text, const SymbolTable& symbols, const EndingTable& endings, std::u32string& out) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == kEndingByte) {
      out += endings.TextOf(static_cast<EndingTable::Ending>(text[at + 1] | text[at + 2] << 8));
      at += 3;
      continue;
    }
    out.push_back(symbols.CharacterOf(SymbolTable::Next(text.data(), at)));
  }
}

// ---- building ---------------------------------------------------------------------------------------------------------

namespace {

constexpr std::size_t kSampleRows = 2'048;
// Of the sample's rows: endings of one in so many are worth a name.
constexpr std::size_t kFrequent = 400;
constexpr std::size_t kLeastCount = 8;

}  // namespace

SegmentBuilder::SegmentBuilder(SearchSegment& segment, const Matcher& matcher, const SymbolTable& symbols, EndingTable& endings)
    : segment_(segment), matcher_(matcher), symbols_(symbols), endings_(endings) {
  rows_ = segment_.live_;
  rows_.Or(segment_.waiting_);
  count_ = segment_.base_count_ + segment_.waiting_count_;
  segment_.changed_.Clear();
  Learn();
}

// Values of waiting rows only: what the base holds has been learned of.
void SegmentBuilder::Learn() {
  const std::size_t every = std::max<std::size_t>(1, segment_.waiting_count_ / kSampleRows);
  std::vector<std::vector<Symbol>> values;
  std::size_t seen = 0, sampled = 0;
  segment_.waiting_.ForEach([&](std::uint32_t row) {
    if (seen++ % every != 0) return;
    ++sampled;
    for (std::size_t zone = 0; zone < kZones; ++zone) {
      const auto text = segment_.TextOf(row, zone);
      for (std::size_t at = 0; at < text.size();) {
        const Symbol symbol = SymbolTable::Next(text.data(), at);
        if (IsMark(symbols_.CharacterOf(symbol))) {
          values.emplace_back();
        } else {
          values.back().push_back(symbol);
        }
      }
    }
  });
  endings_.Learn(values, std::max(kLeastCount, sampled / kFrequent), symbols_);
}

void SegmentBuilder::AddValue(std::size_t zone, std::span<const std::uint8_t> text) {
  std::size_t length = 0;
  const EndingTable::Ending ending = endings_.Find(value_, length);
  const std::size_t head = value_.size() - (ending != EndingTable::kNone ? length : 0);
  SymbolTable::Append(mark_, bytes_);
  const std::size_t kept = std::min(head, value_at_.size() - 1);
  bytes_.append(reinterpret_cast<const char*>(text.data()) + value_at_[0], value_at_[kept] - value_at_[0]);
  for (std::size_t i = kept; i < head; ++i) SymbolTable::Append(value_[i], bytes_);
  if (ending != EndingTable::kNone) {
    bytes_.push_back(static_cast<char>(kEndingByte));
    bytes_.push_back(static_cast<char>(ending & 0xFF));
    bytes_.push_back(static_cast<char>(ending >> 8));
  }
  EmitPairs(std::span<const Symbol>(value_).first(head), ending, zone == kNameZone, symbols_, endings_, matcher_,
            builders_[zone]);
}

void SegmentBuilder::AddRow(std::uint32_t row) {
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    const auto text = segment_.TextOf(row, zone);
    if (text.empty()) continue;
    bytes_.clear();
    builders_[zone].BeginRow(static_cast<std::uint16_t>(row));
    for (std::size_t at = 0; at < text.size();) {
      mark_ = SymbolTable::Next(text.data(), at);
      value_.clear();
      value_at_.clear();
      while (at < text.size()) {
        if (text[at] == kEndingByte) {
          const auto old = static_cast<EndingTable::Ending>(text[at + 1] | text[at + 2] << 8);
          value_at_.push_back(at);
          for (EndingTable::Ending e = old; e != EndingTable::kNone; e = endings_.ParentOf(e)) value_.push_back(endings_.FirstOf(e));
          at += 3;
          continue;
        }
        std::size_t next = at;
        const Symbol symbol = SymbolTable::Next(text.data(), next);
        if (IsMark(symbols_.CharacterOf(symbol))) break;
        value_.push_back(symbol);
        value_at_.push_back(at);
        at = next;
      }
      if (value_at_.size() == value_.size()) value_at_.push_back(at);  // else the ending's byte ends what stands as it is
      AddValue(zone, text);
    }
    texts_[zone].Append(row, bytes_);
  }
}

bool SegmentBuilder::Step(std::size_t max_rows) {
  constexpr std::size_t kPairsPerRow = 64;
  for (; next_row_ < kSegmentRows && max_rows > 0; ++next_row_) {
    // A row that changed meanwhile waits for the next builder.
    if (!rows_.Has(next_row_)) continue;
    if (segment_.changed_.Has(next_row_)) {
      rows_.Remove(next_row_);
      continue;
    }
    AddRow(next_row_);
    --max_rows;
  }
  if (next_row_ < kSegmentRows) return false;
  for (; next_zone_ < kZones; ++next_zone_) {
    if (max_rows == 0) return false;
    if (!builders_[next_zone_].Finish(max_rows * kPairsPerRow)) return false;
  }
  Replace();
  return true;
}

void SegmentBuilder::Replace() {
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    texts_[zone].Trim();
    segment_.texts_[zone] = std::move(texts_[zone]);
    segment_.postings_[zone] = builders_[zone].Take();
    segment_.ending_rows_[zone].Build(segment_.postings_[zone], endings_);
  }
  rows_.AndNot(segment_.changed_);
  segment_.live_ = rows_;
  segment_.base_count_ = 0;
  rows_.ForEach([this](std::uint32_t row) {
    ++segment_.base_count_;
    if (!segment_.waiting_.Has(row)) return;
    segment_.waiting_.Remove(row);
    segment_.waiting_texts_[row] = nullptr;
    --segment_.waiting_count_;
  });
  if (segment_.waiting_count_ == 0) segment_.waiting_texts_ = std::vector<std::unique_ptr<ZoneTexts>>();
}

}  // namespace kedang
