// The saved views that come with the product: ordinary records that administrators change, share otherwise or delete.
#pragma once

#include "server/instance.h"

namespace kedang {

// Makes them, for everybody and nobody's own, in an instance that never had a view of its own or of the product's.
// Those of templates or with fields that this instance does not have are left out.
Status AddDefaultViews(Instance& instance);

}  // namespace kedang
