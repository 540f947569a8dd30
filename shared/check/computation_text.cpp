#include "shared/check/computation_text.h"

namespace kedang {
namespace {

// Braces make a name of any key, also of one that is a word of the language.
std::string Named(const std::string& key) { return "{" + key + "}"; }

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Each of the keys, where its condition holds; what is null is left out of the cell.
std::string TextOfTags(const Field& field) {
  std::string source;
  for (const Choice& choice : field.choices) {
    if (choice.when.empty()) continue;
    source += (source.empty() ? "[if((" : ", if((") + choice.when + "), " + Quoted(choice.key) + ")";
  }
  return source.empty() ? source : source + "]";
}

}  // namespace

ComputationText TextOfComputation(const Field& field, bool is_dated) {
  const Computation& made = field.computation;
  if (field.type == FieldType::kFormula) return {made.expression, 0};
  if (field.type == FieldType::kSmartTags) return {TextOfTags(field), 0};
  if (made.through.empty()) return {};
  if (field.type == FieldType::kLookup) {
    if (made.source.empty()) return {};
    return {Named(made.through) + "." + Named(made.source), 0};
  }
  if (made.summary.empty() || (made.source.empty() && made.summary != "count")) return {};
  ComputationText text;
  std::string records = Named(made.through);
  if (!made.condition.empty()) {
    records = "filter(" + records + ", (";
    text.offset = made.summary == "latest" && !is_dated ? std::string("latest(").size() : made.summary.size() + 1;
    text.offset += records.size();
    records += made.condition + "))";
  }
  if (made.summary == "count") text.source = "count(" + records + ")";
  else if (made.summary == "latest" && !is_dated) text.source = "latest(" + records + ")." + Named(made.source);
  else text.source = made.summary + "(" + records + "." + Named(made.source) + ")";
  return text;
}

}  // namespace kedang
