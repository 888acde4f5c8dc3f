// Which shadow server a project gets.
#pragma once

#include <string>

#include "base/error.h"
#include "project/config.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

// `role`: what migrations log in as. `major`: 0 for the newest installed. Errors: Database (no such server is installed).
base::Result<shadow::ClusterOptions> shadow_options(const project::Config& config,
                                                    const std::string& role, int major = 0);

}  // namespace pggit::pipeline
