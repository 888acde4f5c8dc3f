// CREATE TYPE ... AS (...), ALTER TYPE ... ATTRIBUTE.
// Source of the rules: DefineCompositeType in PostgreSQL's typecmds.c; ATPrepAlterColumnType and renameatt in tablecmds.c.
#include <algorithm>

#include "bind/alter_table.h"
#include "bind/collation.h"
#include "bind/kinds.h"
#include "bind/table_parts.h"
#include "bind/type_name.h"
#include "catalog/dependencies.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

ir::ViewColumn attribute_of(const sql::Node& def, Binding& binding) {
  ir::ViewColumn attribute;
  attribute.name = def.str("colname");
  attribute.type = bind_type(def["typeName"], binding.names());
  attribute.collation = bind_collation(def["collClause"].list("collname"), binding);
  return attribute;
}

bool has_attribute(const ir::Composite& type, std::string_view name) {
  return std::ranges::find(type.attributes, name, &ir::ViewColumn::name) != type.attributes.end();
}

// A table of the type, which has its attributes as columns.
bool is_typed_table(const catalog::Dependent& d, const ir::Key& type,
                    const catalog::Catalog& catalog) {
  const auto* table =
      d.part == catalog::Dependent::Part::Object ? catalog.get<ir::Table>(d.key) : nullptr;
  return table && catalog::is_of_type(*table, type);
}

std::vector<ir::Key> typed_tables(const ir::Key& type, const catalog::Catalog& catalog) {
  std::vector<ir::Key> tables;
  for (const catalog::Dependent& d : catalog::dependents(catalog, {type, ""})) {
    if (is_typed_table(d, type, catalog)) tables.push_back(d.key);
  }
  return tables;
}

// Whether values of the type may be kept somewhere, or other than string bodies rest on it.
bool is_in_use(const ir::Key& key, const catalog::Catalog& catalog) {
  return std::ranges::any_of(catalog::dependents(catalog, {key, ""}), [&](const auto& d) {
    return d.key.kind != ir::Kind::Function && !is_typed_table(d, key, catalog);
  });
}

// A text may take an attribute out of a value, and it does not say of which type.
bool may_be_named(const ir::Key& key, const catalog::Catalog& catalog) {
  return std::ranges::any_of(catalog::dependents(catalog, {key, ""}), [&](const auto& d) {
    if (const auto* function = catalog.get<ir::Function>(d.key))
      return function->sql_body.has_value();
    return !is_typed_table(d, key, catalog) &&
           (d.part != catalog::Dependent::Part::Column || d.key.kind != ir::Kind::Table ||
            !catalog::dependents(catalog, {d.key, d.name}).empty());
  });
}

// The server keeps values of the type in its texts, and prints them with the new attribute from then on.
bool is_in_texts(const ir::Key& key, const catalog::Catalog& catalog) {
  return std::ranges::any_of(catalog::dependents(catalog, {key, ""}), [&](const auto& d) {
    if (d.part == catalog::Dependent::Part::Column) {
      const auto* table = catalog.get<ir::Table>(d.key);
      const auto has_default = [&](const ir::Column& c) {
        return c.name == d.name && c.default_value;
      };
      return table && std::ranges::any_of(table->columns, has_default);
    }
    return d.part != catalog::Dependent::Part::Object;
  });
}

void drop_attribute(const ir::Key& key, const sql::Node& command, Binding& binding) {
  const std::string name(command.str("name"));
  if (!has_attribute(*binding.get<ir::Composite>(key), name) && command.flag("missing_ok"))
    return binding.no_effect("no attribute " + name);
  if (is_in_use(key, binding.now()))
    return binding.refuse("values of " + ir::to_text(key) + " may lose their " + name);
  binding.emit(ir::DropColumn{key, name});
}

