// Industries (GB/T 4754), kept by code.
#include "shared/field/types/plain_value.h"

namespace kedang {
namespace {

constexpr std::size_t kMaxCandidates = 4;  // named in a message

Parsed Parse(const Field&, std::string_view text, const CheckContext& context) {
  const auto unknown = [text] { return Parsed{Value(), {MakeIssue(Severity::kWarn, "industry_unknown", {{"value", text}})}}; };
  if (context.lexicon == nullptr) return unknown();
  const auto found = context.lexicon->industries().Resolve(text);
  if (found.empty()) return unknown();
  if (found.size() == 1) {
    Note(context.changes, TextChange::kWord);
    return Parsed{Value::Text(found.front()->code), {}};
  }
  std::string candidates;
  for (std::size_t i = 0; i < found.size() && i < kMaxCandidates; ++i) {
    candidates.append(i == 0 ? "" : "、").append(found[i]->name);
  }
  return Parsed{Value(),
                {MakeIssue(Severity::kWarn, "industry_ambiguous", {{"candidates", candidates}},
                           found.front()->code + " " + found.front()->name)}};
}

// "I65 软件和信息技术服务业".
std::string Format(const Field&, const Value& value, const FormatContext& context) {
  if (context.lexicon == nullptr) return value.text();
  const Industry* industry = context.lexicon->industries().Find(value.text());
  return industry == nullptr ? value.text() : industry->code + " " + industry->name;
}

void Search(const Field&, const Value& value, const FormatContext& context, std::string& out) {
  if (context.lexicon != nullptr) out += context.lexicon->industries().PathName(value.text());
}

void Check(const Field&, const Value& value, const CheckContext& context, Issues& issues) {
  if (context.lexicon == nullptr) return;
  const Industry* industry = context.lexicon->industries().Find(value.text());
  if (industry != nullptr && industry->code == value.text()) return;
  issues.push_back(MakeIssue(Severity::kBlock, "industry_unknown", {{"value", value.text()}}));
}

}  // namespace

const FieldTypeRow kIndustryType = {
    .parse = Parse,
    .format = Format,
    .edit = Format,
    .normal_form = PlainForm,
    .search = Search,
    .check = Check,
    .traits = {.editor = EditorKind::kTree,
               .expression = ExpressionForm::kClosedText,
               .palette = Palette::kCustomer,
               .icon = "list-tree",
               .example = "软件和信息技术服务业"},
};

}  // namespace kedang
