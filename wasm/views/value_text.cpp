#include "wasm/views/value_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "shared/check/rule_set.h"
#include "shared/field/field_traits.h"
#include "shared/field/field_types.h"
#include "wasm/ui/strings.h"

namespace kedang {
namespace {

using ui::T;

void OneLine(std::string& text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
}

std::string TitleIn(App& app, const Record& record) {
  std::string title = app.workspace().TitleOf(record);
  OneLine(title);
  return title;
}

}  // namespace

std::string SchemaWords(App& app, SchemaId schema) {
  const Schema* found = app.workspace().schemas().Find(schema);
  return found != nullptr ? found->label.In(app.is_english()) : std::string(T("value.record"));
}

const Field* FieldOf(App& app, SchemaId schema, FieldId field) {
  const Schema* found = app.workspace().schemas().Find(schema);
  return found != nullptr && field != 0 ? found->Find(field) : nullptr;
}

std::string FieldWords(App& app, SchemaId schema, FieldId field) {
  const Field* found = FieldOf(app, schema, field);
  return found != nullptr ? found->label.In(app.is_english()) : std::string(T("value.field"));
}

std::string ShownText(App& app, const Field& field, const Value& value) {
  if (field.is_sensitive) return MaskField(field, value, app.Format());
  return FormatField(field, value, app.Format());
}

std::string ValueWords(App& app, SchemaId schema, FieldId field, const Value& value) {
  if (value.is_null()) return std::string(T("value.empty"));
  const Field* found = FieldOf(app, schema, field);
  std::string text = found != nullptr ? ShownText(app, *found, value) : FormatPlain(value);
  OneLine(text);
  return text.empty() ? std::string(T("value.empty")) : text;
}

std::string ValueWords(App& app, const Record& record, FieldId field) {
  const Field* found = FieldOf(app, record.schema, field);
  if (found == nullptr) return ValueWords(app, record.schema, field, record.Get(field));
  const Value value = app.workspace().ValueOf(record, field);
  std::string text = value.is_null() ? std::string() : ShownText(app, app.workspace().ShownField(record.schema, *found), value);
  OneLine(text);
  return text.empty() ? std::string(T("value.empty")) : text;
}

std::string RecordWords(App& app, Id id) {
  const auto record = app.workspace().records().FindRecord(id);
  return record ? TitleIn(app, *record) : std::string(T("value.a_record"));
}

std::string RecordWords(App& app, const Mutation& mutation) {
  if (const auto record = app.workspace().records().FindRecord(mutation.record)) return TitleIn(app, *record);
  const Schema* schema = app.workspace().schemas().Find(mutation.schema);
  for (const CellEdit& edit : mutation.edits) {
    if (schema == nullptr || edit.field != schema->title) continue;
    return ValueWords(app, mutation.schema, edit.field, edit.value.is_null() ? edit.base_value : edit.value);
  }
  return std::string(T("value.a_record"));
}

std::string PersonWords(App& app, Id person) {
  if (person.is_nil()) return std::string(T("value.server"));  // the command line on the server's machine
  if (person == app.user().id) return std::string(T("value.me"));
  std::string name = app.workspace().UserName(person);
  return name.empty() ? std::string(T("value.somebody")) : name;
}

std::string SourceWords(const Provenance& provenance) {
  std::string_view key = "source.manual";
  switch (provenance.kind) {
    case SourceKind::kManual: key = "source.manual"; break;
    case SourceKind::kImport: key = "source.import"; break;
    case SourceKind::kApi: key = "source.api"; break;
    case SourceKind::kForm: key = "source.form"; break;
    case SourceKind::kUndo: key = "source.undo"; break;
    case SourceKind::kConflictResolution: key = "source.conflict"; break;
    case SourceKind::kSample: key = "source.sample"; break;
    case SourceKind::kSchema: key = "source.schema"; break;
    case SourceKind::kMerge: key = "source.merge"; break;
  }
  if (provenance.source.empty()) return std::string(T(key));
  return ui::TF("source.named", {{"kind", T(key)}, {"source", provenance.source}});
}

std::string IssueWords(const Issue& issue) {
  const bool is_rule = issue.code.starts_with(kRuleCode);
  const std::string key = is_rule ? std::string("issue.rule") : "issue." + issue.code;
  if (!ui::HasText(key)) return issue.message;
  std::string text(T(key));
  for (const auto& [name, value] : issue.details) {
    // What a detail is in English stands beside it: "name.en".
    const std::string* words = &value;
    for (const auto& [other, english] : issue.details) {
      if (ui::CurrentLanguage() == ui::Language::kEnglish && !english.empty() && other == name + ".en") words = &english;
    }
    const std::string place = "{" + name + "}";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + words->size())) {
      text.replace(at, place.size(), *words);
    }
  }
  return text;
}

std::string PhoneOf(const Schema& schema, const Record& record) {
  for (const Field& field : schema.fields) {
    const Value& value = record.Get(field.id);
    if (TraitsOf(field.type).action == FieldAction::kCall && !field.is_retired && !value.is_null()) return value.text();
  }
  return "";
}

std::string SizeWords(double bytes) {
  char text[32];
  constexpr double kMega = 1024.0 * 1024.0;
  if (bytes < kMega) {
    std::snprintf(text, sizeof text, "%.0f KB", std::ceil(bytes / 1024.0));
  } else if (bytes < 1024 * kMega) {
    std::snprintf(text, sizeof text, "%.1f MB", bytes / kMega);
  } else {
    std::snprintf(text, sizeof text, "%.1f GB", bytes / (1024 * kMega));
  }
  return text;
}

std::vector<ui::Span> TitleSpans(std::string_view sentence, std::string_view title, ui::Color color) {
  constexpr std::string_view kPlace = "{title}";
  const std::size_t at = sentence.find(kPlace);
  if (at == std::string_view::npos) return {{sentence, ui::Weight::kRegular, color}};
  return {{sentence.substr(0, at), ui::Weight::kRegular, color},
          {title, ui::Weight::kBold, color},
          {sentence.substr(at + kPlace.size()), ui::Weight::kRegular, color}};
}

}  // namespace kedang
