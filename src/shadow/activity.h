// What a transaction did beside what its text says, asked of the server before the transaction ends.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ir/objects.h"
#include "pg/connection.h"
#include "shadow/run_script.h"

namespace pggit::shadow {

struct Activity {
  std::vector<ir::Key> written;  // tables whose rows it wrote or emptied, triggers' writes too
  std::vector<std::string>
      sequences;                  // "public.orders_id_seq", quoted: those it moved, altered or made
  std::int64_t catalog_rows = 0;  // rows of the system catalogs that it wrote
  // Objects that it made, renamed or locked to alter; without `sub`.
  std::vector<ir::Key> changed;
  // Others that it locked as COMMENT, CREATE INDEX, CREATE TRIGGER or ALTER SEQUENCE do, and some ALTERs. Of hidden code
  // only.
  std::vector<ir::Key> touched;
  // What was there before it and is no more, though something of that name may be; functions without `sub`.
  std::vector<ir::Key> gone;

  // What another run of the same text did.
  void add(const Activity& other);
};

// The system catalogs, in a fixed order.
struct SystemCatalogs {
  std::string oids;  // an array
  std::vector<std::string> names;
};
base::Result<SystemCatalogs> catalogs_of(pg::Connection& session);

// The questions about one transaction, for run_transaction(): what it wrote at all, and then of what it wrote, what. A lock
// on what was written is kept until then, also where a part of the transaction was rolled back.
//   Watch watch(catalogs, harness, false);
//   watch.activity(*run_transaction(session, script, watch.around(setup)));
class Watch {
 public:
  // `beside`: another session of the same database, which sees what is gone in the transaction. `hidden_code`: look also at
  // what is locked more weakly or is no relation, as a text that shows all it does needs not. Keeps references.
  Watch(const SystemCatalogs& catalogs, pg::Connection& beside, bool hidden_code)
      : catalogs_(catalogs), beside_(beside), hidden_code_(hidden_code) {}

  // Keeps a reference to this.
  Around around(std::vector<std::string> setup);
  // Of what was answered.
  Activity activity(std::span<const pg::Rows> answers) const;

 private:
  std::expected<Around::Queue, pg::ServerError> more(std::span<const pg::Rows> answers);
  std::expected<void, pg::ServerError> look_for_gone(const pg::Rows& locks);

  const SystemCatalogs& catalogs_;
  pg::Connection& beside_;
  bool hidden_code_;
  std::vector<ir::Key> gone_;
};

}  // namespace pggit::shadow
