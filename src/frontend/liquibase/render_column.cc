// addColumn, dropColumn, renameColumn, modifyDataType, mergeColumns, setColumnRemarks; defaults, NOT NULL and identities.
#include "base/text.h"
#include "frontend/liquibase/column.h"
#include "frontend/liquibase/render.h"
#include "frontend/liquibase/values.h"

namespace pggit::frontend::liquibase {
namespace {

std::string alter_column(const Rendering& r, const std::string& column) {
  return "ALTER TABLE " + r.table() + " ALTER COLUMN " + r.names.quoted(column) + " ";
}

// One column of addColumn. What fills it and what then holds of it comes behind all columns.
class AddColumn {
 public:
  AddColumn(Rendering& r, const Element& column) : r_(r), column_(column) {
    if (const Element* found = column.child("constraints")) constraints_ = found;
  }

  void add() {
    const ColumnType type = column_type(column_, r_);
    std::string sql = "ALTER TABLE " + r_.table() + " ADD " + name() + " " + type.sql;
    if (type.default_sql) sql += " DEFAULT " + *type.default_sql;
    const bool is_key = is_set("primaryKey");
    if ((is_not_null() && !filled()) || is_key) sql += " NOT NULL";
    if (is_key) sql += " PRIMARY KEY";
    r_.add(std::move(sql));
    if (is_set("unique")) add_unique_constraint();
    if (!constraints_) return;
    if (const auto foreign = foreign_key_of(*constraints_, name(), r_))
      r_.add("ALTER TABLE " + r_.table() + " ADD " + *foreign);
    report_unread(*constraints_, r_);
  }

  void fill() {
    const auto value = filled();
    if (value) r_.add("UPDATE " + r_.table() + " SET " + name() + " = " + *value);
  }

  void set_not_null() {
    if (is_not_null() && filled())
      r_.add(alter_column(r_, text_of(column_, "name")) + "SET NOT NULL");
  }

 private:
  std::string name() const { return r_.names.quoted(text_of(column_, "name")); }
  std::optional<std::string> filled() const { return given_value(column_, r_.names); }
  bool is_set(std::string_view what) const { return constraints_ && is_true(*constraints_, what); }
  bool is_not_null() const { return constraints_ && !is_true(*constraints_, "nullable", true); }

  void add_unique_constraint() {
    const std::string given = text_of(*constraints_, "uniqueConstraintName");
    r_.add("ALTER TABLE " + r_.table() + " ADD " +
           (given.empty() ? "" : "CONSTRAINT " + r_.names.quoted(given) + " ") + "UNIQUE (" +
           name() + ")");
  }

