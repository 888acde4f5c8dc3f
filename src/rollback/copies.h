// Tables of schema pggit that hold what a migration destroys, as the statements that make and fill them.
#pragma once

#include <string>
#include <vector>

#include "bind/evolve.h"

namespace pggit::rollback {

// Named after the migration's id and text, `pggit.saved_1f00b2c4_1` and so on: two migrations never share one, and a second run
// finds its own.
class Copies {
 public:
  explicit Copies(const bind::Step& step);

  // A copy of these columns of a table, with all its rows; `names`: of the copy's columns, in their order. Returns its name.
  std::string of_table(const std::string& table, const std::vector<const ir::Column*>& columns,
                       const std::vector<std::string>& names);
  // An empty one, with columns as CREATE TABLE takes them.
  std::string with(const std::string& columns);
  // The migration takes this lock anyway; until then nobody may write what would be lost.
  void lock(const std::string& table);
  // One statement more.
  void save(std::string sql) { saves_.push_back(std::move(sql)); }

  const std::string& last() const { return names_.back(); }
  std::vector<std::string> take_saves() { return std::move(saves_); }

 private:
  // For who has to bring values back by hand.
  void describe(const std::string& copy, const std::string& table,
                const std::vector<const ir::Column*>& columns);

  std::string migration_;
  std::string prefix_;
  std::vector<std::string> names_;
  std::vector<std::string> saves_;
};

}  // namespace pggit::rollback
