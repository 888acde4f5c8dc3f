// Liquibase: changelogs in XML, YAML, JSON and formatted SQL.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::liquibase {

extern const ir::FrontEnd kLiquibase;

}  // namespace pggit::frontend::liquibase
