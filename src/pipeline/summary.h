// What a migrate found, as text for people.
#pragma once

#include <string>

#include "pipeline/history.h"

namespace pggit::pipeline {

// The blocks of the report: detection, phases, proof words, rollback classes, what is not proven, walls.
std::string summary(const History& history);

// The prints of `pggit dump`: "catalog", "ops" or "rollback". Errors: Usage.
base::Result<std::string> dump_view(const History& history, const std::string& view);

}  // namespace pggit::pipeline
