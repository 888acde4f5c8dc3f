// What a transaction did beside what its text says, asked of the server before the transaction ends.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/objects.h"
#include "pg/connection.h"

namespace pggit::shadow {

struct Activity {
  std::vector<ir::Key> written;  // tables whose rows it wrote or emptied, triggers' writes too
  std::vector<std::string>
      sequences;                  // "public.orders_id_seq", quoted: those it moved, altered or made
  std::int64_t catalog_rows = 0;  // rows of the system catalogs that the session wrote
  // Objects that it made, renamed or locked to alter; without `sub`.
  std::vector<ir::Key> changed;
  bool dropped = false;  // something is gone
};

// The queries, to be run in the session before its transaction ends; their rows, in order, make an Activity. A lock on
// what was written is kept until then, also where a part of the transaction was rolled back.
std::vector<pg::Connection::Queued> activity_queries();
Activity activity_of(const pg::Rows& locks, const pg::Rows& counters, const pg::Rows& changes);

// The counter alone: it counts from when the server last reported, so that only a difference says what one transaction
// did.
pg::Connection::Queued catalog_rows_query();

}  // namespace pggit::shadow
