// Which rows a migration writes that were there before it, so that its way back would have to bring them again.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"

namespace pggit::rollback {

// Of each statement the tables and views that it writes, itself or by way of a foreign key's ON UPDATE or ON DELETE, and whose rows do
// not go with the way back by themselves. What goes:
// - rows of tables that the migration made,
// - values of columns that it added: `ALTER TABLE t ADD b int; UPDATE t SET b = a`, where no trigger does more than that,
// - positions of sequences that a statement sets and writes nothing else: losses() tells them.
std::vector<std::vector<ir::Key>> lasting_writes(const bind::Step& step);

// The columns that an UPDATE names; empty where it is none, or where a part of it may write too.
std::vector<std::string> columns_set(const bind::Statement& statement);

// Whether it leaves the rows alone that were there before it.
bool only_adds(ir::DmlKind kind);

// Whether triggers and rules of the tables that it writes may write more than it says, or than its undo takes back.
bool fires_triggers(const ir::Dml& dml, const catalog::Catalog& catalog);

// Whether what statement `i` itself writes goes with the way back, and only what its triggers may write does not.
bool lasts_by_triggers(const bind::Step& step, std::size_t i);

}  // namespace pggit::rollback
