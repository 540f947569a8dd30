// ImportTerms: what an import request comes to once its profile was looked up and its file hashed.
#pragma once

#include "server/import_job.h"

namespace kedang {

// kInvalidArgument for a profile of another template, and what keeps the file from being read.
Result<ImportTerms> MakeImportTerms(Instance& instance, const ImportRequest& request);

// What becomes of rows that the pool has, in the words of profiles, which the browser writes as well.
std::string_view ActionOfPolicy(DuplicatePolicy policy);

}  // namespace kedang
