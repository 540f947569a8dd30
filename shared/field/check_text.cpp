#include "shared/field/check_text.h"

#include <nlohmann/json.hpp>

#include "shared/base/utf8.h"
#include "shared/field/checked.h"
#include "shared/field/date_text.h"
#include "shared/field/email.h"
#include "shared/field/field_type_row.h"
#include "shared/field/field_types.h"
#include "shared/field/identity_card.h"
#include "shared/field/number_text.h"
#include "shared/field/party_name.h"
#include "shared/field/phone.h"
#include "shared/field/url.h"
#include "shared/field/uscc.h"

namespace kedang {
namespace {

constexpr std::string_view kTypes[] = {"email",  "phone",    "mobile", "landline", "uscc",     "identity_card", "url",
                                       "region", "industry", "date",   "number",   "currency", "company_name",  "person_name"};

struct Options {
  std::int32_t max_length = 0;
  std::int32_t scale = kMaxDecimalScale;
  DateOrder order = DateOrder::kUnknown;
  std::optional<Date> today;
};

Error BadOption(std::string_view what) { return Error{ErrorCode::kInvalidArgument, "options: " + std::string(what)}; }

Result<Options> ParseOptions(std::string_view text) {
  Options options;
  if (text.empty()) return options;
  const nlohmann::json json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object()) return BadOption("must be a JSON object");
  for (const auto& [name, value] : json.items()) {
    const bool is_size = value.is_number_unsigned() && value.get<std::uint64_t>() <= 1000000;
    const std::string word = value.is_string() ? value.get<std::string>() : std::string();
    if (name == "max_length" && is_size) {
      options.max_length = value.get<std::int32_t>();
    } else if (name == "scale" && is_size && value.get<std::int32_t>() <= kMaxDecimalScale) {
      options.scale = value.get<std::int32_t>();
    } else if (name == "order" && (word == "dmy" || word == "mdy")) {
      options.order = word == "dmy" ? DateOrder::kDayMonth : DateOrder::kMonthDay;
    } else if (name == "today" && ParseIsoDate(word).has_value()) {
      options.today = ParseIsoDate(word);
    } else {
      return BadOption("\"" + name + "\" is unknown or has a value it cannot have");
    }
  }
  return options;
}

CheckedText FromChecked(Checked checked) {
  return CheckedText{checked.ok(), std::move(checked.value), std::move(checked.issues)};
}

CheckedText FromNumber(NumberText read, const Options& options) {
  if (read.number.has_value() && read.number->scale > options.scale) {
    read.issues.insert(read.issues.begin(),
                       MakeIssue(Severity::kBlock, "number_scale", {{"limit", std::to_string(options.scale)}}));
    read.number.reset();
  }
  if (!read.number.has_value()) return CheckedText{false, {}, std::move(read.issues)};
  return CheckedText{true, FormatDecimal(*read.number), std::move(read.issues)};
}

// A closed list: what it does not know is wrong here, though an import only warns and leaves the field empty.
CheckedText FromList(FieldType type, std::string_view text, const Lexicon& lexicon) {
  Field field;
  field.type = type;
  CheckContext context;
  context.lexicon = &lexicon;
  Parsed parsed = ParseField(field, text, context);
  const bool is_ok = !parsed.value.is_null() && !HasBlock(parsed.issues);
  if (parsed.value.is_null() && parsed.issues.empty()) parsed.issues.push_back(MakeIssue(Severity::kBlock, "required"));
  return CheckedText{is_ok, parsed.value.text(), std::move(parsed.issues)};
}

CheckedText Check(std::string_view type, const Options& options, std::string_view text, const Lexicon& lexicon) {
  if (type == "email") return FromChecked(CheckEmail(text));
  if (type == "phone" || type == "mobile" || type == "landline") return FromChecked(CheckPhone(text, ParsePhoneKind(type)));
  if (type == "uscc") return FromChecked(CheckUscc(text));
  if (type == "identity_card") return FromChecked(CheckIdentityCard(text, options.today));
  if (type == "url") return FromChecked(CheckUrl(text));
  if (type == "region") return FromList(FieldType::kRegion, text, lexicon);
  if (type == "industry") return FromList(FieldType::kIndustry, text, lexicon);
  if (type == "number") return FromNumber(ReadNumber(text), options);
  if (type == "currency") return FromNumber(ReadCurrency(text), options);
  if (type == "company_name") return FromChecked(CheckCompanyName(text));
  if (type == "person_name") return FromChecked(CheckPersonName(text));
  DateText read = ReadDate(text, options.order);
  return CheckedText{read.date.has_value(), read.date.has_value() ? FormatDate(*read.date) : std::string(),
                     std::move(read.issues)};
}

}  // namespace

std::span<const std::string_view> CheckTypes() { return kTypes; }

Result<CheckedText> CheckText(std::string_view type, std::string_view options_json, std::string_view text,
                              const Lexicon& lexicon) {
  bool is_known = false;
  for (const std::string_view known : kTypes) is_known = is_known || known == type;
  if (!is_known) return Error{ErrorCode::kInvalidArgument, "there is no type \"" + std::string(type) + "\""};
  KEDANG_ASSIGN(const Options options, ParseOptions(options_json));
  CheckedText result;
  if (!IsValidUtf8(text)) {
    result.issues.push_back(MakeIssue(Severity::kBlock, "text_control"));
    return result;
  }
  if (text.find_first_not_of(" \t") == std::string_view::npos) {
    result.issues.push_back(MakeIssue(Severity::kBlock, "required"));
    return result;
  }
  result = Check(type, options, text, lexicon);
  Field field;
  field.max_length = options.max_length;
  const std::size_t before = result.issues.size();
  CheckLength(field, text, result.issues);
  if (result.issues.size() > before && result.is_ok) {
    std::swap(result.issues.front(), result.issues.back());
    result.is_ok = false;
  }
  return result;
}

}  // namespace kedang
