#include "rollback/print_down.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rollback/losses.h"
#include "sql/print.h"

namespace pggit::rollback {
namespace {

// A value that every column of the type accepts; empty where we know none.
std::string zero_of(const ir::TypeName& type, const catalog::Catalog& catalog) {
  if (type.is_array) return "'{}'";
  if (!type.schema.empty()) {
    const ir::Enum* labels = catalog.get<ir::Enum>({ir::Kind::Enum, type.schema, type.name, ""});
    return labels && !labels->labels.empty() ? base::quote_literal(labels->labels[0]) : "";
  }
  const std::string& name = type.name;
  if (name == "smallint" || name == "integer" || name == "bigint" || name == "real" ||
      name == "double precision" || name.starts_with("numeric")) {
    return "0";
  }
  if (name == "text" || name.starts_with("character") || name == "bytea" || name == "bpchar")
    return "''";
  if (name == "boolean") return "false";
  if (name == "date" || name.starts_with("timestamp")) return "'epoch'";
  if (name.starts_with("interval") || name.starts_with("time")) return "'00:00'";
  if (name == "uuid") return "'00000000-0000-0000-0000-000000000000'";
  if (name == "json" || name == "jsonb" || name.ends_with("multirange")) return "'{}'";
  if (name.ends_with("range")) return "'empty'";
  return "";
}

void print_column(ir::AddColumn op, const catalog::Catalog& catalog,
                  std::vector<std::string>& out) {
  const ir::Column& column = op.column;
  const bool needs_value =
      column.not_null && !column.default_value && !column.identity && !column.generated;
  const std::string zero = needs_value ? zero_of(column.type, catalog) : "";
  if (zero.empty()) {
    for (std::string& sql : sql::print(op)) out.push_back(std::move(sql));
    return;
  }
  op.column.default_value = ir::Expression::from_server(zero);
  for (std::string& sql : sql::print(op)) out.push_back(std::move(sql));
  for (std::string& sql : sql::print(ir::SetDefault{op.table, column.name, std::nullopt}))
    out.push_back(std::move(sql));
}

// NOT NULL comes when the values are there; rows that came since get a zero.
void print_restored(ir::AddColumn op, const catalog::Catalog& catalog,
                    const std::vector<std::string>& restore, std::vector<std::string>& out) {
  const bool not_null = std::exchange(op.column.not_null, false);
  for (std::string& sql : sql::print(op)) out.push_back(std::move(sql));
  const std::string column = base::quote_ident(op.column.name);
  const std::string zero = zero_of(op.column.type, catalog);
  out.insert(out.end(), restore.begin(), restore.end());
  if (!not_null) return;
  if (!zero.empty() && !op.column.default_value) {
    out.push_back("UPDATE " + base::qualified(op.table.schema, op.table.name) + " SET " + column +
                  " = " + zero + " WHERE " + column + " IS NULL");
  }
  for (std::string& sql : sql::print(ir::SetNotNull{op.table, op.column.name, true}))
    out.push_back(std::move(sql));
}

const std::vector<std::string>* find_restore(const Snapshot* snapshot, const ir::Op& op) {
  const auto* create = snapshot ? std::get_if<ir::Create>(&op) : nullptr;
  if (!create) return nullptr;
  const auto found = snapshot->objects.find(ir::key_of(create->object));
  return found == snapshot->objects.end() ? nullptr : &found->second;
}

const Snapshot::Replaced* find_replaced(const Snapshot* snapshot, const ir::Op& op) {
  const auto* change = snapshot ? std::get_if<ir::SetColumnType>(&op) : nullptr;
  if (!change) return nullptr;
  const auto found = snapshot->replaced.find({change->table, change->column});
  return found == snapshot->replaced.end() ? nullptr : &found->second;
}

// Of columns whose type is the same again.
std::map<std::pair<ir::Key, std::string>, Snapshot::Replaced> replaced_without_a_step(
    const std::vector<catalog::DiffStep>& steps, const Snapshot* snapshot) {
  if (!snapshot) return {};
  auto left = snapshot->replaced;
  for (const catalog::DiffStep& step : steps) {
    if (const auto* change = std::get_if<ir::SetColumnType>(&step.op))
      left.erase({change->table, change->column});
  }
  return left;
}

// Of every table that holds rows of the column; empty: they do not come back.
std::vector<std::string> restore_of(const Snapshot* snapshot, const ir::AddColumn& op,
                                    const catalog::Catalog& to) {
  std::vector<std::string> all;
  if (!snapshot) return all;
  for (const ir::Key& table : holders_of_rows(to, op.table)) {
    const auto found = snapshot->columns.find({table, op.column.name});
    if (found != snapshot->columns.end()) std::ranges::copy(found->second, std::back_inserter(all));
  }
  return all;
}

bool mentions(const ir::Constraint& constraint, const std::string& column) {
  if (!constraint.check) return false;
  const auto& pieces = constraint.check->pieces();
  return std::ranges::any_of(pieces, [&](const ir::Piece& p) {
    return p.kind == ir::Piece::Kind::Column && p.column == column;
  });
}

const ir::Constraint* find_constraint(const ir::Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.constraints, name, &ir::Constraint::name);
  return found == table.constraints.end() ? nullptr : &*found;
}

bool drops(const std::vector<catalog::DiffStep>& steps, const ir::Key& table,
           const std::string& constraint) {
  return std::ranges::any_of(steps, [&](const catalog::DiffStep& step) {
    const auto* drop = std::get_if<ir::DropConstraint>(&step.op);
    return drop && drop->table == table && drop->constraint == constraint;
  });
}

// Checks that stand before and after, and mention a column whose type the steps change.
std::vector<ir::AddConstraint> checks_to_remake(const std::vector<catalog::DiffStep>& steps,
                                                const catalog::Catalog& from,
                                                const catalog::Catalog& to) {
  std::vector<ir::AddConstraint> checks;
  for (const catalog::DiffStep& step : steps) {
    const auto* change = std::get_if<ir::SetColumnType>(&step.op);
    const ir::Table* now = change ? from.get<ir::Table>(change->table) : nullptr;
    const ir::Table* then = change ? to.get<ir::Table>(change->table) : nullptr;
    if (!now || !then) continue;
    for (const ir::Constraint& constraint : then->constraints) {
      const ir::Constraint* standing = find_constraint(*now, constraint.name);
      const bool listed = std::ranges::any_of(checks, [&](const ir::AddConstraint& c) {
        return c.table == change->table && c.constraint.name == constraint.name;
      });
      if (!standing || listed || drops(steps, change->table, constraint.name)) continue;
      if (mentions(constraint, change->column) || mentions(*standing, change->column)) {
        checks.push_back({change->table, constraint, ""});
      }
    }
  }
  return checks;
}

}  // namespace

