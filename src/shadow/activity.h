// What a transaction did beside what its text says, asked of the server before the transaction ends.
#pragma once

#include <cstdint>
#include <span>
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
  // Others that it locked as COMMENT, CREATE INDEX, CREATE TRIGGER or ALTER SEQUENCE do, and some ALTERs.
  std::vector<ir::Key> touched;
  bool dropped = false;  // something is gone

  // What another run of the same text did.
  void add(const Activity& other);
};

// The queries, to be run in the session before its transaction ends; their rows, in order, make an Activity. A lock on
// what was written is kept until then, also where a part of the transaction was rolled back.
// `catalogs`: as catalogs_of() gives them. `hidden_code`: look also at what is no relation and was locked, as a text that
// shows all it does needs not.
std::vector<pg::Connection::Queued> activity_queries(const std::string& catalogs, bool hidden_code);
Activity activity_of(std::span<const pg::Rows> answers);

// The counter alone: it counts from when the server last reported, so that only a difference says what one transaction
// did.
pg::Connection::Queued catalog_rows_query(const std::string& catalogs);

// The OIDs of all catalogs whose rows count, as an array's text; those of one server are the same in all its databases.
// Errors: Database.
base::Result<std::string> catalogs_of(pg::Connection& session);

}  // namespace pggit::shadow
