// What the code of a trigger does beside what the statement says that fires it.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::bind {

// Whether it writes no other row, lets each row through, and leaves these columns of it as they are:
//
//   BEGIN
//     NEW.created_at := now();
//     RETURN NEW;
//   END
//
// True only where the text says so in such simple words; what it fires on is not asked.
bool leaves_alone(const ir::Trigger& trigger, const catalog::Catalog& catalog,
                  const std::vector<std::string>& columns);

}  // namespace pggit::bind
