#include "rules/table_work.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/conversion.h"
#include "catalog/dependencies.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::rules {
namespace {

using catalog::Catalog;
using ir::Key;
using ir::Kind;

// PostgreSQL's own functions, and those of the extensions that people take for keys, that give another value for each row.
constexpr std::array kVolatile = std::to_array<std::string_view>(
    {"random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp",
     "timeofday", "nextval", "setval", "currval", "lastval", "uuid_generate_v1",
     "uuid_generate_v1mc", "uuid_generate_v4", "gen_random_bytes", "gen_salt", "pg_sleep"});

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool calls_volatile(const std::string& sql) {
  return std::ranges::any_of(kVolatile, [&](std::string_view name) {
    for (std::size_t at = sql.find(name); at != std::string::npos; at = sql.find(name, at + 1)) {
      const bool begins = at == 0 || !is_of_name(sql[at - 1]);
      const std::size_t end = at + name.size();
      if (begins && end < sql.size() && (sql[end] == '(' || sql[end] == '"')) return true;
    }
    return false;
  });
}

bool is_volatile(const ir::Expression& expression, const Catalog& catalog) {
  if (calls_volatile(expression.sql())) return true;
  for (const catalog::Reference& reference : catalog::references(expression, {})) {
    if (reference.key.kind != Kind::Function) continue;
    for (const Key& key : catalog::resolve(catalog, reference.key)) {
      const auto* function = catalog.get<ir::Function>(key);
      if (function && function->volatility == 'v') return true;
    }
  }
  return false;
}

bool has_constraints(const ir::TypeName& type, const Catalog& catalog) {
  const auto* domain = catalog.get<ir::Domain>({Kind::Domain, type.schema, type.name, ""});
  return domain && (domain->not_null || !domain->constraints.empty() ||
                    has_constraints(domain->type, catalog));
}

// Without the domains that ask nothing.
ir::TypeName plain(ir::TypeName type, const Catalog& catalog) {
  const auto* domain = catalog.get<ir::Domain>({Kind::Domain, type.schema, type.name, ""});
  if (!domain || type.is_array) return type;
  return plain(domain->type, catalog);
}

class Finder {
 public:
  explicit Finder(const Catalog& before) : before_(before) {}

  void operator()(const ir::AddColumn& op) {
    const ir::Column& column = op.column;
    const bool computes = column.default_value && is_volatile(*column.default_value, before_);
    if (computes || column.identity || column.generated || has_constraints(column.type, before_))
      with_below(Work::Rewrite, op.table);
  }

  void operator()(const ir::SetColumnType& op) {
    const ir::Column* column = column_of(op.table, op.column);
    if (!column) return;
    const bool rewrites =
        op.using_expression || has_constraints(op.type, before_) ||
        catalog::rewrites_rows(plain(column->type, before_), plain(op.type, before_));
    if (rewrites) {
      scan_ends_of_keys(op.table, op.column);
      return with_below(Work::Rewrite, op.table);
    }
    if (op.collation != column->collation || is_checked(op.table, op.column))
      with_below(Work::Scan, op.table);
  }

  void operator()(const ir::SetNotNull& op) {
    if (!op.not_null) return;
    if (op.table.kind == Kind::Domain) return scan_users(op.table);
    const ir::Column* column = column_of(op.table, op.column);
    if (column && !column->not_null && !is_known_not_null(op.table, op.column))
      op.only ? note(Work::Scan, op.table) : with_below(Work::Scan, op.table);
  }

  void operator()(const ir::AddConstraint& op) {
    if (!op.constraint.validated) return;
    if (op.table.kind == Kind::Domain) return scan_users(op.table);
    if (!op.using_index.empty()) return;
    with_below(Work::Scan, op.table);
    if (op.constraint.foreign)
      with_below(Work::Scan,
                 {Kind::Table, op.constraint.foreign->schema, op.constraint.foreign->table, ""});
  }

  void operator()(const ir::ValidateConstraint& op) {
    if (op.table.kind == Kind::Domain) return scan_users(op.table);
    with_below(Work::Scan, op.table);
    const auto* table = before_.get<ir::Table>(op.table);
    const ir::Constraint* c =
        table ? catalog::find_named(table->constraints, op.constraint) : nullptr;
    if (c && c->foreign)
      with_below(Work::Scan, {Kind::Table, c->foreign->schema, c->foreign->table, ""});
  }

