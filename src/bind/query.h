// Queries in their source form: stars and NATURAL expanded, output names explicit.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "bind/names.h"
#include "bind/scope.h"
#include "ir/expression.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

struct BoundQuery {
  ir::Expression query;
  std::vector<ir::ViewColumn>
      columns;                 // names always; types where a catalog column or a cast states them
  std::vector<ir::Key> reads;  // tables and views
  bool complete = true;        // false: a star over something whose columns we do not know
  std::string problem;         // why not
};

// `aliases`: the column list of CREATE VIEW v (a, b); may be shorter than the query's columns.
BoundQuery bind_query(const sql::Node& select, const Names& names,
                      const std::vector<std::string>& aliases);

// A statement of rows as a rule or a body of SQL holds it: a query, INSERT, UPDATE, DELETE, NOTIFY. `scope`: what stands
// around it (OLD and NEW). Errors: why it is not read, in our words.
std::expected<ir::Expression, std::string> bind_row_statement(const sql::Node& statement,
                                                              const Names& names,
                                                              const Scope& scope);

}  // namespace pggit::bind
