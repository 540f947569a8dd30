// Values that are ids of records, by the titles people know them by.
#pragma once

#include <string>
#include <string_view>

#include "shared/field/field_type_row.h"

namespace kedang {

// An id in text, or the only record with that title. Several or none block.
Parsed ParseRecordTitle(const Field& field, std::string_view text, const CheckContext& context);
// Empty when the record is not known.
std::string RecordTitleOf(const Field& field, const std::string& id, const FormatContext& context);
// The title where exactly one record has it, else the id.
std::string EditRecordTitle(const Field& field, const std::string& id, const FormatContext& context);
void CheckRecordId(const std::string& id, Issues& issues);

// The same as functions of a row whose values are one id.
std::string FormatRecord(const Field& field, const Value& value, const FormatContext& context);
std::string EditRecord(const Field& field, const Value& value, const FormatContext& context);
void SearchRecord(const Field& field, const Value& value, const FormatContext& context, std::string& out);
void CheckRecordValue(const Field& field, const Value& value, const CheckContext& context, Issues& issues);

}  // namespace kedang