  void operator()(const ir::SetUnlogged& op) {
    const auto* table = before_.get<ir::Table>(op.table);
    if (table && table->unlogged != op.unlogged) note(Work::Rewrite, op.table);
  }

  void operator()(const ir::Create& op) {
    const auto* index = std::get_if<ir::Index>(&op.object);
    if (!index) return;
    const Key table{Kind::Table, index->schema, index->table, ""};
    if (before_.find(table)) return index->valid ? with_below(Work::Scan, table) : void();
    note(Work::Scan, {Kind::MaterializedView, index->schema, index->table, ""});
  }

  void operator()(const ir::Replace& op) {
    if (const auto* view = std::get_if<ir::MaterializedView>(&op.object))
      note(Work::Rewrite, view->key());
    const auto* table = std::get_if<ir::Table>(&op.object);
    if (!table || !table->partition_of || table->partition_of->bound.sql().empty()) return;
    with_below(Work::Scan, table->key());
    scan_default({Kind::Table, table->partition_of->schema, table->partition_of->table, ""});
  }

  void operator()(const auto&) {}

  std::vector<TableWork> take() const {
    std::vector<TableWork> all;
    for (const auto& [table, work] : work_) all.push_back({work, table});
    return all;
  }

 private:
  // A partitioned table has no rows of its own, a foreign one none here.
  void note(Work work, const Key& key) {
    const auto* table = before_.get<ir::Table>(key);
    if ((table && (table->partition_by || table->foreign)) || !before_.find(key)) return;
    Work& most = work_[key];
    most = std::max(most, work);
  }

  void with_below(Work work, const Key& table) {
    note(work, table);
    for (const Key& partition : catalog::partitions_below(before_, table)) note(work, partition);
    for (const Key& child : catalog::children_below(before_, table)) note(work, child);
  }

  const ir::Column* column_of(const Key& key, const std::string& name) const {
    const auto* table = before_.get<ir::Table>(key);
    return table ? catalog::find_named(table->columns, name) : nullptr;
  }

  bool is_checked(const Key& table, const std::string& column) const {
    const auto dependents = catalog::dependents(before_, {table, column});
    return std::ranges::any_of(dependents, [&](const catalog::Dependent& d) {
      if (d.part != catalog::Dependent::Part::Constraint || d.key != table) return false;
      const ir::Constraint* c =
          catalog::find_named(before_.get<ir::Table>(table)->constraints, d.name);
      return c && c->check;
    });
  }

  // A foreign key whose column gets other values is looked at again, at both ends.
  void scan_ends_of_keys(const Key& table, const std::string& column) {
    for (const catalog::Dependent& d : catalog::dependents(before_, {table, column})) {
      const auto* from =
          d.part == catalog::Dependent::Part::Constraint ? before_.get<ir::Table>(d.key) : nullptr;
      const ir::Constraint* c = from ? catalog::find_named(from->constraints, d.name) : nullptr;
      if (!c || !c->foreign) continue;
      with_below(Work::Scan, d.key);
      with_below(Work::Scan, {Kind::Table, c->foreign->schema, c->foreign->table, ""});
    }
  }

  // A valid CHECK of just these words (NotNullImpliedByRelConstraints).
  bool is_known_not_null(const Key& key, const std::string& column) const {
    const std::string name = base::quote_ident(column);
    const std::set<std::string> says{name + " IS NOT NULL", "(" + name + " IS NOT NULL)"};
    return std::ranges::any_of(before_.get<ir::Table>(key)->constraints,
                               [&](const ir::Constraint& c) {
                                 return c.check && c.validated && says.contains(c.check->sql());
                               });
  }

  // The tables with a column of the domain, however far.
  void scan_users(const Key& domain) {
    for (const catalog::Dependent& d : catalog::dependents(before_, {domain, ""})) {
      if (d.key.kind == Kind::Domain) scan_users(d.key);
      if (d.key.kind == Kind::Table) with_below(Work::Scan, d.key);
    }
  }

  // No row of the default partition may belong to the new one.
  void scan_default(const Key& partitioned) {
    for (const Key& key : catalog::partitions_of(before_, partitioned)) {
      if (before_.get<ir::Table>(key)->partition_of->bound.sql() == "DEFAULT")
        with_below(Work::Scan, key);
    }
  }

  const Catalog& before_;
  std::map<Key, Work> work_;
};

}  // namespace

std::vector<TableWork> table_work(const ir::Op& op, const Catalog& before) {
  Finder finder(before);
  std::visit(finder, op);
  return finder.take();
}

}  // namespace pggit::rules
