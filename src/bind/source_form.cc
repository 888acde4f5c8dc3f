#include "bind/source_form.h"

#include <algorithm>
#include <optional>

#include "bind/expression.h"
#include "bind/query.h"
#include "bind/sql_body.h"
#include "catalog/compare.h"
#include "catalog/fields.h"
#include "sql/print.h"

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

  void read_query(ir::Expression& query) const {
    if (!query.is_server_form()) return;
    const auto tree = parser.parse(query.sql());
    if (!tree) return;
    BoundQuery bound = bind_query(tree->root(), names_of(catalog), {});
    if (bound.complete) query = std::move(bound.query);
  }

  void read_statement(ir::Expression& statement, const Scope& scope) const {
    if (!statement.is_server_form()) return;
    const auto tree = parser.parse(statement.sql());
    if (!tree) return;
    auto bound = bind_row_statement(tree->root(), names_of(catalog), scope);
    if (bound) statement = *std::move(bound);
  }

  void operator()(auto&) const {}
  void operator()(ir::Table& o) const {
    const Scope scope = Scope::of_table(o);
    for (ir::Column& column : o.columns) {
      read(column.default_value, scope);
      read(column.generated, scope);
    }
    for (ir::Constraint& constraint : o.constraints) {
      read(constraint.check, scope);
      if (!constraint.exclusion) continue;
      for (ir::ExclusionElement& element : constraint.exclusion->elements)
        read(element.key.expression, scope);
      read(constraint.exclusion->where, scope);
    }
    if (!o.partition_by) return;
    for (ir::IndexKey& key : o.partition_by->keys) read(key.expression, scope);
  }
  void operator()(ir::Statistics& o) const {
    const Scope scope = scope_of(o.table_schema, o.table);
    for (ir::Expression& expression : o.expressions) {
      std::optional<ir::Expression> text = expression;
      read(text, scope);
      expression = *text;
    }
  }
  void operator()(ir::Rule& o) const {
    const Names names = names_of(catalog);
    const auto relation = names.resolve_relation(o.schema, o.table);
    if (!relation) return;
    const Scope scope = Scope::of_trigger(names, *relation);
    read(o.where, scope);
    for (ir::Expression& action : o.actions) read_statement(action, scope);
  }
  void operator()(ir::Index& o) const {
    const Scope scope = scope_of(o.schema, o.table);
    for (ir::IndexKey& key : o.keys) read(key.expression, scope);
    read(o.where, scope);
  }
  void operator()(ir::View& o) const {
    for (ir::ViewColumn& column : o.columns) read(column.default_value, Scope());
    read_query(o.query);
  }
  void operator()(ir::MaterializedView& o) const { read_query(o.query); }
  void operator()(ir::Domain& o) const {
    read(o.default_value, Scope());
    for (ir::Constraint& constraint : o.constraints) read(constraint.check, Scope());
  }
  void operator()(ir::Function& o) const {
    for (ir::Argument& argument : o.arguments) read(argument.default_value, Scope());
    if (!o.sql_body || !o.sql_body->is_server_form()) return;
    const auto tree = parser.parse(sql::print(ir::Create{o}).front());
    if (!tree) return;
    auto body = bind_sql_body(tree->root()["sql_body"], names_of(catalog));
    if (body) o.sql_body = *std::move(body);
  }
  void operator()(ir::Trigger& o) const {
    if (!o.when) return;
    const Names names = names_of(catalog);
    const auto relation = names.resolve_relation(o.schema, o.table);
    if (relation) read(o.when, Scope::of_trigger(names, *relation));
  }
};

using Texts = std::vector<std::pair<std::string, const ir::Expression*>>;

// "columns[3:email].default" -> "columns[email].default": places shift, names stay.
Texts texts_of(const ir::Object& object) {
  Texts texts = catalog::expressions(object);
  for (auto& [path, text] : texts) {
    for (std::size_t open = path.find('['); open != std::string::npos;
         open = path.find('[', open)) {
      const std::size_t colon = path.find(':', ++open);
      if (colon < path.find(']', open)) path.erase(open, colon + 1 - open);
    }
  }
  return texts;
}

const ir::Expression* text_at(const Texts& texts, const std::string& path) {
  const auto found = std::ranges::find(texts, path, [](const auto& text) { return text.first; });
  return found == texts.end() ? nullptr : found->second;
}

}  // namespace

ir::Object keep_source_forms(const ir::Object& object, const ir::Object& source,
                             const ir::Object& server) {
  const Texts now = texts_of(object);
  const Texts sources = texts_of(source);
  const Texts servers = texts_of(server);
  ir::Object out = object;
  std::size_t at = 0;
  catalog::for_each_of<ir::Expression>(out, [&](ir::Expression& text) {
    const std::string& path = now[at++].first;
    const ir::Expression* as_it_was = text_at(servers, path);
    const ir::Expression* known = text_at(sources, path);
    if (known && as_it_was && *as_it_was == text) text = *known;
  });
  return out;
}

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
