// Plain SQL files in folders of any layout, run as psql runs them. docs/sources/sql.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::sql {

extern const ir::FrontEnd kSql;

}  // namespace pggit::frontend::sql
