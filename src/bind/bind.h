// One statement's parse tree into operations, with names resolved at this point of the history.
#pragma once

#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

struct BoundStatement {
  // What the statement does, in order. A statement that PostgreSQL would refuse as far as we can tell, or that we
  // cannot read, is one Opaque with the reason, and `after` is the catalog before.
  std::vector<ir::Op> ops;
  catalog::Catalog after;
  bool asked = false;                          // the oracle was asked for column types
  std::vector<std::string> absent_roles = {};  // it would do something else if they were there
  bool wants_server = false;                   // something was guessed that an oracle would know
};

// `statement` is the root of a parse tree. `session` changes where the statement changes it. `oracle` may
// be null: then columns of views and of CREATE TABLE AS may have unknown types.
BoundStatement bind(const sql::Node& statement, const catalog::Catalog& before, Session& session,
                    ir::Oracle* oracle);

// The same, as a part of another statement (elements of CREATE SCHEMA).
void bind_into(const sql::Node& statement, Binding& binding);

}  // namespace pggit::bind
