// Times that a step writes in whole seconds: EXTRACT(EPOCH FROM now()) into a bigint. Two runs within one second leave the same,
// and would not show that the value is another each time.
#pragma once

#include "bind/evolve.h"

namespace pggit::pipeline {

// By the words of its texts: one of the clock's, and one that makes a time coarser. May be true where none is written.
bool may_write_coarse_time(const bind::Step& step);

// So long that whole seconds differ, whether they were cut off or rounded.
void wait_a_second();

}  // namespace pggit::pipeline
