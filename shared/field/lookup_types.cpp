#include "shared/field/checked.h"
#include "shared/field/field_type_row.h"
#include "shared/field/plain_text.h"
#include "shared/model/id.h"
#include "shared/text/fold.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxCandidates = 4;  // named in a message

std::string RegionText(RegionCode code) { return std::to_string(code); }

void WarnRetired(const RegionTree& regions, const Region& region, Issues& issues) {
  if (!region.is_retired) return;
  const Region* successor = regions.Find(region.successor);
  if (successor == nullptr) return;
  const std::string now = regions.PathName(successor->code);
  issues.push_back(MakeIssue(Severity::kWarn, "region_retired",
                             {{"region", regions.PathName(region.code)}, {"successor", now}}, now));
}

Parsed ParseRegion(const Field&, std::string_view text, const CheckContext& context) {
  if (context.lexicon == nullptr) {
    const std::string digits = PlainCode(text);
    if (digits.size() == 6 && IsAllDigits(digits)) return Parsed{Value::Text(digits), {}};
    return Parsed{Value(), {MakeIssue(Severity::kWarn, "region_unknown", {{"value", text}})}};
  }
  const RegionTree& regions = context.lexicon->regions();
  const RegionMatch match = regions.Resolve(text);
  if (match.codes.empty()) return Parsed{Value(), {MakeIssue(Severity::kWarn, "region_unknown", {{"value", text}})}};
  if (!match.is_certain()) {
    std::string candidates;
    for (std::size_t i = 0; i < match.codes.size() && i < kMaxCandidates; ++i) {
      candidates.append(i == 0 ? "" : "、").append(regions.PathName(match.codes[i]));
    }
    if (match.codes.size() > kMaxCandidates) candidates += " …";
    return Parsed{Value(),
                  {MakeIssue(Severity::kWarn, "region_ambiguous", {{"candidates", candidates}},
                             regions.PathName(match.codes.front()))}};
  }
  Parsed parsed{Value::Text(RegionText(match.codes.front())), {}};
  if (const Region* region = regions.Find(match.codes.front())) WarnRetired(regions, *region, parsed.issues);
  return parsed;
}

std::string RegionName(const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  const Region* region = context.lexicon->regions().FindText(value.text());
  return region == nullptr ? value.text() : context.lexicon->regions().PathName(region->code);
}

std::string FormatRegion(const Field&, const Value& value, const FormatContext& context) {
  return RegionName(value, context);
}

// The name where it leads back to the same code (a retired and a new division may share one), else the code.
std::string EditRegion(const Field&, const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  std::string name = RegionName(value, context);
  const RegionMatch match = context.lexicon->regions().Resolve(name);
  return match.is_certain() && RegionText(match.codes.front()) == value.text() ? name : value.text();
}

void SearchRegion(const Field&, const Value& value, const FormatContext& context, std::string& out) {
  if (context.lexicon != nullptr) out += RegionName(value, context);
}

void CheckRegion(const Field&, const Value& value, const CheckContext& context, Issues& issues) {
  if (context.lexicon == nullptr) return;
  const RegionTree& regions = context.lexicon->regions();
  const Region* region = value.text().size() == 6 ? regions.FindText(value.text()) : nullptr;
  if (region == nullptr) {
    issues.push_back(MakeIssue(Severity::kBlock, "region_unknown", {{"value", value.text()}}));
    return;
  }
  WarnRetired(regions, *region, issues);
}

Parsed ParseIndustry(const Field&, std::string_view text, const CheckContext& context) {
  if (context.lexicon == nullptr) {
    return Parsed{Value(), {MakeIssue(Severity::kWarn, "industry_unknown", {{"value", text}})}};
  }
  const auto found = context.lexicon->industries().Resolve(text);
  if (found.empty()) return Parsed{Value(), {MakeIssue(Severity::kWarn, "industry_unknown", {{"value", text}})}};
  if (found.size() == 1) return Parsed{Value::Text(found.front()->code), {}};
  std::string candidates;
  for (std::size_t i = 0; i < found.size() && i < kMaxCandidates; ++i) {
    candidates.append(i == 0 ? "" : "、").append(found[i]->name);
  }
  return Parsed{Value(),
                {MakeIssue(Severity::kWarn, "industry_ambiguous", {{"candidates", candidates}},
                           found.front()->code + " " + found.front()->name)}};
}

