// Work in parts on all processors: the runner that matching takes.
#pragma once

#include <cstddef>
#include <functional>

namespace kedang {

// A PartRunner of shared/match/match_run.h: parts are taken by as many threads as the machine has processors, at most 8.
void RunPartsOnThreads(std::size_t parts, const std::function<void(std::size_t)>& work);

}  // namespace kedang
