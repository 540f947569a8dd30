#include "shared/intake/made_column.h"

#include <algorithm>
#include <array>

#include "shared/base/utf8.h"
#include "shared/field/plain_text.h"

namespace kedang {
namespace {

constexpr std::array<std::string_view, 8> kSeparators = {"/", "、", ";", "|", ",", "\n", "-", " "};
constexpr std::uint32_t kMostParts = 10'000;

bool IsBlankAt(std::string_view text, std::size_t at, std::size_t& size) {
  size = 1;
  if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n') return true;
  size = 3;
  return text.substr(at, 3) == "\u3000";
}

std::string_view Trimmed(std::string_view text) {
  std::size_t size = 0;
  while (!text.empty() && IsBlankAt(text, 0, size)) text.remove_prefix(size);
  for (;;) {
    if (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    } else if (text.ends_with("\u3000")) {
      text.remove_suffix(3);
    } else {
      return text;
    }
  }
}

// Bytes of `text` at `at` that are the separator; 0: it does not stand there.
std::size_t MatchAt(std::string_view text, std::size_t at, std::string_view separator) {
  const std::size_t start = at;
  for (std::size_t next = 0; next < separator.size();) {
    if (at >= text.size()) return 0;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if (text[at] != separator[next]) return 0;
      ++at;
      ++next;
      continue;
    }
    const std::size_t from = at;
    DecodeUtf8(text, at);
    const std::string plain = PlainText(text.substr(from, at - from));
    if (plain.empty() || separator.substr(next, plain.size()) != plain) return 0;
    next += plain.size();
  }
  return at - start;
}

// Where the next separator is, from `at`; its size. text.size() when there is none.
std::size_t FindSeparator(std::string_view text, std::size_t at, std::string_view separator, std::size_t& size) {
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;  // within a character
    if (separator.empty()) {
      std::size_t one = 0, end = at;
      while (end < text.size() && IsBlankAt(text, end, one)) end += one;
      size = end - at;
    } else {
      size = MatchAt(text, at, separator);
    }
    if (size > 0) return at;
  }
  size = 0;
  return text.size();
}