std::vector<std::string> print_down(const std::vector<catalog::DiffStep>& steps,
                                    const catalog::Catalog& from, const catalog::Catalog& to,
                                    const Snapshot* snapshot) {
  std::vector<std::string> out;
  const std::vector<ir::AddConstraint> checks = checks_to_remake(steps, from, to);
  const auto append = [&](const ir::Op& op) {
    for (std::string& sql : sql::print(op)) out.push_back(std::move(sql));
  };
  const auto append_all = [&](const std::vector<std::string>& statements) {
    out.insert(out.end(), statements.begin(), statements.end());
  };
  for (const auto& [column, restore] : replaced_without_a_step(steps, snapshot)) {
    append_all(restore.before);
    append_all(restore.after);
  }
  for (const ir::AddConstraint& check : checks)
    append(ir::DropConstraint{check.table, check.constraint.name});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const catalog::DiffStep& step = steps[i];
    const auto* column = std::get_if<ir::AddColumn>(&step.op);
    const std::vector<std::string> restore =
        column ? restore_of(snapshot, *column, to) : std::vector<std::string>();
    if (!restore.empty()) {
      print_restored(*column, to, restore, out);
    } else if (column) {
      print_column(*column, to, out);
    } else {
      // The type may change in two steps, over another one.
      const Snapshot::Replaced* replaced = find_replaced(snapshot, step.op);
      const auto is_same = [&](const catalog::DiffStep& other) {
        return find_replaced(snapshot, other.op) == replaced;
      };
      if (replaced && std::none_of(steps.begin(), steps.begin() + std::ptrdiff_t(i), is_same))
        append_all(replaced->before);
      append(step.op);
      if (replaced && std::none_of(steps.begin() + std::ptrdiff_t(i) + 1, steps.end(), is_same))
        append_all(replaced->after);
      if (const auto* rows = find_restore(snapshot, step.op)) append_all(*rows);
    }
  }
  for (const ir::AddConstraint& check : checks) append(check);
  return out;
}

}  // namespace pggit::rollback
