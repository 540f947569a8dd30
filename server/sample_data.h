// Sample data for --demo: some 3,000 invented customers with contacts, talks, deals and payments, as a year of work of four
// invented people leaves them: some entered twice, some with contacts who left. The same every time but for ids and for
// times, which end now.
#pragma once

#include "server/instance.h"

namespace kedang {

// In one transaction. Does nothing when the instance has any record.
Status AddSampleData(Instance& instance);

}  // namespace kedang
