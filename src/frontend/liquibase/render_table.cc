// createTable, dropTable, renameTable, setTableRemarks.
#include "base/text.h"
#include "frontend/liquibase/column.h"
#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {
namespace {

class CreateTable {
 public:
  explicit CreateTable(Rendering& r) : r_(r) {}

  void run() {
    for (const Element* column : all_of(r_.change, "column")) add_column(*column);
    if (!keys_.empty()) constraints_.insert(constraints_.begin(), primary_key());
    std::vector<std::string> parts = std::move(columns_);
    std::ranges::move(constraints_, std::back_inserter(parts));
    std::ranges::move(uniques_, std::back_inserter(parts));
    std::string kind = r_.text("tableType");
    if (!kind.empty()) kind += " ";
    std::string sql = "CREATE " + kind + "TABLE " + (r_.is("ifNotExists") ? "IF NOT EXISTS " : "") +
                      r_.table() + " (" + base::join(parts, ", ") + ")";
    if (const std::string space = r_.text("tablespace"); !space.empty())
      sql += " TABLESPACE " + space;
    r_.add(std::move(sql));
    add_remarks();
  }

 private:
  void add_column(const Element& column) {
    const ColumnType type = column_type(column, r_);
    const Element* constraints = column.child("constraints");
    const std::string name = r_.names.quoted(text_of(column, "name"));
    std::string sql = name + " " + type.sql;
    if (type.default_sql) sql += " DEFAULT " + *type.default_sql;
    const bool is_key = constraints && is_true(*constraints, "primaryKey");
    const bool nullable = !constraints || is_true(*constraints, "nullable", true);
    if (is_key || !nullable) sql += " NOT NULL";
    columns_.push_back(std::move(sql));
    if (constraints) add_constraints(*constraints, name, is_key);
  }

  void add_constraints(const Element& constraints, const std::string& column, bool is_key) {
    if (is_key) {
      keys_.push_back(column);
      if (key_name_.empty()) key_name_ = text_of(constraints, "primaryKeyName");
      if (key_space_.empty()) key_space_ = text_of(constraints, "primaryKeyTablespace");
    }
    if (auto foreign = foreign_key_of(constraints, column, r_)) constraints_.push_back(*foreign);
    if (is_true(constraints, "unique")) {
      const std::string name = text_of(constraints, "uniqueConstraintName");
      uniques_.push_back((name.empty() ? "" : "CONSTRAINT " + r_.names.quoted(name) + " ") +
                         "UNIQUE (" + column + ")");
    }
    report_unread(constraints, r_);
  }

  std::string primary_key() const {
    const std::string name = key_name_.empty() ? r_.text("tableName") + "_pkey" : key_name_;
    std::string sql =
        "CONSTRAINT " + r_.names.quoted(name) + " PRIMARY KEY (" + base::join(keys_, ", ") + ")";
    if (!key_space_.empty()) sql += " USING INDEX TABLESPACE " + key_space_;
    return sql;
  }

  void add_remarks() {
    if (const std::string remarks = r_.text("remarks"); !remarks.empty())
      r_.add("COMMENT ON TABLE " + r_.table() + " IS " + literal(remarks));
    for (const Element* column : all_of(r_.change, "column")) add_column_remarks(*column, r_);
  }

  Rendering& r_;
  std::vector<std::string> columns_;
  std::vector<std::string> keys_;
  std::string key_name_;
  std::string key_space_;
  std::vector<std::string> constraints_;
  std::vector<std::string> uniques_;
};

}  // namespace

void create_table(Rendering& r) { CreateTable(r).run(); }

void drop_table(Rendering& r) {
  r.add("DROP TABLE " + r.table() + (r.is("cascadeConstraints") ? " CASCADE" : ""));
}

void rename_table(Rendering& r) {
  r.add("ALTER TABLE " + r.table("oldTableName") + " RENAME TO " + r.quoted("newTableName"));
}

void set_table_remarks(Rendering& r) {
  r.add("COMMENT ON TABLE " + r.table() + " IS " + literal(r.text("remarks")));
}

}  // namespace pggit::frontend::liquibase
