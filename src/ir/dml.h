// What can be told of a statement on rows by its operation alone.
#pragma once

#include "ir/op.h"

namespace pggit::ir {

// Whether it sets positions of sequences and writes nothing else: setval(), ALTER SEQUENCE ... RESTART.
bool only_moves_sequences(const Dml& dml);

}  // namespace pggit::ir
