#include "pipeline/needs_empty.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "catalog/compare.h"
#include "catalog/parts.h"
#include "pipeline/prove_parts.h"
#include "rollback/lineage.h"

namespace pggit::pipeline {
namespace {

// --- what runs code of the history --------------------------------------------------------------

bool runs_code(const ir::Expression& expression) {
  const auto is_function = [](const ir::Piece& piece) {
    return piece.kind == ir::Piece::Kind::Function;
  };
  return std::ranges::any_of(expression.pieces(), is_function) ||
         expression.sql().find("OPERATOR(") != std::string::npos;
}

bool any_runs_code(const ir::Object& object) {
  return std::ranges::any_of(catalog::expressions(object),
                             [](const auto& entry) { return runs_code(*entry.second); });
}

// Its defaults, checks, generated columns and indexes: what a rewrite of it evaluates.
bool table_runs_code(const catalog::Catalog& catalog, const ir::Key& table) {
  const ir::Object* object = catalog.find(table);
  if (object && any_runs_code(*object)) return true;
  const auto users = catalog.users(catalog::Link::Kind::Relation, table.schema, table.name);
  return std::ranges::any_of(users, [&](const ir::Key& user) {
    return user.kind == ir::Kind::Index && any_runs_code(*catalog.find(user));
  });
}

bool a_domain_runs_code(const catalog::Catalog& catalog) {
  bool found = false;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    found = found || (entry->key.kind == ir::Kind::Domain && any_runs_code(entry->object));
  });
  return found;
}

// --- what keeps rows ----------------------------------------------------------------------------

// Whether an operation certainly takes no row out of `table`, which has the name of that moment. Where there is doubt: no.
struct KeepsRows {
  const ir::Key& table;
  const catalog::Catalog& after;  // the operation's statement

  bool operator()(const ir::Create& op) const {
    if (const auto* index = std::get_if<ir::Index>(&op.object))
      return !table_runs_code(after, {ir::Kind::Table, index->schema, index->table, ""});
    return !std::holds_alternative<ir::MaterializedView>(op.object) &&
           !std::holds_alternative<ir::Extension>(op.object);
  }
  bool operator()(const ir::Replace& op) const { return (*this)(ir::Create{op.object}); }
  bool operator()(const ir::Drop& op) const {
    return op.key != table && op.key.kind != ir::Kind::Extension;
  }
  bool operator()(const ir::SetColumnType& op) const {
    const bool computes = op.using_expression && runs_code(*op.using_expression);
    return !computes && !table_runs_code(after, op.table);
  }
  bool operator()(const ir::Dml&) const { return false; }
  bool operator()(const ir::NoEffect& op) const { return op.what != "on a temporary relation"; }
  bool operator()(const ir::NotHeld&) const { return false; }
  bool operator()(const ir::Opaque&) const { return false; }
  bool operator()(const auto& op) const {
    if constexpr (requires { op.table; }) return !table_runs_code(after, op.table);
    return true;
  }
};

// What a DO block does may depend on rows that it fails on and handles, whatever it was predicted to do.
bool is_block(const bind::Statement& statement) {
  const std::string start = base::to_lower(statement.text.substr(0, 3));
  return start.starts_with("do") && start.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 2) == 2;
}

bool keeps_rows(const bind::Step& step, std::size_t end, const ir::Key& before) {
  for (std::size_t i = 0; i < end; ++i) {
    const bind::Statement& statement = step.statements[i];
    if (statement.learnt || statement.kind != bind::Statement::Kind::Sql || is_block(statement))
      return false;
    const ir::Key table = rollback::lineage(step, 0, i).now(before);
    const KeepsRows keeps{table, statement.after};
    if (!std::ranges::all_of(statement.ops,
                             [&](const ir::Op& op) { return std::visit(keeps, op); }))
      return false;
  }
  return !makes_temporary(step) && !a_domain_runs_code(step.before) &&
         !a_domain_runs_code(step.after);
}

