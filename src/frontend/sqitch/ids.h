// Ids of changes and tags, byte for byte as Sqitch makes them: SHA-1 over what the plan says of one and over the id of
// the change before it. Source: Plan/Change.pm and Plan/Tag.pm of Sqitch 1.
#pragma once

#include <string>

#include "frontend/sqitch/plan.h"

namespace pggit::frontend::sqitch {

// Gives ids to all changes and tags of the plan.
void add_ids(Plan& plan);

}  // namespace pggit::frontend::sqitch
