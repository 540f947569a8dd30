#include "shared/quality/quality_policy.h"

#include <nlohmann/json.hpp>

#include "shared/field/field_traits.h"
#include "shared/model/computed_field.h"

namespace kedang {
namespace {

using nlohmann::json;

constexpr int kMostWeight = 100, kMostDays = 36'500;

// Days; people change their mobile sooner than a company its address.
int UsualHalfLife(const Field& field) {
  switch (field.type) {
    case FieldType::kPhone: return field.format == "mobile" ? 540 : 900;
    case FieldType::kEmail: return 720;
    case FieldType::kAddress: return 1460;
    default: return field.format == "person_name" && field.key.find("contact") != std::string::npos ? 540 : 0;
  }
}

// Nobody fills what the program makes, and a switch has no empty.
bool IsFilledByPeople(const Field& field) {
  const EditorKind editor = TraitsOf(field.type).editor;
  return !field.is_retired && !IsReadOnly(field.type) && editor != EditorKind::kNone && editor != EditorKind::kSwitch;
}

bool IsRecommended(const Schema& schema, const Field& field) {
  if (field.column_width > 0 || field.is_unique) return true;
  if (field.id == schema.title || field.id == schema.owner || field.id == schema.level || field.id == schema.stage) return true;
  switch (field.type) {
    case FieldType::kPhone:
    case FieldType::kEmail:
    case FieldType::kRegion:
    case FieldType::kIndustry:
    case FieldType::kAddress: return true;
    default: return false;
  }
}

FieldId DateNamed(const Schema& schema, std::string_view key) {
  const Field* field = schema.Find(key);
  return field != nullptr && field->type == FieldType::kDate && !field->is_retired ? field->id : 0;
}

Error Complaint(const std::string& where, const char* what) { return Error{ErrorCode::kInvalidArgument, where + ": " + what}; }

Status ReadNumber(const json& item, const std::string& where, int most, int least, int& number) {
  const std::int64_t read = item.is_number_integer() ? item.get<std::int64_t>() : -1;
  if (read < least || read > most) return Complaint(where, "must be a whole number within its bounds");
  number = static_cast<int>(read);
  return {};
}

Status ReadNumbers(const json& object, const char* name, const Schema& schema, int most, int least, std::map<FieldId, int>& numbers) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (!found->is_object()) return Complaint(name, "must be an object of fields");
  for (const auto& [key, item] : found->items()) {
    const Field* field = schema.Find(key);
    const std::string where = std::string(name) + "." + key;
    if (field == nullptr) return Complaint(where, "there is no such field");
    KEDANG_RETURN_IF_ERROR(ReadNumber(item, where, most, least, numbers[field->id]));
  }
  return {};
}

Status ReadDay(const json& object, const char* name, const Schema& schema, FieldId& day) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  const auto* key = found->get_ptr<const std::string*>();
  day = key == nullptr ? 0 : DateNamed(schema, *key);
  return day != 0 ? Status() : Status(Complaint(name, "must name a date field"));
}

}  // namespace

std::string_view QualityPartName(QualityPart part) {
  constexpr std::string_view kNames[kQualityParts] = {"complete", "valid", "unique", "timely", "consistent"};
  return kNames[static_cast<std::size_t>(part)];
}

QualityPolicy QualityPolicy::Of(const Schema& schema) {
  QualityPolicy policy;
  policy.verified = DateNamed(schema, "verified_on");
  policy.contacted = DateNamed(schema, "last_contact_on");
  for (const Field& field : schema.fields) {
    if (!IsFilledByPeople(field) || field.id == schema.template_field) continue;
    // A day of contact is made by contact, not by filling it in.
    const bool is_day = field.id == policy.verified || field.id == policy.contacted;
    if (!is_day && IsRecommended(schema, field)) policy.fields[field.id] = kRecommended;
    if (const int days = UsualHalfLife(field)) policy.half_lives[field.id] = days;
  }
  return policy;
}

Result<QualityPolicy> QualityPolicy::FromJson(const Schema& schema, std::string_view text) {
  QualityPolicy policy = Of(schema);
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return Complaint("quality", "must be a JSON object");
  const auto weights = object.find("weights");
  for (std::size_t i = 0; weights != object.end() && i < kQualityParts; ++i) {
    const std::string name(QualityPartName(static_cast<QualityPart>(i)));
    const auto found = weights->is_object() ? weights->find(name) : weights->end();
    if (!weights->is_object()) return Complaint("weights", "must be an object");
    if (found != weights->end()) KEDANG_RETURN_IF_ERROR(ReadNumber(*found, "weights." + name, kMostWeight, 0, policy.weights[i]));
  }
  KEDANG_RETURN_IF_ERROR(ReadNumbers(object, "fields", schema, kMostWeight, 0, policy.fields));
  KEDANG_RETURN_IF_ERROR(ReadNumbers(object, "half_lives", schema, kMostDays, 1, policy.half_lives));
  KEDANG_RETURN_IF_ERROR(ReadDay(object, "verified", schema, policy.verified));
  KEDANG_RETURN_IF_ERROR(ReadDay(object, "contacted", schema, policy.contacted));
  if (const auto days = object.find("half_life"); days != object.end()) {
    KEDANG_RETURN_IF_ERROR(ReadNumber(*days, "half_life", kMostDays, 1, policy.half_life));
  }
  return policy;
}

}  // namespace kedang