// --- what every row would lack ------------------------------------------------------------------

struct Column {
  ir::Key table;  // as it is called where it is asked for
  std::string name;
};

// In the server's words: no other table's and no other column's.
bool is_about(const pg::ServerError& error, const Column& column) {
  return error.sqlstate == "23502" && error.message == "column \"" + column.name +
                                                           "\" of relation \"" + column.table.name +
                                                           "\" contains null values";
}

// The columns that the statement makes NOT NULL.
struct NotNullFinder {
  std::vector<Column>& found;

  void operator()(const ir::AddColumn& op) const {
    if (op.column.not_null) found.push_back({op.table, op.column.name});
  }
  void operator()(const ir::SetNotNull& op) const {
    if (op.not_null) found.push_back({op.table, op.column});
  }
  void operator()(const ir::AddConstraint& op) const {
    if (op.constraint.kind != ir::ConstraintKind::Primary) return;
    for (const std::string& name : op.constraint.columns) found.push_back({op.table, name});
  }
  void operator()(const auto&) const {}
};

// Whether an operation may give rows a value in a column of this name, in whatever table.
struct MayFill {
  const std::string& column;
  const catalog::Catalog& after;

  bool is_domain(const ir::TypeName& type) const {
    return after.find({ir::Kind::Domain, type.schema, type.name, ""}) != nullptr;
  }
  bool operator()(const ir::AddColumn& op) const {
    const ir::Column& added = op.column;
    return added.name == column &&
           (added.default_value || added.generated || added.identity || is_domain(added.type));
  }
  bool operator()(const ir::SetColumnType& op) const { return op.column == column; }
  bool operator()(const ir::SetIdentity& op) const { return op.column == column; }
  bool operator()(const ir::RenameColumn& op) const { return op.to == column; }
  bool operator()(const auto&) const { return false; }
};

bool stays_null(std::span<const bind::Statement> statements, const std::string& column) {
  return std::ranges::none_of(statements, [&](const bind::Statement& statement) {
    const MayFill fills{column, statement.after};
    return std::ranges::any_of(statement.ops,
                               [&](const ir::Op& op) { return std::visit(fills, op); });
  });
}

bool has_column(const catalog::Catalog& catalog, const ir::Key& key, const std::string& name) {
  const ir::Table* table = catalog.get<ir::Table>(key);
  return table &&
         std::ranges::find(table->columns, name, &ir::Column::name) != table->columns.end();
}

// --- what every row would refer to --------------------------------------------------------------

bool is_never_null(const ir::Table& table, const std::string& name) {
  const auto column = std::ranges::find(table.columns, name, &ir::Column::name);
  if (column != table.columns.end() && column->not_null) return true;
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& constraint) {
    return constraint.kind == ir::ConstraintKind::Primary &&
           std::ranges::find(constraint.columns, name) != constraint.columns.end();
  });
}

// The foreign key of the statement that the server named.
const ir::AddConstraint* refused_key(const bind::Statement& statement,
                                     const pg::ServerError& error) {
  if (error.sqlstate != "23503") return nullptr;
  for (const ir::Op& op : statement.ops) {
    const auto* added = std::get_if<ir::AddConstraint>(&op);
    if (added && added->constraint.foreign &&
        error.message == "insert or update on table \"" + added->table.name +
                             "\" violates foreign key constraint \"" + added->constraint.name +
                             "\"")
      return added;
  }
  return nullptr;
}

// Whether an operation may give a column of this name, in whatever table, other values or another meaning.
struct MayChange {
  const std::string& column;

  bool operator()(const ir::AddColumn& op) const { return op.column.name == column; }
  bool operator()(const ir::DropColumn& op) const { return op.column == column; }
  bool operator()(const ir::SetColumnType& op) const { return op.column == column; }
  bool operator()(const ir::RenameColumn& op) const {
    return op.to == column || op.column == column;
  }
  bool operator()(const auto&) const { return false; }
};

