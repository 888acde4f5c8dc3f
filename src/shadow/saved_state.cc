#include "shadow/saved_state.h"

#include "base/text.h"
#include "sql/print.h"

namespace pggit::shadow {
namespace {

constexpr char kNoPrivilege[] = "42501";

base::Result<void> run_all(pg::Connection& harness, const std::vector<std::string>& statements) {
  if (statements.empty()) return {};
  std::string sql;
  for (const std::string& statement : statements) sql += statement + ";\n";
  if (const pg::Execution done = harness.run(sql); !done) {
    return base::fail(base::ErrorCode::Database, "keeping rows aside: " + done.error().text());
  }
  return {};
}

void append(const ir::Op& op, std::vector<std::string>& statements) {
  for (std::string& sql : sql::print(op)) statements.push_back(std::move(sql));
}

std::string column_list(const SavedTable& saved) {
  std::vector<std::string> quoted;
  for (const std::string& column : saved.columns) quoted.push_back(base::quote_ident(column));
  return base::join(quoted, ", ");
}

}  // namespace

base::Result<void> open_for_rows(pg::Connection& session) {
  const pg::Execution set = session.run("SET session_replication_role = replica");
  if (set || set.error().sqlstate == kNoPrivilege) return {};
  return base::fail(base::ErrorCode::Database, "keeping rows aside: " + set.error().text());
}

base::Result<SavedState> save_rows(pg::Connection& harness, const catalog::Catalog& catalog,
                                   const std::vector<ir::Key>& tables, const RowState& rows) {
  SavedState state;
  std::vector<std::string> statements;
  for (const ir::Key& key : tables) {
    const ir::Table* table = catalog.get<ir::Table>(key);
    if (!table) continue;
    SavedTable saved{key, "", {}, {}};
    for (const ir::Constraint& constraint : table->constraints) {
      if (constraint.check && !constraint.validated) saved.not_valid.push_back(constraint);
    }
    for (const ir::Column& column : table->columns) {
      if (!column.generated) saved.columns.push_back(column.name);
    }
    const auto state_of = rows.tables.find(key);
    if (state_of == rows.tables.end() || state_of->second.rows > 0) {
      saved.copy = "pggit.saved_" + std::to_string(state.tables.size());
      statements.push_back("CREATE TABLE " + saved.copy + " AS SELECT " + column_list(saved) +
                           " FROM ONLY " + base::qualified(key.schema, key.name));
    }
    state.tables.push_back(std::move(saved));
  }
  if (!statements.empty())
    statements.insert(statements.begin(), "CREATE SCHEMA IF NOT EXISTS pggit");
  TRY(run_all(harness, statements));
  return state;
}

base::Result<void> restore_rows(pg::Connection& harness, const SavedState& saved) {
  std::vector<std::string> statements;
  for (const SavedTable& table : saved.tables) {
    const std::string name = base::qualified(table.table.schema, table.table.name);
    statements.push_back("DELETE FROM ONLY " + name);
    if (table.copy.empty() || table.columns.empty()) continue;
    for (const ir::Constraint& constraint : table.not_valid) {
      append(ir::DropConstraint{table.table, constraint.name}, statements);
    }
    statements.push_back("INSERT INTO " + name + " (" + column_list(table) +
                         ") OVERRIDING SYSTEM VALUE SELECT " + column_list(table) + " FROM " +
                         table.copy);
    for (const ir::Constraint& constraint : table.not_valid) {
      append(ir::AddConstraint{table.table, constraint, ""}, statements);
    }
  }
  return run_all(harness, statements);
}

base::Result<void> drop_saved(pg::Connection& harness, const SavedState& saved) {
  std::vector<std::string> statements;
  for (const SavedTable& table : saved.tables) {
    if (!table.copy.empty()) statements.push_back("DROP TABLE " + table.copy);
  }
  return run_all(harness, statements);
}

}  // namespace pggit::shadow
