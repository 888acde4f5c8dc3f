// Which object is which across a migration's renames: what the differ cannot see in two catalogs.
#pragma once

#include <cstddef>

#include "bind/evolve.h"
#include "catalog/diff.h"

namespace pggit::rollback {

// Hints for a diff from the catalog after statement `end - 1` back to the one before statement `begin`.
catalog::RenameHints rename_hints(const bind::Step& step, std::size_t begin, std::size_t end);

}  // namespace pggit::rollback
