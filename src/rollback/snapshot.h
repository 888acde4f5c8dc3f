// What a migration drops, copied before it runs, so that its way back brings the rows again.
//
//   ALTER TABLE app.users DROP nick;
//
// is preceded by a copy of (id, nick) to a table of schema pggit, and its way back is
//
//   ALTER TABLE app.users ADD COLUMN nick text;
//   UPDATE app.users AS t SET nick = s.kept FROM pggit.saved_1f00b2c4_1 AS s WHERE t.id = s.key_1;
//   DROP TABLE pggit.saved_1f00b2c4_1;
//
// Of a column that stays and gets other values (another type, or dropped and added again) the copy also notes what up
// left in each row: who was changed since keeps the value of then, converted.
//
// A table that is dropped and made again under its name is emptied, altered back and filled from the copy. A sequence that is set goes
// back if it still stands where up left it.
//
// All names are those before the migration, except in what runs after up and what runs first: a way back begins with renames.
//
// Rows that came since keep the column's default. Without a key that stays, a row is known by all else that it holds, and
// the way back refuses where a row has changed since. No trigger of the user's fires. The copy belongs to who runs the
// migration, and nobody else was given a right to it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/evolve.h"

namespace pggit::rollback {

struct Snapshot {
  using Statements = std::vector<std::string>;
  // In up's transaction, before it or, where runs_after_up() says so, after it. Running those of shapes_copy() alone makes an empty copy.
  Statements saves;
  // After the way back has made the table or sequence again; after it has added the column again.
  std::map<ir::Key, Statements> objects;
  std::map<std::pair<ir::Key, std::string>, Statements> columns;
  // Around the way back's change of the type of a column that stays, or before all else where its type stays.
  struct Replaced {
    Statements before;
    Statements after;
  };
  std::map<std::pair<ir::Key, std::string>, Replaced> replaced;
  // Tables that the migration dropped and made again under their names: all their rows come from copies.
  std::set<ir::Key> remade;
  Statements first;  // before all else: empties those
  Statements rows;   // when they have all their columns again: fills them
  Statements last;   // after all else: positions of sequences
  // Whose positions come back, quoted and qualified, as they are called before the migration.
  std::set<std::string> sequences;
  // Of each loss, in the order of losses(), why no copy is made of it; empty: one is made.
  std::vector<std::string> not_copied;
};

// Of all that a migration destroys. Nothing where something cannot be copied, where it destroys nothing, or where it writes rows
// as well, which does not return by copies.
std::optional<Snapshot> snapshot_of(const bind::Step& step);

// Of what can be copied where not all of its rows return, and comes to the same rows as before: not_copied says of what.
Snapshot partial_snapshot_of(const bind::Step& step);

// Whether a statement of `saves` makes the table of a copy or adds to its columns.
inline bool shapes_copy(std::string_view save) {
  return save.starts_with("CREATE TABLE") || save.starts_with("ALTER TABLE");
}
// Whether one notes what up left behind.
inline bool runs_after_up(std::string_view save) { return save.starts_with("UPDATE"); }

}  // namespace pggit::rollback
