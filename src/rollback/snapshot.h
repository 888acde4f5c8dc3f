// What a migration drops, copied before it runs, so that its way back brings the rows again.
//
//   ALTER TABLE app.users DROP nick;
//
// is preceded by a copy of (id, nick) to a table of schema pggit, and its way back is
//
//   ALTER TABLE app.users ADD COLUMN nick text;
//   UPDATE app.users AS t SET nick = s.nick FROM pggit.saved_1f00b2c4_1 AS s WHERE t.id = s.id;
//   DROP TABLE pggit.saved_1f00b2c4_1;
//
// Rows that came since keep the column's default. Without a key that stays, a row is known by all else that it holds, and
// the way back refuses where a row has changed since. No trigger of the user's fires. The copy belongs to who runs the
// migration, and nobody else was given a right to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/evolve.h"

namespace pggit::rollback {

struct Snapshot {
  using Statements = std::vector<std::string>;
  // Before up, in its transaction. Running the CREATE TABLEs of it alone makes an empty copy.
  Statements saves;
  Statements copies;  // the tables that they make, as SQL names them
  // After the way back has made the table or sequence again; after it has added the column again.
  std::map<ir::Key, Statements> objects;
  std::map<std::pair<ir::Key, std::string>, Statements> columns;
};

// Nothing where the migration destroys nothing, or something that is not saved: rows by DML, precision of a type, what
// it makes again under the same name.
std::optional<Snapshot> snapshot_of(const bind::Step& step);

// Whether a statement of `saves` makes the table of a copy, and nothing else.
inline bool makes_copy(std::string_view save) { return save.starts_with("CREATE TABLE"); }

}  // namespace pggit::rollback
