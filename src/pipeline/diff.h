#pragma once

#include <string>

#include "pipeline/repository.h"

namespace pggit::pipeline {

// What differs between two revisions: a line an object, or with `as_sql` the DDL that leads from A to B, in an order that
// PostgreSQL accepts. Errors: Usage, Database.
base::Result<std::string> diff_text(Repository& repository, const std::string& a,
                                    const std::string& b, bool as_sql);

}  // namespace pggit::pipeline
