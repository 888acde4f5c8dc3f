// A server and the virtual catalog side by side: each statement is bound and applied to the catalog, run by the server,
// and where it may have changed what catalogs hold, the server is read back and compared with what was predicted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/bind.h"
#include "catalog/compare.h"
#include "pg/connection.h"
#include "sql/parse.h"

namespace pggit::engine_test {

// What came of one statement.
enum class Outcome {
  Refused,    // the server refuses it, so nothing is to compare
  NotSchema,  // rows, queries, session, transaction
  Temporary,  // of a temporary object: no catalog shows it
  Agrees,     // predicted, and the server has just that
  Opaque,     // not predicted: `why`
  Differs,    // predicted something else: `differences`
};

struct Verdict {
  Outcome outcome = Outcome::NotSchema;
  std::string kind;  // of the statement: "CreateStmt"; empty: our grammar refuses it
  std::string why;   // Opaque: in our words. Refused: in the server's
  std::vector<catalog::Difference> differences;
  bool asked = false;  // the server was asked for names and types
  // What only a superuser may make, or what belongs to the cluster and to no database: "role".
  std::string apart;
};

class Lockstep {
 public:
  // `session` is a superuser's, called `user`, who owns the database. The catalog begins with what is there. Errors:
  // Database.
  static base::Result<Lockstep> on(pg::Connection session, std::string user);

  // Errors: Database, when the server cannot be read any more.
  base::Result<Verdict> step(const std::string& sql);
  // COPY ... FROM STDIN.
  base::Result<Verdict> copy(const std::string& sql, const std::string& rows);
  // psql's \c: a new session of the same database. What was temporary, and what went with it, is gone. Errors: Database.
  base::Result<void> reconnect(pg::Connection session);
  // What the server has by now, after statements that went to session() itself. Errors: Database.
  base::Result<std::vector<catalog::Difference>> differences_from(const catalog::Catalog& expected);

  pg::Connection& session() { return session_; }
  // As predicted, and as the server has it: where they differed, the server's.
  const catalog::Catalog& catalog() const { return catalog_; }
  // The last statement's rows.
  const pg::Rows& rows() const { return rows_; }

 private:
  Lockstep(pg::Connection session, std::string user);

  struct Mark {
    std::string savepoint;  // empty: the transaction's beginning
    catalog::Catalog catalog;
    bind::Session session;
  };
  base::Result<Verdict> after_run(Verdict verdict, bind::BoundStatement bound,
                                  const sql::Node& root, bool was_failed);
  bool has_event_triggers();
  base::Result<catalog::Catalog> read_back();
  void take_over(const catalog::Catalog& found);
  void follow_transaction(const sql::Node& root, bool was_failed);
  void go_back_to(const Mark& mark);

  pg::Connection session_;
  std::string user_;
  sql::Parser parser_;
  bind::Session bind_session_;
  catalog::Catalog server_;  // as it was read last
  catalog::Catalog catalog_;
  std::vector<Mark> marks_;
  pg::Rows rows_;
};

}  // namespace pggit::engine_test
