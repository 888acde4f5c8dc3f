// Times that a step writes in whole seconds: EXTRACT(EPOCH FROM now()) into a bigint. Two runs within one second leave the same,
// and would not show that the value is another each time.
#pragma once

#include "bind/evolve.h"

namespace pggit::pipeline {

// By the words of its texts: one of the clock's, and one that makes a time coarser. May be true where none is written.
bool may_write_coarse_time(const bind::Step& step);

// Returns in the next second of the clock.
void wait_for_next_second();

}  // namespace pggit::pipeline
