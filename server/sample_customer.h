// A made-up customer as a record of the shipped template: what benchmarks judge and evaluate.
#pragma once

#include "server/sample_company.h"
#include "shared/model/record.h"
#include "shared/model/schema.h"
#include "shared/text/lexicon.h"

namespace kedang {

// Fields the schema lacks are left out; stage and level are any of their choices.
Record MakeSampleCustomer(const Schema& schema, Id id, const Lexicon& lexicon, SampleRandom& random);

}  // namespace kedang
