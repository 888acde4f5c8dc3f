// Which object is which across a migration's renames and moves: what a name alone does not tell.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bind/evolve.h"
#include "catalog/catalog.h"
#include "catalog/diff.h"

namespace pggit::rollback {

// Follows operations one by one, from the catalog given on. Names "now" are those after the operations followed so far.
class Lineage {
 public:
  // Keeps a reference to the catalog.
  explicit Lineage(const catalog::Catalog& before) : before_(before) {}

  void follow(const ir::Op& op);
  void follow(const bind::Statement& statement);

  // The key before of what has this key now; nothing where it was made since, be it under a name that another one left or had.
  std::optional<ir::Key> before(const ir::Key& now) const;
  // The column's name before; nothing where the column or its table was made since.
  std::optional<std::string> column_before(const ir::Key& table_now, const std::string& now) const;
  // The key now of what had this key before, whether it is still there or not.
  ir::Key now(const ir::Key& before) const;

  // For a diff that leads back: from the names now to the names before.
  catalog::RenameHints way_back() const { return hints(true); }
  // For a diff that leads there: from the names before to the names now.
  catalog::RenameHints way_forward() const { return hints(false); }

 private:
  struct Object {
    ir::Key before;
    ir::Key now;
  };
  // A column of a table or view, or a label of a type.
  struct Part {
    ir::Key owner_before;
    std::string before;
    ir::Key owner_now;
    std::string now;
  };

  catalog::RenameHints hints(bool back) const;
  void rename(const ir::Key& from, const ir::Key& to);
  void drop(const ir::Key& key);
  void rename_part(std::vector<Part>& parts, const ir::Key& owner, const std::string& from,
                   const std::string& to) const;
  void drop_column(const ir::DropColumn& op);
  ir::Key translated(const ir::Key& key, ir::Key Object::* from, ir::Key Object::* to) const;
  ir::Key name_before(const ir::Key& now) const;

  const catalog::Catalog& before_;
  std::vector<Object> objects_;
  std::vector<Part> columns_;
  std::vector<Part> labels_;
  // Dropped, by their names before.
  std::set<ir::Key> gone_;
  std::set<std::pair<ir::Key, std::string>> gone_columns_;
};

// After statements [begin, end) of the step.
Lineage lineage(const bind::Step& step, std::size_t begin, std::size_t end);
Lineage lineage(const bind::Step& step);

// The catalog before statement `i` of the step.
const catalog::Catalog& before_statement(const bind::Step& step, std::size_t i);

}  // namespace pggit::rollback
