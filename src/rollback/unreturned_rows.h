// Rows of a migration that no way back brings again, and what must not be copied because of them:
//
//   UPDATE app.lines SET id = id + 1;           who has lost what is not known by its key any more
//   DELETE FROM app.orders WHERE old;           lines that get their orders again would refer to nobody
//   ALTER TABLE app.lines DROP order_id;
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bind/evolve.h"
#include "rollback/losses.h"

namespace pggit::rollback {

class UnreturnedRows {
 public:
  explicit UnreturnedRows(const bind::Step& step);

  // What the migration destroys and no copy brings again either, with the reason.
  void add(const Loss& loss, std::string why);
  bool contains(const Loss& loss) const { return lost_.contains({loss.key, loss.column}); }
  std::size_t size() const { return lost_.size(); }

  // In words, why a copy of what is lost could be brought back to the wrong rows, or not at all; empty: it can.
  std::string why_not(const Loss& loss) const;

 private:
  struct Write {
    ir::Key table;  // as it was called before the migration
    ir::DmlKind kind;
    std::vector<std::string> columns;  // that it sets; empty: any
  };

  std::string why_lost(const ir::ForeignKey& foreign) const;

  const bind::Step& step_;
  std::vector<Write> writes_;
  // Of tables, and of columns of such that stay.
  std::map<std::pair<ir::Key, std::string>, std::string> lost_;
};

}  // namespace pggit::rollback
