// What a statement on rows touches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/names.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

struct RowAccess {
  std::vector<ir::Key> writes;
  std::vector<ir::Key> reads;
  std::vector<ir::Key> user_functions;  // that it calls
  // "writes to x, which the catalog does not hold"; empty: it writes to none such. Temporary relations are none.
  std::string problem;
  // INSERT ... VALUES with a key of the table in the text: the DELETE of exactly these rows.
  std::optional<std::string> undo;
};

// INSERT, UPDATE, DELETE, MERGE.
bool writes_rows(const sql::Node& statement);

// "writes to WHAT, which the catalog does not hold".
std::string writes_to(const std::string& what);

// For one statement, or a list of them: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY and SELECT.
RowAccess row_access(const sql::Node& statement, const Names& names);

}  // namespace pggit::bind
