// In which transaction psql runs a script: none but those that the script begins itself.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::psql {

// Sets lowered.transaction. A script that is `BEGIN; ... COMMIT;` and no more, but for SET before it, is one transaction:
// the two words are left out, and say so by the mode. A lone statement is one too. `around_each`: whoever runs the
// scripts puts a transaction around each that has none of its own.
void decide_transaction(ir::LoweredMigration& lowered, bool around_each);

}  // namespace pggit::frontend::psql
