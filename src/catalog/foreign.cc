#include "catalog/foreign.h"

namespace pggit::catalog {
namespace {

class Gate {
 public:
  explicit Gate(const Catalog& catalog) : catalog_(catalog) {}

  std::string operator()(const ir::Create& op) const {
    return std::visit([&](const auto& object) { return made(object); }, op.object);
  }
  std::string operator()(const ir::Replace& op) const {
    const auto* table = std::get_if<ir::Table>(&op.object);
    return table && !table->partition_of ? on(table->key(), "is not a table") : "";
  }
  std::string operator()(const ir::AddConstraint& op) const {
    if (op.constraint.check) return "";
    const std::string why = on(op.table, "is a foreign table: it has no such constraint");
    return why.empty() ? referring(op.constraint) : why;
  }
  std::string operator()(const ir::AlterConstraint& op) const { return no_table(op.table); }
  std::string operator()(const ir::SetTableOptions& op) const { return no_table(op.table); }
  std::string operator()(const ir::SetUnlogged& op) const { return no_table(op.table); }
  std::string operator()(const ir::SetRowSecurity& op) const { return no_table(op.table); }
  std::string operator()(const ir::SetColumnType& op) const {
    return op.using_expression ? no_table(op.table) : "";
  }
  std::string operator()(const ir::SetColumnAttributes& op) const {
    return op.compression ? no_table(op.table) : "";
  }
  std::string operator()(const auto&) const { return ""; }

 private:
  std::string on(const ir::Key& table, const char* why) const {
    return is_foreign(table, catalog_) ? "\"" + table.name + "\" " + why : "";
  }
  std::string no_table(const ir::Key& key) const { return on(key, "is not a table"); }
  static ir::Key table(const std::string& schema, const std::string& name) {
    return {ir::Kind::Table, schema, name, ""};
  }
  std::string referring(const ir::Constraint& constraint) const {
    if (!constraint.foreign) return "";
    return on(table(constraint.foreign->schema, constraint.foreign->table), "is not a table");
  }

  std::string made(const auto&) const { return ""; }
  std::string made(const ir::Index& o) const {
    return on(table(o.schema, o.table), "is a foreign table: it has no index");
  }
  std::string made(const ir::Policy& o) const { return no_table(table(o.schema, o.table)); }
  std::string made(const ir::Rule& o) const { return no_table(table(o.schema, o.table)); }
  std::string made(const ir::PublishedTable& o) const { return no_table(table(o.schema, o.table)); }
  std::string made(const ir::Trigger& o) const {
    const bool is_of_tables = o.is_constraint || o.on_truncate || o.timing == 'i' ||
                              !o.old_table.empty() || !o.new_table.empty();
    return is_of_tables ? no_table(table(o.schema, o.table)) : "";
  }
  std::string made(const ir::Table& o) const {
    for (const ir::Constraint& c : o.constraints) {
      if (o.foreign && !c.check) return "constraint \"" + c.name + "\" is not of foreign tables";
      if (std::string why = referring(c); !why.empty()) return why;
    }
    return "";
  }

  const Catalog& catalog_;
};

}  // namespace

bool is_foreign(const ir::Key& key, const Catalog& catalog) {
  const auto* table = catalog.get<ir::Table>(key);
  return table && table->foreign;
}

std::string refused_on_foreign(const ir::Op& op, const Catalog& catalog) {
  return std::visit(Gate(catalog), op);
}

}  // namespace pggit::catalog
