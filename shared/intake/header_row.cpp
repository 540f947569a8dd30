#include "shared/intake/header_row.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace kedang {
namespace {

constexpr std::size_t kMostTried = 20;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// True for what is data rather than the name of a column: numbers, dates, codes, addresses of mail and web, truth values.
bool LooksTyped(std::string_view cell) {
  if (cell.empty()) return false;
  if (cell.find('@') != std::string_view::npos && cell.find('.') != std::string_view::npos) return true;
  if (cell.find("://") != std::string_view::npos) return true;
  if (cell == "true" || cell == "false" || cell == "TRUE" || cell == "FALSE") return true;
  std::size_t digits = 0, upper = 0, other = 0;
  for (const char c : cell) {
    if (IsDigit(c)) ++digits;
    else if (c >= 'A' && c <= 'Z') ++upper;
    else if (std::string_view(" +-.,:/%()$TZ").find(c) == std::string_view::npos) ++other;
  }
  if (digits == 0) return false;
  return other == 0 ? digits * 3 >= cell.size() : digits * 2 > cell.size() && digits >= 6 && upper + other <= 6;
}

std::size_t FilledCells(const std::vector<std::string>& row) {
  return static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [](const std::string& cell) { return !cell.empty(); }));
}

}  // namespace

bool IsHeader(std::span<const std::vector<std::string>> rows) {
  if (rows.empty()) return false;
  const std::vector<std::string>& head = rows[0];
  std::size_t filled = 0, typed = 0, votes_for = 0, votes_against = 0;
  for (std::size_t column = 0; column < head.size(); ++column) {
    const bool is_head_typed = LooksTyped(head[column]);
    if (!head[column].empty()) ++filled;
    if (is_head_typed) ++typed;
    std::size_t body = 0, body_typed = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (column >= rows[i].size() || rows[i][column].empty()) continue;
      ++body;
      if (LooksTyped(rows[i][column])) ++body_typed;
    }
    if (body == 0 || body_typed * 10 < body * 7) continue;
    if (is_head_typed) ++votes_against;
    else if (!head[column].empty()) ++votes_for;
  }
  if (filled == 0) return false;
  if (votes_for != votes_against) return votes_for > votes_against;
  if (typed > 0) return false;
  // All text: names of columns are distinct, mostly there, and do not come again as data.
  std::set<std::string_view> names;
  for (std::size_t column = 0; column < head.size(); ++column) {
    if (!head[column].empty() && !names.insert(head[column]).second) return false;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (column < rows[i].size() && !head[column].empty() && rows[i][column] == head[column]) return false;
    }
  }
  return filled * 2 >= head.size();
}

std::optional<std::size_t> FindHeaderRow(std::span<const std::vector<std::string>> rows) {
  std::map<std::size_t, std::size_t> widths;
  for (const auto& row : rows) {
    if (const std::size_t filled = FilledCells(row); filled > 0) ++widths[filled];
  }
  std::size_t width = 0, best = 0;
  for (const auto& [filled, count] : widths) {
    if (count < best) continue;
    best = count;
    width = filled;
  }
  for (std::size_t i = 0; i < std::min(rows.size(), kMostTried); ++i) {
    const std::size_t filled = FilledCells(rows[i]);
    if (filled * 10 < width * 6 || (width > 1 && filled < 2)) continue;  // a title, a date, a blank row
    return IsHeader(rows.subspan(i)) ? std::optional<std::size_t>(i) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace kedang
