#include "server/record_json.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "server/store_words.h"
#include "shared/base/json_text.h"
#include "shared/base/utf8.h"

namespace kedang {
namespace {

using Json = nlohmann::json;

Error Corrupt(std::string_view what, std::string_view text) {
  return Error{ErrorCode::kCorrupt, "database: bad " + std::string(what) + ": " + std::string(TruncateUtf8(text, 200))};
}

void AppendNumber(std::uint64_t number, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end.ptr);
}

// Reads the JSON subset of the header; every function gives false at the first thing that is not of it.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : position_(text.data()), end_(text.data() + text.size()) {}

  bool AtEnd() {
    SkipBlanks();
    return position_ == end_;
  }
  bool Take(char wanted) {
    SkipBlanks();
    if (position_ == end_ || *position_ != wanted) return false;
    ++position_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    SkipBlanks();
    if (static_cast<std::size_t>(end_ - position_) < word.size()) return false;
    if (std::string_view(position_, word.size()) != word) return false;
    position_ += word.size();
    return true;
  }

  bool ReadText(std::string& out) {
    if (!Take('"')) return false;
    out.clear();
    for (;;) {
      const char* run = position_;
      while (position_ != end_ && *position_ != '"' && *position_ != '\\') ++position_;
      out.append(run, position_);
      if (position_ == end_) return false;
      if (*position_++ == '"') return true;
      if (!ReadEscape(out)) return false;
    }
  }

  bool ReadKey(FieldId& field) {
    if (!Take('"')) return false;
    const auto parsed = std::from_chars(position_, end_, field);
    if (parsed.ec != std::errc() || field == 0) return false;
    position_ = parsed.ptr;
    return Take('"') && Take(':');
  }

  bool ReadValue(Value& out) {
    SkipBlanks();
    if (position_ == end_) return false;
    switch (*position_) {
      case '"': {
        std::string text;
        if (!ReadText(text)) return false;
        out = Value::Text(std::move(text));
        return true;
      }
      case '[': return ReadList(out);
      case '{': return ReadTagged(out);
      case 'n': out = Value(); return TakeWord("null");
      case 't': out = Value::Boolean(true); return TakeWord("true");
      case 'f': out = Value::Boolean(false); return TakeWord("false");
      default: break;
    }
    std::int64_t number = 0;
    const auto parsed = std::from_chars(position_, end_, number);
    if (parsed.ec != std::errc()) return false;
    position_ = parsed.ptr;
    out = Value::Integer(number);
    return position_ == end_ || (*position_ != '.' && *position_ != 'e' && *position_ != 'E');
  }

 private:
  void SkipBlanks() {
    while (position_ != end_ && (*position_ == ' ' || *position_ == '\n' || *position_ == '\r' || *position_ == '\t')) {
      ++position_;
    }
  }

  bool ReadHex(std::uint32_t& unit) {
    if (end_ - position_ < 4) return false;
    const auto parsed = std::from_chars(position_, position_ + 4, unit, 16);
    if (parsed.ec != std::errc() || parsed.ptr != position_ + 4) return false;
    position_ += 4;
    return true;
  }

