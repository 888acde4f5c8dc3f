// modifySql: what is done to the text of every statement of a changeset.
#pragma once

#include <vector>

#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {

void modify_sql(Rendering& r, const std::vector<Element>& modify);

}  // namespace pggit::frontend::liquibase
