#include "shared/field/check_text.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "shared/base/utf8.h"
#include "shared/field/checked.h"
#include "shared/field/date_text.h"
#include "shared/field/date_time_text.h"
#include "shared/field/field_type_row.h"
#include "shared/field/field_types.h"
#include "shared/field/number_text.h"

namespace kedang {
namespace {

using nlohmann::json;

// Names that are no field types of their own.
struct Alias {
  std::string_view name;
  FieldType type;
  std::string_view format;
};
constexpr Alias kAliases[] = {
    {"mobile", FieldType::kPhone, "mobile"},
    {"landline", FieldType::kPhone, "landline"},
    {"number", FieldType::kDecimal, ""},
    {"company_name", FieldType::kText, "company_name"},
    {"person_name", FieldType::kText, "person_name"},
};

constexpr std::array<std::string_view, kFieldTypeCount + std::size(kAliases)> kNames = [] {
  std::array<std::string_view, kFieldTypeCount + std::size(kAliases)> names = {};
  std::size_t count = 0;
#define KEDANG_FIELD_TYPE_NAME(Name, name, kind) names[count++] = #name;
  KEDANG_FIELD_TYPES(KEDANG_FIELD_TYPE_NAME)
#undef KEDANG_FIELD_TYPE_NAME
  for (const Alias& alias : kAliases) names[count++] = alias.name;
  return names;
}();

struct Options {
  Field field;
  std::int32_t scale = kMaxDecimalScale;
  DateOrder order = DateOrder::kUnknown;
  CheckContext context;
};

Error BadOption(std::string_view what) { return Error{ErrorCode::kInvalidArgument, "options: " + std::string(what)}; }

bool ReadChoice(const json& item, Choice& choice) {
  if (item.is_string()) {
    choice.key = choice.label.zh = item.get<std::string>();
    return !choice.key.empty();
  }
  if (!item.is_object()) return false;
  const auto text = [&item](const char* name) {
    const auto found = item.find(name);
    return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  choice.key = text("key");
  choice.label = {text("zh"), text("en")};
  if (choice.label.zh.empty()) choice.label.zh = choice.key;
  return !choice.key.empty();
}

bool ReadOption(const std::string& name, const json& value, Options& options) {
  const bool is_size = value.is_number_unsigned() && value.get<std::uint64_t>() <= 1000000;
  const std::string word = value.is_string() ? value.get<std::string>() : std::string();
  if (name == "max_length" && is_size) {
    options.field.max_length = value.get<std::int32_t>();
  } else if (name == "scale" && is_size && value.get<std::int32_t>() <= kMaxDecimalScale) {
    options.scale = value.get<std::int32_t>();
  } else if (name == "order" && (word == "dmy" || word == "mdy")) {
    options.order = word == "dmy" ? DateOrder::kDayMonth : DateOrder::kMonthDay;
  } else if (name == "today" && ParseIsoDate(word).has_value()) {
    options.context.today = ParseIsoDate(word);
  } else if (name == "offset_minutes" && value.is_number_integer() && value.get<std::int64_t>() >= -14 * 60 &&
             value.get<std::int64_t>() <= 14 * 60) {
    options.context.offset_minutes = value.get<int>();
  } else if (name == "format" && value.is_string()) {
    options.field.format = word;
  } else if (name == "unit" && value.is_string()) {
    options.field.unit = word;
  } else if (name == "target" && value.is_string()) {
    options.field.target = word;
  } else if (name == "choices" && value.is_array() && value.size() <= 10000) {
    for (const json& item : value) {
      Choice choice;
      if (!ReadChoice(item, choice)) return false;
      options.field.choices.push_back(std::move(choice));
    }
  } else {
    return false;
  }
  return true;
}

Result<Options> ParseOptions(std::string_view type, std::string_view text) {
  Options options;
  options.field.key = "value";
  if (const auto known = ParseFieldType(type)) {
    options.field.type = *known;
  } else {
    const auto* const alias = std::find_if(std::begin(kAliases), std::end(kAliases), [&](const Alias& a) { return a.name == type; });
    if (alias == std::end(kAliases)) {
      return Error{ErrorCode::kInvalidArgument, "there is no type \"" + std::string(type) + "\""};
    }
    options.field.type = alias->type;
    options.field.format = std::string(alias->format);
  }
  if (text.empty()) return options;
  const json object = json::parse(text.begin(), text.end(), nullptr, false);
  if (!object.is_object()) return BadOption("must be a JSON object");
  for (const auto& [name, value] : object.items()) {
    if (!ReadOption(name, value, options)) return BadOption("\"" + name + "\" is unknown or has a value it cannot have");
  }
  return options;
}

// The field's own reading, except where an option asks for something a field cannot say.
Parsed Read(std::string_view type, const Options& options, std::string_view text) {
  if (options.field.type == FieldType::kDate) {
    DateText read = ReadDate(text, options.order);
    return Parsed{read.date.has_value() ? Value::Of(*read.date) : Value(), std::move(read.issues)};
  }
  if (options.field.type == FieldType::kDateTime) {
    DateTimeText read = ReadDateTime(text, options.context.offset_minutes, options.order);
    return Parsed{read.time.has_value() ? Value::Integer(*read.time) : Value(), std::move(read.issues)};
  }
  if (type == "number") {
    NumberText read = ReadNumber(text);
    return Parsed{read.number.has_value() ? Value::Of(*read.number) : Value(), std::move(read.issues)};
  }
  // Without a unit any currency is an amount.
  if (type == "currency" && options.field.unit.empty()) {
    NumberText read = ReadCurrency(text);
    return Parsed{read.number.has_value() ? Value::Of(*read.number) : Value(), std::move(read.issues)};
  }
  const FieldTypeRow& row = RowOf(options.field.type);
  if (row.traits.editor == EditorKind::kTree) return ParseField(options.field, text, options.context);
  // Not ParseField: "无" is a wrong number here, not an empty field.
  return row.parse(options.field, text, options.context);
}

std::string Written(const Options& options, const Value& value) {
  if (options.field.type != FieldType::kDateTime || value.is_null()) return FormatPlain(value);
  return WriteDateTimeIso(value.integer(), options.context.offset_minutes);
}

void LimitScale(const Options& options, Parsed& parsed) {
  if (parsed.value.kind() != Value::Kind::kDecimal) return;
  // Of shares the places of the percentage count.
  const std::int32_t places = parsed.value.decimal().scale - (options.field.type == FieldType::kPercent ? 2 : 0);
  if (places <= options.scale) return;
  parsed.issues.insert(parsed.issues.begin(),
                       MakeIssue(Severity::kBlock, "number_scale", {{"limit", std::to_string(options.scale)}}));
  parsed.value = Value();
}

// What is wrong with the text comes first.
void PutReasonFirst(Issues& issues) {
  std::stable_partition(issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity == Severity::kBlock; });
}

}  // namespace

std::span<const std::string_view> CheckTypes() { return kNames; }

Result<CheckedText> CheckText(std::string_view type, std::string_view options_json, std::string_view text,
                              const Lexicon& lexicon) {
  KEDANG_ASSIGN(Options options, ParseOptions(type, options_json));
  options.context.lexicon = &lexicon;
  CheckedText result;
  if (!IsValidUtf8(text)) {
    result.issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
    return result;
  }
  if (text.find_first_not_of(" \t") == std::string_view::npos) {
    result.issues.push_back(MakeIssue(Severity::kBlock, "required"));
    return result;
  }
  Parsed parsed = Read(type, options, text);
  LimitScale(options, parsed);
  // A closed list: what it does not know is wrong here, though an import only warns and leaves the field empty.
  result.is_ok = !parsed.value.is_null() && !HasBlock(parsed.issues);
  if (parsed.value.is_null() && parsed.issues.empty()) parsed.issues.push_back(MakeIssue(Severity::kBlock, "required"));
  result.normalized = Written(options, parsed.value);
  result.issues = std::move(parsed.issues);
  // Judged as it was given: the row may have looked at its canonical form already.
  const auto is_length = [](const Issue& issue) { return issue.code == "text_too_long"; };
  result.issues.erase(std::remove_if(result.issues.begin(), result.issues.end(), is_length), result.issues.end());
  CheckLength(options.field, text, result.issues);
  result.is_ok = result.is_ok && !HasBlock(result.issues);
  PutReasonFirst(result.issues);
  return result;
}

}  // namespace kedang