  bool ReadEscape(std::string& out) {
    if (position_ == end_) return false;
    switch (*position_++) {
      case '"': out += '"'; return true;
      case '\\': out += '\\'; return true;
      case '/': out += '/'; return true;
      case 'b': out += '\b'; return true;
      case 'f': out += '\f'; return true;
      case 'n': out += '\n'; return true;
      case 'r': out += '\r'; return true;
      case 't': out += '\t'; return true;
      case 'u': break;
      default: return false;
    }
    std::uint32_t unit = 0;
    if (!ReadHex(unit)) return false;
    if (unit >= 0xD800 && unit < 0xDC00 && end_ - position_ >= 6 && position_[0] == '\\' && position_[1] == 'u') {
      position_ += 2;
      std::uint32_t low = 0;
      if (!ReadHex(low) || low < 0xDC00 || low > 0xDFFF) return false;
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(static_cast<char32_t>(unit), out);
    return true;
  }

  bool ReadList(Value& out) {
    if (!Take('[')) return false;
    TextList list;
    if (!Take(']')) {
      do {
        std::string item;
        if (!ReadText(item)) return false;
        list.push_back(std::move(item));
      } while (Take(','));
      if (!Take(']')) return false;
    }
    out = Value::List(std::move(list));
    return true;
  }

  bool ReadTagged(Value& out) {
    std::string tag;
    std::string text;
    if (!Take('{') || !ReadText(tag) || !Take(':') || !ReadText(text) || !Take('}')) return false;
    if (tag == "date") {
      const auto date = ParseIsoDate(text);
      if (date) out = Value::Of(*date);
      return date.has_value();
    }
    if (tag != "decimal") return false;
    const auto decimal = ParseDecimal(text);
    if (decimal) out = Value::Of(*decimal);
    return decimal.has_value();
  }

  const char* position_;
  const char* end_;
};

// Calls take(field, value) for every member.
template <typename Take>
bool ReadMembers(std::string_view json, Take take) {
  JsonReader reader(json);
  if (!reader.Take('{')) return false;
  if (!reader.Take('}')) {
    do {
      FieldId field = 0;
      Value value;
      if (!reader.ReadKey(field) || !reader.ReadValue(value)) return false;
      take(field, std::move(value));
    } while (reader.Take(','));
    if (!reader.Take('}')) return false;
  }
  return reader.AtEnd();
}

bool ReadNumber(std::string_view& text, char end, std::uint64_t& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  if (text.empty()) return end == ',';
  if (text.front() != end) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

void AppendValueJson(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kNull: out += "null"; break;
    case Value::Kind::kBoolean: out += value.boolean() ? "true" : "false"; break;
    case Value::Kind::kInteger: out += std::to_string(value.integer()); break;
    case Value::Kind::kDecimal: out += "{\"decimal\":\"" + FormatDecimal(value.decimal()) + "\"}"; break;
    case Value::Kind::kDate: out += "{\"date\":\"" + FormatDate(value.date()) + "\"}"; break;
    case Value::Kind::kText: AppendJsonText(value.text(), out); break;
    case Value::Kind::kList: {
      char separator = '[';
      for (const std::string& item : value.list()) {
        out += separator;
        AppendJsonText(item, out);
        separator = ',';
      }
      out += ']';
      break;
    }
  }
}

Result<Value> ParseValueJson(std::string_view json) {
  JsonReader reader(json);
  Value value;
  if (!reader.ReadValue(value) || !reader.AtEnd()) return Corrupt("value", json);
  return value;
}

void AppendCellsJson(const std::vector<Cell>& cells, std::string& out) {
  char separator = '{';
  if (cells.empty()) out += '{';
  for (const Cell& cell : cells) {
    out += separator;
    out += '"';
    AppendNumber(cell.field, out);
    out += "\":";
    AppendValueJson(cell.value, out);
    separator = ',';
  }
  out += '}';
}

Status ParseCellsJson(std::string_view json, Record& record) {
  const bool is_good = ReadMembers(
      json, [&record](FieldId field, Value value) { record.Set(field, std::move(value), record.created); });
  if (!is_good) return Corrupt("cells", json);
  return {};
}

Result<FieldValues> ParseFieldValues(std::string_view json) {
  FieldValues values;
  if (!ReadMembers(json, [&values](FieldId field, Value value) { values.emplace_back(field, std::move(value)); })) {
    return Corrupt("history", json);
  }
  return values;
}

std::string FormatCellVersions(const Record& record) {
  std::string out;
  for (const Cell& cell : record.cells()) {
    if (cell.version == record.created) continue;
    if (!out.empty()) out += ',';
    AppendNumber(cell.field, out);
    out += ':';
    AppendNumber(cell.version.epoch, out);
    out += '.';
    AppendNumber(cell.version.sequence, out);
  }
  return out;
}

Status ParseCellVersions(std::string_view text, Record& record) {
  std::string_view rest = text;
  while (!rest.empty()) {
    std::uint64_t field = 0;
    std::uint64_t epoch = 0;
    Version version;
    if (!ReadNumber(rest, ':', field) || !ReadNumber(rest, '.', epoch) || !ReadNumber(rest, ',', version.sequence)) {
      return Corrupt("versions", text);
    }
    version.epoch = static_cast<std::uint32_t>(epoch);
    const Cell* cell = record.FindCell(static_cast<FieldId>(field));
    if (cell == nullptr) return Corrupt("versions", text);
    record.Set(cell->field, Value(cell->value), version);
  }
  return {};
}

std::string FormatIssuesJson(const Issues& issues) {
  Json list = Json::array();
  for (const Issue& issue : issues) {
    Json details = Json::array();
    for (const auto& detail : issue.details) details.push_back({detail.first, detail.second});
    list.push_back({{"severity", static_cast<int>(issue.severity)},
                    {"field", issue.field},
                    {"code", issue.code},
                    {"message", issue.message},
                    {"details", std::move(details)},
                    {"suggestion", issue.suggestion}});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Issues> ParseIssuesJson(std::string_view json) {
  const Json list = Json::parse(json, nullptr, false);
  if (!list.is_array()) return Corrupt("issues", json);
  Issues issues;
  for (const Json& item : list) {
    if (!item.is_object()) return Corrupt("issues", json);
    Issue issue;
    const auto text = [&item](const char* key) {
      const auto found = item.find(key);
      return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto number = [&item](const char* key) {
      const auto found = item.find(key);
      return found != item.end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0u;
    };
    if (number("severity") > static_cast<std::uint32_t>(Severity::kBlock)) return Corrupt("issues", json);
    issue.severity = static_cast<Severity>(number("severity"));
    issue.field = number("field");
    issue.code = text("code");
    issue.message = text("message");
    issue.suggestion = text("suggestion");
    const auto details = item.find("details");
    if (details != item.end() && details->is_array()) {
      for (const Json& pair : *details) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
          return Corrupt("issues", json);
        }
        issue.details.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
      }
    }
    issues.push_back(std::move(issue));
  }
  return issues;
}

std::string FormatMutationJson(const Mutation& mutation) {
  std::string out = "{\"mid\":" + std::to_string(mutation.mid) + ",\"kind\":\"" +
                    std::string(MutationKindWord(mutation.kind)) + "\",\"schema\":" + std::to_string(mutation.schema) +
                    ",\"record\":\"" + FormatId(mutation.record) + "\",\"client_ms\":" +
                    std::to_string(mutation.client_ms) + ",\"edits\":[";
  for (const CellEdit& edit : mutation.edits) {
    if (out.back() != '[') out += ',';
    out += "{\"field\":" + std::to_string(edit.field) + ",\"value\":";
    AppendValueJson(edit.value, out);
    out += ",\"base\":";
    AppendValueJson(edit.base_value, out);
    out += '}';
  }
  return out + "]}";
}

}  // namespace kedang
