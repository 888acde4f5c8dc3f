// A stage's print, for developers.
#pragma once

#include <string>

#include "pipeline/history.h"

namespace pggit::pipeline {

// The prints of `pggit dump`: "catalog", "ops" or "rollback". Errors: Usage.
base::Result<std::string> dump_view(const History& history, const std::string& view);

}  // namespace pggit::pipeline
