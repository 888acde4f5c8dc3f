// The order of commits.
#pragma once

#include <map>
#include <vector>

#include "store/model.h"

namespace pggit::store {

// `from` and its ancestors, a child always before its parents; of two that could come next, the one that was
// reached through the earlier parent. Commits that `all` lacks are left out.
std::vector<Commit> newest_first(std::map<base::Hash, Commit> all, const base::Hash& from);

}  // namespace pggit::store
