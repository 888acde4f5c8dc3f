// A history, step by step: each migration's text is split, parsed, bound and applied, and leaves a snapshot
// of the catalog. With a server in hand the caller may do the same statement by statement.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "bind/bind.h"
#include "catalog/catalog.h"
#include "ir/front_end.h"
#include "ir/op.h"
#include "ir/origin.h"
#include "sql/parse.h"

namespace pggit::bind {

struct Statement {
  enum class Kind { Sql, CopyData, MetaCommand };
  Kind kind = Kind::Sql;
  std::string text;  // as the tool would send it, leading comments left out; or the rows of a COPY
  base::Span span;   // in the user's file
  ir::OriginRef origin;
  std::vector<ir::Op> ops;
  catalog::Catalog after;                 // after this statement
  std::vector<std::string> roles;         // that it names and that have to be there before it runs
  std::vector<std::string> absent_roles;  // it would do something else if they were there
  std::string problem;        // what our grammar or binder said, where it could not read it
  bool asked = false;         // column types were asked of a server
  bool wants_server = false;  // there was none to ask what a name means
  bool learnt = false;        // its effect is known only because the server was asked
};

struct Step {
  ir::MigrationEntry entry;
  ir::TransactionMode transaction = ir::TransactionMode::PerMigration;
  std::vector<Statement> statements;
  std::vector<ir::Hole> holes;
  catalog::Catalog before;
  catalog::Catalog after;
};

// Statements that hold an Opaque or NotHeld operation: only the server can say what they do.
bool is_opaque(const Statement& statement);
// Whether a statement's column types, or what a name in it means, are unknown without a server.
bool needs_oracle(const Statement& statement);

class Evolver {
 public:
  Evolver(base::Sources& sources, base::Diagnostics& diagnostics, ir::SessionRules rules,
          std::string user);

  // On a server of somebody's there may be any roles: conditions on them are left to it.
  void forget_roles() { session_.roles = at_start_.roles = nullptr; }

  // Splits and numbers the statements of a migration; nothing is bound yet. Starts the step: session
  // settings that the tool puts back are put back.
  Step begin(const ir::MigrationEntry& entry, const ir::LoweredMigration& lowered);

  // Parses and binds one statement on the catalog as it stands, and moves on to the catalog after.
  void bind(Statement& statement, ir::Oracle* oracle);

  // The server did something else or more than was bound: the catalog goes on from here, its server forms read into
  // source forms. `server_before` holds objects that stand here as the server showed them last: what it still shows
  // just so keeps its source form.
  void learn(Statement& statement, catalog::Catalog after,
             const catalog::Catalog& server_before = {});

  // The same, said again: `after` is what learn() once made of it.
  void learn_again(Statement& statement, catalog::Catalog after);

  // All statements in order, without a server.
  void bind_all(Step& step, ir::Oracle* oracle = nullptr);

  // Where the history stands, to come back to when a migration is read twice or fails.
  struct Mark {
    catalog::Catalog catalog;
    Session session;
  };
  Mark mark() const { return {catalog_, session_}; }
  void go_back(Mark mark) {
    catalog_ = std::move(mark.catalog);
    session_ = std::move(mark.session);
  }

  const catalog::Catalog& catalog() const { return catalog_; }
  // The search_path of the session as the next statement finds it.
  const std::vector<std::string>& search_path() const { return session_.search_path; }

 private:
  void add_statements(const ir::Sql& sql, Step& step);
  void add_rows(const ir::CopyData& rows, Step& step);
  void note_roles(const sql::Node& root, const std::vector<std::string>& named);

  base::Sources& sources_;
  base::Diagnostics& diagnostics_;
  ir::SessionRules rules_;
  sql::Parser parser_;
  Session session_;
  Session at_start_;
  catalog::Catalog catalog_;
};

}  // namespace pggit::bind
