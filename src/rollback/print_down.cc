#include "rollback/print_down.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "catalog/apply.h"
#include "catalog/dependencies.h"
#include "rollback/losses.h"
#include "rollback/lossless.h"
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

// Where another UPDATE may stand in a restore: behind its last one where it puts triggers of the user's to sleep, else at its end.
std::vector<std::string>::const_iterator while_triggers_sleep(
    const std::vector<std::string>& restore) {
  const bool sleeps = std::ranges::any_of(restore, [](const std::string& sql) {
    return sql.starts_with("ALTER TABLE ") && sql.find(" DISABLE TRIGGER ") != sql.npos;
  });
  if (!sleeps) return restore.end();
  const auto last = std::find_if(restore.rbegin(), restore.rend(),
                                 [](const std::string& sql) { return sql.starts_with("UPDATE "); });
  return last.base();
}

// A domain that takes no NULL cannot be that of a column that has no values yet: the type under it.
ir::TypeName without_not_null(const ir::TypeName& type, const catalog::Catalog& catalog) {
  const auto* domain =
      type.is_array ? nullptr
                    : catalog.get<ir::Domain>({ir::Kind::Domain, type.schema, type.name, ""});
  return domain && domain->not_null ? without_not_null(domain->type, catalog) : type;
}

// NOT NULL comes when the values are there; rows that came since get a zero.
void print_restored(ir::AddColumn op, const catalog::Catalog& catalog,
                    const std::vector<std::string>& restore, std::vector<std::string>& out) {
  const bool not_null = std::exchange(op.column.not_null, false);
  const ir::TypeName type =
      std::exchange(op.column.type, without_not_null(op.column.type, catalog));
  for (std::string& sql : sql::print(op)) out.push_back(std::move(sql));
  const std::string column = base::quote_ident(op.column.name);
  const std::string zero = zero_of(op.column.type, catalog);
  const auto fill = while_triggers_sleep(restore);
  out.insert(out.end(), restore.begin(), fill);
  if (not_null && !zero.empty() && !op.column.default_value) {
    out.push_back("UPDATE " + base::qualified(op.table.schema, op.table.name) + " SET " + column +
                  " = " + zero + " WHERE " + column + " IS NULL");
  }
  out.insert(out.end(), fill, restore.end());
  if (!(type == op.column.type)) {
    for (std::string& sql : sql::print(ir::SetColumnType{op.table, op.column.name, type, "", {}}))
      out.push_back(std::move(sql));
  }
  if (!not_null) return;
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

const ir::Constraint* find_constraint(const ir::Table* table, const std::string& name) {
  if (!table) return nullptr;
  const auto found = std::ranges::find(table->constraints, name, &ir::Constraint::name);
  return found == table->constraints.end() ? nullptr : &*found;
}

const ir::TypeName* type_of(const catalog::Catalog& catalog, const ir::Key& key,
                            const std::string& column) {
  const ir::Table* table = catalog.get<ir::Table>(key);
  if (!table) return nullptr;
  const auto found = std::ranges::find(table->columns, column, &ir::Column::name);
  return found == table->columns.end() ? nullptr : &found->type;
}

// What the steps begin with: names that go back.
bool is_rename(const ir::Op& op) {
  return std::holds_alternative<ir::Rename>(op) || std::holds_alternative<ir::Move>(op) ||
         std::holds_alternative<ir::RenameColumn>(op) ||
         std::holds_alternative<ir::RenameEnumLabel>(op) ||
         std::holds_alternative<ir::RenameConstraint>(op);
}

// Constraints that stand before and after, and are in the way of a column whose type the steps change.
class Remade {
 public:
  Remade(const std::vector<catalog::DiffStep>& steps, catalog::Catalog from,
         const catalog::Catalog& to, const Snapshot* snapshot)
      : steps_(steps), from_(std::move(from)), to_(to), snapshot_(snapshot) {
    for (const catalog::DiffStep& step : steps) {
      const auto* change = std::get_if<ir::SetColumnType>(&step.op);
      if (!change) continue;
      find_checks(*change);
      find_foreign_keys(*change);
    }
  }

  const std::vector<ir::AddConstraint>& all() const { return found_; }

 private:
  void find_checks(const ir::SetColumnType& change) {
    const ir::Table* then = to_.get<ir::Table>(change.table);
    if (!then) return;
    for (const ir::Constraint& constraint : then->constraints) {
      const ir::Constraint* standing =
          find_constraint(from_.get<ir::Table>(change.table), constraint.name);
      if (standing && (mentions(constraint, change.column) || mentions(*standing, change.column)))
        add(change.table, constraint);
    }
  }

  // On the column and to it.
  void find_foreign_keys(const ir::SetColumnType& change) {
    add_foreign_keys(change.table, change);
    for (const catalog::Dependent& d : catalog::dependents(to_, {change.table, ""})) {
      if (d.key != change.table) add_foreign_keys(d.key, change);
    }
  }

  void add_foreign_keys(const ir::Key& owner, const ir::SetColumnType& change) {
    const ir::Table* then = to_.get<ir::Table>(owner);
    if (!then) return;
    for (const ir::Constraint& constraint : then->constraints) {
      const ir::Constraint* standing =
          find_constraint(from_.get<ir::Table>(owner), constraint.name);
      if (constraint.foreign && standing && *standing == constraint && !constraint.inherited &&
          is_in_the_way(owner, constraint, change))
        add(owner, constraint);
    }
  }

  bool is_in_the_way(const ir::Key& owner, const ir::Constraint& constraint,
                     const ir::SetColumnType& change) const {
    const ir::ForeignKey& foreign = *constraint.foreign;
    const ir::Key other{ir::Kind::Table, foreign.schema, foreign.table, ""};
    for (std::size_t i = 0; i < constraint.columns.size(); ++i) {
      const bool is_here = owner == change.table && constraint.columns[i] == change.column;
      const bool is_there = other == change.table && foreign.columns[i] == change.column;
      if (is_here && is_parted(other, foreign.columns[i], change)) return true;
      if (is_there && is_parted(owner, constraint.columns[i], change)) return true;
    }
    return false;
  }

  // Whether values of the column are written one by one, or it does not fit the other one on the way.
  bool is_parted(const ir::Key& other, const std::string& column,
                 const ir::SetColumnType& change) const {
    if (snapshot_ && (snapshot_->replaced.contains({change.table, change.column}) ||
                      snapshot_->replaced.contains({other, column})))
      return true;
    const ir::TypeName* type = type_of(from_, other, column);
    return type && !may_refer(*type, change.type);
  }

  void add(const ir::Key& table, const ir::Constraint& constraint) {
    const bool is_listed = std::ranges::any_of(found_, [&](const ir::AddConstraint& c) {
      return c.table == table && c.constraint.name == constraint.name;
    });
    const bool is_dropped = std::ranges::any_of(steps_, [&](const catalog::DiffStep& step) {
      const auto* drop = std::get_if<ir::DropConstraint>(&step.op);
      return drop && drop->table == table && drop->constraint == constraint.name;
    });
    if (!is_listed && !is_dropped) found_.push_back({table, constraint, ""});
  }

  const std::vector<catalog::DiffStep>& steps_;
  const catalog::Catalog from_;
  const catalog::Catalog& to_;
  const Snapshot* snapshot_;
  std::vector<ir::AddConstraint> found_;
};

// Rows come when tables have their columns again, before what would look at each of them.
bool comes_after_rows(const ir::Op& op) {
  const auto* constraint = std::get_if<ir::AddConstraint>(&op);
  const auto* create = std::get_if<ir::Create>(&op);
  return (constraint && constraint->constraint.foreign) ||
         (create && std::holds_alternative<ir::Trigger>(create->object));
}

class Printer {
 public:
  Printer(const std::vector<catalog::DiffStep>& steps, const catalog::Catalog& to,
          const Snapshot* snapshot)
      : steps_(steps), to_(to), snapshot_(snapshot) {}

  std::vector<std::string> print(catalog::Catalog from) {
    if (snapshot_) append(snapshot_->first);
    std::size_t i = 0;
    for (; i < steps_.size() && is_rename(steps_[i].op); ++i) {
      append(steps_[i].op);
      if (auto renamed = catalog::apply(steps_[i].op, from)) from = *std::move(renamed);
    }
    const Remade remade(steps_, std::move(from), to_, snapshot_);
    for (const auto& [column, restore] : replaced_without_a_step(steps_, snapshot_)) {
      append(restore.before);
      append(restore.after);
    }
    for (const ir::AddConstraint& one : remade.all())
      append(ir::DropConstraint{one.table, one.constraint.name});
    for (; i < steps_.size(); ++i) {
      if (comes_after_rows(steps_[i].op)) fill();
      print_step(i);
    }
    fill();
    for (const ir::AddConstraint& one : remade.all()) append(one);
    if (snapshot_) append(snapshot_->last);
    return std::move(out_);
  }

 private:
  void append(const ir::Op& op) {
    for (std::string& sql : sql::print(op)) out_.push_back(std::move(sql));
  }
  void append(const std::vector<std::string>& statements) {
    out_.insert(out_.end(), statements.begin(), statements.end());
  }

  void fill() {
    if (snapshot_ && !std::exchange(filled_, true)) append(snapshot_->rows);
  }

  void print_step(std::size_t i) {
    const ir::Op& op = steps_[i].op;
    if (const auto* column = std::get_if<ir::AddColumn>(&op)) {
      const std::vector<std::string> restore = restore_of(snapshot_, *column, to_);
      if (restore.empty()) return print_column(*column, to_, out_);
      return print_restored(*column, to_, restore, out_);
    }
    // The type may change in two steps, over another one.
    const Snapshot::Replaced* replaced = find_replaced(snapshot_, op);
    const auto is_same = [&](const catalog::DiffStep& other) {
      return find_replaced(snapshot_, other.op) == replaced;
    };
    const auto here = steps_.begin() + std::ptrdiff_t(i);
    if (replaced && std::none_of(steps_.begin(), here, is_same)) append(replaced->before);
    append(op);
    if (replaced && std::none_of(here + 1, steps_.end(), is_same)) append(replaced->after);
    if (const auto* rows = find_restore(snapshot_, op)) append(*rows);
  }

  const std::vector<catalog::DiffStep>& steps_;
  const catalog::Catalog& to_;
  const Snapshot* snapshot_;
  bool filled_ = false;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> print_down(const std::vector<catalog::DiffStep>& steps,
                                    const catalog::Catalog& from, const catalog::Catalog& to,
                                    const Snapshot* snapshot) {
  return Printer(steps, to, snapshot).print(from);
}

}  // namespace pggit::rollback
