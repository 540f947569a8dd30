// Words of quality that its page and the record page share.
#pragma once

#include <string>

#include "shared/quality/quality_meter.h"
#include "wasm/ui/theme.h"

namespace kedang {

// 83.4; with a sign, +1.2 and −0.4.
std::string PointWords(double points);
std::string ChangeWords(double points);
// What is to be done about a reason: 填写手机, 修正邮箱, or the rule's own words.
std::string MendWords(const Schema& schema, const std::string& code, FieldId field, bool is_english);
std::string QualityPartWords(QualityPart part);
// Of a score or part, 0 … 1.
ui::Meaning QualityMeaning(double share);

}  // namespace kedang
