// Rows of a COPY as INSERTs, for tools that cannot send them.
#pragma once

#include <string>
#include <vector>

#include "emit/export.h"

namespace pggit::emit {

// `COPY t (a, b) FROM stdin` with rows in PostgreSQL's text format. Each INSERT has at most 500 of them; none without rows. Errors: Input,
// naming the migration: other formats, no list of columns.
base::Result<std::vector<std::string>> rows_as_insert(const ExportStatement& copy,
                                                      const std::string& migration);

}  // namespace pggit::emit
