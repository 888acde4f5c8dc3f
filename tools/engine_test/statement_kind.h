// What a statement is about, by its parse tree alone.
#pragma once

#include <string>

#include "sql/tree.h"

namespace pggit::engine_test {

// Whether it may change what a catalog holds: not rows, queries, the session, a transaction.
bool is_ddl(const sql::Node& statement);

// Why it is counted apart: it makes what only a superuser may make ("superuser: operator class"), or what belongs to the
// cluster and to no database ("cluster: role"). Empty: it is not.
std::string counted_apart(const sql::Node& statement);

}  // namespace pggit::engine_test