bool stays_as_it_was(std::span<const bind::Statement> statements, const std::string& column) {
  return std::ranges::none_of(statements, [&](const bind::Statement& statement) {
    return std::ranges::any_of(statement.ops,
                               [&](const ir::Op& op) { return std::visit(MayChange{column}, op); });
  });
}

// A table that the step made: no statement on rows has been run since.
bool is_new_and_empty(const bind::Step& step, std::size_t at, const ir::ForeignKey& foreign) {
  const ir::Key key{ir::Kind::Table, foreign.schema, foreign.table, ""};
  const ir::Table* table = step.statements[at].after.get<ir::Table>(key);
  const bool whole = table && !table->partition_by && !table->partition_of;
  return whole && !step.before.find(key) && !rollback::lineage(step, 0, at).before(key);
}

// --- what has to refer --------------------------------------------------------------------------

bool has_to_refer(const ir::Table& table, const ir::Key& to) {
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& constraint) {
    return constraint.validated && catalog::refers_to(constraint, to) &&
           std::ranges::all_of(constraint.columns,
                               [&](const std::string& name) { return is_never_null(table, name); });
  });
}

// --- the two ways to have no row ----------------------------------------------------------------

// Where the server refused NULL in a column of which no row can hold anything else.
std::optional<ir::Key> lacks_values(const bind::Step& step, std::size_t at,
                                    const pg::ServerError& error) {
  std::vector<Column> columns;
  for (const ir::Op& op : step.statements[at].ops) std::visit(NotNullFinder{columns}, op);
  const auto refused =
      std::ranges::find_if(columns, [&](const Column& column) { return is_about(error, column); });
  if (refused == columns.end()) return std::nullopt;
  const auto table = rollback::lineage(step, 0, at).before(refused->table);
  if (!table || !step.before.get<ir::Table>(*table)) return std::nullopt;
  if (has_column(step.before, *table, refused->name)) return std::nullopt;
  const std::span<const bind::Statement> run(step.statements.data(), at + 1);
  return stays_null(run, refused->name) ? table : std::nullopt;
}

// Where every row would refer to a table that holds none.
std::optional<ir::Key> lacks_parents(const bind::Step& step, std::size_t at,
                                     const pg::ServerError& error) {
  const ir::AddConstraint* key = refused_key(step.statements[at], error);
  if (!key || !is_new_and_empty(step, at, *key->constraint.foreign)) return std::nullopt;
  const auto name = rollback::lineage(step, 0, at).before(key->table);
  const ir::Table* table = name ? step.before.get<ir::Table>(*name) : nullptr;
  if (!table) return std::nullopt;
  const std::span<const bind::Statement> run(step.statements.data(), at + 1);
  const bool every_row =
      std::ranges::all_of(key->constraint.columns, [&](const std::string& column) {
        return is_never_null(*table, column) && stays_as_it_was(run, column);
      });
  return every_row ? name : std::nullopt;
}

}  // namespace

std::optional<ir::Key> needs_empty(const bind::Step& step, std::size_t at,
                                   const pg::ServerError& error) {
  if (at >= step.statements.size()) return std::nullopt;
  auto table = lacks_values(step, at, error);
  if (!table) table = lacks_parents(step, at, error);
  return table && keeps_rows(step, at + 1, *table) ? table : std::nullopt;
}

std::set<ir::Key> with_referrers(const catalog::Catalog& catalog, std::set<ir::Key> tables) {
  std::vector<ir::Key> open(tables.begin(), tables.end());
  while (!open.empty()) {
    const ir::Key to = open.back();
    open.pop_back();
    for (const ir::Key& user : catalog.users(catalog::Link::Kind::Relation, to.schema, to.name)) {
      const ir::Table* table = catalog.get<ir::Table>(user);
      if (table && has_to_refer(*table, to) && tables.insert(user).second) open.push_back(user);
    }
  }
  return tables;
}

}  // namespace pggit::pipeline
