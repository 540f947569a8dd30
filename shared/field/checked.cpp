#include "shared/field/checked.h"

#include <algorithm>
#include <array>

#include "shared/base/assert.h"

namespace kedang {
namespace {

constexpr IssueText kTexts[] = {
    {"address_region", "The address is in {found}, another region than the one chosen."},
    {"attachment_format", "Not a file of this field: add files with the button."},
    {"attachment_text", "\"{value}\" is the name of a file, not the file: add it with the button; left empty."},
    {"boolean_format", "Not yes or no: write 是 or 否."},
    {"choice_unknown", "\"{value}\" is not in the list; left empty. Choose one, or add it to the field's choices."},
    {"company_name_letters", "Not a company name: it has no letter or Chinese character."},
    {"company_name_short", "Looks like a short form; use the full name of the business licence."},
    {"currency_mismatch", "The amount is in {currency}, this field is in {unit}: convert it first."},
    {"currency_other", "The amount is in {currency}; it is kept as a number without currency."},
    {"date_ambiguous", "Could be {first} or {second}: write year-month-day."},
    {"date_format", "Not a date: write 2026-01-31."},
    {"date_incomplete", "Day or month is missing: write 2026-01-31."},
    {"date_missing_day", "There is no such day in the calendar."},
    {"date_serial", "Read as the spreadsheet's day number {value}."},
    {"date_time_format", "Not a time of day: write 2026-01-31 18:30."},
    {"date_two_digit_year", "The year needs four digits."},
    {"default_broken", "The default value of {field} is left out: {error}"},
    {"default_unjudged", "The default value could not be computed: {error}"},
    {"department_ambiguous", "Several departments are called \"{value}\"; left empty. Choose one."},
    {"department_unknown", "No department is called \"{value}\"; left empty. Choose one."},
    {"duration_format", "Not a length of time: write 2h 30m, 1:30 or 90 minutes."},
    {"duration_rounded", "Rounded to {value}."},
    {"email_at", "An e-mail address has one @ between mailbox and host."},
    {"email_domain", "The part after @ is not a host name: {domain}."},
    {"email_local", "The part before @ has a dot or character that is not allowed there."},
    {"email_several", "More than one address; keep one here."},
    {"email_too_long", "Too long for an e-mail address: 64 characters before @, 254 in all."},
    {"email_typo", "The host looks mistyped: did you mean {domain}?"},
    {"email_unusual", "Valid but unusual: many programs will not accept it."},
    {"field_broken", "The computed field {field} of {schema} is left out: {error}"},
    {"field_computed", "This field is computed; it cannot be written."},
    {"geo_format", "Not a place: write latitude, longitude as 30.2741,120.1551."},
    {"geo_maybe_swapped", "Latitude and longitude may be the wrong way round."},
    {"geo_range", "Latitude goes from -90 to 90, longitude from -180 to 180."},
    {"geo_swapped", "Longitude stood first; put the other way round."},
    {"identity_card_birth_date", "The date of birth {value} in the number does not exist."},
    {"identity_card_character", "Character {position} must be a digit."},
    {"identity_card_check_digit", "The check character does not fit: by the first 17 digits it is {expected}."},
    {"identity_card_length", "An identity card number has 18 characters, this has {count}."},
    {"identity_card_region", "No province has the number {value}."},
    {"industry_ambiguous", "Could be {candidates}; left empty. Choose one."},
    {"industry_unknown", "No industry of GB/T 4754 is called \"{value}\"; left empty. Choose one."},
    {"integer_format", "Must be a whole number."},
    {"list_too_long", "At most {limit} entries."},
    {"number_format", "Not a number: write digits, such as 1234.5 or 1.5万."},
    {"number_grouping", "The commas are not between groups of three digits: write 1,234,567 or no commas."},
    {"number_scale", "At most {limit} digits behind the point."},
    {"number_too_large", "The number is too large to keep."},
    {"percent_fraction", "Read as {value}."},
    {"person_name_character", "A name of a person has no \"{character}\"."},
    {"person_name_title", "Looks like a form of address; use the full name."},
    {"phone_area_missing", "The area code is missing: write 0571-88122630."},
    {"phone_area_region", "Area code {area} does not belong to {region}. It can be saved as it is."},
    {"phone_area_unknown", "No place in China has the area code {area}."},
    {"phone_character", "A telephone number has no \"{character}\"."},
    {"phone_country", "No country has this calling code; check the digits after +."},
    {"phone_international_length", "Not the right number of digits for a number of +{country}."},
    {"phone_iot", "13 digits that begin with {prefix} belong to a device (物联网), not to a person."},
    {"phone_landline_format", "Not a landline: write 0571-88122630 or 400-820-8820."},
    {"phone_landline_length", "7 or 8 digits follow the area code, here {count}."},
    {"phone_leading_zero", "The area code has lost its 0."},
    {"phone_mobile_country", "This field takes mobile numbers of mainland China."},
    {"phone_mobile_format", "A mobile number has 11 digits and begins with 13 to 19."},
    {"phone_mobile_length", "A mobile number has 11 digits, this has {count}."},
    {"phone_mobile_range", "No operator is known to use numbers that begin with {prefix}. It can be saved as it is."},
    {"phone_several", "More than one number; keep one here."},
    {"postcode_format", "A postcode has six digits."},
    {"postcode_region", "Postcodes of {region} begin otherwise. It can be saved as it is."},
    {"rating_format", "Write how many stars, 1 to {limit}."},
    {"rating_range", "From 1 to {limit} stars."},
    {"reference_ambiguous", "Several records are called \"{value}\"; choose one."},
    {"reference_format", "Not the id of a record."},
    {"reference_unknown", "No record is called \"{value}\"."},
    {"region_ambiguous", "Could be {candidates}; left empty. Add the province or city."},
    {"region_former", "{region} is now {successor}."},
    {"region_retired", "{region} no longer exists; it is now {successor}."},
    {"region_unknown", "No province, city or district is called \"{value}\"; left empty. Choose one."},
    {"required", "Must not be empty."},
    {"rule_broken", "Rule \"{rule}\" is left out: {error}"},
    {"rule_unjudged", "Rule \"{rule}\" could not be judged: {error}"},
    {"stage_needs", "Needed from stage {stage} on."},
    {"stage_transition", "From stage {from} a record cannot go to {to}."},
    {"text_control", "Has characters that cannot be shown."},
    {"text_too_long", "At most {limit} characters, this has {count}."},
    {"type_mismatch", "The value is not of this field's type."},
    {"unique_taken", "Another record already has this value."},
    {"url_email", "This is an e-mail address, not a web address."},
    {"url_format", "Not a web address: write www.example.com or https://www.example.com."},
    {"url_host", "Not a host name: {host}."},
    {"url_port", "A port is a number from 1 to 65535."},
    {"url_scheme", "Only http, https and ftp addresses can be kept."},
    {"uscc_character", "Character {position} must not be \"{character}\": digits and capitals without I, O, S, V, Z; "
                       "3 to 8 are digits."},
    {"uscc_check_digit", "The check character does not fit: by the first 17 it is {expected}. Compare with the licence."},
    {"uscc_department", "No registration department uses codes that begin with {value}. It can be saved as it is."},
    {"uscc_length", "A unified social credit code has 18 characters, this has {count}."},
    {"user_ambiguous", "Several people are called \"{value}\"; left empty. Choose one."},
    {"user_unknown", "Nobody here is called \"{value}\"; left empty. Choose one."},
};

// "name.en" is what "name" is in English, where that differs.
std::string_view EnglishDetail(const Issue& issue, std::string_view name) {
  std::string_view found;
  for (const auto& [key, value] : issue.details) {
    if (key == name && found.empty()) found = value;
    if (key.size() == name.size() + 3 && key.starts_with(name) && key.ends_with(".en") && !value.empty()) return value;
  }
  return found;
}

std::string Fill(std::string_view pattern, const Issue& issue) {
  std::string text;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    text.append(pattern.substr(0, open));
    text.append(EnglishDetail(issue, pattern.substr(open + 1, close - open - 1)));
    pattern.remove_prefix(close + 1);
  }
  return text.append(pattern);
}

}  // namespace

std::span<const IssueText> AllIssueTexts() { return kTexts; }

Issue MakeIssue(Severity severity, std::string_view code, IssueDetails details, std::string suggestion) {
  const auto* const found =
      std::lower_bound(std::begin(kTexts), std::end(kTexts), code,
                       [](const IssueText& text, std::string_view wanted) { return text.code < wanted; });
  KEDANG_CHECK(found != std::end(kTexts) && found->code == code);
  Issue issue;
  issue.severity = severity;
  issue.code = std::string(code);
  issue.details.reserve(details.size());
  for (const auto& [name, value] : details) issue.details.push_back({std::string(name), std::string(value)});
  issue.suggestion = std::move(suggestion);
  issue.message = Fill(found->english, issue);
  return issue;
}

}  // namespace kedang
