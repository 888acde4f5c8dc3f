// The catalog after a step as it would read without the step's renames: what was there before has the name that it had.
//
//   ALTER TABLE t RENAME TO u; ALTER TABLE u ADD CHECK (n > 0);   -- here: t with the check
#pragma once

#include "bind/evolve.h"
#include "catalog/catalog.h"

namespace pggit::pipeline {

// A name that something else has taken since is not given back.
catalog::Catalog after_under_names_before(const bind::Step& step);

}  // namespace pggit::pipeline
