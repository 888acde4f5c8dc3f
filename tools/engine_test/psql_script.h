// Runs a psql script as psql would, as far as scripts of a test suite need it: variables, \set, \getenv, \gset, \gexec,
// \c, \if, \quit, rows behind COPY. Each statement goes to whoever asked.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "frontend/psql/variables.h"
#include "pg/connection.h"

namespace pggit::engine_test {

struct ScriptHandler {
  // One statement; its rows, for \gset and \gexec. Nothing: it was refused. Errors end the script.
  std::function<base::Result<std::optional<pg::Rows>>(const std::string& sql, int line)> statement;
  std::function<base::Result<void>(const std::string& sql, const std::string& rows, int line)> copy;
  // \c - NAME; empty: as before.
  std::function<base::Result<void>(const std::string& user)> connect;
};

// `environment`: for \getenv. `variables` may hold some from the start, and what the script sets.
base::Result<void> run_psql_script(const std::string& script,
                                   const std::map<std::string, std::string>& environment,
                                   frontend::psql::Variables& variables,
                                   const ScriptHandler& handler);

}  // namespace pggit::engine_test
