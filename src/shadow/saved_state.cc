#include "shadow/saved_state.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "sql/print.h"

namespace pggit::shadow {
namespace {

constexpr char kNoPrivilege[] = "42501";
constexpr std::size_t kFewRows = 100;

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

std::string selection(const SavedTable& saved) {
  return "SELECT " + column_list(saved) + " FROM ONLY " +
         base::qualified(saved.table.schema, saved.table.name);
}

SavedTable empty_save(const ir::Table& table) {
  SavedTable saved{table.key(), "", {}, {}, {}};
  for (const ir::Constraint& constraint : table.constraints) {
    if (constraint.check && !constraint.validated) saved.not_valid.push_back(constraint);
  }
  for (const ir::Column& column : table.columns) {
    if (!column.generated) saved.columns.push_back(column.name);
  }
  return saved;
}

// More than any number of rows where nobody counted them.
std::size_t rows_in(const RowState& rows, const ir::Key& key) {
  const auto state = rows.tables.find(key);
  return state == rows.tables.end() ? std::numeric_limits<std::size_t>::max()
                                    : std::size_t(state->second.rows);
}

// What a regclass column holds is printed as a name, which may be gone when it is read again.
bool are_told_by_text(const ir::Table& table) {
  return !table.columns.empty() && std::ranges::none_of(table.columns, [](const ir::Column& c) {
    return c.type.sql().find("reg") != std::string::npos;
  });
}

base::Result<std::vector<std::vector<std::optional<std::string>>>> read_few(
    pg::Connection& harness, const SavedTable& saved) {
  const pg::Execution found = harness.run(selection(saved));
  if (!found)
    return base::fail(base::ErrorCode::Database, "keeping rows aside: " + found.error().text());
  std::vector<std::vector<std::optional<std::string>>> rows(std::size_t(found->count()));
  for (int i = 0; i < found->count(); ++i) {
    for (int column = 0; column < found->columns(); ++column) {
      rows[std::size_t(i)].push_back(found->is_null(i, column)
                                         ? std::nullopt
                                         : std::optional(std::string(found->text(i, column))));
    }
  }
  return rows;
}

// "VALUES ('1', NULL), ...", whose types are those of the columns; or the rows of the copy.
std::string source_of(const SavedTable& saved) {
  if (!saved.copy.empty()) return "SELECT " + column_list(saved) + " FROM " + saved.copy;
  std::vector<std::string> rows;
  for (const auto& row : saved.rows) {
    std::vector<std::string> cells;
    for (const auto& cell : row) cells.push_back(cell ? base::quote_literal(*cell) : "NULL");
    rows.push_back("(" + base::join(cells, ", ") + ")");
  }
  return "VALUES " + base::join(rows, ", ");
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
    SavedTable saved = empty_save(*table);
    const std::size_t held = rows_in(rows, key);
    if (held > 0 && held <= kFewRows && are_told_by_text(*table)) {
      saved.rows = TRY(read_few(harness, saved));
    } else if (held > 0) {
      saved.copy = "pggit.saved_" + std::to_string(state.tables.size());
      statements.push_back("CREATE TABLE " + saved.copy + " AS " + selection(saved));
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
    if ((table.copy.empty() && table.rows.empty()) || table.columns.empty()) continue;
    for (const ir::Constraint& constraint : table.not_valid) {
      append(ir::DropConstraint{table.table, constraint.name}, statements);
    }
    statements.push_back("INSERT INTO " + name + " (" + column_list(table) +
                         ") OVERRIDING SYSTEM VALUE " + source_of(table));
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
