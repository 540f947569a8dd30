#include "shared/search/symbol_table.h"

#include "shared/search/matcher.h"

namespace kedang {

SymbolTable::SymbolTable() : characters_(kFirstLong, 0), plane_(0x10000, kNoSymbol) {
  for (char32_t c = U' '; c < kEndingByte; ++c) {
    characters_[c] = c;
    plane_[c] = static_cast<Symbol>(c);
  }
}

Symbol SymbolTable::Find(char32_t c) const {
  if (c < plane_.size()) return plane_[c];
  const auto found = others_.find(c);
  return found != others_.end() ? found->second : kNoSymbol;
}

Symbol SymbolTable::Add(char32_t c) {
  if (const Symbol known = Find(c); known != kNoSymbol) return known;
  Symbol symbol = size();
  if (IsMark(c) && next_mark_ < kShortMarks) {
    symbol = next_mark_++;
    characters_[symbol] = c;
  } else {
    characters_.push_back(c);
  }
  if (c < plane_.size()) {
    plane_[c] = symbol;
  } else {
    others_.emplace(c, symbol);
  }
  return symbol;
}

std::size_t SymbolTable::memory_bytes() const {
  return characters_.capacity() * sizeof(char32_t) + plane_.capacity() * sizeof(Symbol) + others_.size() * 32;
}

}  // namespace kedang