  Rendering& r_;
  const Element& column_;
  const Element* constraints_ = nullptr;
};

}  // namespace

void add_column(Rendering& r) {
  std::vector<AddColumn> columns;
  const auto elements = all_of(r.change, "column");
  for (const Element* column : elements) columns.emplace_back(r, *column);
  for (AddColumn& column : columns) column.add();
  for (AddColumn& column : columns) column.fill();
  for (AddColumn& column : columns) column.set_not_null();
  for (const Element* column : elements) add_column_remarks(*column, r);
}

void drop_column(Rendering& r) {
  const auto drop = [&](const std::string& name) {
    r.add("ALTER TABLE " + r.table() + " DROP COLUMN " + r.names.quoted(name));
  };
  if (const std::string name = r.text("columnName"); !name.empty()) drop(name);
  for (const Element* column : all_of(r.change, "column")) drop(text_of(*column, "name"));
}

void rename_column(Rendering& r) {
  r.add("ALTER TABLE " + r.table() + " RENAME COLUMN " + r.quoted("oldColumnName") + " TO " +
        r.quoted("newColumnName"));
}

void modify_data_type(Rendering& r) {
  const std::string type = type_of(r.text("newDataType")).sql;
  const std::string column = r.quoted("columnName");
  r.add(alter_column(r, r.text("columnName")) + "TYPE " + type + " USING (" + column + "::" + type +
        ")");
}

void merge_columns(Rendering& r) {
  const std::string final_name = r.quoted("finalColumnName");
  const std::string first = r.quoted("column1Name");
  const std::string second = r.quoted("column2Name");
  r.add("ALTER TABLE " + r.table() + " ADD " + final_name + " " +
        type_of(r.text("finalColumnType")).sql);
  r.add("UPDATE " + r.table() + " SET " + final_name + " = " + first + " || " +
        literal(r.text("joinString")) + " || " + second);
  r.add("ALTER TABLE " + r.table() + " DROP COLUMN " + first);
  r.add("ALTER TABLE " + r.table() + " DROP COLUMN " + second);
}

void set_column_remarks(Rendering& r) {
  r.add("COMMENT ON COLUMN " + r.table() + "." + r.quoted("columnName") + " IS " +
        literal(r.text("remarks")));
}

void add_default_value(Rendering& r) {
  const Type type = type_of(r.text("columnDataType"));
  const auto value = default_value(r.change, type, r.names);
  if (!value) return r.report(base::Severity::Error, "it gives no default value; add one");
  r.add(alter_column(r, r.text("columnName")) + "SET DEFAULT " + *value);
  const std::string sequence = r.text("defaultValueSequenceNext");
  if (sequence.empty()) return;
  r.add("ALTER SEQUENCE " + r.names.qualified("", sequence) + " OWNED BY " + r.table() + "." +
        r.quoted("columnName"));
}

void drop_default_value(Rendering& r) {
  r.add(alter_column(r, r.text("columnName")) + "DROP DEFAULT");
}

void add_not_null(Rendering& r) {
  const auto otherwise = value_of(r.change, "defaultNullValue");
  const std::string column = r.quoted("columnName");
  if (otherwise) {
    const Type type = type_of(r.text("columnDataType"));
    Element value;
    value.attributes = {{"defaultValue", *otherwise, r.change.at}};
    r.add("UPDATE " + r.table() + " SET " + column + " = " +
          default_value(value, type, r.names).value_or("NULL") + " WHERE " + column + " IS NULL");
  }
  r.add(alter_column(r, r.text("columnName")) + "SET NOT NULL");
}

void drop_not_null(Rendering& r) { r.add(alter_column(r, r.text("columnName")) + "DROP NOT NULL"); }

// A sequence and a default, not an identity.
void add_auto_increment(Rendering& r) {
  const std::string sequence = r.names.qualified(
      r.text("schemaName"), r.text("tableName") + "_" + r.text("columnName") + "_seq");
  std::string create = "CREATE SEQUENCE IF NOT EXISTS " + sequence;
  if (const std::string start = r.text("startWith"); !start.empty())
    create += " START WITH " + start;
  if (const std::string step = r.text("incrementBy"); !step.empty())
    create += " INCREMENT BY " + step;
  r.add(std::move(create));
  r.add(alter_column(r, r.text("columnName")) + "SET NOT NULL");
  r.add(alter_column(r, r.text("columnName")) + "SET DEFAULT nextval('" + sequence + "')");
  r.add("ALTER SEQUENCE " + sequence + " OWNED BY " + r.table() + "." + r.quoted("columnName"));
}

void add_lookup_table(Rendering& r) {
  const std::string old_table = r.table("existingTableName", "existingTableSchemaName");
  const std::string new_table = r.table("newTableName", "newTableSchemaName");
  const std::string old_column = r.quoted("existingColumnName");
  const std::string new_column = r.quoted("newColumnName");
  r.add("CREATE TABLE " + new_table + " AS SELECT DISTINCT " + old_column + " AS " + new_column +
        " FROM " + old_table + " WHERE " + old_column + " IS NOT NULL");
  r.add("ALTER TABLE " + new_table + " ALTER COLUMN " + new_column + " SET NOT NULL");
  r.add("ALTER TABLE " + new_table + " ADD PRIMARY KEY (" + new_column + ")");
  std::string name = r.text("constraintName");
  if (name.empty()) {
    name = "FK_" + r.text("existingTableName") + "_" + r.text("newTableName");
    for (char& c : name)
      if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  }
  r.add("ALTER TABLE " + old_table + " ADD CONSTRAINT " + r.names.quoted(name) + " FOREIGN KEY (" +
        old_column + ") REFERENCES " + new_table + " (" + new_column + ")");
}

}  // namespace pggit::frontend::liquibase
