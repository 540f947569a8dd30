// What an import says as JSON: to scripts, and beside the file in a folder of imports.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/import_job.h"

namespace kedang {

// {"read","created","updated","duplicates","rejected","flagged","batch","seconds","rows_per_s","peak_bytes","earlier","issue_count","issues":[…]}
nlohmann::ordered_json ImportAnswerJson(const ImportAnswer& answer, std::size_t max_issues);

}  // namespace kedang
