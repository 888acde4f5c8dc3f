#include "rollback/copies.h"

#include "base/hash.h"
#include "base/text.h"
#include "rollback/copy_text.h"

namespace pggit::rollback {

Copies::Copies(const bind::Step& step) : migration_(step.entry.id) {
  base::HashWriter name;
  name.bytes(migration_);
  for (const bind::Statement& statement : step.statements) name.bytes(statement.text);
  prefix_ = "pggit.saved_" + name.finish().hex().substr(0, 8) + "_";
}

std::string Copies::of_table(const std::string& table,
                             const std::vector<const ir::Column*>& columns,
                             const std::vector<std::string>& names) {
  std::vector<std::string> shape, values;
  for (const ir::Column* column : columns) {
    shape.push_back(names[shape.size()] + " " + kept_type(*column));
    values.push_back(to_kept(*column));
  }
  std::string copy = with(base::join(shape, ", "));
  describe(copy, table, columns);
  lock(table);
  save("INSERT INTO " + copy + " SELECT " + base::join(values, ", ") + " FROM ONLY " + table);
  return copy;
}

// Empty also where an older run of the migration left one.
std::string Copies::with(const std::string& columns) {
  names_.push_back(prefix_ + std::to_string(names_.size() + 1));
  save("CREATE TABLE IF NOT EXISTS " + last() + " (" + columns + ")");
  save("DELETE FROM " + last());
  return last();
}

void Copies::lock(const std::string& table) {
  save("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
}

void Copies::describe(const std::string& copy, const std::string& table,
                      const std::vector<const ir::Column*>& columns) {
  std::vector<std::string> names;
  for (const ir::Column* column : columns) names.push_back(base::quote_ident(column->name));
  save("COMMENT ON TABLE " + copy + " IS " +
       base::quote_literal(table + " (" + base::join(names, ", ") + ") before " + migration_));
}

}  // namespace pggit::rollback
