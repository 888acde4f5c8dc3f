// For tests: a Flyway project in memory.
#pragma once

#include "frontend/flyway/flyway.h"
#include "frontend/flyway/list.h"
#include "frontend/flyway/lower.h"
#include "frontend/testing/sample.h"

namespace pggit::frontend::flyway::testing {

using frontend::testing::File;
using frontend::testing::NothingKnown;

using Sample = frontend::testing::SampleOf<kFlyway>;

}  // namespace pggit::frontend::flyway::testing