std::string_view CutCharacters(std::string_view text, const ColumnCut& cut) {
  std::size_t at = 0, begin = text.size(), end = text.size();
  for (std::uint32_t character = 1; at < text.size(); ++character) {
    if (character == cut.first) begin = at;
    DecodeUtf8(text, at);
    if (character == cut.last) {
      end = at;
      break;
    }
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

std::string_view CutParts(std::string_view text, const ColumnCut& cut) {
  // The separator as plain characters; of nothing but blanks nothing is left, and any run of them parts.
  const bool is_lines = cut.separator == "\n";
  const std::string plain = is_lines ? "\n" : PlainText(cut.separator);
  text = Trimmed(text);
  std::size_t at = 0, begin = std::string_view::npos;
  for (std::uint32_t part = 1;; ++part) {
    if (part == cut.first) begin = at;
    if (begin != std::string_view::npos && cut.last == 0) return Trimmed(text.substr(begin));
    std::size_t size = 0;
    const std::size_t end = FindSeparator(text, at, plain, size);
    if (part == cut.last) return begin == std::string_view::npos ? std::string_view() : Trimmed(text.substr(begin, end - begin));
    if (size == 0) return begin == std::string_view::npos ? std::string_view() : Trimmed(text.substr(begin));
    at = end + size;
  }
}

bool IsBlank(std::string_view text) { return Trimmed(text).empty(); }

Error Wrong(std::string_view what) { return Error{ErrorCode::kInvalidArgument, std::string(what)}; }

std::optional<std::uint32_t> TakeNumber(std::string_view& text) {
  std::uint32_t number = 0;
  std::size_t size = 0;
  for (; size < text.size() && IsDigit(text[size]); ++size) {
    if (number > kMostParts) return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(text[size] - '0');
  }
  if (size == 0 || number == 0 || number > kMostParts) return std::nullopt;
  text.remove_prefix(size);
  return number;
}

// "/#2", "\",\"#1-2", "7-".
std::optional<ColumnCut> ParseCut(std::string_view text) {
  ColumnCut cut;
  const std::size_t hash = text.rfind('#');
  if (hash != std::string_view::npos) {
    std::string_view separator = text.substr(0, hash);
    if (separator.size() > 2 && separator.front() == '"' && separator.back() == '"') separator = separator.substr(1, separator.size() - 2);
    if (separator.empty()) return std::nullopt;
    cut.separator = std::string(separator);
    text.remove_prefix(hash + 1);
  }
  const auto first = TakeNumber(text);
  if (!first) return std::nullopt;
  cut.first = cut.last = *first;
  if (text.empty()) return cut;
  if (text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  cut.last = 0;
  if (text.empty()) return cut;
  const auto last = TakeNumber(text);
  if (!last || !text.empty() || *last < *first) return std::nullopt;
  cut.last = *last;
  return cut;
}

}  // namespace

std::string_view CutText(std::string_view text, const ColumnCut& cut) {
  if (cut.first == 0) return text;
  return cut.separator.empty() ? CutCharacters(text, cut) : CutParts(text, cut);
}

std::string_view MadeColumn::Text(std::span<const std::string_view> cells, std::string& buffer) const {
  const auto cell = [&cells](const Piece& piece) { return piece.column < cells.size() ? cells[piece.column] : std::string_view(); };
  if (pieces.size() == 1) return CutText(cell(pieces.front()), cut);
  buffer.clear();
  for (const Piece& piece : pieces) {
    const std::string_view text = cell(piece);
    if (IsBlank(text)) continue;
    if (!buffer.empty()) buffer.append(piece.before);
    buffer.append(Trimmed(text));
  }
  return CutText(buffer, cut);
}

std::size_t MappingPartSize(std::string_view text) {
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    // A quote that begins elsewhere is one of the name's own.
    const bool may_begin = at > 0 && (text[at - 1] == '[' || text[at - 1] == '&') && text.find('"', at + 1) != std::string_view::npos;
    if (text[at] == '"') is_quoted = !is_quoted && may_begin;
    if (text[at] == ',' && !is_quoted) return at;
  }
  return text.size();
}

Result<std::optional<MadeColumn>> ParseMadeColumn(std::string_view text,
                                                  const std::function<std::optional<std::uint32_t>(const std::string&)>& find) {
  MadeColumn made;
  const std::size_t open = text.rfind('[');
  if (open != std::string_view::npos && open > 0 && text.back() == ']') {
    const auto cut = ParseCut(text.substr(open + 1, text.size() - open - 2));
    if (!cut) return Wrong("'" + std::string(text.substr(open)) + "' is no part: [/#1], [/#2-], [1-6] or [7-]");
    made.cut = *cut;
    text = text.substr(0, open);
  } else if (text.find('&') == std::string_view::npos) {
    return std::optional<MadeColumn>();
  }
  std::string before;
  for (bool has_more = true; has_more;) {
    if (text.starts_with('"') && !made.pieces.empty()) {
      const std::size_t close = text.find('"', 1);
      if (close == std::string_view::npos || close + 1 >= text.size() || text[close + 1] != '&') return Wrong("behind & and a text in quotes stands another & and a column");
      before = std::string(text.substr(1, close - 1));
      text.remove_prefix(close + 2);
    }
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string name(text.substr(0, end));
    const std::optional<std::uint32_t> column = name.empty() ? std::nullopt : find(name);
    if (!column) return Wrong("the file has no column '" + name + "'");
    made.pieces.push_back({*column, std::exchange(before, std::string())});
    has_more = end < text.size();
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return std::optional<MadeColumn>(std::move(made));
}

std::string LikelySeparator(std::span<const std::string> texts) {
  std::string_view best;
  std::size_t most = 0;
  const auto filled = static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), [](const std::string& text) { return !IsBlank(text); }));
  for (const std::string_view separator : kSeparators) {
    const auto has = static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
      return !CutText(text, {std::string(separator), 2, 0}).empty();
    }));
    if (has <= most) continue;
    most = has;
    best = separator;
  }
  return most * 2 > filled ? std::string(best) : std::string();
}

}  // namespace kedang