// "I65 软件和信息技术服务业".
std::string FormatIndustry(const Field&, const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  const Industry* industry = context.lexicon->industries().Find(value.text());
  return industry == nullptr ? value.text() : industry->code + " " + industry->name;
}

void SearchIndustry(const Field&, const Value& value, const FormatContext& context, std::string& out) {
  if (context.lexicon != nullptr) out += context.lexicon->industries().PathName(value.text());
}

void CheckIndustry(const Field&, const Value& value, const CheckContext& context, Issues& issues) {
  if (context.lexicon == nullptr) return;
  const Industry* industry = context.lexicon->industries().Find(value.text());
  if (industry != nullptr && industry->code == value.text()) return;
  issues.push_back(MakeIssue(Severity::kBlock, "industry_unknown", {{"value", value.text()}}));
}

Parsed FromIds(const std::vector<Id>& ids, std::string_view text, Severity severity, std::string_view unknown,
               std::string_view ambiguous) {
  if (ids.size() == 1) return Parsed{Value::Text(FormatId(ids.front())), {}};
  return Parsed{Value(), {MakeIssue(severity, ids.empty() ? unknown : ambiguous, {{"value", text}})}};
}

Parsed ParseReference(const Field& field, std::string_view text, const CheckContext& context) {
  if (const auto id = ParseId(text)) return Parsed{Value::Text(FormatId(*id)), {}};
  const auto ids = context.names == nullptr ? std::vector<Id>() : context.names->RecordsTitled(field.target, text);
  return FromIds(ids, text, Severity::kBlock, "reference_unknown", "reference_ambiguous");
}
Parsed ParseUser(const Field&, std::string_view text, const CheckContext& context) {
  if (const auto id = ParseId(text)) return Parsed{Value::Text(FormatId(*id)), {}};
  const auto ids = context.names == nullptr ? std::vector<Id>() : context.names->UsersNamed(text);
  return FromIds(ids, text, Severity::kWarn, "user_unknown", "user_ambiguous");
}

std::string NameOfUser(const Value& value, const FormatContext& context) {
  const auto id = ParseId(value.text());
  return id.has_value() && context.names != nullptr ? context.names->UserName(*id) : std::string();
}
std::string TitleOfRecord(const Field& field, const Value& value, const FormatContext& context) {
  const auto id = ParseId(value.text());
  return id.has_value() && context.names != nullptr ? context.names->RecordTitle(field.target, *id) : std::string();
}
std::string FormatReference(const Field& field, const Value& value, const FormatContext& context) {
  std::string title = TitleOfRecord(field, value, context);
  return title.empty() ? value.text() : title;
}
std::string FormatUser(const Field&, const Value& value, const FormatContext& context) {
  std::string name = NameOfUser(value, context);
  return name.empty() ? value.text() : name;
}
// Two people or records may share a name: only the id leads back for certain.
std::string EditReference(const Field& field, const Value& value, const FormatContext& context) {
  std::string title = TitleOfRecord(field, value, context);
  const bool is_certain = !title.empty() && context.names->RecordsTitled(field.target, title).size() == 1;
  return is_certain ? title : value.text();
}
std::string EditUser(const Field&, const Value& value, const FormatContext& context) {
  std::string name = NameOfUser(value, context);
  const bool is_certain = !name.empty() && context.names->UsersNamed(name).size() == 1;
  return is_certain ? name : value.text();
}
void SearchReference(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  out += TitleOfRecord(field, value, context);
}
void SearchUser(const Field&, const Value& value, const FormatContext& context, std::string& out) {
  out += NameOfUser(value, context);
}

std::string CodeForm(const Field&, const Value& value) { return value.text(); }

void CheckId(const Field&, const Value& value, const CheckContext&, Issues& issues) {
  const auto id = ParseId(value.text());
  if (id.has_value() && FormatId(*id) == value.text()) return;
  issues.push_back(MakeIssue(Severity::kBlock, "reference_format"));
}

}  // namespace

const FieldTypeRow kRegionType = {ParseRegion, FormatRegion, EditRegion, CodeForm, SearchRegion, CheckRegion};
const FieldTypeRow kIndustryType = {ParseIndustry, FormatIndustry, FormatIndustry, CodeForm, SearchIndustry, CheckIndustry};
const FieldTypeRow kReferenceType = {ParseReference, FormatReference, EditReference, CodeForm, SearchReference, CheckId};
const FieldTypeRow kUserType = {ParseUser, FormatUser, EditUser, CodeForm, SearchUser, CheckId};

}  // namespace kedang