void set_attribute_type(const ir::Key& key, const sql::Node& command, Binding& binding) {
  if (is_in_use(key, binding.now()))
    return binding.refuse("values of " + ir::to_text(key) + " may be in use");
  const sql::Node def = command["def"];
  binding.emit(ir::SetColumnType{
      key, std::string(command.str("name")), bind_type(def["typeName"], binding.names()),
      bind_collation(def["collClause"].list("collname"), binding), std::nullopt});
}

void add_attribute(const ir::Key& key, const sql::Node& command, Binding& binding) {
  if (is_in_texts(key, binding.now()))
    return binding.refuse("a default or constraint may hold a value of " + ir::to_text(key));
  binding.emit(ir::AddColumn{key, as_column(attribute_of(command["def"], binding))});
}

// What an ALTER TYPE does to the type, and with CASCADE to the tables of it: there it is an ALTER TABLE of the same parts.
struct AttributeChange {
  const char* subtype;
  void (*of_type)(const ir::Key& key, const sql::Node& command, Binding& binding);
  void (*of_table)(const Part& part, Binding& binding);
};
// The passes of ALTER TABLE, in their order.
constexpr AttributeChange kChanges[] = {
    {"AT_DropColumn", drop_attribute, alter_drop_column},
    {"AT_AlterColumnType", set_attribute_type, alter_set_type},
    {"AT_AddColumn", add_attribute, alter_add_column},
};

bool cascades(const sql::Node& node) { return node.str("behavior") == "DROP_CASCADE"; }

std::string needs_cascade(const ir::Key& type) {
  return "cannot alter type \"" + type.name + "\" because it is the type of a typed table";
}

void alter_attribute(const AttributeChange& change, const ir::Key& key, const sql::Node& command,
                     Binding& binding) {
  const std::vector<ir::Key> tables = typed_tables(key, binding.now());
  if (!tables.empty() && !cascades(command)) return binding.refuse(needs_cascade(key));
  change.of_type(key, command, binding);
  Passes passes;
  for (const ir::Key& table : tables)
    change.of_table({table, command, std::string(command.str("name")), true, false, &passes},
                    binding);
  passes.run(binding);
}

}  // namespace

ir::Column as_column(const ir::ViewColumn& attribute) {
  ir::Column column;
  column.name = attribute.name;
  column.type = attribute.type;
  column.collation = attribute.collation;
  return column;
}

void bind_create_composite(const sql::Node& statement, Binding& binding) {
  ir::Composite type;
  std::tie(type.schema, type.name) = binding.target(statement["typevar"]);
  for (const sql::Node& def : statement.list("coldeflist")) {
    ir::ViewColumn attribute = attribute_of(def, binding);
    if (has_attribute(type, attribute.name))
      return binding.refuse("column \"" + attribute.name + "\" specified more than once");
    type.attributes.push_back(std::move(attribute));
  }
  binding.emit(ir::Create{std::move(type)});
}

void bind_alter_composite(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["relation"];
  const auto key = binding.names().resolve_type(range.str("schemaname"), range.str("relname"));
  if (!key || key->kind != ir::Kind::Composite)
    return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  for (const AttributeChange& change : kChanges) {
    for (const sql::Node& command : statement.list("cmds")) {
      if (command.str("subtype") == change.subtype) alter_attribute(change, *key, command, binding);
    }
  }
}

void rename_attribute(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["relation"];
  const auto key = binding.names().resolve_type(range.str("schemaname"), range.str("relname"));
  if (!key || key->kind != ir::Kind::Composite)
    return binding.refuse("type \"" + spelled(range) + "\" does not exist");
  if (may_be_named(*key, binding.now()))
    return binding.refuse("a text may name the attribute of " + ir::to_text(*key));
  const std::vector<ir::Key> tables = typed_tables(*key, binding.now());
  if (!tables.empty() && !cascades(statement)) return binding.refuse(needs_cascade(*key));
  const std::string from(statement.str("subname"));
  const std::string to(statement.str("newname"));
  binding.emit(ir::RenameColumn{*key, from, to});
  for (const ir::Key& table : tables) binding.emit(ir::RenameColumn{table, from, to});
}

}  // namespace pggit::bind
