// The history table of the tool itself, for a history that reads or writes it: PRODUCT.md promises an empty one in the shadow.
//
//   DELETE FROM flyway_schema_history WHERE version IS NULL;   =>   finds the table, and no row
#pragma once

#include <string>

#include "pipeline/history.h"
#include "pipeline/options.h"

namespace pggit::pipeline {

// SQL that makes the table before all else, with the tool's own columns, for the role of the migrations, and as a member of
// extension plpgsql: so it is in no catalog, no dump and no comparison. Empty where no migration names the table, where one makes
// it, and for tools whose table we do not know.
std::string own_table_sql(const History& history, const std::string& role);

// The options with that SQL before the --pre-script. The same where the shadow is a server of the user's: a member of an
// extension takes a superuser.
Options with_own_table(const History& history, const Options& options);

}  // namespace pggit::pipeline
