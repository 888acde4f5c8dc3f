// Keys, unique constraints, foreign keys and indexes.
#include <algorithm>
#include <span>

#include "base/text.h"
#include "frontend/liquibase/render.h"
#include "ir/objects.h"

namespace pggit::frontend::liquibase {
namespace {

std::string constraint(const Rendering& r) {
  const std::string name = r.text("constraintName");
  return name.empty() ? "" : "CONSTRAINT " + r.names.quoted(name) + " ";
}

const ir::Table* find_table(const Rendering& r, std::string_view schema, std::string_view name) {
  const ir::Object* found =
      r.view.find({ir::Kind::Table, r.names.stored(r.names.schema_or(r.text(schema))),
                   r.names.stored(r.text(name)), ""});
  return found ? std::get_if<ir::Table>(found) : nullptr;
}

// The changes of the changeset before this one.
std::span<const Element> before(const Rendering& r) {
  const auto end = std::ranges::find(r.set.changes, &r.change, [](const Element& e) { return &e; });
  return {r.set.changes.begin(), end};
}

// The name of the primary key that the changeset itself gave to the table; empty where it gave none.
std::string made_key(const Rendering& r) {
  std::string name;
  for (const Element& change : before(r)) {
    if (text_of(change, "tableName") != r.text("tableName")) continue;
    if (change.name == "addPrimaryKey") {
      const std::string given = text_of(change, "constraintName");
      name = given.empty() ? r.names.quoted(r.text("tableName") + "_pkey") : r.names.quoted(given);
    }
    if (change.name != "createTable") continue;
    for (const Element* column : all_of(change, "column")) {
      const Element* constraints = column->child("constraints");
      const std::string given = constraints ? text_of(*constraints, "primaryKeyName") : "";
      if (!given.empty()) name = r.names.quoted(given);
    }
  }
  return name;
}

bool makes_foreign_key(const Element& change, const std::string& table) {
  if (change.name == "addForeignKeyConstraint") return text_of(change, "baseTableName") == table;
  return (change.name == "createTable" || change.name == "addColumn") &&
         text_of(change, "tableName") == table;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  return text;
}

std::string space(const Rendering& r, std::string_view before) {
  const std::string name = r.text("tablespace");
  return name.empty() ? "" : std::string(before) + " TABLESPACE " + name;
}

}  // namespace

void add_primary_key(Rendering& r) {
  r.add("ALTER TABLE " + r.table() + " ADD " + constraint(r) + "PRIMARY KEY (" +
        r.names.list(r.text("columnNames")) + ")" + space(r, " USING INDEX"));
  if (!r.text("forIndexName").empty())
    r.report(base::Severity::Warning, "Liquibase makes nothing of forIndexName for PostgreSQL");
}

// Without a name Liquibase asks the server for it in a DO block; here the changeset and the catalog know.
void drop_primary_key(Rendering& r) {
  const std::string alter = "ALTER TABLE " + r.table() + " DROP CONSTRAINT ";
  if (!r.text("constraintName").empty()) return r.add(alter + r.quoted("constraintName"));
  if (const std::string made = made_key(r); !made.empty()) return r.add(alter + made);
  if (const ir::Table* table = find_table(r, "schemaName", "tableName")) {
    for (const ir::Constraint& one : table->constraints)
      if (one.kind == ir::ConstraintKind::Primary)
        return r.add(alter + base::quote_ident(one.name));
  }
  r.add(alter + r.names.quoted(r.text("tableName") + "_pkey"));
}

void add_unique(Rendering& r) {
  std::string sql = "ALTER TABLE " + r.table() + " ADD " + constraint(r) + "UNIQUE (" +
                    r.names.list(r.text("columnNames")) + ")" + space(r, " USING INDEX");
  if (r.is("deferrable")) sql += " DEFERRABLE";
  if (r.is("initiallyDeferred")) sql += " INITIALLY DEFERRED";
  r.add(std::move(sql));
}

void drop_constraint(Rendering& r) {
  r.add("ALTER TABLE " + r.table() + " DROP CONSTRAINT " + r.quoted("constraintName"));
}

void add_foreign_key(Rendering& r) {
  std::string sql = "ALTER TABLE " + r.table("baseTableName", "baseTableSchemaName") +
                    " ADD CONSTRAINT " + r.quoted("constraintName") + " FOREIGN KEY (" +
                    r.names.list(r.text("baseColumnNames")) + ") REFERENCES " +
                    r.table("referencedTableName", "referencedTableSchemaName") + " (" +
                    r.names.list(r.text("referencedColumnNames")) + ")";
  const std::string on_update = upper(r.text("onUpdate"));
  std::string on_delete = upper(r.text("onDelete"));
  if (on_delete.empty() && r.is("deleteCascade")) on_delete = "CASCADE";
  if (!on_update.empty()) sql += " ON UPDATE " + on_update;
  if (!on_delete.empty()) sql += " ON DELETE " + on_delete;
  if (r.is("deferrable")) sql += " DEFERRABLE";
  if (r.is("initiallyDeferred")) sql += " INITIALLY DEFERRED";
  if (!r.is("validate", true)) sql += " NOT VALID";
  r.add(std::move(sql));
}

void drop_foreign_key(Rendering& r) {
  r.add("ALTER TABLE " + r.table("baseTableName", "baseTableSchemaName") + " DROP CONSTRAINT " +
        r.quoted("constraintName"));
}

void drop_all_foreign_keys(Rendering& r) {
  for (const Element& change : before(r))
    if (makes_foreign_key(change, r.text("baseTableName")))
      return r.report(base::Severity::Error,
                      "the changeset itself makes foreign keys of `" + r.text("baseTableName") +
                          "`; pggit knows those that stood before it: give this a changeset of its "
                          "own");
  const ir::Table* table = find_table(r, "baseTableSchemaName", "baseTableName");
  if (!table)
    return r.report(base::Severity::Error,
                    "there is no table `" + r.text("baseTableName") + "` that is known here");
  for (const ir::Constraint& one : table->constraints)
    if (one.kind == ir::ConstraintKind::Foreign)
      r.add("ALTER TABLE " + r.table("baseTableName", "baseTableSchemaName") + " DROP CONSTRAINT " +
            base::quote_ident(one.name));
}

void create_index(Rendering& r) {
  std::string columns;
  for (const Element* column : all_of(r.change, "column")) {
    const std::string name = text_of(*column, "name");
    columns += (columns.empty() ? "" : ", ") +
               (is_true(*column, "computed") ? name : r.names.quoted(name));
    if (is_true(*column, "descending")) columns += " DESC";
  }
  const std::string name = r.text("indexName");
  r.add(std::string("CREATE ") + (r.is("unique") ? "UNIQUE " : "") + "INDEX " +
        (name.empty() ? "" : r.names.quoted(name) + " ") + "ON " + r.table() + "(" + columns + ")" +
        space(r, ""));
}

void drop_index(Rendering& r) {
  r.add("DROP INDEX " + r.names.qualified(r.text("schemaName"), r.text("indexName")));
}

}  // namespace pggit::frontend::liquibase
