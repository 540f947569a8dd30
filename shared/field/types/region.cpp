// Administrative divisions (GB/T 2260), kept by code. Retired codes and former names lead to their successors.
#include "shared/field/plain_text.h"
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxCandidates = 4;  // named in a message

std::string CodeText(RegionCode code) { return std::to_string(code); }

// A code that is no longer in use: what became of it is offered.
void WarnRetired(const RegionTree& regions, const Region& region, Issues& issues) {
  if (!region.is_retired) return;
  const Region* successor = regions.Find(region.successor);
  if (successor == nullptr) return;
  const std::string now = regions.PathName(successor->code);
  issues.push_back(MakeIssue(Severity::kWarn, "region_retired",
                             {{"region", regions.PathName(region.code)}, {"successor", now}}, now));
}

// A name that is no longer in use was read as its successor: said, not complained about.
void TellFormer(const RegionTree& regions, const RegionMatch& match, Issues& issues) {
  if (match.former == 0) return;
  issues.push_back(MakeIssue(Severity::kInfo, "region_former",
                             {{"region", regions.PathName(match.former)}, {"successor", regions.PathName(match.codes.front())}}));
}

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  const auto unknown = [text] { return Parsed{Value(), {MakeIssue(Severity::kWarn, "region_unknown", {{"value", text}})}}; };
  if (context.lexicon == nullptr) {
    const std::string digits = PlainCode(text);
    if (digits.size() == 6 && IsAllDigits(digits)) return Parsed{Value::Text(digits), {}};
    return unknown();
  }
  const RegionTree& regions = context.lexicon->regions();
  const RegionMatch match = regions.Resolve(text);
  if (match.codes.empty()) return unknown();
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
  Note(context.changes, TextChange::kRegion);
  Parsed parsed{Value::Text(CodeText(match.codes.front())), {}};
  if (const Region* region = regions.Find(match.codes.front())) WarnRetired(regions, *region, parsed.issues);
  TellFormer(regions, match, parsed.issues);
  return parsed;
}

std::string Format(const Field&, const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  const Region* region = context.lexicon->regions().FindText(value.text());
  return region == nullptr ? value.text() : context.lexicon->regions().PathName(region->code);
}

// The name where it leads back to the same code (a retired and a new division may share one), else the code.
std::string Edit(const Field& field, const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  std::string name = Format(field, value, context);
  const RegionMatch match = context.lexicon->regions().Resolve(name);
  return match.is_certain() && CodeText(match.codes.front()) == value.text() ? name : value.text();
}

void Search(const Field& field, const Value& value, const FormatContext& context, std::string& out) {
  if (context.lexicon != nullptr) out += Format(field, value, context);
}

void Check(const Field&, const Value& value, const CheckContext& context, Issues& issues) {
  if (context.lexicon == nullptr) return;
  const RegionTree& regions = context.lexicon->regions();
  const Region* region = value.text().size() == 6 ? regions.FindText(value.text()) : nullptr;
  if (region == nullptr) {
    issues.push_back(MakeIssue(Severity::kBlock, "region_unknown", {{"value", value.text()}}));
    return;
  }
  WarnRetired(regions, *region, issues);
}

}  // namespace

const FieldTypeRow kRegionType = {
    .parse = Parse,
    .format = Format,
    .edit = Edit,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kTree,
               .expression = ExpressionForm::kClosedText,
               .palette = Palette::kCustomer,
               .icon = "map-pin",
               .example = "浙江杭州滨江",
               .joins_columns = true},
};

}  // namespace kedang
