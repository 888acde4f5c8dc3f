// The stored scripts of a commit as statements, and what the way back destroys.
#pragma once

#include <string>
#include <vector>

#include "shadow/run_script.h"
#include "sql/tree.h"
#include "store/model.h"

namespace pggit::pipeline {

// A statement that destroys rows for good.
struct Discard {
  std::string migration;
  std::string sql;
  std::vector<std::string> tables;  // as the statement spells them
};

// The relations that a statement is about: of ALTER, DELETE, TRUNCATE, DROP; SQL names.
std::vector<std::string> tables_of(const sql::Node& statement);

// Statements without their semicolons; the rows of a COPY go with it.
std::vector<shadow::ScriptStatement> script_of(const std::string& text);

// The copies of what up destroys; or, after it, the notes of what it left.
// `schema`: where the store is; the commit says `pggit`, which may be somebody else's there.
std::vector<shadow::ScriptStatement> saves_of(const store::Commit& commit,
                                              const std::string& schema, bool after_up);
// Up with both around it.
std::vector<shadow::ScriptStatement> up_script(const store::Commit& commit,
                                               const std::string& schema);
// Down, and before it empty copies where up was run by another tool, which made none: rows do not return then.
std::vector<shadow::ScriptStatement> down_script(const store::Commit& commit,
                                                 const std::string& schema);

// The statements of a commit's down that drop tables or columns, or delete rows.
std::vector<Discard> discards_of(const store::Commit& commit);

}  // namespace pggit::pipeline
