#include "tools/engine_test/lockstep.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bind/source_form.h"
#include "pipeline/oracle.h"
#include "server/introspect.h"
#include "tools/engine_test/statement_kind.h"

namespace pggit::engine_test {
namespace {

// What only a superuser makes may do anything behind any statement.
void set_apart(Verdict& verdict) {
  verdict.apart = "superuser: event trigger";
  verdict.why = "an event trigger did more behind it";
  verdict.differences.clear();
}

std::string unpredicted(const std::vector<ir::Op>& ops) {
  for (const ir::Op& op : ops) {
    if (const auto* opaque = std::get_if<ir::Opaque>(&op)) return opaque->why;
    if (const auto* not_held = std::get_if<ir::NotHeld>(&op)) return not_held->what;
  }
  return "";
}

bool runs_code(const std::vector<ir::Op>& ops) {
  return std::ranges::any_of(ops, [](const ir::Op& op) {
    const auto* dml = std::get_if<ir::Dml>(&op);
    return dml && dml->runs_code;
  });
}

bool is_temporary(const std::vector<ir::Op>& ops) {
  return !ops.empty() && std::ranges::all_of(ops, [](const ir::Op& op) {
    const auto* none = std::get_if<ir::NoEffect>(&op);
    return none && none->what.find("temporary") != std::string::npos;
  });
}

bool is_concurrent(const sql::Node& statement) {
  return statement.flag("concurrent") ||
         std::ranges::any_of(statement.list("params"), [](const sql::Node& option) {
           return option.str("defname") == "concurrently";
         });
}

std::set<ir::Key> keys_of(const std::vector<catalog::Difference>& differences) {
  std::set<ir::Key> keys;
  for (const catalog::Difference& d : differences) keys.insert(d.key);
  return keys;
}

}  // namespace

Lockstep::Lockstep(pg::Connection session, std::string user)
    : session_(std::move(session)), user_(std::move(user)) {
  bind_session_.user = user_;
  bind_session_.roles = nullptr;
}

base::Result<Lockstep> Lockstep::on(pg::Connection session, std::string user) {
  Lockstep lockstep(std::move(session), std::move(user));
  lockstep.take_over(TRY(lockstep.read_back()));
  return lockstep;
}

base::Result<void> Lockstep::reconnect(pg::Connection session) {
  session_ = std::move(session);
  if (!marks_.empty()) go_back_to(Mark(marks_.front()));
  marks_.clear();
  bind_session_ = {};
  bind_session_.user = user_;
  bind_session_.roles = nullptr;
  take_over(TRY(read_back()));
  return {};
}

base::Result<std::vector<catalog::Difference>> Lockstep::differences_from(
    const catalog::Catalog& expected) {
  return catalog::compare(expected, TRY(read_back()));
}

base::Result<Verdict> Lockstep::step(const std::string& sql) {
  Verdict verdict;
  const auto tree = parser_.parse(sql);
  const sql::Node root = tree ? tree->root() : sql::Node();
  verdict.kind = root.kind();
  verdict.apart = counted_apart(root);
  const bool was_failed = session_.in_failed_transaction();
  const bool was_open = session_.in_transaction();
  const Mark before{"", catalog_, bind_session_};
  bind::BoundStatement bound;
  if (tree && !was_failed) {
    pipeline::SessionOracle oracle(session_);
    bound = bind::bind(root, catalog_, bind_session_, &oracle);
    verdict.asked = bound.asked;
  } else {
    bound.after = catalog_;
  }
  if (!tree) bound.ops = {ir::Opaque{"our grammar refuses it: " + tree.error().message}};
  const pg::Execution done = session_.run(sql);
  if (!session_.alive())
    return base::fail(base::ErrorCode::Database, "the server closed the connection: " + sql);
  if (!done) {
    go_back_to(before);
    if (!session_.in_transaction() && was_open) follow_transaction(root, true);
    verdict.outcome = Outcome::Refused;
    verdict.why = done.error().text();
    // What runs outside of a transaction leaves its traces: an invalid index of CREATE INDEX CONCURRENTLY.
    if (!session_.in_transaction() && is_concurrent(root)) take_over(TRY(read_back()));
    return verdict;
  }
  rows_ = *done;
  if (!was_open && session_.in_transaction()) marks_ = {before};
  return after_run(std::move(verdict), std::move(bound), root, was_failed);
}

base::Result<Verdict> Lockstep::copy(const std::string& sql, const std::string& rows) {
  Verdict verdict;
  verdict.kind = "CopyStmt";
  const pg::Execution done = session_.copy_in(sql, rows);
  if (!done) verdict.outcome = Outcome::Refused;
  return verdict;
}

base::Result<Verdict> Lockstep::after_run(Verdict verdict, bind::BoundStatement bound,
                                          const sql::Node& root, bool was_failed) {
  if (root.is("TransactionStmt")) {
    follow_transaction(root, was_failed);
    return verdict;
  }
  verdict.why = unpredicted(bound.ops);
  const bool ddl = is_ddl(root);
  if (!ddl && verdict.why.empty() && !runs_code(bound.ops)) {
    catalog_ = std::move(bound.after);
    return verdict;
  }
  if (verdict.why.empty()) catalog_ = std::move(bound.after);
  const catalog::Catalog found = TRY(read_back());
  verdict.differences = catalog::compare(catalog_, found);
  take_over(found);
  if (!ddl) return verdict;
  if (!verdict.differences.empty() && has_event_triggers()) set_apart(verdict);
  verdict.outcome = !verdict.why.empty()           ? Outcome::Opaque
                    : !verdict.differences.empty() ? Outcome::Differs
                    : is_temporary(bound.ops)      ? Outcome::Temporary
                                                   : Outcome::Agrees;
  return verdict;
}

// What the session did after BEGIN, SAVEPOINT, ROLLBACK, COMMIT stands at the server's state: a COMMIT of a transaction
// that failed, or that fails itself, rolls back.
void Lockstep::follow_transaction(const sql::Node& root, bool was_failed) {
  const std::string_view kind = root.str("kind");
  const std::string name(root.str("savepoint_name"));
  if (kind == "TRANS_STMT_SAVEPOINT") {
    marks_.push_back({name, catalog_, bind_session_});
    return;
  }
  if (kind == "TRANS_STMT_ROLLBACK_TO" || kind == "TRANS_STMT_RELEASE") {
    const auto found = std::ranges::find(marks_.rbegin(), marks_.rend(), name, &Mark::savepoint);
    if (found == marks_.rend()) return;
    if (kind == "TRANS_STMT_ROLLBACK_TO") {
      go_back_to(Mark(*found));
      marks_.erase(found.base(), marks_.end());
    } else {
      marks_.erase(std::prev(found.base()), marks_.end());
    }
    return;
  }
  if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START") return;
  if ((kind.starts_with("TRANS_STMT_ROLLBACK") || was_failed) && !marks_.empty())
    go_back_to(Mark(marks_.front()));
  marks_.clear();
  if (!root.flag("chain")) return;
  marks_.push_back({"", catalog_, bind_session_});
}

void Lockstep::go_back_to(const Mark& mark) {
  catalog_ = mark.catalog;
  bind_session_ = mark.session;
}

bool Lockstep::has_event_triggers() {
  const pg::Execution asked = session_.run("SELECT FROM pg_event_trigger WHERE evtenabled <> 'D'");
  return asked && asked->count() > 0;
}

base::Result<catalog::Catalog> Lockstep::read_back() {
  server::Introspection found = TRY(server::introspect(session_));
  return server::with_hidden_options(std::move(found.catalog), found.hidden, catalog_);
}

// Where the server has something else than the catalog, the catalog goes on from the server's, but in its own words where the
// server's did not change.
void Lockstep::take_over(const catalog::Catalog& found) {
  const std::set<ir::Key> keys = keys_of(catalog::compare(catalog_, found));
  for (const ir::Key& key : keys) {
    const ir::Object* now = found.find(key);
    const ir::Object* own = catalog_.find(key);
    const ir::Object* before = server_.find(key);
    if (!now)
      catalog_ = catalog_.without(key);
    else if (own && before)
      catalog_ = catalog_.with(bind::keep_source_forms(*now, *own, *before));
    else
      catalog_ = catalog_.with(*now);
  }
  server_ = found;
  if (!keys.empty())
    catalog_ = bind::with_source_forms(catalog_, {keys.begin(), keys.end()}, parser_);
}

}  // namespace pggit::engine_test
