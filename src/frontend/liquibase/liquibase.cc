#include "frontend/liquibase/liquibase.h"

#include "frontend/liquibase/history.h"
#include "frontend/liquibase/list.h"
#include "frontend/liquibase/plan.h"

namespace pggit::frontend::liquibase {

const ir::FrontEnd kLiquibase{"liquibase", "Liquibase", detect,
                              list,        lower,       history_table("", "databasechangelog"),
                              false,       &kHistory};

}  // namespace pggit::frontend::liquibase
