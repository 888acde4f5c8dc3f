#include "frontend/flyway/flyway.h"

#include "frontend/flyway/history.h"
#include "frontend/flyway/list.h"
#include "frontend/flyway/lower.h"

namespace pggit::frontend::flyway {

const ir::FrontEnd kFlyway{"flyway", "Flyway", detect,
                           list,     lower,    history_table("", "flyway_schema_history"),
                           true,     &kHistory};

}  // namespace pggit::frontend::flyway
