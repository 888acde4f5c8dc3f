#include "bind/catalog_rows.h"

#include <algorithm>

#include "catalog/parts.h"

namespace pggit::bind {
namespace {

using Visit = std::function<void(const CatalogRow&)>;

// What an object is in a relation of the catalogs; several rows for one object where it has several parts.
using RowsOf = void (*)(const ir::Object&, const Visit&);

std::string whole(const std::string& schema, const std::string& name) {
  return schema + "." + name;
}

const char* constraint_type(ir::ConstraintKind kind) {
  switch (kind) {
    case ir::ConstraintKind::Primary:
      return "PRIMARY KEY";
    case ir::ConstraintKind::Unique:
      return "UNIQUE";
    case ir::ConstraintKind::Foreign:
      return "FOREIGN KEY";
    case ir::ConstraintKind::Check:
      return "CHECK";
    case ir::ConstraintKind::Exclusion:
      return "EXCLUDE";
  }
  return "";
}

void pg_namespace(const ir::Object& object, const Visit& visit) {
  if (const auto* schema = std::get_if<ir::Schema>(&object))
    visit({{"nspname", schema->name}, {"schema_name", schema->name}});
}

// Every relation has a row type, and every type an array of it.
void pg_type(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  const bool has_rows = key.kind == ir::Kind::Table || key.kind == ir::Kind::View ||
                        key.kind == ir::Kind::MaterializedView;
  if (!ir::is_type(key.kind) && !has_rows) return;
  visit({{"typname", key.name}, {"typnamespace", key.schema}});
  visit({{"typname", "_" + key.name}, {"typnamespace", key.schema}});
}

void pg_class(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  const auto row = [&](const std::string& name, const char* kind) {
    visit({{"relname", name}, {"relnamespace", key.schema}, {"relkind", kind}});
  };
  if (key.kind == ir::Kind::Index) row(key.name, "i");
  if (key.kind == ir::Kind::Sequence) row(key.name, "S");
  if (key.kind == ir::Kind::View) row(key.name, "v");
  if (key.kind == ir::Kind::MaterializedView) row(key.name, "m");
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  row(key.name, table->foreign ? "f" : table->partition_by ? "p" : "r");
  for (const ir::Constraint& constraint : table->constraints) {
    if (catalog::has_index(constraint)) row(constraint.name, "i");
  }
}

void pg_constraint(const ir::Object& object, const Visit& visit) {
  if (const auto* table = std::get_if<ir::Table>(&object)) {
    for (const ir::Constraint& constraint : table->constraints)
      visit({{"conname", constraint.name},
             {"connamespace", table->schema},
             {"conrelid", whole(table->schema, table->name)},
             {"contype", std::string(1, char(constraint.kind))}});
  }
  if (const auto* domain = std::get_if<ir::Domain>(&object)) {
    for (const ir::Constraint& constraint : domain->constraints)
      visit({{"conname", constraint.name}, {"connamespace", domain->schema}, {"contype", "c"}});
  }
}

void pg_indexes(const ir::Object& object, const Visit& visit) {
  const auto row = [&](const std::string& schema, const std::string& table,
                       const std::string& name) {
    visit({{"schemaname", schema}, {"tablename", table}, {"indexname", name}});
  };
  if (const auto* index = std::get_if<ir::Index>(&object))
    row(index->schema, index->table, index->name);
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  for (const ir::Constraint& constraint : table->constraints) {
    if (catalog::has_index(constraint)) row(table->schema, table->name, constraint.name);
  }
}

bool is_foreign_table(const ir::Object& object) {
  const auto* table = std::get_if<ir::Table>(&object);
  return table && table->foreign;
}

// Views that list one kind of objects by schema and name.
template <ir::Kind kind>
void listed(const ir::Object& object, const Visit& visit, std::string_view name_column) {
  const ir::Key key = ir::key_of(object);
  if (key.kind == kind) visit({{"schemaname", key.schema}, {name_column, key.name}});
}
void pg_tables(const ir::Object& object, const Visit& visit) {
  if (is_foreign_table(object)) return;
  listed<ir::Kind::Table>(object, visit, "tablename");
}
void pg_views(const ir::Object& object, const Visit& visit) {
  listed<ir::Kind::View>(object, visit, "viewname");
}
void pg_matviews(const ir::Object& object, const Visit& visit) {
  listed<ir::Kind::MaterializedView>(object, visit, "matviewname");
}

void pg_trigger(const ir::Object& object, const Visit& visit) {
  const auto* trigger = std::get_if<ir::Trigger>(&object);
  if (!trigger) return;
  visit({{"tgname", trigger->name}, {"tgrelid", whole(trigger->schema, trigger->table)}});
}

void pg_policies(const ir::Object& object, const Visit& visit) {
  const auto* policy = std::get_if<ir::Policy>(&object);
  if (!policy) return;
  visit(
      {{"schemaname", policy->schema}, {"tablename", policy->table}, {"policyname", policy->name}});
}

void pg_extension(const ir::Object& object, const Visit& visit) {
  if (const auto* extension = std::get_if<ir::Extension>(&object))
    visit({{"extname", extension->name}});
}

void pg_publication(const ir::Object& object, const Visit& visit) {
  if (const auto* publication = std::get_if<ir::Publication>(&object))
    visit({{"pubname", publication->name}});
}

void pg_foreign_data_wrapper(const ir::Object& object, const Visit& visit) {
  if (const auto* wrapper = std::get_if<ir::ForeignDataWrapper>(&object))
    visit({{"fdwname", wrapper->name}});
}

void pg_foreign_server(const ir::Object& object, const Visit& visit) {
  if (const auto* server = std::get_if<ir::ForeignServer>(&object))
    visit({{"srvname", server->name}});
}

void pg_proc(const ir::Object& object, const Visit& visit) {
  if (const auto* function = std::get_if<ir::Function>(&object))
    visit({{"proname", function->name},
           {"routine_name", function->name},
           {"routine_schema", function->schema}});
}

void tables(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  if (key.kind != ir::Kind::Table && key.kind != ir::Kind::View) return;
  visit({{"table_schema", key.schema},
         {"table_name", key.name},
         {"table_type", is_foreign_table(object)      ? "FOREIGN"
                        : key.kind == ir::Kind::Table ? "BASE TABLE"
                                                      : "VIEW"}});
}

void columns(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  const auto row = [&](const std::string& name, CatalogRow more) {
    CatalogRow row{{"table_schema", key.schema}, {"table_name", key.name}, {"column_name", name}};
    row.insert(row.end(), more.begin(), more.end());
    visit(row);
  };
  if (const auto* table = std::get_if<ir::Table>(&object)) {
    for (const ir::Column& column : table->columns)
      row(column.name, {{"is_nullable", column.not_null ? "NO" : "YES"}});
  }
  if (const auto* view = std::get_if<ir::View>(&object)) {
    for (const ir::ViewColumn& column : view->columns) row(column.name, {});
  }
}

void views(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  if (key.kind == ir::Kind::View) visit({{"table_schema", key.schema}, {"table_name", key.name}});
}

// NOT NULL is listed there too, by names that say nothing.
void table_constraints(const ir::Object& object, const Visit& visit) {
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  for (const ir::Constraint& constraint : table->constraints) {
    if (constraint.kind == ir::ConstraintKind::Exclusion) continue;
    visit({{"constraint_schema", table->schema},
           {"constraint_name", constraint.name},
           {"table_schema", table->schema},
           {"table_name", table->name},
           {"constraint_type", constraint_type(constraint.kind)}});
  }
}

// The columns that a check mentions; where only the server has read its text, one that is not told.
std::vector<std::string> columns_of_check(const ir::Expression& check) {
  if (check.is_server_form()) return {""};
  std::vector<std::string> columns;
  for (const ir::Piece& piece : check.pieces()) {
    if (piece.kind == ir::Piece::Kind::Column &&
        std::ranges::find(columns, piece.column) == columns.end())
      columns.push_back(piece.column);
  }
  return columns;
}

// The columns that a constraint rests on: of a foreign key those that it refers to. Who does not own the table sees none.
void constraint_column_usage(const ir::Object& object, const Visit& visit) {
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  if (!table->owner.empty()) return visit({});
  for (const ir::Constraint& c : table->constraints) {
    if (c.exclusion) continue;
    const CatalogRow row{{"table_schema", c.foreign ? c.foreign->schema : table->schema},
                         {"table_name", c.foreign ? c.foreign->table : table->name},
                         {"constraint_schema", table->schema},
                         {"constraint_name", c.name}};
    std::vector<std::string> used = c.columns;
    if (c.check) used = columns_of_check(*c.check);
    if (c.foreign) used = c.foreign->columns;
    for (const std::string& column : used) {
      CatalogRow with_column = row;
      if (!column.empty()) with_column.emplace_back("column_name", column);
      visit(with_column);
    }
  }
}

void sequences(const ir::Object& object, const Visit& visit) {
  const ir::Key key = ir::key_of(object);
  if (key.kind == ir::Kind::Sequence)
    visit({{"sequence_schema", key.schema}, {"sequence_name", key.name}});
}

struct Relation {
  std::string_view name;
  RowsOf rows;
  Told told = Told::All;
};

// Functions, types and wrappers come with extensions, unseen; columns of materialized views and sequences are relations too.
constexpr Relation kOwn[] = {
    {"pg_class", pg_class, Told::Some},
    {"pg_constraint", pg_constraint},
    {"pg_extension", pg_extension},
    {"pg_foreign_data_wrapper", pg_foreign_data_wrapper, Told::Some},
    {"pg_foreign_server", pg_foreign_server},
    {"pg_indexes", pg_indexes},
    {"pg_matviews", pg_matviews},
    {"pg_namespace", pg_namespace},
    {"pg_policies", pg_policies},
    {"pg_proc", pg_proc, Told::Some},
    {"pg_publication", pg_publication},
    {"pg_tables", pg_tables},
    {"pg_trigger", pg_trigger, Told::Some},
    {"pg_type", pg_type},
    {"pg_views", pg_views},
};
constexpr Relation kInformation[] = {
    {"columns", columns},
    {"constraint_column_usage", constraint_column_usage},
    {"routines", pg_proc, Told::Some},
    {"schemata", pg_namespace},
    {"sequences", sequences},
    {"table_constraints", table_constraints},
    {"tables", tables},
    {"views", views},
};

constexpr std::string_view kOfRoles[] = {"pg_authid", "pg_roles", "pg_shadow", "pg_user"};

const Relation* relation_named(std::string_view schema, std::string_view name) {
  const auto find = [&](const auto& relations) -> const Relation* {
    const auto found = std::ranges::find(relations, name, &Relation::name);
    return found == std::end(relations) ? nullptr : found;
  };
  if (schema == "information_schema") return find(kInformation);
  return schema.empty() || schema == "pg_catalog" ? find(kOwn) : nullptr;
}

bool has_extensions(const catalog::Catalog& catalog) {
  bool found = false;
  catalog.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef&) { found = true; });
  return found;
}

Told visit_roles(const Names& names, const Visit& visit) {
  if (!names.roles) return Told::Nothing;
  for (const std::string& role : *names.roles) visit({{"rolname", role}, {"usename", role}});
  return Told::All;
}

}  // namespace

bool lists_roles(std::string_view relation) {
  return std::ranges::find(kOfRoles, relation) != std::end(kOfRoles);
}

Told for_each_catalog_row(std::string_view schema, std::string_view name, const Names& names,
                          const Visit& visit) {
  const bool is_own = schema.empty() || schema == "pg_catalog";
  if (is_own && lists_roles(name)) return visit_roles(names, visit);
  const Relation* relation = relation_named(schema, name);
  if (!relation) return Told::Nothing;
  names.catalog->for_each(
      [&](const catalog::EntryRef& entry) { relation->rows(entry->object, visit); });
  const bool of_types = relation->rows == pg_type;
  return of_types && has_extensions(*names.catalog) ? Told::Some : relation->told;
}

}  // namespace pggit::bind
