// Words about records that several pages share: a field's label, a value as people read it, who a person is, where a change
// came from, what an issue says. All in the language of the window.
#pragma once

#include <string>
#include <vector>

#include "shared/model/issue.h"
#include "shared/model/mutation.h"
#include "shared/model/provenance.h"
#include "wasm/app/app.h"
#include "wasm/ui/text.h"

namespace kedang {

// The schema's name, 客户; 记录 when it is gone.
std::string SchemaWords(App& app, SchemaId schema);
// Null when the schema or the field is gone.
const Field* FieldOf(App& app, SchemaId schema, FieldId field);
// The field's label; 某个字段 when it is gone.
std::string FieldWords(App& app, SchemaId schema, FieldId field);
// The value as people read it; of a sensitive field covered.
std::string ShownText(App& app, const Field& field, const Value& value);
// One line, never empty: 空 for null, line breaks as blanks.
std::string ValueWords(App& app, SchemaId schema, FieldId field, const Value& value);
// Of a record, computed fields too.
std::string ValueWords(App& app, const Record& record, FieldId field);
// The text that names the record, as it is now or as `mutation` made it; 一条记录 when neither is known.
std::string RecordWords(App& app, const Mutation& mutation);
std::string RecordWords(App& app, Id record);
// 我 for oneself, else the name; 某人 for nil and for people who are not in the list.
std::string PersonWords(App& app, Id person);
// 手动, 导入：名录.csv, 撤销 …
std::string SourceWords(const Provenance& provenance);
// The text of an issue with its details filled in.
std::string IssueWords(const Issue& issue);
// The first number of the record that can be called; empty when it has none.
std::string PhoneOf(const Schema& schema, const Record& record);
// 21.6 MB; below a megabyte KB.
std::string SizeWords(double bytes);

// A sentence with {title} in it as three parts, the middle one being the title in bold.
std::vector<ui::Span> TitleSpans(std::string_view sentence, std::string_view title, ui::Color color);

}  // namespace kedang
