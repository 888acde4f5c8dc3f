#include "bind/source_form.h"

#include <optional>

#include "bind/expression.h"
#include "bind/query.h"

namespace pggit::bind {
namespace {

// A server form names everything outside pg_catalog by its schema.
Names names_of(const catalog::Catalog& catalog) { return {&catalog, {}, ""}; }

struct Reader {
  const catalog::Catalog& catalog;
  sql::Parser& parser;

  void read(ir::Expression& expression, const Scope& scope) const {
    if (!expression.is_server_form()) return;
    const auto tree = parser.parse_expression(expression.sql());
    if (tree) expression = bind_expression(tree->root(), names_of(catalog), scope);
  }
  void read(std::optional<ir::Expression>& expression, const Scope& scope) const {
    if (expression) read(*expression, scope);
  }
  Scope scope_of(const std::string& schema, const std::string& table) const {
    const auto* found = catalog.get<ir::Table>({ir::Kind::Table, schema, table, ""});
    return found ? Scope::of_table(*found) : Scope();
  }

  void operator()(auto&) const {}
  void operator()(ir::Table& o) const {
    const Scope scope = Scope::of_table(o);
    for (ir::Column& column : o.columns) {
      read(column.default_value, scope);
      read(column.generated, scope);
    }
    for (ir::Constraint& constraint : o.constraints) read(constraint.check, scope);
  }
  void operator()(ir::Index& o) const {
    const Scope scope = scope_of(o.schema, o.table);
    for (ir::IndexKey& key : o.keys) read(key.expression, scope);
    read(o.where, scope);
  }
  void operator()(ir::View& o) const {
    for (ir::ViewColumn& column : o.columns) read(column.default_value, Scope());
    if (!o.query.is_server_form()) return;
    const auto tree = parser.parse(o.query.sql());
    if (!tree) return;
    BoundQuery bound = bind_query(tree->root(), names_of(catalog), {});
    if (bound.complete) o.query = std::move(bound.query);
  }
  void operator()(ir::Function& o) const {
    for (ir::Argument& argument : o.arguments) read(argument.default_value, Scope());
  }
  void operator()(ir::Trigger& o) const {
    if (!o.when) return;
    const Names names = names_of(catalog);
    const auto relation = names.resolve_relation(o.schema, o.table);
    if (relation) read(o.when, Scope::of_trigger(names, *relation));
  }
};

}  // namespace

ir::Object source_form(const ir::Object& object, const catalog::Catalog& catalog,
                       sql::Parser& parser) {
  ir::Object out = object;
  std::visit(Reader{catalog, parser}, out);
  return out;
}

catalog::Catalog with_source_forms(catalog::Catalog catalog, const std::vector<ir::Key>& keys,
                                   sql::Parser& parser) {
  for (const ir::Key& key : keys) {
    if (const ir::Object* object = catalog.find(key))
      catalog = catalog.with(source_form(*object, catalog, parser));
  }
  return catalog;
}

}  // namespace pggit::bind
